"""Asking the sources what lies in files: who may see it, what it says, where its files are."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sen.capabilities.workfiles.models import ItemKind, WorkFile, WorkFileItem
from sen.capabilities.workfiles.policies import sees_everything_in
from sen.capabilities.workfiles.types import Fileable, FiledFile, source_of, sources
from sen.kernel.actor import Actor


def facts_of(items: Iterable[WorkFileItem]) -> dict[int, Fileable]:
    """What each item's record says now, by the item's number; a note speaks for itself.  One call for each kind."""
    items = list(items)
    by_kind: dict[str, list[WorkFileItem]] = {}
    for item in items:
        by_kind.setdefault(item.kind, []).append(item)
    found: dict[int, Fileable] = {}
    for kind, group in by_kind.items():
        if kind == ItemKind.NOTE:
            found |= {item.pk: _note(item) for item in group}
            continue
        source = source_of(kind)
        facts = source.facts([item.record_id for item in group if item.record_id]) if source else {}
        found |= {item.pk: facts[item.record_id] for item in group if item.record_id in facts}
    return found


def seen_items(actor: Actor, workfile: WorkFile, items: Sequence[WorkFileItem], on: dt.date) -> frozenset[int]:
    """Numbers of the items whose records the actor may see: all of them for the archive that holds the file."""
    if sees_everything_in(actor, workfile):
        return frozenset(item.pk for item in items)
    seen: set[int] = {item.pk for item in items if item.kind == ItemKind.NOTE}
    for kind, source in sources().items():
        group = [item for item in items if item.kind == kind and item.record_id]
        if group:
            visible = source.visible_ids(actor, [item.record_id for item in group if item.record_id], on)
            seen |= {item.pk for item in group if item.record_id in visible}
    return frozenset(seen)


def record_facts(actor: Actor, kind: str, record_id: int, on: dt.date) -> Fileable | None:
    """The record, if an app offers it and the actor may see it."""
    source = source_of(kind)
    if source is None or record_id not in source.visible_ids(actor, [record_id], on):
        return None
    return source.facts([record_id]).get(record_id)


def search_records(actor: Actor, words: str, on: dt.date, *, kind: str = "", limit: int = 8) -> list[tuple[str, str, list[Fileable]]]:
    """Records the actor may put into a file, by kind: (kind, label, records)."""
    return [(key, str(source.label), source.search(actor, words, limit, on)) for key, source in sources().items() if kind in ("", key)]


def current_items(workfile: WorkFile) -> list[WorkFileItem]:
    """What lies in the file, in order."""
    return list(workfile.items.filter(removed_at__isnull=True).select_related("file").order_by("ordinal"))


def items_in_time_order(workfile: WorkFile) -> list[WorkFileItem]:
    """What lies in the file as it is printed and exported: by date, within a day by the instant known, then by when it was put in."""
    return sorted(current_items(workfile), key=lambda item: (item.dated_on or dt.date.max, item.dated_at or item.put_at, item.ordinal))


def _note(item: WorkFileItem) -> Fileable:
    files = (FiledFile(item.file_id, item.file.name),) if item.file_id and item.file else ()
    return Fileable(
        ItemKind.NOTE.value,
        item.pk,
        item.title,
        item.type_name,
        item.number,
        item.dated_on,
        item.author,
        item.pages,
        files=files,
        metadata={},
    )
