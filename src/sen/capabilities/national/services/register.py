"""Prefilling from the province's own register, through the axis like everybody else, so that each read is signed, kept and seen."""

import datetime as dt
from threading import BoundedSemaphore

from django.conf import settings

from sen.capabilities.exchange.errors import AxisUnreachable, ServiceFailed, ServiceRefused, UnknownService
from sen.capabilities.national.adapters.register.client import RegisterClient
from sen.capabilities.national.errors import AnswerNotUnderstood
from sen.capabilities.national.services.carriage import through_axis
from sen.capabilities.national.types import Source
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.registries.parties.policies import access_look_up
from sen.registries.parties.services import find_person_by_number
from sen.registries.parties.types import PersonFacts

# The register answers from the same web server: at most so many threads of a process may wait for it, the others stay free to answer.
_waiting = BoundedSemaphore(2)
_PATIENCE_SECONDS = 1.5


def find_resident(*, actor: Actor, number: str, purpose: str, issue: str, now: dt.datetime) -> PersonFacts | None:
    """The person with the identity number, or None; the person can see the read with its purpose and ``issue``.

    Without an axis, while it does not answer within a second and a half, or while others of this process wait for it, the register
    is read directly and the read recorded all the same: nobody at a counter waits for a gateway.  Raises LookUpNotAllowed, PurposeMissing.
    Basis: 91/2025/QH15 (protection of personal data).
    """
    access_look_up(actor)
    if settings.AXIS_URL and _waiting.acquire(blocking=False):
        call = through_axis(source=Source.RESIDENTS, actor=actor, purpose=purpose, issue=issue, now=now, timeout_seconds=_PATIENCE_SECONDS)
        try:
            return RegisterClient(call, clock.local(now).date()).find(number)
        except (AxisUnreachable, ServiceFailed, ServiceRefused, UnknownService, AnswerNotUnderstood):
            pass
        finally:
            _waiting.release()
    return find_person_by_number(actor=actor, number=number, purpose=purpose, now=now)
