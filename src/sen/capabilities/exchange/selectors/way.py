"""One exchange as one gateway saw it, in words: four instants, sizes, result, what the journal holds."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from sen.capabilities.exchange.models import Server
from sen.capabilities.exchange.selectors.faults import SIDE_NAMES, explain, side_of
from sen.capabilities.exchange.selectors.operations import milliseconds_text
from sen.kernel.clock import local
from sen.ui.format import moment_text, number_text, size_text
from sen.ui.types import Progress, TagView, TimelineItem


class Seen(Protocol):
    """What one gateway told of the exchange."""

    @property
    def server(self) -> Server:
        """The gateway."""

    @property
    def records(self) -> Sequence[Mapping[str, Any]]:
        """Its monitoring records."""

    @property
    def messages(self) -> Sequence[Mapping[str, Any]]:
        """What its journal holds."""

    @property
    def trouble(self) -> str:
        """Why it could not be asked."""


@dataclass(frozen=True, slots=True)
class WayView:
    """One side of the way; a gateway that stands on both sides of an exchange gives two."""

    server_id: int
    anchor: str
    title: str
    server: str
    trouble: str
    facts: Sequence[tuple[str, str]]
    steps: Sequence[TimelineItem]
    result: TagView | None
    explanation: str
    kept: str
    has_evidence: bool


def way_views(seen: Seen, now: dt.datetime) -> list[WayView]:
    """The way as this gateway saw it: the caller's side, the provider's, or both; of several records of a side the last."""
    sides = {record.get("securityServerType", ""): record for record in seen.records}
    if not sides:
        return [_view(seen, {}, "", now)]
    return [_view(seen, sides[side], side, now) for side in sorted(sides)]


def _view(seen: Seen, record: Mapping[str, Any], side: str, now: dt.datetime) -> WayView:
    is_consumer = side == "Client"
    title = _("Bên gọi") if is_consumer else _("Bên cung cấp")
    messages = [each for each in seen.messages if each.get("side") in (None, "c" if is_consumer else "p")]
    return WayView(
        server_id=seen.server.pk,
        anchor=f"{seen.server.pk}{side}",
        title=title if record else _("Chưa hỏi được"),
        server=seen.server.name,
        trouble=seen.trouble,
        facts=_facts(record, now) if record else (),
        steps=_steps(record, is_consumer) if record else (),
        result=_result(record) if record else None,
        explanation=explain(str(record.get("faultCode", ""))).code if record.get("faultCode") else "",
        kept=_kept(messages),
        has_evidence=bool(messages),
    )


def _facts(record: Mapping[str, Any], now: dt.datetime) -> list[tuple[str, str]]:
    parts = ("XRoadInstance", "MemberClass", "MemberCode", "SubsystemCode")
    client = "/".join(str(record.get(f"client{part}", "")) for part in parts)
    service = "/".join(str(record.get(f"service{part}", "")) for part in parts) + f"/{record.get('serviceCode', '')}"
    rows = [
        (_("Lúc"), moment_text(_instant(record.get("requestInTs")), now)),
        (_("Nơi gọi"), client),
        (_("Dịch vụ"), service),
        (_("Thao tác"), f"{record.get('restMethod', '')} {record.get('restPath', '')}".strip()),
        (_("Người gọi"), str(record.get("messageUserId", ""))),
        (_("Hồ sơ"), str(record.get("messageIssue", ""))),
        (_("Kích thước"), _("gửi %(sent)s, nhận %(got)s") % {"sent": _size(record, "requestSize"), "got": _size(record, "responseSize")}),
        (_("Mã thông điệp"), str(record.get("messageId", ""))),
        (_("Mã yêu cầu"), str(record.get("xRequestId", ""))),
    ]
    return [(label, value) for label, value in rows if value]


def _steps(record: Mapping[str, Any], is_consumer: bool) -> list[TimelineItem]:
    """The four instants with what passed between them."""
    words = (
        ("requestInTs", _("Nhận lời gọi từ hệ thống") if is_consumer else _("Nhận lời gọi từ máy chủ bên gọi")),
        ("requestOutTs", _("Chuyển sang máy chủ bên cung cấp") if is_consumer else _("Chuyển cho dịch vụ")),
        ("responseInTs", _("Nhận câu trả lời")),
        ("responseOutTs", _("Trả về hệ thống") if is_consumer else _("Trả về máy chủ bên gọi")),
    )
    items, before = [], None
    for name, title in words:
        at = record.get(name)
        if at is None:
            items.append(TimelineItem(title, _("không tới bước này"), Progress.NEXT, "circle-slash"))
            continue
        passed = "" if before is None else f" · +{milliseconds_text(max(int(at) - before, 0)).replace('–', '0 ms')}"
        items.append(TimelineItem(title, f"{_clock(int(at))}{passed}"))
        before = int(at)
    return items


def _result(record: Mapping[str, Any]) -> TagView:
    if record.get("succeeded"):
        return TagView(_("Thành công"), "done", "circle-check")
    fault = str(record.get("faultCode", ""))
    known = explain(fault, int(record.get("statusCode") or 0))
    return TagView(f"{known.title} · {SIDE_NAMES[side_of(fault, known)]}", "late", "triangle-alert")


def _kept(messages: Sequence[Mapping[str, Any]]) -> str:
    if not messages:
        return _("Nhật ký không có thông điệp này: cuộc trao đổi dừng trước khi ghi, hoặc đã chuyển vào kho lưu trữ.")
    stamped = sum(1 for each in messages if each.get("isStamped"))
    return _("Nhật ký giữ %(count)s thông điệp, %(stamped)s đã đóng dấu thời gian.") % {
        "count": number_text(len(messages)),
        "stamped": number_text(stamped),
    }


def _size(record: Mapping[str, Any], name: str) -> str:
    return size_text(int(record.get(name) or 0))


def _instant(milliseconds: Any) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(int(milliseconds) / 1000, dt.UTC) if milliseconds else None


def _clock(milliseconds: int) -> str:
    at = local(dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC))
    return f"{at:%H:%M:%S},{milliseconds % 1000:03d}"
