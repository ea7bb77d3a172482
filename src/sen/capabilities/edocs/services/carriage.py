"""How the document axis is reached: as a service of the exchange axis, in the name of the platform."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from sen.capabilities.edocs.adapters.axis.client import Call, DocumentAxisClient
from sen.capabilities.edocs.types import AxisCall, DocumentAxis
from sen.capabilities.exchange.services.asking import ask
from sen.capabilities.exchange.types import Answer
from sen.kernel.actor import SYSTEM

PURPOSE = "Gửi, nhận văn bản điện tử qua trục liên thông văn bản quốc gia"
_chosen: list[DocumentAxis] = []


def document_axis(now: dt.datetime) -> DocumentAxis:
    """The axis of this process: the one a test chose, otherwise the service of the settings behind the own gateway."""
    return _chosen[-1] if _chosen else DocumentAxisClient(_through_exchange(now), settings.EDOCS_SYSTEM)


@contextmanager
def carried_by(axis: DocumentAxis) -> Iterator[DocumentAxis]:
    """Have every call of the block go to this axis; for tests."""
    _chosen.append(axis)
    try:
        yield axis
    finally:
        _chosen.pop()


def _through_exchange(now: dt.datetime) -> Call:
    def call(wanted: AxisCall) -> Answer:
        return ask(
            actor=SYSTEM,
            service=settings.EDOCS_SERVICE,
            method="POST",
            path=wanted.path,
            purpose=PURPOSE,
            issue="",
            now=now,
            body=wanted.body,
            client=settings.EDOCS_CLIENT,
            timeout_seconds=wanted.timeout_seconds,
            headers=wanted.headers,
            most_bytes=wanted.most_bytes,
        )

    return call
