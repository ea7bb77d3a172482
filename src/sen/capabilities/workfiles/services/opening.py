"""Opening, correcting and passing on work files.  Basis: 30/2020/NĐ-CP, Article 29."""

import datetime as dt
from dataclasses import replace

from django.db import IntegrityError, transaction

from sen.capabilities.workfiles import policies
from sen.capabilities.workfiles.errors import (
    EntryTaken,
    FileFrozen,
    FileNotEmpty,
    FileNotOpen,
    NotationTaken,
    ReasonMissing,
    StartInFuture,
    TitleMissing,
    WrongColleague,
)
from sen.capabilities.workfiles.models import FileList, ListEntry, RetentionRule, UseMode, WorkFile
from sen.capabilities.workfiles.selectors.rules import maintenance_text, retention_rule
from sen.capabilities.workfiles.services.listing import append_entry
from sen.capabilities.workfiles.services.recording import record_deed, record_move
from sen.capabilities.workfiles.states import FileListState, WorkFileAction, WorkFileState
from sen.capabilities.workfiles.types import NewEntry, NewFile
from sen.foundation.accounts.selectors import list_officers
from sen.foundation.agencies.selectors import get_agency, list_divisions
from sen.foundation.numbering.services import next_number
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound
from sen.kernel.text import clean, fold


@transaction.atomic
def open_listed_file(*, actor: Actor, entry_id: int, start_on: dt.date, now: dt.datetime) -> WorkFile:
    """Open a file the approved list of the year foresees; sign, title and term come from the list.  Raises EntryTaken."""
    entry = (
        ListEntry.objects.select_related("file_list", "retention")
        .filter(pk=entry_id, file_list__state=FileListState.APPROVED, file_list__in=policies.visible_lists(actor))
        .first()
    )
    if entry is None:
        raise NotFound
    owner = entry.file_list
    values = NewFile(entry.title, entry.retention_id, start_on, owner.year, entry.notation)
    return _open(actor, owner.agency_id, values, entry, entry.retention, now, division_id=entry.division_id)


@transaction.atomic
def open_own_file(*, actor: Actor, agency_id: int, values: NewFile, now: dt.datetime) -> WorkFile:
    """Open a file the list does not foresee.

    With a heading of the year's approved list the file is added to that list and numbered there; otherwise its sign is the one given, or
    the next of the agency's own series.  Raises NotAllowed, TitleMissing, NotationTaken, StartInFuture, RetentionNotInForce.
    """
    policies.check(policies.can_open_in(actor, agency_id))
    today = clock.local(now).date()
    rule = retention_rule(values.retention_id, today)
    entry = None
    if values.heading_id:
        owner = FileList.objects.select_for_update().filter(agency=agency_id, year=values.year, state=FileListState.APPROVED).first()
        if owner is None:
            raise NotFound
        new = NewEntry(values.heading_id, values.title, values.retention_id, keeper_id=actor.account_id)
        entry = append_entry(owner=owner, values=new, on=today)
        values = replace(values, notation=entry.notation)
    elif not clean(values.notation):
        number = next_number(f"workfile:{agency_id}", str(values.year))
        values = replace(values, notation=f"{number:02d}.HSCV")
    return _open(actor, agency_id, values, entry, rule, now)


@transaction.atomic
def correct_file(*, actor: Actor, workfile_id: int, values: NewFile, now: dt.datetime) -> WorkFile:
    """Correct title, term, rights of use, dates and notes of an open file.  Code and year stay."""
    workfile = editable_file(actor=actor, workfile_id=workfile_id)
    rule = retention_rule(values.retention_id, clock.local(now).date())
    title = clean(values.title)[:500]
    if not title:
        raise TitleMissing("title")
    before = {"title": workfile.title, "maintenance": workfile.maintenance}
    workfile.title, workfile.title_folded = title, folded(workfile.notation, title, values.keywords)
    take_term(workfile, rule)
    workfile.rights = UseMode(values.rights)
    workfile.start_on = values.start_on
    workfile.language, workfile.description = clean(values.language)[:50], clean(values.description)[:500]
    workfile.keywords, workfile.sign = clean(values.keywords)[:200], clean(values.sign)[:60]
    workfile.is_construction = values.is_construction
    workfile.save()
    after = {"title": workfile.title, "maintenance": workfile.maintenance}
    record_deed(workfile, "correct", actor=actor, now=now, payload={"before": before, "after": after} if before != after else {})
    return workfile


@transaction.atomic
def drop_file(*, actor: Actor, workfile_id: int, reason: str, now: dt.datetime) -> None:
    """Take back a file opened by mistake, while nothing lies in it; its line of the list is free again.  Raises FileNotEmpty."""
    workfile = editable_file(actor=actor, workfile_id=workfile_id)
    reason = clean(reason)[:300]
    if not reason:
        raise ReasonMissing("reason")
    if workfile.items.filter(removed_at__isnull=True).exists():
        raise FileNotEmpty
    record_move(workfile, WorkFileAction.DROP, actor=actor, now=now, reason=reason)


