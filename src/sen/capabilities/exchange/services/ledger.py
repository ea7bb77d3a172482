"""The reconciliation ledger: what was exchanged about a record, whether both sides agree, and what is tried next.

``record_exchange`` after every exchange, ``compare_record`` when both states are known from a reconciliation.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from sen.capabilities.exchange import policies
from sen.capabilities.exchange.errors import NothingToReplay, ReasonNotGiven
from sen.capabilities.exchange.events import RecordDue
from sen.capabilities.exchange.models import Difference, LedgerEntry, LedgerRecord
from sen.capabilities.exchange.services.recording import record
from sen.capabilities.exchange.states import LEDGER_STATES, LedgerAction, LedgerState
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor
from sen.kernel.errors import DomainError
from sen.kernel.hashing import GENESIS, link_hash

MAX_ATTEMPTS = 12
_FIRST_WAIT = dt.timedelta(minutes=1)
_LONGEST_WAIT = dt.timedelta(hours=6)
_MISSING_CAUSES = {Difference.MISSING_THERE: "missing-there", Difference.MISSING_HERE: "missing-here"}


@dataclass(frozen=True, slots=True)
class RecordKey:
    """Which record is meant: the other system, what is synchronised, the key both sides know; and where it belongs here."""

    system: str
    kind: str
    key: str
    title: str = ""
    dossier_code: str = ""
    agency_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """The state of a record as one side has it; an empty state: that side does not have the record."""

    state: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an exchange did not succeed: the code of the error and what it says."""

    code: str
    text: str = ""

    @classmethod
    def of(cls, error: DomainError) -> "Trouble":
        """The trouble behind a domain error."""
        return cls(error.code[:60], error.message[:300])


@dataclass(slots=True)
class _Change:
    """What a step changes besides the state."""

    our: Sight | None = None
    their: Sight | None = None
    difference: str = ""
    trouble: Trouble = field(default_factory=lambda: Trouble(""))
    request_id: str = ""
    next_attempt_at: dt.datetime | None = None


@transaction.atomic
def record_exchange(
    *,
    actor: Actor,
    key: RecordKey,
    our: Sight,
    now: dt.datetime,
    their: Sight | None = None,
    trouble: Trouble | None = None,
    request: dict[str, Any] | None = None,
    request_id: str = "",
) -> LedgerRecord:
    """Write down one exchange about a record.

    Without trouble the two states are compared; without ``their`` the other side is taken to have accepted ours.  With
    trouble the record waits for its next attempt when ``request`` says what to send again (see ``queueing``), and otherwise
    counts as not sent until somebody replays or settles it.  ``request_id`` is the axis's own id of the exchange.
    Basis: 107/2021/NĐ-CP, Article 1 (synchronising the state of dossiers with the national portal).
    """
    found = _locked(key, now)
    if request is not None:
        found.request = request
    if trouble is None:
        seen = their or Sight(our.state, now)
        _compare(found, actor, our, seen, now, request_id)
    elif found.request:
        change = _Change(our=our, trouble=trouble, request_id=request_id, next_attempt_at=now + wait_after(1))
        found.attempts = 1
        found.attempted_at = now
        _step(found, LedgerAction.QUEUE, actor, change, now)
    else:
        _step(found, LedgerAction.GIVE_UP, actor, _Change(our=our, trouble=trouble, request_id=request_id), now)
    return found


@transaction.atomic
def compare_record(
    *, actor: Actor, key: RecordKey, our: Sight, their: Sight, now: dt.datetime, cause: Trouble | None = None
) -> LedgerRecord:
    """Write down what both sides have of a record, as a reconciliation found it; ``cause`` where it is known why they differ."""
    found = _locked(key, now)
    _compare(found, actor, our, their, now, "", cause)
    return found


@transaction.atomic
def queue_request(*, actor: Actor, key: RecordKey, request: dict[str, Any], now: dt.datetime) -> LedgerRecord:
    """Have the request sent by the worker at once and again until it succeeds; see ``queueing.ask_later``."""
    found = _locked(key, now)
    found.request, found.answer, found.attempts = request, None, 0
    _step(found, LedgerAction.QUEUE, actor, _Change(next_attempt_at=now), now)
    publish(RecordDue(record_id=found.pk), now=now)
    return found


@transaction.atomic
def replay_records(*, actor: Actor, public_ids: Iterable[UUID], now: dt.datetime) -> int:
    """Try the records again now, from the first attempt on; returns how many.  Raises NotAllowed, or NothingToReplay."""
    policies.require_operator(actor)
    wanted = LedgerRecord.objects.select_for_update().filter(public_id__in=list(public_ids)).order_by("pk")
    count = 0
    for found in wanted:
        if not found.request or not LEDGER_STATES.allows(found.state, LedgerAction.REPLAY):
            continue
        found.attempts = 0
        _step(found, LedgerAction.REPLAY, actor, _Change(next_attempt_at=now), now)
        publish(RecordDue(record_id=found.pk), now=now)
        record("ledger.replay", found, actor=actor, now=now)
        count += 1
    if not count:
        raise NothingToReplay
    return count


