"""Entering official identification codes."""

import datetime as dt
import re

from django.db import transaction
from django.db.models import Q

from sen.foundation.agencies.errors import AgencyNotFound, CodeMalformed, CodeTaken
from sen.foundation.agencies.models import Agency
from sen.foundation.agencies.policies import access_management
from sen.foundation.agencies.services.calendar import start_calendar_edition
from sen.foundation.agencies.types import FEED
from sen.foundation.audit.services import record_change
from sen.foundation.feeds.services import append_changes
from sen.foundation.feeds.types import Action, Change
from sen.kernel.actor import Actor

_CODE = re.compile(r"[A-Z0-9]+(\.[A-Z0-9]+){0,5}")


@transaction.atomic
def set_identification_codes(*, actor: Actor, agency_id: int, code: str, code_old: str, now: dt.datetime) -> Agency:
    """Enter the official codes of an agency; new dossiers take the official code, those already numbered keep theirs.

    Raises NotAllowed, AgencyNotFound, CodeMalformed, CodeTaken.
    Basis: 20/2020/QĐ-TTg, Article 4.
    """
    access_management(actor)
    agency = Agency.objects.select_for_update().filter(pk=agency_id).first()
    if agency is None:
        raise AgencyNotFound
    code, code_old = code.strip().upper(), code_old.strip().upper()
    _check("code", code, agency)
    _check("code_old", code_old, agency)
    before = [agency.identification_code, agency.identification_code_old, agency.dossier_prefix]
    agency.identification_code, agency.identification_code_old = code, code_old
    agency.dossier_prefix = code or agency.dossier_prefix
    agency.save(update_fields=["identification_code", "identification_code_old", "dossier_prefix"])
    detail = {"before": before, "after": [code, code_old, agency.dossier_prefix]}
    record_change(
        actor=actor, action="agency.set_codes", subject_type="agency", subject_id=agency.pk, now=now, agency_id=agency.pk, detail=detail
    )
    append_changes(registry=FEED, changes=[Change("agency", agency.key, Action.CHANGED)], now=now)
    start_calendar_edition()
    return agency


def _check(field: str, code: str, agency: Agency) -> None:
    if not code:
        return
    if not _CODE.fullmatch(code):
        raise CodeMalformed(field)
    same = Q(identification_code=code) | Q(identification_code_old=code) | Q(dossier_prefix=code)
    other = Agency.objects.filter(same).exclude(pk=agency.pk).first()
    if other:
        raise CodeTaken(field, code=code, agency=other.name)