@transaction.atomic
def pass_files(*, actor: Actor, workfile_ids: list[int], to_account_id: int, reason: str, now: dt.datetime) -> int:
    """Give files to a colleague, who keeps them from now on: on leaving, moving, or a change of duties.  Returns how many.

    Basis: 30/2020/NĐ-CP, Article 31: whoever leaves hands everything over.  Raises WrongColleague, ReasonMissing, NotAllowed.
    """
    reason = clean(reason)[:300]
    if not reason:
        raise ReasonMissing("reason")
    for workfile_id in sorted(set(workfile_ids)):
        workfile = policies.access_workfile(actor, workfile_id, lock=True)
        policies.check(workfile.keeper_id == actor.account_id or policies.can_oversee(actor, workfile))
        officers = list_officers(workfile.agency_id, on=clock.local(now).date())
        colleague = next((officer for officer in officers if officer.account_id == to_account_id), None)
        if colleague is None:
            raise WrongColleague("to_account_id")
        payload = {"from": workfile.keeper_name, "to": colleague.name}
        workfile.keeper_id, workfile.keeper_name = colleague.account_id, colleague.name
        workfile.save(update_fields=["keeper", "keeper_name"])
        record_deed(workfile, "pass_on", actor=actor, now=now, reason=reason, payload=payload)
    return len(set(workfile_ids))


@transaction.atomic
def freeze_file(*, actor: Actor, workfile_id: int, reason: str, now: dt.datetime) -> WorkFile:
    """Hold a file as it is, for an inspection or a dispute: nothing goes in or out, nobody closes or destroys it.

    Basis: 30/2020/NĐ-CP, Appendix VI.IV.
    """
    workfile = policies.access_workfile(actor, workfile_id, lock=True)
    policies.check(policies.can_oversee(actor, workfile))
    reason = clean(reason)[:300]
    if not reason:
        raise ReasonMissing("reason")
    workfile.frozen_at, workfile.frozen_reason = now, reason
    workfile.save(update_fields=["frozen_at", "frozen_reason"])
    record_deed(workfile, "freeze", actor=actor, now=now, reason=reason)
    return workfile


@transaction.atomic
def unfreeze_file(*, actor: Actor, workfile_id: int, reason: str, now: dt.datetime) -> WorkFile:
    """Let a held file go on.  Raises ReasonMissing, NotAllowed."""
    workfile = policies.access_workfile(actor, workfile_id, lock=True)
    policies.check(policies.can_oversee(actor, workfile))
    reason = clean(reason)[:300]
    if not reason:
        raise ReasonMissing("reason")
    workfile.frozen_at, workfile.frozen_reason = None, ""
    workfile.save(update_fields=["frozen_at", "frozen_reason"])
    record_deed(workfile, "unfreeze", actor=actor, now=now, reason=reason)
    return workfile


def editable_file(*, actor: Actor, workfile_id: int) -> WorkFile:
    """The open file, locked, for somebody who may change it.  Raises NotFound, NotAllowed, FileNotOpen, FileFrozen."""
    workfile = policies.access_workfile(actor, workfile_id, lock=True)
    policies.check(policies.can_edit(actor, workfile))
    if workfile.state != WorkFileState.OPEN:
        raise FileNotOpen
    check_not_frozen(workfile)
    return workfile


def check_not_frozen(workfile: WorkFile) -> None:
    """Pass, or raise FileFrozen."""
    if workfile.frozen_at is not None:
        raise FileFrozen(reason=workfile.frozen_reason)


def take_term(workfile: WorkFile, rule: RetentionRule) -> None:
    """Write the term of keeping into the file, as it is printed today."""
    workfile.retention = rule
    workfile.maintenance, workfile.retention_years = maintenance_text(rule), rule.years


def folded(notation: str, title: str, keywords: str) -> str:
    """What people search by."""
    return fold(f"{notation} {title} {keywords}")[:620]


def _open(
    actor: Actor,
    agency_id: int,
    values: NewFile,
    entry: ListEntry | None,
    rule: RetentionRule,
    now: dt.datetime,
    division_id: int | None = None,
) -> WorkFile:
    policies.check(policies.can_open_in(actor, agency_id))
    title, notation = clean(values.title)[:500], clean(values.notation).replace(" ", "")[:20]
    if not title:
        raise TitleMissing("title")
    if values.start_on > clock.local(now).date():
        raise StartInFuture("start_on")
    agency = get_agency(agency_id)
    workfile = WorkFile(
        agency=agency,
        division_id=division_id or _own_division(actor, agency_id),
        entry=entry,
        organ_id=agency.identification_code or agency.dossier_prefix,
        year=values.year,
        notation=notation,
        title=title,
        title_folded=folded(notation, title, values.keywords),
        rights=UseMode(values.rights),
        keeper_id=actor.account,
        keeper_name=actor.name,
        language=clean(values.language)[:50] or "Tiếng Việt",
        start_on=values.start_on,
        description=clean(values.description)[:500],
        keywords=clean(values.keywords)[:200],
        sign=clean(values.sign)[:60],
        is_construction=values.is_construction,
        opened_at=now,
    )
    take_term(workfile, rule)
    _insert(workfile, entry)
    record_deed(workfile, "open", actor=actor, now=now, before="", payload={"notation": notation, "title": title})
    return workfile


def _own_division(actor: Actor, agency_id: int) -> int | None:
    if actor.agency_id != agency_id or not actor.division:
        return None
    return next((division.pk for division in list_divisions(agency_id) if division.name == actor.division), None)


def _insert(workfile: WorkFile, entry: ListEntry | None) -> None:
    try:
        with transaction.atomic():
            workfile.save(force_insert=True)
    except IntegrityError as error:
        if entry is not None:
            raise EntryTaken from error
        raise NotationTaken("notation", notation=workfile.notation, year=workfile.year) from error
