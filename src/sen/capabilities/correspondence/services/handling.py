"""After the register: passing on, directing, doing, finishing."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from sen.capabilities.assignments.services import give_tasks, withdraw_of
from sen.capabilities.assignments.types import SourceRef, TaskLine
from sen.capabilities.correspondence.errors import NoRecipients, ReasonMissing
from sen.capabilities.correspondence.models import IncomingDocument, IncomingPass
from sen.capabilities.correspondence.policies import (
    access_incoming,
    access_outgoing,
    can_see_incoming,
    check_holds,
    check_may_direct,
    check_may_finish,
)
from sen.capabilities.correspondence.services.recording import INCOMING, move_incoming
from sen.capabilities.correspondence.services.registering import check_no_open_recall, tell_sender
from sen.capabilities.correspondence.states import INCOMING_STATES, IncomingAction
from sen.capabilities.correspondence.types import PassTo
from sen.foundation.accounts.selectors import list_officers, names_of
from sen.foundation.agencies.selectors import list_divisions
from sen.kernel import clock
from sen.kernel.actor import SYSTEM, Actor, Role
from sen.kernel.errors import NotAllowed, NotFound
from sen.kernel.text import clean

_TITLE = 500


@transaction.atomic
def pass_on(*, actor: Actor, incoming_id: int, to: Sequence[PassTo], now: dt.datetime, note_text: str = "") -> IncomingDocument:
    """Hand a registered document to leaders, divisions or officers of the agency; they see it from then on.

    Raises NotFound, NotAllowed, NoRecipients, IllegalTransition.
    Basis: 30/2020/NĐ-CP, Article 23: on the day, at latest the next working day.
    """
    incoming = access_incoming(actor, incoming_id, lock=True)
    check_holds(actor, incoming.agency_id, Role.CLERK, Role.LEADER, Role.HEAD)
    check_no_open_recall(incoming)
    if not to:
        raise NoRecipients("to")
    names = _names_inside(incoming.agency_id, to, clock.local(now).date())
    text = clean(note_text)[:1000]
    rows = [
        IncomingPass(
            incoming=incoming,
            division_id=each.division_id,
            officer_id=each.officer_id,
            role=each.role,
            passed_by_id=actor.account_id,
            passed_at=now,
            note=text,
        )
        for each in to
    ]
    if text:
        # Whoever has it already gets the new words.
        said = ["note", "passed_by", "passed_at"]
        IncomingPass.objects.bulk_create(rows, update_conflicts=True, unique_fields=["incoming", "division", "officer"], update_fields=said)
    else:
        IncomingPass.objects.bulk_create(rows, ignore_conflicts=True)
    incoming.passed_on_at = incoming.passed_on_at or now
    incoming.receiver = _joined(incoming.receiver, names)
    move_incoming(incoming, IncomingAction.HAND_ON, actor=actor, now=now, reason=text, payload={"to": names})
    return incoming


@transaction.atomic
def direct_incoming(
    *, actor: Actor, incoming_id: int, lines: Sequence[TaskLine], now: dt.datetime, instruction: str = "", due_at: dt.datetime | None = None
) -> IncomingDocument:
    """Say who leads, who assists and who is to know, each with a word and a term; every line becomes a task.

    ``due_at`` becomes the document's own term.  Raises NotFound, NotAllowed, IllegalTransition, and what giving tasks raises.
    Basis: 30/2020/NĐ-CP, Article 24.
    """
    incoming = access_incoming(actor, incoming_id, lock=True)
    check_may_direct(actor, incoming)
    check_no_open_recall(incoming)
    word = clean(instruction)
    INCOMING_STATES.next(incoming.state, IncomingAction.DIRECT)
    source = SourceRef(INCOMING, incoming.pk, incoming.content.subject[:_TITLE], incoming.content.code)
    tasks = give_tasks(actor=actor, source=source, title=incoming.content.subject[:_TITLE], lines=lines, now=now)
    incoming.direction, incoming.directed_at, incoming.directed_by_id = word or incoming.direction, now, actor.account
    if due_at is not None:
        incoming.due_at = due_at
    incoming.passed_on_at = incoming.passed_on_at or now
    names = _names_of_lines(incoming.agency_id, lines)
    incoming.receiver = _joined(incoming.receiver, names)
    payload = {"tasks": [task.pk for task in tasks], "to": names}
    move_incoming(incoming, IncomingAction.DIRECT, actor=actor, now=now, reason=word, payload=payload)
    tell_sender(incoming, actor=actor, now=now)
    return incoming


@transaction.atomic
def direct_all(
    *,
    actor: Actor,
    incoming_ids: Sequence[int],
    lines: Sequence[TaskLine],
    now: dt.datetime,
    instruction: str = "",
    due_at: dt.datetime | None = None,
) -> list[IncomingDocument]:
    """Give the same word on several documents, all or none; raises what direct_incoming raises."""
    return [
        direct_incoming(actor=actor, incoming_id=each, lines=lines, now=now, instruction=instruction, due_at=due_at)
        for each in incoming_ids
    ]


@transaction.atomic
def start_incoming(*, incoming_id: int, now: dt.datetime, actor: Actor = SYSTEM) -> bool:
    """Note that somebody began to work on the document; does nothing unless it is assigned.  Safe to run twice."""
    incoming = _lock(incoming_id)
    if not INCOMING_STATES.allows(incoming.state, IncomingAction.START):
        return False
    move_incoming(incoming, IncomingAction.START, actor=actor, now=now)
    tell_sender(incoming, actor=actor, now=now)
    return True


@transaction.atomic
def finish_incoming(
    *, actor: Actor, incoming_id: int, now: dt.datetime, result: str = "", answered_by_id: int | None = None
) -> IncomingDocument:
    """Close the work on a document, naming the agency's own document that answers it if there is one; the sender is told.

    Raises NotFound, NotAllowed, IllegalTransition, RecallStillOpen.  Basis: 30/2020/NĐ-CP, Article 24(3).
    """
    incoming = access_incoming(actor, incoming_id, lock=True)
    check_may_finish(actor, incoming)
    check_no_open_recall(incoming)
    if answered_by_id is not None:
        answer = access_outgoing(actor, answered_by_id)
        if answer.agency_id != incoming.agency_id:
            raise NotFound
        incoming.answered_by = answer
    _finish(incoming, actor, now, clean(result)[:1000])
    return incoming


@transaction.atomic
def finish_by_tasks(*, incoming_id: int, result: str, now: dt.datetime) -> bool:
    """Close a document whose leading tasks are all done; safe to run twice, does nothing to one that is closed."""
    incoming = _lock(incoming_id)
    if not INCOMING_STATES.allows(incoming.state, IncomingAction.FINISH):
        return False
    _finish(incoming, SYSTEM, now, clean(result)[:1000])
    return True


@transaction.atomic
def note_answer(*, incoming_id: int, outgoing_id: int, now: dt.datetime, actor: Actor) -> IncomingDocument:
    """Name the agency's own document that answers an incoming one, without closing it.  Raises NotFound, NotAllowed."""
    incoming = _lock(incoming_id)
    answer = access_outgoing(actor, outgoing_id)
    if not can_see_incoming(actor, incoming) or answer.agency_id != incoming.agency_id:
        raise NotAllowed
    incoming.answered_by = answer
    incoming.save(update_fields=["answered_by"])
    return incoming


