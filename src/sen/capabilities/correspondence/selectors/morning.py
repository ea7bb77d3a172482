"""A clerk's morning: what came in, what must go out today, what came back."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from sen.capabilities.correspondence.models import ChangeAnswer, Delivery, DocumentGrant, IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.selectors.changes import change_name
from sen.capabilities.correspondence.selectors.incoming_list import (
    LATE,
    TO_DIRECT,
    TO_PASS,
    TO_REGISTER,
    IncomingFilter,
    IncomingRow,
    group_of,
    list_incoming,
)
from sen.capabilities.correspondence.selectors.outgoing_list import TO_SEND, OutgoingFilter, OutgoingRow, list_outgoing
from sen.capabilities.correspondence.states import (
    OPEN_INCOMING,
    AnswerState,
    DeliveryState,
    IncomingState,
    OutgoingState,
)
from sen.kernel import clock
from sen.kernel.actor import Actor, Role

SHOWN = 40
FEW = 8


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A document one recipient sent back."""

    outgoing_id: int
    code: str
    subject: str
    recipient: str
    reason: str
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A recall, an update or a replacement that waits for our answer."""

    answer_id: int
    incoming_id: int
    kind: str
    code: str
    subject: str
    issuer: str
    reason: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class MorningCounts:
    """How much waits at the clerk's desk."""

    arrived_today: int
    to_register: int
    urgent: int
    to_pass: int
    to_direct: int
    late: int
    to_send: int
    returned: int
    asked: int
    rights: int


@dataclass(frozen=True, slots=True)
class Morning:
    """Everything on the clerk's page."""

    counts: MorningCounts
    to_register: Sequence[IncomingRow]
    to_pass: Sequence[IncomingRow]
    to_send: Sequence[OutgoingRow]
    returned: Sequence[ReturnedRow]
    asked: Sequence[AskedRow]


def morning_of(actor: Actor, agency_id: int, now: dt.datetime) -> Morning:
    """The clerk's page of an agency."""
    counts = count_morning(agency_id, now)
    new = list_incoming(actor, agency_id, IncomingFilter(TO_REGISTER), now, size=SHOWN).items if counts.to_register else ()
    passing = list_incoming(actor, agency_id, IncomingFilter(TO_PASS), now, size=FEW).items if counts.to_pass else ()
    sending = list_outgoing(actor, agency_id, OutgoingFilter(TO_SEND), size=FEW).items if counts.to_send else ()
    back = list_returned(agency_id) if counts.returned else ()
    return Morning(counts, new, passing, sending, back, list_asked(agency_id) if counts.asked else ())


def count_morning(agency_id: int, now: dt.datetime) -> MorningCounts:
    """The figures of the clerk's page, in five queries."""
    start = clock.at_local(clock.local(now).date())
    live = [*OPEN_INCOMING]
    came = IncomingDocument.objects.filter(agency=agency_id).filter(Q(state__in=live) | Q(arrived_at__gte=start))
    found = came.aggregate(
        today=Count("pk", filter=Q(arrived_at__gte=start)),
        new=Count("pk", filter=group_of(TO_REGISTER, now)),
        urgent=Count("pk", filter=group_of(TO_REGISTER, now) & Q(content__urgency__gt=0)),
        passing=Count("pk", filter=group_of(TO_PASS, now)),
        directing=Count("pk", filter=group_of(TO_DIRECT, now)),
        late=Count("pk", filter=group_of(LATE, now)),
    )
    return MorningCounts(
        found["today"],
        found["new"],
        found["urgent"],
        found["passing"],
        found["directing"],
        found["late"],
        OutgoingDocument.objects.filter(agency=agency_id, state=OutgoingState.REGISTERED).count(),
        _returned(agency_id).values("outgoing").distinct().count(),
        ChangeAnswer.objects.filter(agency=agency_id, state=AnswerState.WAITING).count(),
        DocumentGrant.objects.filter(_of_agency(agency_id), withdrawn_at__isnull=True, confirmed_at__isnull=True).count(),
    )


def list_returned(agency_id: int) -> list[ReturnedRow]:
    """Documents recipients sent back and whose recall or replacement has not begun, newest first."""
    rows = _returned(agency_id).select_related("outgoing__content").order_by("-refused_at", "-pk")[:FEW]
    return [
        ReturnedRow(row.outgoing_id, row.outgoing.content.code, row.outgoing.content.subject, row.organ_name, row.reason, row.refused_at)
        for row in rows
    ]


def list_asked(agency_id: int) -> list[AskedRow]:
    """What senders ask of documents we hold, oldest first."""
    rows = ChangeAnswer.objects.filter(agency=agency_id, state=AnswerState.WAITING, incoming__isnull=False)
    rows = rows.select_related("change", "incoming__content").order_by("pk")[:FEW]
    found = []
    for row in rows:
        incoming = row.incoming
        if incoming is not None:
            content = incoming.content
            word = change_name(row.change.kind)
            found.append(
                AskedRow(
                    row.pk, incoming.pk, word, content.code, content.subject, content.issuer_name, row.change.reason, row.change.asked_at
                )
            )
    return found


def count_waiting(actor: Actor) -> int:
    """How many documents wait to be registered by the actor as a clerk, for the menu."""
    desks = actor.agencies(Role.CLERK)
    return IncomingDocument.objects.filter(agency__in=desks, state=IncomingState.ARRIVED).count() if desks else 0


def _returned(agency_id: int) -> QuerySet[Delivery]:
    return Delivery.objects.filter(outgoing__agency=agency_id, outgoing__state=OutgoingState.SENT, state=DeliveryState.REFUSED)


def _of_agency(agency_id: int) -> Q:
    return Q(incoming__agency=agency_id) | Q(outgoing__agency=agency_id)
