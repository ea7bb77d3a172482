"""How a question to a national database travels: always through the axis, in the officer's name, for a purpose."""

import datetime as dt
from typing import Any
from urllib.parse import parse_qsl

from sen.capabilities.exchange.services.asking import TIMEOUT_SECONDS, ask
from sen.capabilities.exchange.types import Answer
from sen.capabilities.national.types import Call, Source
from sen.kernel.actor import Actor


def through_axis(
    *, source: Source, actor: Actor, purpose: str, issue: str, now: dt.datetime, timeout_seconds: float = TIMEOUT_SECONDS
) -> Call:
    """A call to the service of the source; it raises what ``exchange.services.ask`` raises."""

    def call(method: str, address: str, body: Any) -> Answer:
        path, _, query = address.partition("?")
        return ask(
            actor=actor,
            service=source,
            method=method,
            path=path,
            purpose=purpose,
            issue=issue,
            now=now,
            query=parse_qsl(query),
            body=body,
            timeout_seconds=timeout_seconds,
        )

    return call
