"""The ledger in words: rows of the list, facts and history of one record, columns of the export, the chapter of a dossier."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.exchange.models import Difference, LedgerEntry, LedgerRecord
from sen.capabilities.exchange.selectors import ledger
from sen.capabilities.exchange.states import LEDGER_STATES, NEEDS_SOMEBODY, LedgerAction, LedgerState
from sen.kernel.actor import Actor
from sen.ui.format import moment_text
from sen.ui.types import Progress, Tab, TagView, TimelineItem

_LOOKS = {
    LedgerState.WAITING: ("wait", "hourglass"),
    LedgerState.MATCHED: ("done", "circle-check"),
    LedgerState.DIFFERENT: ("soon", "triangle-alert"),
    LedgerState.FAILED: ("late", "circle-x"),
    LedgerState.SETTLED: ("", "check-check"),
}
_ACTIONS: dict[str, str | Promise] = {
    LedgerAction.QUEUE: gettext_lazy("Xếp chờ gửi"),
    LedgerAction.AGREE: gettext_lazy("Hai bên khớp"),
    LedgerAction.DIFFER: gettext_lazy("Hai bên lệch"),
    LedgerAction.FAIL: gettext_lazy("Gửi chưa được, sẽ tự gửi lại"),
    LedgerAction.GIVE_UP: gettext_lazy("Gửi chưa được, ngừng tự gửi"),
    LedgerAction.REPLAY: gettext_lazy("Người vận hành cho gửi lại"),
    LedgerAction.SETTLE: gettext_lazy("Người vận hành ghi cách xử lý"),
}
_CAUSES: dict[str, str | Promise] = {
    "axis-unreachable": gettext_lazy("Trục tạm ngừng"),
    "service-failed": gettext_lazy("Bên kia gặp sự cố"),
    "service-refused": gettext_lazy("Bên kia từ chối"),
    "state-differs": gettext_lazy("Hai bên ghi khác nhau"),
    "missing-there": gettext_lazy("Bên kia chưa có bản ghi"),
    "missing-here": gettext_lazy("Bên mình chưa có bản ghi"),
    "settled": gettext_lazy("Đã xử lý bằng tay"),
}


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the ledger."""

    public_id: str
    url: str
    key: str
    title: str
    kind: str
    system: str
    dossier_code: str
    ours: str
    ours_at: str
    theirs: str
    theirs_at: str
    state: TagView
    cause: str
    cause_text: str
    attempts: int
    next_attempt: str
    changed: str


def record_rows(records: Iterable[LedgerRecord], now: dt.datetime) -> list[LedgerRow]:
    """The lines for a page; one query more than the records."""
    found = list(records)
    names = ledger.names_of_systems() if found else {}
    return [_row(record, names, now) for record in found]


def dossier_rows(dossier_code: str, now: dt.datetime) -> list[LedgerRow]:
    """The chapter "liên thông" of a dossier's page: its records, newest change first; two queries.

    The caller has checked the right to the dossier.
    """
    return record_rows(ledger.list_for_dossier(dossier_code)[:50], now)


def record_facts(record: LedgerRecord, now: dt.datetime, *, operates: bool) -> dict[str, Any]:
    """What the page of one record shows above its history."""
    row = record_rows([record], now)[0]
    request = record.request or {}
    sent = f"{request.get('method', '')} {request.get('service', '')}{request.get('path', '')}".strip()
    facts = [
        (_("Hệ thống"), row.system),
        (_("Loại"), row.kind),
        (_("Mã bản ghi"), row.key),
        (_("Hồ sơ"), row.dossier_code),
        (_("Khác nhau"), str(Difference(record.difference).label)),
        (_("Nguyên nhân"), ": ".join(part for part in (row.cause, row.cause_text) if part)),
        (_("Số lần gửi"), str(record.attempts) if record.attempts else ""),
        (_("Gửi gần nhất"), moment_text(record.attempted_at, now)),
        (_("Lần gửi tới"), row.next_attempt),
        (_("Nội dung gửi"), sent if operates else ""),
    ]
    return {
        "row": row,
        "facts": [(label, value) for label, value in facts if value],
        "can_settle": operates and record.state in NEEDS_SOMEBODY,
        "can_replay": operates and bool(request) and LEDGER_STATES.allows(record.state, LedgerAction.REPLAY),
        "message_url": f"{reverse('exchange:message')}?ma={record.request_id}" if operates and record.request_id else "",
    }


