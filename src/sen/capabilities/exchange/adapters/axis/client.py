"""Questions over HTTP to the gateway of the platform's own network, by the X-Road message protocol for REST."""

import json
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote, urlencode

import requests
from requests.adapters import HTTPAdapter

from sen.capabilities.exchange.types import Answer, AnswerLost, NoCarriage, Question

_SAFE = "'()+,-.=?"
_CONNECT_SECONDS = 1.0
_CONNECTIONS = 16
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class GatewayFace:
    """Where the gateway answers, and what this platform shows it: PEM files of a client certificate and of the authority."""

    url: str
    certificate: str = ""
    key: str = ""
    authority: str = ""


@dataclass
class GatewayCarrier:
    """Carries questions over a pool of kept connections; one session per thread, because a session is not safe to share."""

    face: GatewayFace
    _local: threading.local = field(default_factory=threading.local, init=False)

    def carry(self, question: Question) -> Answer:
        """The answer, whatever its status; raises NoCarriage.  Redirects are handed back, never followed."""
        if not self.face.url:
            raise NoCarriage("no gateway is configured")
        started = time.monotonic()
        try:
            with self._session().request(
                question.method,
                self.face.url + address_of(question),
                data=question.body or None,
                headers={"X-Road-Client": _identifier(question.client), "Accept": "application/json", **question.headers},
                timeout=(_CONNECT_SECONDS, question.timeout_seconds),
                allow_redirects=False,
                stream=True,
            ) as response:
                body = _read(response, started + question.timeout_seconds + _CONNECT_SECONDS, question.most_bytes)
        except requests.ReadTimeout as error:
            raise AnswerLost(f"no answer within {question.timeout_seconds} s") from error
        except requests.RequestException as error:
            raise NoCarriage(f"{type(error).__name__}: {error}") from error
        return _answer(response, body, time.monotonic() - started)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            session.trust_env = False
            session.mount("http://", HTTPAdapter(pool_connections=2, pool_maxsize=_CONNECTIONS))
            session.mount("https://", HTTPAdapter(pool_connections=2, pool_maxsize=_CONNECTIONS))
            session.verify = self.face.authority or True
            session.cert = (self.face.certificate, self.face.key) if self.face.certificate else None
            self._local.session = session
        session.cookies.clear()
        return session


def address_of(question: Question) -> str:
    """The path and query of the question on the gateway; each part of the identifier is encoded by itself."""
    query = f"?{urlencode(question.query)}" if question.query else ""
    return f"/r1/{_identifier(question.service)}{question.path}{query}"


def _identifier(text: str) -> str:
    return "/".join(quote(part, safe=_SAFE) for part in text.split("/"))


def _read(response: requests.Response, deadline: float, most_bytes: int) -> bytes:
    """The body; the read timeout of the library is per piece, so a dripping answer is ended here."""
    pieces: list[bytes] = []
    size = 0
    for piece in response.iter_content(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > most_bytes:
            raise AnswerLost("the answer is larger than this platform reads")
        if time.monotonic() > deadline:
            raise AnswerLost("the answer came too slowly")
    return b"".join(pieces)


def _answer(response: requests.Response, body: bytes, seconds: float) -> Answer:
    fault = response.headers.get("X-Road-Error", "")
    return Answer(
        status=response.status_code,
        body=body,
        headers={name.lower(): value for name, value in response.headers.items()},
        request_id=response.headers.get("X-Road-Request-Id", ""),
        message_id=response.headers.get("X-Road-Id", ""),
        fault=fault,
        fault_text=_message(response, body) if fault else "",
        took=timedelta(seconds=seconds),
    )


def _message(response: requests.Response, body: bytes) -> str:
    if "json" not in response.headers.get("Content-Type", ""):
        return ""
    try:
        told = json.loads(body)
    except ValueError:
        return body[:200].decode("utf-8", "replace")
    return str(told.get("message", ""))[:500] if isinstance(told, dict) else ""
