"""Reading what a gateway measured, and its evidence, over its face towards the platform."""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

import requests

from sen.capabilities.exchange.types import NoCarriage

_TIMEOUT = (1.0, 4.0)
_MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class GatewayMeter:
    """Reads with the monitoring credential of the instance."""

    credential: str
    authority: str = ""

    def summary(self, url: str, since: dt.datetime) -> dict[str, Any]:
        """The figures by minute from the instant on; raises NoCarriage."""
        return self._json(url, "/monitor/summary", {"since": str(int(since.timestamp()))})

    def message(self, url: str, number: str, at: dt.datetime | None) -> dict[str, Any]:
        """The monitoring records of one exchange and what the journal holds of it; raises NoCarriage."""
        near = {"at": str(int(at.timestamp()))} if at else {}
        return self._json(url, "/monitor/message", {"id": number, **near})

    def evidence(self, url: str, number: str) -> bytes:
        """The evidence containers of one exchange as a zip; raises NoCarriage."""
        return self._read(url, "/monitor/evidence", {"id": number}).content

    def _json(self, url: str, path: str, query: dict[str, str]) -> dict[str, Any]:
        try:
            told = json.loads(self._read(url, path, query).content)
        except ValueError as error:
            raise NoCarriage("the gateway's answer is not JSON") from error
        if not isinstance(told, dict):
            raise NoCarriage("the gateway's answer is not an object")
        return told

    def _read(self, url: str, path: str, query: dict[str, str]) -> requests.Response:
        try:
            with requests.Session() as session:
                session.trust_env = False
                answer = session.get(
                    url.rstrip("/") + path,
                    params=query,
                    headers={"Authorization": f"Bearer {self.credential}"},
                    timeout=_TIMEOUT,
                    verify=self.authority or True,
                    allow_redirects=False,
                )
        except requests.RequestException as error:
            raise NoCarriage(f"{type(error).__name__}") from error
        if answer.status_code != 200:
            raise NoCarriage(f"HTTP {answer.status_code}")
        if len(answer.content) > _MAX_BYTES:
            raise NoCarriage("the answer is too large")
        return answer


@dataclass
class MemoryMeter:
    """The double: summaries, records and evidence by the gateway's address; an address that is missing cannot be reached."""

    summaries: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    packages: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, dt.datetime]] = field(default_factory=list)

    def summary(self, url: str, since: dt.datetime) -> dict[str, Any]:
        """The next prepared summary."""
        self.asked.append((url, since))
        if not self.summaries.get(url):
            raise NoCarriage("down")
        prepared = self.summaries[url]
        return prepared.pop(0) if len(prepared) > 1 else prepared[0]

    def message(self, url: str, number: str, at: dt.datetime | None) -> dict[str, Any]:
        """The prepared answer, when it is about the number."""
        if url not in self.messages:
            raise NoCarriage("down")
        prepared = self.messages[url]
        known = any(number in (record.get("xRequestId"), record.get("messageId")) for record in prepared["records"])
        return prepared if known else {"records": [], "messages": []}

    def evidence(self, url: str, number: str) -> bytes:
        """The prepared package."""
        if url not in self.packages:
            raise NoCarriage("HTTP 404")
        return self.packages[url]
