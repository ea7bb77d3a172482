"""Whose turn it is: which drafts wait for an actor, and for what."""

import datetime as dt
from enum import StrEnum

from django.db.models import Case, CharField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from sen.capabilities.drafting.models import Draft, DraftOpinion
from sen.capabilities.drafting.policies import led_by, to_review
from sen.capabilities.drafting.states import DraftState
from sen.kernel.actor import Actor, Role

_S = DraftState


class Turn(StrEnum):
    """What the actor is to do with a draft."""

    SIGN = "sign"
    ISSUE = "issue"
    APPROVE = "approve"
    CHECK = "check"
    OPINE = "opine"
    REDO = "redo"
    WRITE = "write"


def drafts_in_turn(actor: Actor, on: dt.date, *, writing: bool = True) -> QuerySet[Draft]:
    """Open drafts that wait for the actor, with ``turn`` (a ``Turn``) and ``turn_due_at`` (their term, may be empty).

    ``writing`` includes those the actor is writing itself.
    """
    own = DraftOpinion.objects.filter(draft=OuterRef("pk"), asked=actor.account_id, closed_at__isnull=True)
    conditions = {
        Turn.SIGN: Q(state=_S.TO_SIGN, signer=actor.account_id),
        Turn.OPINE: Q(Exists(own), state__in=(_S.WRITING, _S.OPINIONS, _S.RETURNED)),
        Turn.REDO: Q(state=_S.RETURNED, author=actor.account_id),
    }
    if writing:
        conditions[Turn.WRITE] = Q(state=_S.WRITING, author=actor.account_id)
    led = led_by(actor, on)
    if led.agencies:
        conditions[Turn.APPROVE] = Q(to_review(actor, led), state=_S.HEAD_REVIEW)
    if clerks := actor.agencies(Role.CLERK):
        conditions[Turn.CHECK] = Q(state=_S.FORM_CHECK, agency__in=clerks)
        conditions[Turn.ISSUE] = Q(state=_S.SIGNED, agency__in=clerks)
    waits = Q()
    for condition in conditions.values():
        waits |= condition
    turn = Case(*[When(condition, then=Value(name.value)) for name, condition in conditions.items()], output_field=CharField())
    asked_until = Subquery(own.values("due_at")[:1], output_field=DateTimeField())
    due = Case(When(conditions[Turn.OPINE], then=asked_until), default=F("due_at"), output_field=DateTimeField())
    return Draft.objects.filter(waits).annotate(turn=turn, turn_due_at=due)
