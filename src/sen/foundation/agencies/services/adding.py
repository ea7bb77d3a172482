"""Agencies the shipped list does not have, such as those of the vertical lines: police, tax, courts, social insurance."""

import datetime as dt

from django.db import transaction

from sen.foundation.agencies.errors import AgencyShipped, AgencyTaken, AgencyWithoutBasis
from sen.foundation.agencies.models import Agency
from sen.foundation.agencies.policies import access_management
from sen.foundation.agencies.selectors import agencies_on, get_agency, province_agency
from sen.foundation.agencies.services.calendar import start_calendar_edition
from sen.foundation.agencies.types import FEED, AgencyFacts
from sen.foundation.audit.services import record_change
from sen.foundation.feeds.services import append_changes
from sen.foundation.feeds.types import Action, Change
from sen.foundation.numbering.services import next_number
from sen.kernel.actor import Actor
from sen.kernel.text import clean, fold, sort_key

_SERIES = "agencies.added"


@transaction.atomic
def add_agency(*, actor: Actor, facts: AgencyFacts, valid_from: dt.date, now: dt.datetime) -> Agency:
    """Add an agency from the day on; its dossiers bear a provisional prefix until its official code is entered.

    Raises NotAllowed, AgencyTaken, AgencyWithoutBasis.  Basis: 61/2018/NĐ-CP, Article 14(5): bodies of the vertical lines take part.
    """
    access_management(actor)
    _check(facts, valid_from)
    number = next_number(_SERIES, "")
    top = province_agency(valid_from)
    prefix = f"{top.identification_code or top.dossier_prefix}.N{number:03d}"
    agency = Agency(key=f"{Agency.ADDED}{number:03d}", dossier_prefix=prefix, valid_from=valid_from)
    return _write(actor, agency, facts, Action.CREATED, now)


@transaction.atomic
def correct_agency(*, actor: Actor, agency_id: int, facts: AgencyFacts, now: dt.datetime) -> Agency:
    """Correct what was typed when the agency was added.

    Raises NotAllowed, AgencyNotFound, AgencyShipped, AgencyTaken, AgencyWithoutBasis.
    """
    access_management(actor)
    agency = get_agency(agency_id)
    if not agency.is_added:
        raise AgencyShipped
    _check(facts, agency.valid_from, agency)
    return _write(actor, agency, facts, Action.CHANGED, now)


def _check(facts: AgencyFacts, on: dt.date, agency: Agency | None = None) -> None:
    if not clean(facts.basis):
        raise AgencyWithoutBasis("basis")
    same = agencies_on(on).filter(name_folded=fold(facts.name)).first()
    if same is not None and same != agency:
        raise AgencyTaken("name")


def _write(actor: Actor, agency: Agency, facts: AgencyFacts, change: Action, now: dt.datetime) -> Agency:
    agency.name, agency.name_folded, agency.name_sort = clean(facts.name), fold(facts.name), sort_key(facts.name)
    agency.level, agency.one_stop_name = facts.level, clean(facts.one_stop_name)
    agency.phone, agency.address, agency.note = facts.phone, clean(facts.address), clean(facts.basis)
    agency.save()
    detail = {"name": agency.name, "level": agency.level, "one_stop": agency.one_stop_name, "basis": agency.note}
    action = "agency.add" if change is Action.CREATED else "agency.correct"
    record_change(actor=actor, action=action, subject_type="agency", subject_id=agency.pk, now=now, agency_id=agency.pk, detail=detail)
    append_changes(registry=FEED, changes=[Change("agency", agency.key, change)], now=now)
    start_calendar_edition()
    return agency
