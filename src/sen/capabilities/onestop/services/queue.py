"""The hall: taking a number, calling, serving, skipping.  No service here knows who holds a number."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction

from sen.capabilities.onestop.errors import DeskTaken, NobodyWaiting, NoDesk, TicketMoved, TooManyTickets
from sen.capabilities.onestop.models import Desk, Ticket, TicketGroup
from sen.capabilities.onestop.policies import access_desk
from sen.capabilities.onestop.states import AT_DESK, TICKET_STATES, TicketAction, TicketState
from sen.foundation.numbering.services import next_number
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound

TICKETS_A_MINUTE = 30


@transaction.atomic
def take_ticket(*, agency_id: int, group_id: int, request_id: uuid.UUID, now: dt.datetime) -> Ticket:
    """The next number of the group today; numbers begin at 1 every day and are never given twice.

    A repeated request id returns the ticket of the first time.  Raises NotFound for a closed group, TooManyTickets.
    """
    known = Ticket.objects.filter(public_id=request_id, agency_id=agency_id).first()
    if known is not None:
        return known
    group = TicketGroup.objects.filter(pk=group_id, agency_id=agency_id, is_open=True).first()
    if group is None:
        raise NotFound
    day = clock.local(now).date()
    if Ticket.objects.filter(agency_id=agency_id, day=day, issued_at__gt=now - dt.timedelta(minutes=1)).count() >= TICKETS_A_MINUTE:
        raise TooManyTickets
    number = next_number(f"ticket:{group.pk}", day.isoformat())
    return Ticket.objects.create(public_id=request_id, agency_id=agency_id, group=group, day=day, number=number, issued_at=now)


@transaction.atomic
def sit_down(*, actor: Actor, desk_id: int, now: dt.datetime) -> Desk:
    """Take a desk, leaving the one held before.  Raises DeskMissing, DeskTaken."""
    wanted = access_desk(actor, desk_id)
    leave_desk(actor=actor, now=now)
    desk = Desk.objects.select_for_update(of=("self",)).select_related("officer").get(pk=wanted.pk)
    if desk.officer is not None and desk.taken_at is not None and clock.local(desk.taken_at).date() == clock.local(now).date():
        raise DeskTaken(field="desk", who=desk.officer.name)
    desk.officer_id, desk.taken_at = actor.account_id, now
    desk.save(update_fields=["officer", "taken_at"])
    return desk


@transaction.atomic
def leave_desk(*, actor: Actor, now: dt.datetime) -> None:
    """Leave the desk; the number in hand counts as served."""
    for desk in Desk.objects.select_for_update().filter(officer_id=actor.account_id):
        _finish_at(desk, now)
        desk.officer = desk.taken_at = None
        desk.save(update_fields=["officer", "taken_at"])


@transaction.atomic
def call_next(*, actor: Actor, now: dt.datetime, seen: int | None = None) -> Ticket | None:
    """Finish the number in hand and call the one who has waited longest among the desk's groups; None when nobody waits.

    ``seen`` is the id of the number the page showed (0 for none); when another is in hand by now, that one is returned
    unchanged, so that a second press calls nobody twice.  Raises NoDesk.
    """
    desk = _own_desk(actor)
    current = _in_hand(desk)
    if seen is not None and (current.pk if current else 0) != seen:
        return current
    _finish_at(desk, now)
    groups = list(desk.groups.values_list("pk", flat=True))
    waiting = Ticket.objects.select_for_update(skip_locked=True).filter(
        agency_id=desk.agency_id, day=clock.local(now).date(), state=TicketState.WAITING
    )
    if groups:
        waiting = waiting.filter(group_id__in=groups)
    ticket = waiting.order_by("issued_at", "id").first()
    if ticket is None:
        return None
    return _call(ticket, desk, now)


@transaction.atomic
def recall_ticket(*, actor: Actor, ticket_id: int, now: dt.datetime) -> Ticket:
    """Call the number in hand again, or one that was skipped earlier.  Raises NoDesk, TicketMoved."""
    desk = _own_desk(actor)
    ticket = _locked(desk, ticket_id)
    if ticket.state == TicketState.SKIPPED:
        _finish_at(desk, now)
    return _call(ticket, desk, now)


@transaction.atomic
def serve_ticket(*, actor: Actor, ticket_id: int, now: dt.datetime) -> Ticket:
    """The person has come to the desk.  Raises NoDesk, TicketMoved, IllegalTransition."""
    return _move(actor, ticket_id, TicketAction.SERVE, now)


@transaction.atomic
def skip_ticket(*, actor: Actor, ticket_id: int, now: dt.datetime) -> Ticket:
    """Nobody came; the number may be called again later.  Raises NoDesk, TicketMoved, IllegalTransition."""
    return _move(actor, ticket_id, TicketAction.SKIP, now)


@transaction.atomic
def finish_ticket(*, actor: Actor, ticket_id: int, now: dt.datetime) -> Ticket:
    """The person has been served.  Raises NoDesk, TicketMoved, IllegalTransition."""
    return _move(actor, ticket_id, TicketAction.FINISH, now)


def _own_desk(actor: Actor) -> Desk:
    desk = Desk.objects.select_for_update().filter(officer_id=actor.account_id).first() if actor.account_id else None
    if desk is None:
        raise NoDesk(field="desk")
    return desk


def _in_hand(desk: Desk) -> Ticket | None:
    return Ticket.objects.filter(desk=desk, state__in=AT_DESK).first()


def _finish_at(desk: Desk, now: dt.datetime) -> None:
    Ticket.objects.filter(desk=desk, state__in=AT_DESK).update(state=TicketState.DONE, finished_at=now)


def _locked(desk: Desk, ticket_id: int) -> Ticket:
    ticket = Ticket.objects.select_for_update().filter(pk=ticket_id, agency_id=desk.agency_id).first()
    if ticket is None or ticket.state not in (*AT_DESK, TicketState.SKIPPED) or (ticket.state in AT_DESK and ticket.desk_id != desk.pk):
        raise TicketMoved
    return ticket


def _call(ticket: Ticket, desk: Desk, now: dt.datetime) -> Ticket:
    ticket.state = TICKET_STATES.next(ticket.state, TicketAction.CALL)
    ticket.desk, ticket.called_at, ticket.call_count = desk, now, ticket.call_count + 1
    try:
        with transaction.atomic():
            ticket.save(update_fields=["state", "desk", "called_at", "call_count"])
    except IntegrityError:
        raise NobodyWaiting from None
    return ticket


def _move(actor: Actor, ticket_id: int, action: TicketAction, now: dt.datetime) -> Ticket:
    desk = _own_desk(actor)
    ticket = _locked(desk, ticket_id)
    ticket.state = TICKET_STATES.next(ticket.state, action)
    if action != TicketAction.SERVE:
        ticket.finished_at = now
    ticket.save(update_fields=["state", "finished_at"])
    return ticket
