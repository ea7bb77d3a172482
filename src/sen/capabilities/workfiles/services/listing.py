"""The yearly list of files: drafted by clerk or archive, approved by the head of the agency, later only added to.

Basis: 30/2020/NĐ-CP, Article 28.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F

from sen.capabilities.workfiles import policies
from sen.capabilities.workfiles.errors import (
    AbbreviationMissing,
    HeadingInUse,
    HeadingTaken,
    ListApproved,
    ListEmpty,
    ListExists,
    ListWaiting,
    ReasonMissing,
    TitleMissing,
)
from sen.capabilities.workfiles.models import FileList, ListEntry, ListHeading
from sen.capabilities.workfiles.selectors.rules import maintenance_text, retention_rule, retention_rules
from sen.capabilities.workfiles.states import FILE_LIST_STATES, FileListAction, FileListState
from sen.capabilities.workfiles.types import NewEntry
from sen.foundation.accounts.selectors import list_officers
from sen.foundation.agencies.selectors import list_divisions
from sen.foundation.audit.services import record_change
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound
from sen.kernel.text import clean


@transaction.atomic
def make_list(*, actor: Actor, agency_id: int, year: int, numbering: str, copy_last: bool, now: dt.datetime) -> FileList:
    """Begin the list of a year, empty or with the headings and files of the year before.  Raises NotAllowed, ListExists."""
    policies.check(policies.can_write_list(actor, agency_id))
    if FileList.objects.filter(agency=agency_id, year=year).exists():
        raise ListExists("year", year=year)
    made = FileList.objects.create(agency_id=agency_id, year=year, numbering=numbering, made_by_id=actor.account_id, made_at=now)
    before = FileList.objects.filter(agency=agency_id, year=year - 1).first() if copy_last else None
    if before is not None:
        _copy(before, made, clock.local(now).date())
    _record(made, "make", actor, now, year=year, copied=before is not None)
    return made


@transaction.atomic
def add_heading(*, actor: Actor, list_id: int, title: str, abbreviation: str, parent_id: int | None, now: dt.datetime) -> ListHeading:
    """Add a big heading with its abbreviation, or a small one below it.  Raises TitleMissing, AbbreviationMissing, HeadingTaken."""
    owner = _writable(actor, list_id)
    title, abbreviation = clean(title)[:200], clean(abbreviation).replace(" ", "").upper()[:12]
    parent = owner.headings.filter(pk=parent_id, parent__isnull=True).first() if parent_id else None
    if parent_id and parent is None:
        raise NotFound
    if not title:
        raise TitleMissing("title")
    if parent is None and not abbreviation:
        raise AbbreviationMissing("abbreviation")
    siblings = owner.headings.filter(parent=parent)
    if siblings.filter(title=title).exists() or (parent is None and siblings.filter(abbreviation=abbreviation).exists()):
        raise HeadingTaken("title")
    last = siblings.order_by("-ordinal").first()
    heading = ListHeading.objects.create(
        file_list=owner,
        parent=parent,
        ordinal=last.ordinal + 1 if last else 1,
        title=title,
        abbreviation="" if parent else abbreviation,
    )
    _record(owner, "add_heading", actor, now, title=title)
    return heading


@transaction.atomic
def add_entry(*, actor: Actor, list_id: int, values: NewEntry, now: dt.datetime) -> ListEntry:
    """Add a file to the list; to an approved one as an addition, which the list then shows.  Raises ListWaiting, TitleMissing."""
    owner = _locked(actor, list_id)
    if owner.state == FileListState.SUBMITTED:
        raise ListWaiting
    entry = append_entry(owner=owner, values=values, on=clock.local(now).date())
    _record(owner, "add_entry", actor, now, notation=entry.notation, title=entry.title)
    return entry


def append_entry(*, owner: FileList, values: NewEntry, on: dt.date) -> ListEntry:
    """Number and write one line of a list whose row the caller has locked.  Raises NotFound, TitleMissing, RetentionNotInForce."""
    title = clean(values.title)[:500]
    heading = owner.headings.select_related("parent").filter(pk=values.heading_id).first()
    if heading is None:
        raise NotFound
    if not title:
        raise TitleMissing("title")
    rule = retention_rule(values.retention_id, on)
    big = heading.parent or heading
    number = _next_number(owner, big)
    division = next((d for d in list_divisions(owner.agency_id) if d.pk == values.division_id), None)
    keeper = next((o for o in list_officers(owner.agency_id, on=on) if o.account_id == values.keeper_id), None)
    return ListEntry.objects.create(
        file_list=owner,
        heading=heading,
        number=number,
        notation=f"{number:02d}.{big.abbreviation}",
        title=title,
        retention=rule,
        maintenance=maintenance_text(rule),
        division_id=division.pk if division else None,
        keeper_id=keeper.account_id if keeper else None,
        keeper_name=(keeper.name if keeper else division.name if division else "")[:160],
        note=clean(values.note)[:300],
        is_added=owner.state == FileListState.APPROVED,
    )


@transaction.atomic
def remove_entry(*, actor: Actor, list_id: int, entry_id: int, now: dt.datetime) -> None:
    """Take a line out of a list that is still being drafted.  The numbers behind it close up."""
    owner = _writable(actor, list_id)
    entry = owner.entries.filter(pk=entry_id).first()
    if entry is None:
        raise NotFound
    entry.delete()
    _renumber(owner)
    _record(owner, "remove_entry", actor, now, notation=entry.notation, title=entry.title)


@transaction.atomic
def remove_heading(*, actor: Actor, list_id: int, heading_id: int, now: dt.datetime) -> None:
    """Take an empty heading out of a list that is still being drafted.  Raises HeadingInUse."""
    owner = _writable(actor, list_id)
    heading = owner.headings.filter(pk=heading_id).first()
    if heading is None:
        raise NotFound
    if heading.entries.exists() or heading.children.exists():
        raise HeadingInUse
    heading.delete()
    _record(owner, "remove_heading", actor, now, title=heading.title)


@transaction.atomic
def submit_list(*, actor: Actor, list_id: int, now: dt.datetime) -> FileList:
    """Ask the head of the agency to approve the list.  Raises ListEmpty."""
    owner = _locked(actor, list_id)
    if not owner.entries.exists():
        raise ListEmpty
    return _move(owner, FileListAction.SUBMIT, actor, now, reason="")


@transaction.atomic
def send_back_list(*, actor: Actor, list_id: int, reason: str, now: dt.datetime) -> FileList:
    """Give the list back to its writers with a reason.  Raises ReasonMissing, NotAllowed."""
    owner = policies.access_list(actor, list_id, lock=True)
    policies.check(policies.can_approve_list(actor, owner.agency_id))
    reason = clean(reason)
    if not reason:
        raise ReasonMissing("reason")
    return _move(owner, FileListAction.SEND_BACK, actor, now, reason=reason[:500])


@transaction.atomic
def approve_list(*, actor: Actor, list_id: int, decision: str, now: dt.datetime) -> FileList:
    """Issue the list for the year.  Raises NotAllowed."""
    owner = policies.access_list(actor, list_id, lock=True)
    policies.check(policies.can_approve_list(actor, owner.agency_id))
    owner.approved_by_id = actor.account_id
    owner.approved_by_name = ", ".join(part for part in (actor.name, actor.title) if part)[:160]
    owner.approved_at = now
    owner.decision = clean(decision)[:60]
    owner.save(update_fields=["approved_by", "approved_by_name", "approved_at", "decision"])
    return _move(owner, FileListAction.APPROVE, actor, now, reason="")


def _move(owner: FileList, action: FileListAction, actor: Actor, now: dt.datetime, *, reason: str) -> FileList:
    owner.state, owner.reason = FILE_LIST_STATES.next(owner.state, action), reason
    owner.save(update_fields=["state", "reason"])
    _record(owner, action.value, actor, now, reason=reason)
    return owner


def _locked(actor: Actor, list_id: int) -> FileList:
    owner = policies.access_list(actor, list_id, lock=True)
    policies.check(policies.can_write_list(actor, owner.agency_id))
    return owner


def _writable(actor: Actor, list_id: int) -> FileList:
    owner = _locked(actor, list_id)
    if owner.state == FileListState.SUBMITTED:
        raise ListWaiting
    if owner.state == FileListState.APPROVED:
        raise ListApproved
    return owner


def _next_number(owner: FileList, big: ListHeading) -> int:
    """The next number of the whole list or of the big heading; the list's row is locked, so no number is lost or doubled."""
    counter: FileList | ListHeading = owner if owner.numbering == FileList.Numbering.WHOLE else big
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return counter.last_number


