"""Closing a work file when its work is done, and opening it again for a reason.  Basis: 30/2020/NĐ-CP, Article 29(3)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from sen.capabilities.workfiles import policies
from sen.capabilities.workfiles.errors import EndBeforeStart, FileEmpty, ItemsStillOpen, ReasonMissing, TitleMissing
from sen.capabilities.workfiles.models import WorkFile, WorkFileItem
from sen.capabilities.workfiles.selectors.numbers import item_metadata
from sen.capabilities.workfiles.selectors.reading import facts_of, items_in_time_order
from sen.capabilities.workfiles.selectors.rules import hand_over_due, record_rule, retention_rule
from sen.capabilities.workfiles.services.filing import count_up
from sen.capabilities.workfiles.services.opening import check_not_frozen, editable_file, folded, take_term
from sen.capabilities.workfiles.services.recording import record_move
from sen.capabilities.workfiles.states import WorkFileAction
from sen.capabilities.workfiles.types import Fileable
from sen.foundation.contents.selectors import page_counts
from sen.foundation.files.selectors import list_files
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import clean
from sen.ui.format import date_text

OUTSIDE_LIST = "Hồ sơ mở ngoài danh mục hồ sơ của năm"


@transaction.atomic
def close_file(
    *, actor: Actor, workfile_id: int, title: str, retention_id: int, end_on: dt.date, open_reason: str = "", now: dt.datetime
) -> WorkFile:
    """End the file: set title and term anew, put its items into time order, freeze what each says and the hashes of its files.

    Decides whether the file was processed online throughout, and by when it is handed over.  Raises FileEmpty, EndBeforeStart,
    ItemsStillOpen when work in it is not done and no reason is given, and what editable_file raises.
    """
    workfile = editable_file(actor=actor, workfile_id=workfile_id)
    today = clock.local(now).date()
    rule = retention_rule(retention_id, today)
    title = clean(title)[:500]
    if not title:
        raise TitleMissing("title")
    if end_on < workfile.start_on:
        raise EndBeforeStart("end_on", start=date_text(workfile.start_on))
    items = items_in_time_order(workfile)
    if not items:
        raise FileEmpty
    facts = facts_of(items)
    still_open = [item for item in items if item.pk in facts and facts[item.pk].open_reason]
    if still_open and not clean(open_reason):
        raise ItemsStillOpen("open_reason", count=len(still_open))
    workfile.title, workfile.title_folded = title, folded(workfile.notation, title, workfile.keywords)
    take_term(workfile, rule)
    workfile.end_on, workfile.closed_at = end_on, now
    workfile.hand_over_due_on = hand_over_due(rule, record_rule(today), end_on, is_construction=workfile.is_construction)
    _freeze_items(workfile, items, facts)
    workfile.paper_reasons = _paper_reasons(workfile, items, facts)
    workfile.is_online = not workfile.paper_reasons
    workfile.save()
    count_up(workfile)
    payload = {"items": len(items), "online": workfile.is_online, "maintenance": workfile.maintenance, "end_on": end_on.isoformat()}
    record_move(workfile, WorkFileAction.CLOSE, actor=actor, now=now, reason=clean(open_reason)[:500], payload=payload)
    return workfile


@transaction.atomic
def reopen_file(*, actor: Actor, workfile_id: int, reason: str, now: dt.datetime) -> WorkFile:
    """Open a closed file again, because something is missing or wrong; only those who oversee it may.  Raises ReasonMissing, NotAllowed."""
    workfile = policies.access_workfile(actor, workfile_id, lock=True)
    policies.check(policies.can_oversee(actor, workfile))
    check_not_frozen(workfile)
    reason = clean(reason)[:500]
    if not reason:
        raise ReasonMissing("reason")
    record_move(workfile, WorkFileAction.REOPEN, actor=actor, now=now, reason=reason)
    workfile.closed_at, workfile.hand_over_due_on, workfile.is_online, workfile.paper_reasons = None, None, None, []
    workfile.end_on = None
    workfile.save()
    return workfile


def _freeze_items(workfile: WorkFile, items: list[WorkFileItem], facts: Mapping[int, Fileable]) -> None:
    """One ordinal each in the order given, and what every item says and consists of on this day."""
    shown = {number for fact in facts.values() for number in (one.file_id for one in fact.files)}
    stored = {file.pk: file for file in list_files(shown)}
    counted = page_counts(shown)
    # The new order passes through numbers nobody has, because each ordinal may stand only once at every moment.
    start = workfile.last_ordinal + len(items)
    for place, item in enumerate(items, 1):
        WorkFileItem.objects.filter(pk=item.pk).update(ordinal=start + place)
    for place, item in enumerate(items, 1):
        fact = facts.get(item.pk)
        item.ordinal = place
        if fact is not None:
            item.pages = fact.pages or item.pages or sum(counted.get(file.file_id, 0) for file in fact.files)
            item.files = [
                {"file_id": f.file_id, "name": f.name, "role": f.role, "sha256": stored[f.file_id].sha256, "size": stored[f.file_id].size}
                for f in fact.files
                if f.file_id in stored
            ]
        item.metadata = item_metadata(workfile, item, fact)
    WorkFileItem.objects.bulk_update(items, ["ordinal", "pages", "files", "metadata"])
    workfile.last_ordinal = len(items)


def _paper_reasons(workfile: WorkFile, items: Sequence[WorkFileItem], facts: Mapping[int, Fileable]) -> list[dict[str, Any]]:
    """Why the file does not count as processed online; empty when it does.

    It does when it was opened with a code of the yearly list, every incoming document was registered in the system, every outgoing one
    signed by person and agency and issued by the system, and no step was taken on paper only.
    """
    found: list[dict[str, Any]] = [] if workfile.entry_id else [{"ordinal": 0, "reason": OUTSIDE_LIST}]
    return found + [{"ordinal": i.ordinal, "reason": facts[i.pk].paper_reason} for i in items if i.pk in facts and facts[i.pk].paper_reason]
