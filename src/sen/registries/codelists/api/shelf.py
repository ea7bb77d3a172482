"""Code lists as registries of the GovStack building block; systems with the scope ``danh-muc:write`` write codes."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sen.kernel.clock import local
from sen.registries.codelists import selectors, services
from sen.registries.codelists.errors import CodeMalformed, CodeNotFound
from sen.registries.codelists.models import CodeList
from sen.registries.codelists.types import CodeRow
from sen.ui.api.callers import Caller
from sen.ui.api.errors import FieldUnknown
from sen.ui.api.registries import Content, DigitalRegistry, ListAsked, asked_fields, narrowed
from sen.ui.api.tables import Column, plain

WRITE = "danh-muc:write"
FIRST_NUMBER = 10_000
COLUMNS = (
    Column("code", _("Mã")),
    Column("name", _("Tên")),
    Column("parent_code", _("Mã cha")),
    Column("valid_from", _("Có hiệu lực từ ngày"), "date"),
    Column("valid_to", _("Có hiệu lực đến hết ngày"), "date"),
    Column("extra", _("Các cột khác của danh mục"), "object"),
)
_WRITABLE = frozenset({"code", "name", "parent_code", "extra"})


class CodeListRegistry:
    """One code list."""

    version = "1.0"
    columns = COLUMNS
    writable = True

    def __init__(self, code_list: CodeList) -> None:
        """Take the list."""
        self.key, self.title, self.about = code_list.key, code_list.name, code_list.source

    def find(self, caller: Caller, asked: ListAsked, now: dt.datetime) -> QuerySet[Any]:
        """Codes valid today, narrowed and ordered."""
        return narrowed(selectors.items_on(self.key, local(now).date()), COLUMNS, asked)

    def show(self, rows: Iterable[Any]) -> list[dict[str, Any]]:
        """Codes as contents."""
        return [{column.name: plain(row[column.path]) for column in COLUMNS} for row in rows]

    def read(self, caller: Caller, content: Content, now: dt.datetime) -> dict[str, Any] | None:
        """The first code of which every given field matches."""
        return next(iter(self.show(self.find(caller, ListAsked(fields=asked_fields(content)), now)[:1])), None)

    def exists(self, caller: Caller, content: Content, now: dt.datetime) -> bool:
        """Whether there is such a code."""
        return self.read(caller, content, now) is not None

    def create(self, caller: Caller, content: Content, now: dt.datetime) -> dict[str, Any]:
        """Add a code from today on.  Raises ScopeMissing, FieldUnknown, CodeMalformed, CodeTaken."""
        caller.require_scope(WRITE)
        row = _row({}, content)
        services.add_code(actor=caller.actor(), key=self.key, row=row, on=local(now).date(), now=now)
        return self.read(caller, {"code": row.code}, now) or {}

    def change(self, caller: Caller, query: Content, content: Content, now: dt.datetime, *, every: bool) -> int:
        """State codes anew from today on.  Raises ScopeMissing, FieldUnknown, CodeMalformed, CodeTaken."""
        caller.require_scope(WRITE)
        rows = self.find(caller, ListAsked(fields=asked_fields(query)), now)
        found = self.show(rows if every else rows[:1])
        for old in found:
            row = _row(old, content)
            services.change_code(actor=caller.actor(), key=self.key, code=old["code"], row=row, on=local(now).date(), now=now)
        return len(found)

    def remove(self, caller: Caller, key: str, now: dt.datetime) -> bool:
        """End a code from today on; its past stays.  Raises ScopeMissing."""
        caller.require_scope(WRITE)
        try:
            services.remove_code(actor=caller.actor(), key=self.key, code=key, on=local(now).date(), now=now)
        except CodeNotFound:
            return False
        return True


class CodeListShelf:
    """Every code list there is."""

    title = _("Danh mục dùng chung")

    def all(self) -> list[tuple[int, DigitalRegistry]]:
        """The lists with their numbers."""
        return [(FIRST_NUMBER + one.pk, CodeListRegistry(one)) for one in selectors.list_code_lists()]


def _row(old: Mapping[str, Any], content: Content) -> CodeRow:
    """The code as it shall be stated: what is not given stays as it was."""
    unknown = sorted(set(content) - _WRITABLE)
    if unknown:
        raise FieldUnknown(name=str(unknown[0])[:40])
    facts = {name: content.get(name, old.get(name, "")) for name in ("code", "name", "parent_code")}
    extra = content.get("extra", old.get("extra", {}))
    if not all(isinstance(value, str) for value in facts.values()) or not isinstance(extra, dict):
        raise CodeMalformed("code")
    return CodeRow(facts["code"], facts["name"], facts["parent_code"], {str(name): str(value) for name, value in extra.items()})