@transaction.atomic
def settle_record(*, actor: Actor, public_id: UUID, reason: str, now: dt.datetime) -> LedgerRecord:
    """Close a difference by hand with the reason; nothing more is tried.

    Raises NotAllowed, NotFound, ReasonNotGiven, or IllegalTransition when there is nothing to settle.
    """
    found = policies.access_ledger_record(actor, public_id, lock=True)
    policies.require_operator(actor)
    if not reason.strip():
        raise ReasonNotGiven("reason")
    _step(found, LedgerAction.SETTLE, actor, _Change(trouble=Trouble("settled", reason.strip()[:300])), now)
    record("ledger.settle", found, actor=actor, now=now, reason=reason.strip()[:300])
    return found


def attempt_failed(*, found: LedgerRecord, actor: Actor, trouble: Trouble, lasting: bool, request_id: str, now: dt.datetime) -> None:
    """Note a failed attempt on a locked record; a lasting trouble, or the twelfth attempt, ends the attempts."""
    found.attempts += 1
    found.attempted_at = now
    if lasting or found.attempts >= MAX_ATTEMPTS:
        _step(found, LedgerAction.GIVE_UP, actor, _Change(trouble=trouble, request_id=request_id), now)
    else:
        later = now + wait_after(found.attempts)
        _step(found, LedgerAction.FAIL, actor, _Change(trouble=trouble, request_id=request_id, next_attempt_at=later), now)


def attempt_succeeded(*, found: LedgerRecord, actor: Actor, answer: dict[str, Any], request_id: str, now: dt.datetime) -> None:
    """Note a successful attempt on a locked record and keep the answer for whoever asked."""
    found.attempts += 1
    found.attempted_at = now
    found.answer = answer
    change = _Change(difference=Difference.NONE, request_id=request_id)
    if found.our_state:
        change.their = Sight(found.our_state, now)
    _step(found, LedgerAction.AGREE, actor, change, now)


def wait_after(attempts: int) -> dt.timedelta:
    """How long to wait after so many attempts: one minute, doubled each time, six hours at most."""
    return min(_FIRST_WAIT * (1 << min(max(attempts, 1) - 1, 20)), _LONGEST_WAIT)


def _locked(key: RecordKey, now: dt.datetime) -> LedgerRecord:
    """The record with the key, locked; a new one if need be."""
    facts = {"title": key.title[:200], "dossier_code": key.dossier_code, "agency_id": key.agency_id}
    fresh = {**facts, "state": LedgerState.WAITING, "next_attempt_at": now, "created_at": now, "changed_at": now}
    rows = LedgerRecord.objects.select_for_update()
    found, made = rows.get_or_create(system=key.system, kind=key.kind, record_key=key.key, defaults=fresh)
    if not made:
        for name, value in facts.items():
            if value:
                setattr(found, name, value)
    return found


def _compare(
    found: LedgerRecord, actor: Actor, our: Sight, their: Sight, now: dt.datetime, request_id: str, cause: Trouble | None = None
) -> None:
    difference = _difference(our, their)
    action = LedgerAction.AGREE if difference == Difference.NONE else LedgerAction.DIFFER
    why = Trouble("") if difference == Difference.NONE else cause or Trouble(_MISSING_CAUSES.get(difference, "state-differs"))
    _step(found, action, actor, _Change(our, their, difference, why, request_id), now)


def _difference(our: Sight, their: Sight) -> Difference:
    if our.state == their.state:
        return Difference.NONE
    if not their.state:
        return Difference.MISSING_THERE
    return Difference.MISSING_HERE if not our.state else Difference.STATE


def _step(found: LedgerRecord, action: LedgerAction, actor: Actor, change: _Change, now: dt.datetime) -> None:
    """Move the record, append its entry."""
    before = found.state if found.entry_count else ""
    found.state = LEDGER_STATES.next(found.state, action)
    if change.our is not None:
        found.our_state, found.our_at = change.our.state[:120], change.our.at
    if change.their is not None:
        found.their_state, found.their_at = change.their.state[:120], change.their.at
    found.difference = change.difference or found.difference
    found.cause, found.cause_text = change.trouble.code[:60], change.trouble.text[:300]
    found.request_id = change.request_id or found.request_id
    found.next_attempt_at = change.next_attempt_at
    found.changed_at = now
    _append(found, action, actor, before, now)
    found.save()


def _append(found: LedgerRecord, action: LedgerAction, actor: Actor, before: str, now: dt.datetime) -> None:
    found.entry_count += 1
    entry = LedgerEntry(
        record=found,
        sequence=found.entry_count,
        action=action,
        from_state=before,
        to_state=found.state,
        our_state=found.our_state,
        their_state=found.their_state,
        cause=found.cause,
        cause_text=found.cause_text,
        request_id=found.request_id,
        actor_id=actor.account_id,
        actor_name=actor.name[:120],
        occurred_at=now,
    )
    facts = {
        name: getattr(entry, name)
        for name in (
            "record_id",
            "sequence",
            "action",
            "from_state",
            "to_state",
            "our_state",
            "their_state",
            "cause",
            "request_id",
            "actor_id",
        )
    }
    entry.hash = link_hash(found.head_hash or GENESIS, {**facts, "at": now.isoformat()})
    found.head_hash = entry.hash
    entry.save()
