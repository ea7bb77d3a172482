"""The calls of the national document axis: parameters travel as headers, answers carry ``status`` and ``ErrorCode``."""

import base64
import datetime as dt
import hashlib
import json
from typing import Any

from aiohttp import web

from sandbox.documents import packets
from sandbox.documents.directory import Directory
from sandbox.documents.post import VIETNAM, Manner, Post
from sandbox.serving import FAULT, Sandbox

_LARGEST = 96 * 2**20
_MOST = 100
_MOST_MEGABYTES = 40
_LISTED = ("docId", "serviceType", "messageType", "created_time", "updated_time", "from", "to", "status", "status_desc")
_ERRORS = {
    "10": "File không hợp lệ", "18": "Đơn vị nhận không tồn tại", "19": "Đơn vị gửi không đăng ký",
    "22": "edXML sai chuẩn", "23": "Đơn vị nhận đã khóa",
}  # fmt: skip


def sandbox(directory: Directory, system: str, **choices: Any) -> tuple[Sandbox, Post]:
    """The server and the post behind it."""
    post = Post(directory, system)
    calls = _Calls(post)
    play = _Play(post)
    server = Sandbox(
        name="Trục liên thông văn bản quốc gia",
        plays="Trục liên thông văn bản quốc gia của Văn phòng Chính phủ và các tỉnh khác",
        services={
            ("POST", "/getReceivedEdocList"): calls.received,
            ("POST", "/getSentEdocList"): calls.sent,
            ("POST", "/sendEdoc"): calls.send,
            ("POST", "/getEdoc"): calls.get,
            ("POST", "/downloadEdoc"): calls.download,
            ("POST", "/updateStatus"): calls.update,
            ("GET", "/countReceiveEdoc"): calls.count,
            ("GET", "/countReceiveStatus"): calls.count,
            ("POST", "/getAgenciesList"): calls.agencies,
        },
        play={
            ("POST", "/thu-nghiem/van-ban"): play.document,
            ("POST", "/thu-nghiem/trang-thai"): play.status,
            ("PUT", "/thu-nghiem/cach-tra-loi"): play.manner,
            ("PUT", "/thu-nghiem/co-quan"): play.agency,
            ("GET", "/thu-nghiem/hop-thu"): play.box,
        },
        largest=_LARGEST,
        **choices,
    )
    return server, post


class _Calls:
    """What the platform calls."""

    def __init__(self, post: Post) -> None:
        self._post = post

    async def received(self, request: web.Request) -> web.Response:
        """Packets that wait; a doubled answer names each twice."""
        receiver = request.headers.get("systemid", self._post.system)
        found = self._post.open_for(request.headers.get("messagetype", "edoc"), receiver)[: _number(request, "pageSize", _MOST)]
        return _good(data=[packets.listed(each, *_LISTED) for each in found] * (2 if request[FAULT] == "duplicate" else 1))

    async def sent(self, _request: web.Request) -> web.Response:
        """What the platform sent, newest first."""
        return _good(data=[{**each, "sendStatus": "done", "sendStatusDesc": ""} for each in reversed(self._post.sent[-_MOST:])])

    async def send(self, request: web.Request) -> web.Response:
        """Take a packet over."""
        packet = await request.read()
        if not _hash_fits(packet, request.headers.get("hash-file", "")):
            return _bad("10", "hash-file")
        try:
            read = packets.read(packet)
            wanted = json.loads(request.headers.get("to", "[]")) or read.receivers
        except ValueError as error:
            return _bad("22", str(error)[:100])
        refusal = self._refusal(request.headers.get("from", read.sender), wanted)
        return refusal or _good(DocId=self._post.take(packet, read, wanted))

    async def get(self, request: web.Request) -> web.Response:
        """A packet inside JSON; ``wrong`` gives somebody else's."""
        found = self._found(request)
        return _good(data=base64.b64encode(found).decode()) if found else _bad("10", "docId")

    async def download(self, request: web.Request) -> web.Response:
        """A packet as it is."""
        found = self._found(request)
        return web.Response(body=found, content_type="application/octet-stream") if found else _bad("10", "docId")

    async def update(self, request: web.Request) -> web.Response:
        """Whether the platform could take a packet."""
        found = self._post.waiting.get(request.headers.get("docid", ""))
        wanted = request.headers.get("status", "")
        if found is None or wanted not in {"done", "fail", "processing", "initial"}:
            return _bad("10", "docid")
        found["status"] = wanted
        return _good()

    async def count(self, request: web.Request) -> web.Response:
        """How many packets wait."""
        kind = "status" if request.path.endswith("Status") else "edoc"
        return web.json_response({"count": len(self._post.open_for(kind, self._post.system))})

    async def agencies(self, request: web.Request) -> web.Response:
        """The directory; whole without ``pageSize``, only changes with ``fromDate``."""
        index, size = _number(request, "pageIndex", 1), _number(request, "pageSize", 0)
        found, total = self._post.directory.page(index, size, request.headers.get("fromDate", "").replace("/", "-"))
        return _good(data=found, total=total)

    def _refusal(self, sender: str, receivers: list[str]) -> web.Response | None:
        if not self._post.is_ours(sender):
            return _bad("19", sender)
        for receiver in receivers:
            known = self._post.directory.by_code.get(receiver)
            if known is None and not self._post.is_ours(receiver):
                return _bad("18", receiver)
            if known is not None and known["status"] != "1":
                return _bad("23", receiver)
        return None

    def _found(self, request: web.Request) -> bytes | None:
        found = self._post.waiting.get(request.headers.get("docId", ""))
        if found is None:
            return None
        if request[FAULT] == "wrong":
            today = dt.datetime.now(VIETNAM).date()
            return packets.document(
                sender="G22", sender_name="Văn phòng Chính phủ", receivers=["H61"], number="1", notation="NHAM",
                subject="Văn bản của nơi khác", on=today,
            )  # fmt: skip
        packet: bytes = found["packet"]
        return packet


