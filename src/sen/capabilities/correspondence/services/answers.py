"""What recipients say to a recall, an update or a replacement, and what follows from it."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from sen.capabilities.correspondence.errors import ChangeAnswered as AlreadyAnswered
from sen.capabilities.correspondence.errors import NotOnPaper, ReasonMissing, RecallStillOpen
from sen.capabilities.correspondence.events import ChangeAnswered
from sen.capabilities.correspondence.models import (
    ChangeAnswer,
    ChangeRequest,
    Content,
    Delivery,
    IncomingDocument,
    OutgoingDocument,
)
from sen.capabilities.correspondence.policies import access_incoming, access_outgoing, check_holds
from sen.capabilities.correspondence.services.contents import write_content
from sen.capabilities.correspondence.services.handling import withdraw_tasks_of
from sen.capabilities.correspondence.services.recording import INCOMING, OUTGOING, move_incoming, move_outgoing, note
from sen.capabilities.correspondence.states import (
    LIVE_INCOMING,
    AnswerState,
    ChangeKind,
    DeliveryState,
    IncomingAction,
    IncomingState,
    OutgoingAction,
    OutgoingState,
)
from sen.capabilities.correspondence.types import Channel, NewContent
from sen.foundation.jobs.services import publish
from sen.kernel.actor import SYSTEM, Actor, Role
from sen.kernel.errors import NotFound
from sen.kernel.text import clean


@transaction.atomic
def answer_change(*, actor: Actor, answer_id: int, accept: bool, now: dt.datetime, reason: str = "") -> ChangeAnswer:
    """Agree to a recall, an update or a replacement, or refuse with a reason; clerk or leader of the receiving agency.

    Agreeing to a recall or a replacement cancels the document here and takes back its open tasks; agreeing to an update
    shows the corrected version.  Raises NotFound, NotAllowed, ReasonMissing, ChangeAnswered.
    Basis: 30/2020/NĐ-CP, Article 18(3) and Appendix VI part III.8.
    """
    found = ChangeAnswer.objects.filter(pk=answer_id, incoming__isnull=False).values_list("incoming_id", "incoming__agency_id").first()
    if found is None or found[1] not in actor.agencies():
        raise NotFound
    check_holds(actor, found[1], Role.CLERK, Role.LEADER)
    incoming = _lock_incoming(found[0])
    answer = _lock_answer(answer_id)
    _settle(answer, incoming, accept=accept, reason=_needed(reason, accept=accept), actor=actor, now=now)
    return answer


@transaction.atomic
def note_change_answer(*, answer_id: int, accept: bool, at: dt.datetime, now: dt.datetime, reason: str = "") -> bool:
    """Write down the answer of a recipient outside the platform; returns False when it was already known.  Raises NotFound."""
    answer = _lock_answer(answer_id, waiting=False)
    if answer.state != AnswerState.WAITING:
        return False
    _settle(answer, None, accept=accept, reason=clean(reason)[:1000], actor=SYSTEM, now=now, at=at)
    return True


@transaction.atomic
def write_down_answer(*, actor: Actor, answer_id: int, accept: bool, reason: str, now: dt.datetime) -> ChangeAnswer:
    """Write down what a recipient answered on paper or by telephone; clerk or leader of the agency that asked.

    Only for recipients who cannot answer in the platform.  ``reason`` says what they wrote; it is needed for a refusal.
    Raises NotFound, NotAllowed, ReasonMissing, ChangeAnswered.  Basis: 30/2020/NĐ-CP, Article 18(3).
    """
    answer = _lock_answer(answer_id, waiting=False)
    if answer.change.outgoing_id is None or answer.delivery is None or answer.incoming_id is not None:
        raise NotFound
    outgoing = access_outgoing(actor, answer.change.outgoing_id)
    check_holds(actor, outgoing.agency_id, Role.CLERK, Role.LEADER)
    if answer.state != AnswerState.WAITING:
        raise AlreadyAnswered
    why = _needed(reason, accept=accept)
    _settle(answer, None, accept=accept, reason=why, actor=actor, now=now)
    facts = {"names": [answer.delivery.organ_name], "accepted": accept}
    place, state = outgoing.agency_id, outgoing.state
    note(OUTGOING, outgoing.pk, "write_down_answer", actor=actor, now=now, agency_id=place, state=state, reason=why, payload=facts)
    return answer


@transaction.atomic
def answer_paper_recall(*, actor: Actor, incoming_id: int, asked: str, accept: bool, now: dt.datetime, reason: str = "") -> ChangeAnswer:
    """Take in a recall that came on paper for a document that came on paper, and answer it; the clerk of the receiving agency.

    ``asked`` is what the sender wrote.  Raises NotFound, NotAllowed, ReasonMissing, NotOnPaper, RecallStillOpen.
    Basis: 30/2020/NĐ-CP, Article 18(3) and Appendix VI part III.8.
    """
    incoming = access_incoming(actor, incoming_id, lock=True)
    check_holds(actor, incoming.agency_id, Role.CLERK, Role.LEADER)
    if incoming.channel not in (Channel.PAPER, Channel.MAIL) or incoming.state not in LIVE_INCOMING:
        raise NotOnPaper
    if ChangeAnswer.objects.filter(incoming=incoming, state=AnswerState.WAITING).exists():
        raise RecallStillOpen
    wanted, why = _needed(asked, accept=False, field="asked"), _needed(reason, accept=accept)
    change = ChangeRequest.objects.create(
        kind=ChangeKind.RECALL, reason=wanted, asked_at=now, asked_by_name=incoming.content.issuer_name[:200]
    )
    answer = ChangeAnswer.objects.create(change=change, incoming=incoming, agency_id=incoming.agency_id)
    _note(incoming, "change_asked", wanted, actor, now, {"kind": ChangeKind.RECALL.value, "from": incoming.content.issuer_name})
    _settle(answer, incoming, accept=accept, reason=why, actor=actor, now=now)
    return answer


@transaction.atomic
def ask_change_from_outside(
    *,
    kind: str,
    document_id: str,
    agency_id: int,
    source_key: str,
    reason: str,
    asked_by: str,
    now: dt.datetime,
    content: NewContent | None = None,
) -> ChangeAnswer | None:
    """Take in the wish of a sender outside the platform; None when the agency does not hold the document.

    The same ``source_key`` again gives the answer already there.  ``content`` is the corrected version of an update or the
    document that replaces.  A document not yet registered follows at once; ``ChangeAnswered`` tells when.
    """
    known = ChangeAnswer.objects.filter(change__source_key=source_key).first()
    if known is not None:
        return known
    rows = IncomingDocument.objects.filter(agency=agency_id, content__document_id=document_id, state__in=LIVE_INCOMING)
    held = rows.order_by("-pk").values_list("pk", flat=True).first()
    if held is None:
        return None
    incoming = _lock_incoming(held)
    written: Content | None = write_content(new=content, now=now) if content is not None else None
    why, by = clean(reason)[:1000], asked_by[:200]
    change = ChangeRequest.objects.create(
        kind=ChangeKind(kind), source_key=source_key, reason=why, content=written, asked_at=now, asked_by_name=by
    )
    answer = ChangeAnswer.objects.create(change=change, incoming=incoming, agency_id=agency_id)
    _note(incoming, "change_asked", why, SYSTEM, now, {"kind": str(kind), "from": asked_by})
    if incoming.state == IncomingState.ARRIVED:
        _settle(answer, incoming, accept=True, reason="", actor=SYSTEM, now=now)
    return answer


def accept_at_once(change: ChangeRequest, answers: Sequence[ChangeAnswer], *, actor: Actor, now: dt.datetime) -> None:
    """Let documents nobody has registered yet follow the sender's wish; the caller holds their locks."""
    for answer in answers:
        answer.change = change
        _settle(answer, answer.incoming, accept=True, reason="", actor=actor, now=now, close=False)