@transaction.atomic
def reopen_incoming(*, actor: Actor, incoming_id: int, reason: str, now: dt.datetime) -> IncomingDocument:
    """Take up a closed document again, with a reason; leaders and heads.  Raises NotFound, NotAllowed, ReasonMissing, IllegalTransition."""
    incoming = access_incoming(actor, incoming_id, lock=True)
    check_may_direct(actor, incoming)
    why = clean(reason)[:1000]
    if not why:
        raise ReasonMissing("reason")
    incoming.finished_at, incoming.finished_by = None, None
    move_incoming(incoming, IncomingAction.REOPEN, actor=actor, now=now, reason=why)
    return incoming


def withdraw_tasks_of(incoming: IncomingDocument, *, actor: Actor, reason: str, now: dt.datetime) -> int:
    """Take back the open tasks of a document that is no longer there; returns how many."""
    source = SourceRef(INCOMING, incoming.pk, incoming.content.subject[:_TITLE], incoming.content.code)
    return withdraw_of(actor=actor, source=source, reason=reason, now=now)


def _finish(incoming: IncomingDocument, actor: Actor, now: dt.datetime, result: str) -> None:
    incoming.finished_at, incoming.finished_by_id = now, actor.account_id
    incoming.result = result or incoming.result
    move_incoming(incoming, IncomingAction.FINISH, actor=actor, now=now, reason=result)
    tell_sender(incoming, actor=actor, now=now)


def _lock(incoming_id: int) -> IncomingDocument:
    rows = IncomingDocument.objects.select_for_update(of=("self",)).select_related("content", "agency")
    incoming = rows.filter(pk=incoming_id).first()
    if incoming is None:
        raise NotFound
    return incoming


def _names_inside(agency_id: int, to: Sequence[PassTo], on: dt.date) -> list[str]:
    """Names of the receivers; raises NotFound when one does not belong to the agency."""
    divisions = {each.pk: each.name for each in list_divisions(agency_id)}
    officers = {each.account_id: each.name for each in list_officers(agency_id, on=on)} if any(each.officer_id for each in to) else {}
    names = []
    for each in to:
        if each.officer_id is not None and each.officer_id in officers:
            names.append(officers[each.officer_id])
        elif each.officer_id is None and each.division_id in divisions:
            names.append(divisions[each.division_id])
        else:
            raise NotFound
    return names


def _names_of_lines(agency_id: int, lines: Sequence[TaskLine]) -> list[str]:
    officers = names_of(line.officer_id for line in lines)
    divisions = {each.pk: each.name for each in list_divisions(agency_id)}
    found = [officers.get(line.officer_id or 0) or divisions.get(line.division_id or 0) or "" for line in lines]
    return [name for name in found if name]


def _joined(before: str, names: Sequence[str]) -> str:
    have = [name for name in before.split("; ") if name]
    return "; ".join([*have, *(name for name in dict.fromkeys(names) if name not in have)])[:300]