def entry_items(entries: Iterable[LedgerEntry], now: dt.datetime) -> list[TimelineItem]:
    """The history of a record, newest first."""
    return [_item(entry, now) for entry in entries]


def state_tabs(actor: Actor, wanted: ledger.LedgerFilter, query: Mapping[str, str]) -> list[Tab]:
    """Groups of the ledger with their sizes; the other filters stay."""
    counts = ledger.count_by_state(actor, wanted.system)
    groups: list[tuple[str, str | Promise, int, str]] = [
        ("", _("Tất cả"), sum(counts.values()), ""),
        ("can-xem", _("Cần người xem"), sum(counts.get(state, 0) for state in NEEDS_SOMEBODY), "late"),
        *((state.value, name, counts.get(state, 0), "") for state, name in ledger.STATE_NAMES.items()),
    ]
    return [Tab(str(name), _with(query, key), wanted.state == key, count, tone=tone if count else "") for key, name, count, tone in groups]


def export_columns() -> list[tuple[str, int]]:
    """Heads and widths of the export."""
    heads = (
        (_("Hệ thống"), 28),
        (_("Loại"), 16),
        (_("Mã bản ghi"), 26),
        (_("Hồ sơ"), 20),
        (_("Bên mình"), 24),
        (_("Bên mình, lúc"), 18),
        (_("Bên kia"), 24),
        (_("Bên kia, lúc"), 18),
        (_("Tình trạng"), 16),
        (_("Khác nhau"), 18),
        (_("Nguyên nhân"), 40),
        (_("Số lần gửi"), 10),
        (_("Lần gửi tới"), 18),
        (_("Mã yêu cầu"), 38),
    )
    return list(heads)


def export_rows(records: Iterable[LedgerRecord]) -> Iterator[Sequence[Any]]:
    """The rows of the export."""
    names = ledger.names_of_systems()
    for record in records:
        yield (
            names.get(record.system, record.system),
            ledger.kind_name(record.kind),
            record.record_key,
            record.dossier_code,
            record.our_state,
            record.our_at,
            record.their_state,
            record.their_at,
            str(ledger.STATE_NAMES[LedgerState(record.state)]),
            str(Difference(record.difference).label),
            ": ".join(part for part in (_cause(record.cause), record.cause_text) if part),
            record.attempts,
            record.next_attempt_at,
            record.request_id,
        )


def _row(record: LedgerRecord, names: dict[str, str], now: dt.datetime) -> LedgerRow:
    state = LedgerState(record.state)
    tone, icon = _LOOKS[state]
    return LedgerRow(
        public_id=str(record.public_id),
        url=reverse("exchange:ledger-record", args=[record.public_id]),
        key=record.record_key,
        title=record.title or record.record_key,
        kind=ledger.kind_name(record.kind),
        system=names.get(record.system, record.system),
        dossier_code=record.dossier_code,
        ours=record.our_state or "–",
        ours_at=moment_text(record.our_at, now),
        theirs=record.their_state or "–",
        theirs_at=moment_text(record.their_at, now),
        state=TagView(str(ledger.STATE_NAMES[state]), tone, icon),
        cause=_cause(record.cause),
        cause_text=record.cause_text,
        attempts=record.attempts,
        next_attempt=moment_text(record.next_attempt_at, now),
        changed=moment_text(record.changed_at, now),
    )


def _item(entry: LedgerEntry, now: dt.datetime) -> TimelineItem:
    who = entry.actor_name
    parts = [moment_text(entry.occurred_at, now), who, _cause(entry.cause), entry.cause_text]
    if entry.our_state or entry.their_state:
        parts.append(_("bên mình: %(ours)s, bên kia: %(theirs)s") % {"ours": entry.our_state or "–", "theirs": entry.their_state or "–"})
    icon = _LOOKS[LedgerState(entry.to_state)][1]
    return TimelineItem(str(_ACTIONS.get(entry.action, entry.action)), " · ".join(part for part in parts if part), Progress.DONE, icon)


def _cause(code: str) -> str:
    return str(_CAUSES.get(code, code))


def _with(query: Mapping[str, str], state: str) -> str:
    kept = {name: value for name, value in query.items() if value and name not in ("trang", "trang_thai")}
    return f"?{urlencode({**kept, 'trang_thai': state})}"