def close_recall(change: ChangeRequest, *, actor: Actor, now: dt.datetime) -> None:
    """Freeze the outgoing document for good once nobody is left to answer its recall."""
    if change.kind != ChangeKind.RECALL or change.outgoing_id is None:
        return
    if ChangeAnswer.objects.filter(change=change, state=AnswerState.WAITING).exists():
        return
    outgoing = OutgoingDocument.objects.select_for_update(of=("self",), no_key=True).get(pk=change.outgoing_id)
    if outgoing.state == OutgoingState.RECALLING:
        outgoing.recalled_at = now
        move_outgoing(outgoing, OutgoingAction.END_RECALL, actor=actor, now=now)


def _needed(reason: str, *, accept: bool, field: str = "reason") -> str:
    """The cleaned reason; a refusal must have one."""
    why = clean(reason)[:1000]
    if not accept and not why:
        raise ReasonMissing(field)
    return why


def _settle(
    answer: ChangeAnswer,
    incoming: IncomingDocument | None,
    *,
    accept: bool,
    reason: str,
    actor: Actor,
    now: dt.datetime,
    at: dt.datetime | None = None,
    close: bool = True,
) -> None:
    answer.state = AnswerState.ACCEPTED if accept else AnswerState.REFUSED
    answer.reason, answer.answered_at, answer.answered_by_id = reason, at or now, actor.account_id
    answer.save()
    if incoming is not None and incoming.state in LIVE_INCOMING:
        _apply(answer.change, incoming, accept, reason, actor, now)
    _move_delivery(answer, at or now)
    told = ChangeAnswered(answer.pk, answer.change.outgoing_id or 0, incoming.pk if incoming else 0, accept)
    publish(told, now=now)
    if close:
        close_recall(answer.change, actor=actor, now=now)


