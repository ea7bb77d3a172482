"""Bringing a list to a stated content from a day on; the shared last step of every way to change a list."""

import datetime as dt
from collections.abc import Sequence

from sen.foundation.audit.services import record_change
from sen.foundation.feeds.services import append_changes
from sen.foundation.feeds.types import Action, Change
from sen.kernel.actor import Actor
from sen.registries.codelists.errors import NothingChanged, VersionTooEarly
from sen.registries.codelists.models import CodeItem, CodeList, CodeListVersion
from sen.registries.codelists.selectors import difference
from sen.registries.codelists.types import FEED, CodeRow, Difference

BATCH = 1000


def apply_rows(
    *, actor: Actor, code_list: CodeList, rows: Sequence[CodeRow], valid_from: dt.date, basis: str, note: str, now: dt.datetime
) -> CodeListVersion:
    """Publish the rows as the list's content from a day on: ends what differs the day before, writes what is new, tells the feed.

    Several changes of one day make one version.  Raises VersionTooEarly, NothingChanged.
    """
    last = CodeListVersion.objects.filter(code_list=code_list).order_by("-number").first()
    if last and last.valid_from and valid_from < last.valid_from:
        raise VersionTooEarly("valid_from", date=last.valid_from)
    items = list(CodeItem.objects.filter(code_list=code_list, valid_to=None).order_by("position", "pk"))
    found = difference(items, rows)
    if found.is_empty:
        raise NothingChanged
    _write(code_list, items, rows, found, valid_from)
    version = _version(code_list, last, found, valid_from, basis, note, actor, now)
    append_changes(registry=FEED, changes=_changes(code_list.key, found), now=now)
    detail = {"version": version.number, "added": len(found.added), "changed": len(found.changed), "removed": len(found.removed)}
    record_change(actor=actor, action="code_list.publish", subject_type="code_list", subject_id=code_list.pk, now=now, detail=detail)
    return version


def _write(code_list: CodeList, items: Sequence[CodeItem], rows: Sequence[CodeRow], found: Difference, valid_from: dt.date) -> None:
    known = {item.code: item for item in items}
    gone = {row.code for row in found.removed}
    differs = {row.code for row in found.changed}
    same_day = [item.pk for item in items if item.valid_from == valid_from and item.code in gone | differs]
    ended = [item for item in items if item.code in gone | differs and item.pk not in set(same_day)]
    CodeItem.objects.filter(pk__in=same_day).delete()
    for item in ended:
        item.valid_to = valid_from - dt.timedelta(days=1)
    CodeItem.objects.bulk_update(ended, ["valid_to"], batch_size=BATCH)
    fresh, moved = [], []
    for position, row in enumerate(rows, start=1):
        old = known.get(row.code)
        if old is None or row.code in differs:
            fresh.append(_item(code_list, row, position, valid_from))
        elif old.position != position:
            old.position = position
            moved.append(old)
    CodeItem.objects.bulk_create(fresh, batch_size=BATCH)
    CodeItem.objects.bulk_update(moved, ["position"], batch_size=BATCH)


def _item(code_list: CodeList, row: CodeRow, position: int, valid_from: dt.date) -> CodeItem:
    return CodeItem(
        code_list=code_list,
        code=row.code,
        name=row.name,
        parent_code=row.parent_code,
        position=position,
        extra=row.extra,
        valid_from=valid_from,
    )


def _version(
    code_list: CodeList,
    last: CodeListVersion | None,
    found: Difference,
    valid_from: dt.date,
    basis: str,
    note: str,
    actor: Actor,
    now: dt.datetime,
) -> CodeListVersion:
    version = last if last and last.valid_from == valid_from else None
    if version is None:
        version = CodeListVersion(code_list=code_list, number=(last.number if last else 0) + 1, valid_from=valid_from)
    version.basis, version.note = (basis or version.basis)[:300], (note or version.note)[:300]
    version.added += len(found.added)
    version.changed += len(found.changed)
    version.removed += len(found.removed)
    version.published_at, version.published_by = now, actor.name[:120]
    version.save()
    return version


def _changes(key: str, found: Difference) -> list[Change]:
    return [
        *(Change("item", f"{key}/{row.code}", Action.CREATED) for row in found.added),
        *(Change("item", f"{key}/{row.code}", Action.CHANGED) for row in found.changed),
        *(Change("item", f"{key}/{row.code}", Action.REMOVED) for row in found.removed),
        Change("list", key, Action.CHANGED),
    ]