class _Play:
    """What a person makes the outside world do."""

    def __init__(self, post: Post) -> None:
        self._post = post

    async def document(self, request: web.Request) -> web.Response:
        """Have an agency send us a document.

        ``{"from", "to", "subject", "megabytes", "variant", "business", "about", "hostile", "twice", "count"}``, all optional.
        """
        asked = await _asked(request)
        made = [self._send(asked) for _ in range(min(int(asked.get("count", 1)), 500))]
        return web.json_response({"sent": made})

    async def status(self, request: web.Request) -> web.Response:
        """Have an agency report: ``{"from", "to", "about", "code", "text"}``; code 13 asks a document back."""
        asked = await _asked(request)
        self._post.say(
            str(asked.get("from", "G22")), str(asked.get("to", self._post.system)), str(asked.get("about", "")),
            str(asked.get("code", "01")), str(asked.get("text", "")),
        )  # fmt: skip
        return web.json_response({"said": True})

    async def manner(self, request: web.Request) -> web.Response:
        """How an agency answers from now on, ``*`` for all: ``{"organ", "codes", "seconds", "change"}``."""
        asked = await _asked(request)
        manner = Manner(tuple(asked.get("codes", Manner.codes)), float(asked.get("seconds", 2)), str(asked.get("change", "15")))
        self._post.manners[str(asked.get("organ", "*"))] = manner
        return web.json_response({"codes": manner.codes, "seconds": manner.seconds, "change": manner.change})

    async def agency(self, request: web.Request) -> web.Response:
        """Add or rename an agency of the directory: ``{"code", "name"}``."""
        asked = await _asked(request)
        today = dt.datetime.now(VIETNAM).date().isoformat()
        return web.json_response(self._post.directory.change(str(asked["code"]), str(asked["name"]), today))

    async def box(self, _request: web.Request) -> web.Response:
        """What waits for the platform and what it sent."""
        waiting = [packets.listed(each, *_LISTED) for each in self._post.waiting.values()]
        return web.json_response({"waiting": waiting[-_MOST:], "sent": self._post.sent[-_MOST:]})

    def _send(self, asked: dict[str, Any]) -> dict[str, Any]:
        self._post.number += 1
        sender, receiver = str(asked.get("from", "G22")), str(asked.get("to", self._post.system))
        name = str(self._post.directory.by_code.get(sender, {}).get("name", sender))
        number, notation = str(asked.get("number", self._post.number)), str(asked.get("notation", "VPCP-TTĐT"))
        today = dt.datetime.now(VIETNAM).date()
        size = min(int(asked.get("megabytes", 0)), _MOST_MEGABYTES)
        packet = packets.document(
            files=[(f"{number}.pdf", packets.pdf_of(size))] if size else None,
            sender=sender, sender_name=name, receivers=[receiver], number=number, notation=notation, on=today,
            subject=str(asked.get("subject", "Về việc phối hợp rà soát thủ tục hành chính (thử nghiệm)")),
            variant=str(asked.get("variant", "")), business=int(asked.get("business", 0)), about=str(asked.get("about", "")),
        )  # fmt: skip
        if asked.get("hostile") in packets.HOSTILE:
            packet = packets.hostile(str(asked["hostile"]), packet)
        ids = self._post.bring("edoc", sender, receiver, packet, twice=bool(asked.get("twice")))
        return {"docId": ids, "documentId": f"{sender},{today:%Y/%m/%d},{number}/{notation}"}


async def _asked(request: web.Request) -> dict[str, Any]:
    try:
        asked = await request.json()
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise web.HTTPBadRequest(text="a JSON object is expected")
    return asked


def _hash_fits(packet: bytes, told: str) -> bool:
    """The SHA-256 in hex, with or without the zero before small bytes: the published client leaves it out."""
    digest = hashlib.sha256(packet).digest()
    return told.lower() in {digest.hex(), "".join(f"{byte:x}" for byte in digest)}


def _number(request: web.Request, name: str, otherwise: int) -> int:
    text = request.headers.get(name, "")
    return int(text) if text.isdigit() else otherwise


def _good(**facts: Any) -> web.Response:
    return web.json_response({"status": "OK", "ErrorCode": "0", "ErrorDesc": "", **facts})


def _bad(code: str, detail: str) -> web.Response:
    return web.json_response({"status": "FAIL", "ErrorCode": code, "ErrorDesc": f"{_ERRORS.get(code, 'Lỗi')}: {detail}"})
