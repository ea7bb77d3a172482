"""What pages show of packets, in words: rows, facts, the history, tabs."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.edocs.models import Packet
from sen.capabilities.edocs.selectors.packets import WORRYING, PacketFilter, count_packets, state_tag, what_it_is
from sen.capabilities.edocs.states import ACTION_NAMES, OPEN, PACKET, PacketAction
from sen.foundation.history.selectors import list_events
from sen.kernel.actor import Actor
from sen.ui.format import moment_text, size_text
from sen.ui.types import Fact, Tab, TagView, TimelineItem

_COUNTED = ("waiting", "trouble")


@dataclass(frozen=True, slots=True)
class PacketRow:
    """One line of the list."""

    public_id: str
    url: str
    title: str
    document_id: str
    what: str
    is_out: bool
    other_side: str
    own_side: str
    state: TagView
    moment: str
    trouble: str
    next_attempt: str
    attempts: int


def packet_rows(packets: Sequence[Packet], now: dt.datetime) -> list[PacketRow]:
    """The packets as lines."""
    return [_row(each, now) for each in packets]


def _row(packet: Packet, now: dt.datetime) -> PacketRow:
    is_out = packet.direction == "out"
    receivers = [each.organ_name or each.organ_code for each in packet.parties.all()]
    told = receivers[0] if len(receivers) == 1 else _("%(n)d nơi nhận") % {"n": len(receivers)} if receivers else "–"
    sender = packet.sender_name or packet.sender_code or "–"
    return PacketRow(
        public_id=str(packet.public_id),
        url=reverse("edocs:packet", args=[packet.public_id]),
        title=packet.title or packet.document_id or _("Gói chưa đọc được"),
        document_id=packet.document_id,
        what=what_it_is(packet),
        is_out=is_out,
        other_side=told if is_out else sender,
        own_side=(packet.agency.name if packet.agency else packet.sender_name) if is_out else told,
        state=state_tag(packet),
        moment=moment_text(packet.settled_at or packet.created_at, now),
        trouble=packet.trouble,
        next_attempt=moment_text(packet.next_attempt_at, now)
        if packet.next_attempt_at and packet.state in OPEN and packet.attempts
        else "",
        attempts=packet.attempts,
    )


def packet_tabs(actor: Actor, wanted: PacketFilter, query: Mapping[str, str]) -> list[Tab]:
    """The groups of the list; those a person works on carry their counts."""
    names = {"": _("Tất cả"), "waiting": _("Đang chờ"), "trouble": _("Cần xem"), "out": _("Gửi đi"), "in": _("Nhận về")}
    kept = {key: value for key, value in query.items() if key not in {"nhom", "trang"}}
    tabs = []
    for group, name in names.items():
        address = "?" + urlencode({**kept, **({"nhom": group} if group else {})})
        count = count_packets(actor, group) if group in _COUNTED else None
        tone = "late" if group == "trouble" and count else ""
        tabs.append(Tab(name, address, current=wanted.group == group, count=count, tone=tone))
    return tabs


def packet_facts(packet: Packet, now: dt.datetime) -> list[Fact]:
    """What is known of one packet."""
    rows = [
        (_("Nội dung gói"), what_it_is(packet) or "–"),
        (_("Mã văn bản"), packet.document_id or "–"),
        (_("Nơi gửi"), " · ".join(part for part in (packet.sender_name, packet.sender_code) if part) or "–"),
        (_("Mã gói trên trục"), packet.axis_id or "–"),
        (_("Lý do ghi trong gói"), str(packet.facts.get("reason") or "–")),
        (_("Dung lượng"), size_text(packet.size) if packet.size else "–"),
        (_("Mã kiểm tra SHA-256"), packet.sha256 or "–"),
        (_("Trục nhận lúc"), moment_text(packet.axis_at, now) if packet.axis_at else "–"),
        (_("Lập lúc"), moment_text(packet.created_at, now)),
        (_("Số lần thử"), str(packet.attempts)),
    ]
    if packet.variants:
        rows.append((_("Điểm khác quy chuẩn đã chấp nhận"), ", ".join(str(each) for each in packet.variants)))
    return [Fact(label, value) for label, value in rows if value != "–"]


def packet_history(packet: Packet, now: dt.datetime) -> list[TimelineItem]:
    """Everything that happened to the packet, oldest first."""
    return [
        TimelineItem(
            title=str(ACTION_NAMES.get(PacketAction(each.action), each.action)),
            detail=" · ".join(part for part in (moment_text(each.occurred_at, now), each.actor_name, each.reason) if part),
            state="done",
        )
        for each in list_events(PACKET, packet.pk)
    ]


def is_worrying(packet: Packet) -> bool:
    """Whether the packet has been tried so often that a person should look."""
    return packet.state in OPEN and packet.attempts >= WORRYING
