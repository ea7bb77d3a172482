"""The calls ``getReceivedEdocList``, ``downloadEdoc``, ``getEdoc``, ``sendEdoc``, ``updateStatus`` and ``getAgenciesList``."""

import base64
import binascii
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sen.capabilities.edocs.adapters.edxml.limits import LIMITS
from sen.capabilities.edocs.adapters.edxml.moments import as_moment
from sen.capabilities.edocs.errors import AxisAnswerUnclear, AxisRefused
from sen.capabilities.edocs.types import AxisCall, DirectoryPage, Listed, MessageType, Offered
from sen.capabilities.exchange.types import Answer

Call = Callable[[AxisCall], Answer]
"""One call and its answer; raises what the exchange axis raises."""

AT_ONCE = 100
PAGE = 2000
_SECONDS, _SECONDS_OF_A_PACKET = 10.0, 60.0
_SMALL = 4 * 1024 * 1024
# What the axis calls its errors.
REASONS = {
    "10": "tệp không hợp lệ",
    "15": "sai mã hệ thống hoặc khóa",
    "18": "đơn vị nhận không tồn tại",
    "19": "đơn vị gửi chưa đăng ký",
    "20": "lỗi hệ thống",
    "21": "lỗi xử lý tệp",
    "22": "gói sai chuẩn edXML",
    "23": "đơn vị nhận đã khóa",
}
# A trouble of the axis itself: the same packet may succeed later.
PASSING = frozenset({"20", "21"})
UNKNOWN_RECEIVER = frozenset({"18", "23"})


class DocumentAxisClient:
    """Speaks to the document axis through whatever carries the call, as the system of this province."""

    def __init__(self, call: Call, system: str) -> None:
        """``system`` is the code under which this platform is registered there."""
        self._call = call
        self._system = system

    def offered(self, kind: MessageType) -> Sequence[Offered]:
        """The packets that wait for us, each once.  Raises AxisRefused, AxisAnswerUnclear."""
        headers = {"servicetype": "eDoc", "messagetype": str(kind), "pageSize": str(AT_ONCE), "pageIndex": "1"}
        facts = self._facts("/getReceivedEdocList", headers)
        rows = facts.get("data")
        # An empty or odd list is what the published client takes for no documents.
        found = [_offered(row, kind) for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
        return list({each.axis_id: each for each in found if each.axis_id}.values())

    def fetch(self, axis_id: str) -> bytes:
        """The packet: as a stream, or inside JSON where an axis has no stream.  Raises AxisRefused, AxisAnswerUnclear."""
        answer = self._ask("/downloadEdoc", {"docId": axis_id}, most=LIMITS.packet_bytes + 1, seconds=_SECONDS_OF_A_PACKET)
        kind = next((value for name, value in answer.headers.items() if name.lower() == "content-type"), "")
        if answer.found and "json" not in kind:
            return answer.body
        facts = _read(answer) if answer.found else {}
        if facts.get("ErrorCode") not in (None, "", "0"):
            raise _refusal(facts)
        return self._fetched_as_json(axis_id)

    def send(self, kind: MessageType, sender: str, receivers: Sequence[str], packet: bytes) -> str:
        """Hand a packet over.  Raises AxisRefused, AxisAnswerUnclear."""
        headers = {
            "from": sender,
            "to": json.dumps(list(receivers)),
            "servicetype": "eDoc",
            "messagetype": kind,
            "hash-file": hashlib.sha256(packet).hexdigest(),
        }
        facts = self._facts("/sendEdoc", headers, body=packet, seconds=_SECONDS_OF_A_PACKET)
        axis_id = str(facts.get("DocId") or facts.get("docId") or "")
        if not axis_id:
            raise AxisAnswerUnclear
        return axis_id[:100]

    def confirm(self, axis_id: str, *, done: bool) -> None:
        """Tell the axis that the packet was taken, or could not be.  Raises AxisRefused, AxisAnswerUnclear."""
        self._facts("/updateStatus", {"docid": axis_id, "status": "done" if done else "fail"})

    def agencies(self, page: int, since: dt.date | None) -> DirectoryPage:
        """A page of the directory.  An axis that knows no pages gives all at once.  Raises AxisRefused, AxisAnswerUnclear."""
        headers = {"pageIndex": str(page), "pageSize": str(PAGE)}
        if since is not None:
            headers["fromDate"] = f"{since:%Y/%m/%d}"
        facts = self._facts("/getAgenciesList", headers, most=LIMITS.packet_bytes, seconds=_SECONDS_OF_A_PACKET)
        rows = facts.get("data")
        if not isinstance(rows, list):
            raise AxisAnswerUnclear
        listed = [made for row in rows if isinstance(row, Mapping) and (made := _listed(row))]
        return DirectoryPage(listed, more=len(rows) == PAGE)

    def _fetched_as_json(self, axis_id: str) -> bytes:
        facts = self._facts("/getEdoc", {"docId": axis_id}, most=2 * LIMITS.packet_bytes, seconds=_SECONDS_OF_A_PACKET)
        try:
            return base64.b64decode(str(facts.get("data") or ""), validate=True)
        except binascii.Error as error:
            raise AxisAnswerUnclear from error

    def _facts(
        self, path: str, headers: Mapping[str, str], *, body: bytes = b"", most: int = _SMALL, seconds: float = _SECONDS
    ) -> dict[str, Any]:
        facts = _read(self._ask(path, headers, body=body, most=most, seconds=seconds))
        if str(facts.get("ErrorCode", "0")) not in ("", "0") or str(facts.get("status", "OK")).upper() != "OK":
            raise _refusal(facts)
        return facts

    def _ask(self, path: str, headers: Mapping[str, str], *, body: bytes = b"", most: int, seconds: float) -> Answer:
        return self._call(AxisCall(path, {"systemid": self._system, **headers}, body, most, seconds))


def _read(answer: Answer) -> dict[str, Any]:
    try:
        facts = answer.json()
    except ValueError as error:
        raise AxisAnswerUnclear from error
    if not isinstance(facts, dict) or not answer.found or not ({"status", "ErrorCode"} & facts.keys()):
        raise AxisAnswerUnclear
    return facts


def _refusal(facts: Mapping[str, Any]) -> AxisRefused:
    number = str(facts.get("ErrorCode") or "?")[:10]
    told = " ".join(str(facts.get("ErrorDesc") or "").split())[:200]
    return AxisRefused(number=number, reason=told or REASONS.get(number, "không rõ lý do"))


def _offered(row: Mapping[str, Any], kind: MessageType) -> Offered:
    return Offered(
        axis_id=str(row.get("docId") or "")[:100],
        kind=kind,
        sender=str(row.get("from") or "")[:35],
        receiver=str(row.get("to") or "")[:200],
        created_at=as_moment(str(row.get("created_time") or "")),
    )


def _listed(row: Mapping[str, Any]) -> Listed | None:
    """An agency under either spelling of its fields."""
    text = {name: " ".join(str(value).split()) for name, value in row.items() if isinstance(value, str | int)}
    code, name = text.get("code") or text.get("orgCode", ""), text.get("name") or text.get("orgName", "")
    if not code or not name or len(code) > 35:
        return None
    return Listed(
        code=code,
        name=name[:200],
        parent_code=(text.get("pcode") or text.get("parentCode", ""))[:35],
        email=(text.get("mail") or text.get("email", ""))[:100],
        phone=(text.get("mobile") or text.get("phone", ""))[:20],
        address=text.get("address", "")[:250],
        is_active=text.get("status", "1") not in {"0", "false", "locked"},
    )
