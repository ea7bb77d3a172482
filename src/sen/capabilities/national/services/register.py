"""Questions to the province's own registers, through the axis like everybody else, so that each is signed, kept and seen."""

import datetime as dt
from collections.abc import Callable
from threading import BoundedSemaphore
from typing import TypeVar

from django.conf import settings

from sen.capabilities.exchange.errors import AxisUnreachable, ServiceFailed, ServiceRefused, UnknownService
from sen.capabilities.national.adapters.register.client import FirmClient, RegisterClient
from sen.capabilities.national.errors import AnswerNotUnderstood, RegisterSilent
from sen.capabilities.national.services.carriage import through_axis
from sen.capabilities.national.types import CLAIM_ISSUE, Call, Source
from sen.foundation.accounts.types import BusinessAnswer
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.registries.parties.policies import access_look_up
from sen.registries.parties.selectors.business_check import check, key_of, may_act
from sen.registries.parties.services import find_person_by_number
from sen.registries.parties.types import PersonFacts

T = TypeVar("T")

# The registers answer from the same web server: at most so many threads of a process may wait for them, the others stay free to answer.
_waiting = BoundedSemaphore(2)
_PATIENCE_SECONDS = 1.5
_SILENCE = (AxisUnreachable, ServiceFailed, ServiceRefused, UnknownService, AnswerNotUnderstood)
_CLAIM_PURPOSE = "Xác lập quyền đại diện doanh nghiệp"


def find_resident(*, actor: Actor, number: str, purpose: str, issue: str, now: dt.datetime) -> PersonFacts | None:
    """The person with the identity number, or None; the person can see the read with its purpose and ``issue``.

    Raises LookUpNotAllowed, PurposeMissing.  Basis: 91/2025/QH15 (protection of personal data).
    """
    access_look_up(actor)

    def ask(call: Call) -> PersonFacts | None:
        return RegisterClient(call, clock.local(now).date()).find(number)

    def read() -> PersonFacts | None:
        return find_person_by_number(actor=actor, number=number, purpose=purpose, now=now)

    return _asked_or_read(Source.RESIDENTS, actor, purpose, issue, now, ask, read)


def read_own_record(*, actor: Actor, number: str, purpose: str, issue: str, now: dt.datetime) -> PersonFacts | None:
    """The signed-in citizen's own record, over the axis and in no other way; None when the register has none for this account.

    The read stands among those the citizen can see, with its purpose and ``issue``.  Raises RegisterSilent when the axis or the
    register does not answer within a second and a half, or too many of this process wait for it.
    Basis: 61/2018/NĐ-CP, Article 11; 91/2025/QH15 (protection of personal data).
    """
    if actor.person_id is None:
        return None
    if not settings.AXIS_URL or not _waiting.acquire(blocking=False):
        raise RegisterSilent
    try:
        call = through_axis(source=Source.RESIDENTS, actor=actor, purpose=purpose, issue=issue, now=now, timeout_seconds=_PATIENCE_SECONDS)
        found = RegisterClient(call, clock.local(now).date()).find(number)
    except _SILENCE as error:
        raise RegisterSilent from error
    finally:
        _waiting.release()
    # An account sees the record it was verified against, whoever bears the number by now.
    return found if found is not None and found.id == actor.person_id else None


class AxisBusinessCheck:
    """What accounts ask before somebody may act for a business: who represents it by law, and whether it may act."""

    def business(self, *, code: str, actor: Actor, now: dt.datetime) -> BusinessAnswer | None:
        """The business with the number; None when there is none."""

        def ask(call: Call) -> BusinessAnswer | None:
            told = FirmClient(call).find(code)
            key = key_of(code)
            if told is None or key is None:
                return None
            return BusinessAnswer(key, code, told.name, may_act(told.state), frozenset({told.representative} - {""}))

        def read() -> BusinessAnswer | None:
            return check.business(code=code, actor=actor, now=now)

        return _asked_or_read(Source.FIRMS, actor, _CLAIM_PURPOSE, CLAIM_ISSUE, now, ask, read)


business_check = AxisBusinessCheck()


def _asked_or_read(
    source: Source,
    actor: Actor,
    purpose: str,
    issue: str,
    now: dt.datetime,
    ask: Callable[[Call], T],
    read: Callable[[], T],
) -> T:
    """The answer over the axis.  Without an axis, while it does not answer within a second and a half, or while others of this
    process wait for it, the register is read directly and the read recorded all the same: nobody waits for a gateway.
    """
    if settings.AXIS_URL and _waiting.acquire(blocking=False):
        call = through_axis(source=source, actor=actor, purpose=purpose, issue=issue, now=now, timeout_seconds=_PATIENCE_SECONDS)
        try:
            return ask(call)
        except _SILENCE:
            pass
        finally:
            _waiting.release()
    return read()
