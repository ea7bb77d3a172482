"""Asking about a citizen through the department's own gateway (X-Road message protocol for REST)."""

import json
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import aiohttp

RECORD = "record"
_TIMEOUT = aiohttp.ClientTimeout(total=15)


@dataclass(frozen=True)
class Question:
    """Whom, for what and for which dossier an officer asks."""

    number: str
    wanted: str
    purpose: str
    issue: str
    officer: str
    agency: str
    user: str


@dataclass(frozen=True)
class Answer:
    """What came back: facts, or a fault with its words; and the names under which both gateways keep the exchange."""

    facts: dict[str, Any]
    fault: str = ""
    words: str = ""
    request_id: str = ""
    message_id: str = ""


@dataclass(frozen=True)
class Gateway:
    """The consumer's face of a gateway."""

    url: str
    client: str
    service: str

    async def ask(self, question: Question) -> Answer:
        """One field of a person, or the whole record: never more than was asked."""
        if not self.url:
            return Answer({}, "no-gateway", "Hệ thống này chưa nối với trục liên thông.")
        message_id = uuid.uuid4().hex
        headers = {
            "X-Road-Client": self.client,
            "X-Road-Id": message_id,
            "X-Road-UserId": f"VN{question.user}",
            "X-Road-Issue": question.issue,
            "X-Sen-Purpose": quote(question.purpose),
            "X-Sen-Officer": quote(f"{question.officer}, {question.agency}" if question.agency else question.officer),
            "Accept": "application/json",
        }
        whole = question.wanted == RECORD
        body = {"number": question.number} | ({} if whole else {"field": question.wanted})
        address = f"{self.url}/r1/{self.service}/people/{'record' if whole else 'field'}"
        try:
            async with aiohttp.ClientSession(timeout=_TIMEOUT) as web, web.post(address, json=body, headers=headers) as response:
                return _read(response.status, await response.read(), response.headers.get("X-Road-Request-Id", ""), message_id)
        except (aiohttp.ClientError, TimeoutError):
            return Answer({}, "unreachable", "Trục liên thông không trả lời. Việc khác vẫn làm được; thử tra lại sau ít phút.")


def _read(status: int, body: bytes, request_id: str, message_id: str) -> Answer:
    try:
        found = json.loads(body)
    except ValueError:
        found = {}
    facts = found if isinstance(found, dict) else {"items": found}
    if status == 200:
        return Answer(facts, request_id=request_id, message_id=message_id)
    if status == 404 and "type" not in facts:
        return Answer({}, "not-found", "Không có người mang số này trong cơ sở dữ liệu của tỉnh.", request_id, message_id)
    words = str(facts.get("detail") or facts.get("message") or f"Máy chủ trả lời {status}.")
    return Answer({}, str(facts.get("code") or facts.get("type") or status), words, request_id, message_id)
