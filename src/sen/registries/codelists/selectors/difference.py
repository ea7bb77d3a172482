"""What publishing some rows would change."""

from collections.abc import Sequence

from sen.registries.codelists.models import CodeItem
from sen.registries.codelists.types import ChangedRow, CodeRow, Difference


def difference(items: Sequence[CodeItem], rows: Sequence[CodeRow]) -> Difference:
    """The difference between the open items of a list and the rows that shall replace them."""
    known = {item.code: item for item in items}
    wanted = {row.code for row in rows}
    added = tuple(row for row in rows if row.code not in known)
    removed = tuple(as_row(item) for item in items if item.code not in wanted)
    changed = []
    for row in rows:
        item = known.get(row.code)
        parts = _parts(item, row) if item else ()
        if item and parts:
            changed.append(ChangedRow(row.code, _text(as_row(item)), _text(row), parts))
    return Difference(added, tuple(changed), removed, len(rows) - len(added) - len(changed))


def as_row(item: CodeItem) -> CodeRow:
    """The item as a row."""
    return CodeRow(item.code, item.name, item.parent_code, dict(item.extra))


def _parts(item: CodeItem, row: CodeRow) -> tuple[str, ...]:
    pairs = (("name", item.name, row.name), ("parent_code", item.parent_code, row.parent_code), ("extra", item.extra, row.extra))
    return tuple(name for name, before, after in pairs if before != after)


def _text(row: CodeRow) -> str:
    further = [f"{key}: {value}" for key, value in row.extra.items()]
    return " · ".join([row.name, *([row.parent_code] if row.parent_code else []), *further])
