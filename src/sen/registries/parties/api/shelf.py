"""People as a registry of the GovStack building block: never a list, and nothing without right and purpose."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from sen.foundation.agencies.selectors import names_of_agencies
from sen.foundation.audit.selectors import list_reads_of_person
from sen.registries.parties import selectors, services
from sen.registries.parties.errors import PersonNotFound
from sen.registries.parties.types import PersonRecord, Reason
from sen.ui.api.callers import Caller
from sen.ui.api.errors import FieldUnknown, OperationRefused
from sen.ui.api.registries import Content, DigitalRegistry, ListAsked, Usage
from sen.ui.api.tables import Column, plain

_ASKED = frozenset({"id", "identity_number", "name", "born_on"})


class PersonRegistry:
    """The people of the province."""

    key, version, writable = "dan-cu", "1.0", False
    title, about = _("Dân cư của tỉnh"), _("Chỉ trả lời từng người, cho hệ thống có quyền, nêu rõ cán bộ, hồ sơ và mục đích.")
    columns = (
        Column("id", _("Khóa của bản ghi"), "integer"),
        Column("identity_number", _("Số định danh cá nhân")),
        Column("name", _("Họ, chữ đệm và tên")),
        Column("born_on", _("Ngày sinh"), "date"),
        Column("gender", _("Giới tính: 1 nam, 2 nữ")),
        Column("ethnicity", _("Mã dân tộc")),
        Column("nationality", _("Mã quốc tịch")),
        Column("marital_status", _("Mã tình trạng hôn nhân")),
        Column("address", _("Nơi thường trú")),
        Column("unit_code", _("Mã xã, phường thường trú")),
        Column("unit_name", _("Xã, phường thường trú")),
        Column("died_on", _("Ngày mất"), "date"),
    )

    def find(self, caller: Caller, asked: ListAsked, now: dt.datetime) -> Sequence[Any]:
        """Refused: nobody lists people."""
        raise OperationRefused

    def show(self, rows: Iterable[Any]) -> list[dict[str, Any]]:
        """Records as contents."""
        return [{column.name: plain(getattr(row, column.name)) for column in self.columns} for row in rows]

    def exists(self, caller: Caller, content: Content, now: dt.datetime) -> bool:
        """Whether the number, and name and date of birth when given, belong to one person; recorded for the person to see."""
        caller.require_read("dan-cu")
        caller.require_purpose()
        facts, number = _asked(content), str(content.get("identity_number", ""))
        reason = _reason(caller)
        if "name" not in facts:
            return services.person_exists(actor=caller.actor(), number=number, reason=reason, now=now)
        born_on = _date(content.get("born_on"))
        return services.confirm_person(
            actor=caller.actor(), number=number, name=str(content["name"]), born_on=born_on, reason=reason, now=now
        )

    def read(self, caller: Caller, content: Content, now: dt.datetime) -> dict[str, Any] | None:
        """The record by identity number or key, when everything else that is given matches; recorded for the person to see."""
        caller.require_read("dan-cu:record")
        caller.require_purpose()
        facts = _asked(content)
        try:
            record = self._record(caller, content, now)
        except PersonNotFound:
            return None
        shown = self.show([record])[0]
        return shown if all(str(shown[name]) == str(plain(content[name])) for name in facts) else None

    def _record(self, caller: Caller, content: Content, now: dt.datetime) -> PersonRecord:
        number, key = str(content.get("identity_number", "")), str(content.get("id", ""))
        if number:
            return services.read_person_record(actor=caller.actor(), number=number, reason=_reason(caller), now=now)
        if not (key.isascii() and key.isdigit() and len(key) <= 15):
            raise PersonNotFound
        return services.open_person_record(actor=caller.actor(), person_id=int(key), reason=_reason(caller), now=now)

    def create(self, caller: Caller, content: Content, now: dt.datetime) -> dict[str, Any]:
        """Refused: people are registered by the agencies that do so by law."""
        raise OperationRefused

    def change(self, caller: Caller, query: Content, content: Content, now: dt.datetime, *, every: bool) -> int:
        """Refused."""
        raise OperationRefused

    def remove(self, caller: Caller, key: str, now: dt.datetime) -> bool:
        """Refused."""
        raise OperationRefused


class PeopleShelf:
    """The register of people."""

    title = _("Dân cư")

    def __init__(self) -> None:
        """The shelf holds one registry."""
        self._registry = PersonRegistry()

    def all(self) -> list[tuple[int, DigitalRegistry]]:
        """The one registry."""
        return [(1, self._registry)]


def usage_of_person(number: str) -> list[Usage] | None:
    """The latest reads of a person's data by identity number; None when nobody bears it."""
    person = selectors.answering_person(number)
    if person is None:
        return None
    entries = list(list_reads_of_person(person.pk))
    agencies = names_of_agencies(entry.agency_id for entry in entries)
    return [
        Usage(
            str(entry.pk),
            str(entry.actor_id or entry.actor_name),
            entry.actor_name,
            str(entry.agency_id or entry.detail.get("service", "")),
            agencies.get(entry.agency_id or 0, ""),
            str(entry.detail.get("service", "")),
            entry.recorded_at,
            str(entry.detail.get("dossier", "")),
        )
        for entry in entries
    ]


def _asked(content: Content) -> set[str]:
    unknown = sorted(set(content) - _ASKED)
    if unknown:
        raise FieldUnknown(name=str(unknown[0])[:40])
    return set(content)


def _reason(caller: Caller) -> Reason:
    return Reason(caller.purpose, dossier=caller.issue, service=caller.client)


def _date(value: Any) -> dt.date | None:
    """The date of birth; one that is none fits nobody, so it is not left out silently."""
    if value in (None, ""):
        return None
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise FieldUnknown(name="born_on") from None
