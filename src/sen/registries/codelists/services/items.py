"""Single codes, as programs with the right scope write them."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from sen.kernel.actor import Actor
from sen.kernel.text import clean
from sen.registries.codelists.errors import CodeMalformed, CodeNotFound, CodeTaken, NothingChanged
from sen.registries.codelists.models import CodeList
from sen.registries.codelists.policies import access_list
from sen.registries.codelists.selectors import as_row, list_items
from sen.registries.codelists.services.applying import apply_rows
from sen.registries.codelists.services.reading import CODE_SHAPE
from sen.registries.codelists.types import CodeRow

NOTE = "Ghi qua giao diện dữ liệu"


@transaction.atomic
def add_code(*, actor: Actor, key: str, row: CodeRow, on: dt.date, now: dt.datetime) -> CodeRow:
    """Add one code to a list from a day on.  Raises NotAllowed, CodeListNotFound, CodeMalformed, CodeTaken."""
    row = _checked(row)

    def with_row(rows: list[CodeRow]) -> list[CodeRow]:
        if any(known.code == row.code for known in rows):
            raise CodeTaken("code", code=row.code)
        return [*rows, row]

    _rewrite(actor, access_list(actor, key), with_row, on, now)
    return row


@transaction.atomic
def change_code(*, actor: Actor, key: str, code: str, row: CodeRow, on: dt.date, now: dt.datetime) -> CodeRow:
    """State one code anew from a day on; saying the same again changes nothing.

    Raises NotAllowed, CodeListNotFound, CodeMalformed, CodeNotFound, CodeTaken.
    """
    row = _checked(row)

    def with_row(rows: list[CodeRow]) -> list[CodeRow]:
        if all(known.code != code for known in rows):
            raise CodeNotFound
        if row.code != code and any(known.code == row.code for known in rows):
            raise CodeTaken("code", code=row.code)
        return [row if known.code == code else known for known in rows]

    _rewrite(actor, access_list(actor, key), with_row, on, now)
    return row


@transaction.atomic
def remove_code(*, actor: Actor, key: str, code: str, on: dt.date, now: dt.datetime) -> None:
    """End one code from a day on; its past stays.  Raises NotAllowed, CodeListNotFound, CodeNotFound."""

    def without_row(rows: list[CodeRow]) -> list[CodeRow]:
        if all(known.code != code for known in rows):
            raise CodeNotFound
        return [known for known in rows if known.code != code]

    _rewrite(actor, access_list(actor, key), without_row, on, now)


def _rewrite(actor: Actor, code_list: CodeList, change: Callable[[list[CodeRow]], list[CodeRow]], on: dt.date, now: dt.datetime) -> None:
    rows = change([as_row(item) for item in list_items(code_list.key)])
    try:
        apply_rows(actor=actor, code_list=code_list, rows=rows, valid_from=on, basis="", note=NOTE, now=now)
    except NothingChanged:
        return


def _checked(row: CodeRow) -> CodeRow:
    tidy = CodeRow(clean(row.code), clean(row.name)[:400], clean(row.parent_code)[:30], {k: clean(str(v)) for k, v in row.extra.items()})
    if not CODE_SHAPE.fullmatch(tidy.code) or not tidy.name:
        raise CodeMalformed("code")
    return tidy