def _apply(change: ChangeRequest, incoming: IncomingDocument, accept: bool, reason: str, actor: Actor, now: dt.datetime) -> None:
    if not accept:
        if change.kind == ChangeKind.RECALL:
            move_incoming(incoming, IncomingAction.REFUSE_RECALL, actor=actor, now=now, reason=reason)
        else:
            _note(incoming, f"refuse_{change.kind}", reason, actor, now)
    elif change.kind == ChangeKind.UPDATE and change.content is not None:
        incoming.content = change.content
        incoming.packet_hash = change.content.content_hash
        move_incoming(incoming, IncomingAction.UPDATE, actor=actor, now=now, reason=change.reason)
    elif change.kind != ChangeKind.UPDATE:
        incoming.reason, incoming.closed_at = change.reason, now
        withdraw_tasks_of(incoming, actor=actor, reason=change.reason, now=now)
        move_incoming(incoming, IncomingAction.RECALL, actor=actor, now=now, reason=change.reason, payload={"kind": change.kind})


def _note(
    incoming: IncomingDocument, action: str, reason: str, actor: Actor, now: dt.datetime, payload: dict[str, str] | None = None
) -> None:
    place, state = incoming.agency_id, incoming.state
    note(INCOMING, incoming.pk, action, actor=actor, now=now, agency_id=place, state=state, reason=reason, payload=payload)


def _move_delivery(answer: ChangeAnswer, at: dt.datetime) -> None:
    """The sender's side: cancelled, or refused; an update or a refused replacement leaves the delivery where it was."""
    if answer.delivery_id is None or answer.change.kind == ChangeKind.UPDATE:
        return
    rows = Delivery.objects.filter(pk=answer.delivery_id)
    if answer.state == AnswerState.ACCEPTED:
        rows.update(state=DeliveryState.RECALLED, recalled_at=at)
    elif answer.change.kind == ChangeKind.RECALL:
        rows.filter(state=DeliveryState.RECALL_ASKED).update(state=DeliveryState.RECALL_REFUSED, recall_refused_at=at, reason=answer.reason)


def _lock_incoming(incoming_id: int) -> IncomingDocument:
    rows = IncomingDocument.objects.select_for_update(of=("self",)).select_related("content", "agency")
    return rows.get(pk=incoming_id)


def _lock_answer(answer_id: int, *, waiting: bool = True) -> ChangeAnswer:
    answer = ChangeAnswer.objects.select_for_update(of=("self",)).select_related("change__content").filter(pk=answer_id).first()
    if answer is None:
        raise NotFound
    if waiting and answer.state != AnswerState.WAITING:
        raise AlreadyAnswered
    return answer