def _renumber(owner: FileList) -> None:
    entries = list(owner.entries.select_related("heading__parent").order_by("number", "pk"))
    counts: dict[int, int] = {}
    whole = owner.numbering == FileList.Numbering.WHOLE
    for entry in entries:
        big = entry.heading.parent or entry.heading
        key = 0 if whole else big.pk
        counts[key] = counts.get(key, 0) + 1
        entry.number = counts[key]
        entry.notation = f"{entry.number:02d}.{big.abbreviation}"
    # Through names nobody has, because each notation may stand only once at every moment.
    for entry in entries:
        ListEntry.objects.filter(pk=entry.pk).update(notation=f"#{entry.pk}"[:20])
    ListEntry.objects.bulk_update(entries, ["number", "notation"])
    if whole:
        owner.last_number = counts.get(0, 0)
        owner.save(update_fields=["last_number"])
    else:
        for heading in owner.headings.filter(parent__isnull=True):
            heading.last_number = counts.get(heading.pk, 0)
            heading.save(update_fields=["last_number"])


def _copy(before: FileList, made: FileList, on: dt.date) -> None:
    """Headings and lines of the year before, without the files opened from them; a term that ended is taken anew by its code."""
    in_force = {rule.code: rule for rule in retention_rules(on)}
    places: dict[int, ListHeading] = {}
    for heading in before.headings.order_by(F("parent").asc(nulls_first=True), "ordinal"):
        old = heading.pk
        parent = places.get(heading.parent_id) if heading.parent_id else None
        places[old] = ListHeading.objects.create(
            file_list=made, parent=parent, ordinal=heading.ordinal, title=heading.title, abbreviation=heading.abbreviation
        )
    for entry in before.entries.select_related("retention").order_by("number", "pk"):
        heading = places[entry.heading_id]
        number = _next_number(made, heading.parent or heading)
        entry.pk, entry.file_list, entry.heading, entry.number, entry.is_added = None, made, heading, number, False
        entry.notation = f"{number:02d}.{(heading.parent or heading).abbreviation}"
        entry.title = entry.title.replace(str(before.year), str(made.year))
        entry.retention = in_force.get(entry.retention.code, entry.retention)
        entry.maintenance = maintenance_text(entry.retention)
        entry.save(force_insert=True)


def _record(owner: FileList, action: str, actor: Actor, now: dt.datetime, **detail: Any) -> None:
    record_change(
        actor=actor,
        action=f"filelist.{action}",
        subject_type="filelist",
        subject_id=owner.pk,
        now=now,
        agency_id=owner.agency_id,
        detail={name: value for name, value in detail.items() if value not in ("", None)},
    )
