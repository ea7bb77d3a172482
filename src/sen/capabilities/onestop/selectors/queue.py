"""The hall as its visitors and officers see it.  No personal data anywhere."""

import datetime as dt
import math
import uuid

from django.db.models import Avg, Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from sen.capabilities.onestop.models import Desk, Ticket, TicketGroup
from sen.capabilities.onestop.states import AT_DESK, TicketState
from sen.capabilities.onestop.types import CalledTicket, DeskView, QueueBoard, QueueLine, Slip
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound

RECENT = 6
SKIPPED_SHOWN = 10
_ROUND_MINUTES = 5


def label(group: TicketGroup, number: int) -> str:
    """The number people see: ``B037``."""
    return f"{group.letter}{number:03d}"


def list_groups(agency_id: int) -> list[TicketGroup]:
    """Every group of the agency, closed ones included."""
    return list(TicketGroup.objects.filter(agency_id=agency_id))


def list_desks(agency_id: int) -> list[Desk]:
    """Every desk of the agency with who sits there and its groups; two queries."""
    return list(Desk.objects.filter(agency_id=agency_id).select_related("officer").prefetch_related("groups"))


def list_lines(agency_id: int, now: dt.datetime) -> list[QueueLine]:
    """Open groups with how many wait and about how many minutes the next one would; three queries."""
    day = clock.local(now).date()
    groups = TicketGroup.objects.filter(agency_id=agency_id, is_open=True).annotate(
        waiting=Count("tickets", filter=Q(tickets__day=day, tickets__state=TicketState.WAITING))
    )
    paces, desks = _paces(agency_id, day), _desks_by_group(agency_id, day)
    return [
        QueueLine(g.pk, g.letter, g.name, g.icon, g.waiting, _estimate(g.waiting, paces.get(g.pk, g.minutes), desks.get(g.pk, desks[0])))
        for g in groups
    ]


def _paces(agency_id: int, day: dt.date) -> dict[int, float]:
    """Minutes one person took today, by group, once five have been served."""
    served = Ticket.objects.filter(agency_id=agency_id, day=day, state=TicketState.DONE, finished_at__gt=F("called_at"))
    rows = served.values("group_id").annotate(count=Count("pk"), pace=Avg(F("finished_at") - F("called_at"))).filter(count__gte=5)
    return {row["group_id"]: row["pace"].total_seconds() / 60 for row in rows}


def _desks_by_group(agency_id: int, day: dt.date) -> dict[int, int]:
    """Desks taken today by the group they serve; key 0 counts those that serve every group."""
    taken = Desk.objects.filter(agency_id=agency_id, officer__isnull=False, taken_at__gte=clock.at_local(day)).values_list("pk", "groups")
    counts: dict[int, int] = {0: 0}
    for _desk, group in taken:
        counts[group or 0] = counts.get(group or 0, 0) + 1
    everywhere = counts[0]
    return {group: count + (everywhere if group else 0) for group, count in counts.items()}


def _estimate(waiting: int, minutes: float, desks: int) -> int:
    """About how long, in steps of five minutes; 0 when nobody waits."""
    return math.ceil(waiting * minutes / max(desks, 1) / _ROUND_MINUTES) * _ROUND_MINUTES


def queue_board(agency_id: int, now: dt.datetime) -> QueueBoard:
    """What the display shows: the last call, the calls before it, how many wait; four queries."""
    called = (
        Ticket.objects.filter(agency_id=agency_id, day=clock.local(now).date(), called_at__isnull=False)
        .exclude(state=TicketState.SKIPPED)
        .select_related("group", "desk")
        .order_by("-called_at", "-id")[: RECENT + 1]
    )
    shown = [CalledTicket(label(t.group, t.number), str(t.desk) if t.desk else "", t.group.name) for t in called]
    return QueueBoard(shown[0] if shown else None, tuple(shown[1:]), tuple(list_lines(agency_id, now)))


def get_slip(agency_id: int, public_id: uuid.UUID, now: dt.datetime) -> Slip:
    """A ticket as its holder sees it: how many are before it and about how long; raises NotFound."""
    ticket = Ticket.objects.select_related("group", "desk").filter(agency_id=agency_id, public_id=public_id).first()
    if ticket is None:
        raise NotFound
    ahead = 0
    if ticket.state == TicketState.WAITING:
        ahead = Ticket.objects.filter(
            agency_id=agency_id, day=ticket.day, state=TicketState.WAITING, group=ticket.group, issued_at__lt=ticket.issued_at
        ).count()
    desks = _desks_by_group(agency_id, ticket.day)
    pace = _paces(agency_id, ticket.day).get(ticket.group_id, ticket.group.minutes)
    return Slip(
        public_id=str(ticket.public_id),
        agency_id=agency_id,
        label=label(ticket.group, ticket.number),
        group=ticket.group.name,
        state=ticket.state,
        ahead=ahead,
        minutes=_estimate(ahead, pace, desks.get(ticket.group_id, desks[0])),
        desk=str(ticket.desk) if ticket.desk else "",
        issued_at=ticket.issued_at,
    )


def desk_of(actor: Actor, now: dt.datetime) -> DeskView | None:
    """The desk the actor sits at with the number in hand; None when the actor sits nowhere; at most four queries."""
    desk = Desk.objects.prefetch_related("groups").filter(officer_id=actor.account_id).first() if actor.account_id else None
    if desk is None:
        return None
    groups = list(desk.groups.all())
    ticket = Ticket.objects.select_related("group").filter(desk=desk, state__in=AT_DESK).first()
    return DeskView(
        desk_id=desk.pk,
        number=desk.number,
        agency_id=desk.agency_id,
        groups=", ".join(group.name for group in groups) or _("mọi lĩnh vực"),
        waiting=_waiting(desk.agency_id, [group.pk for group in groups], now).count(),
        ticket_id=ticket.pk if ticket else None,
        ticket=label(ticket.group, ticket.number) if ticket else "",
        ticket_state=ticket.state if ticket else "",
        ticket_group=ticket.group.name if ticket else "",
    )


def _waiting(agency_id: int, group_ids: list[int], now: dt.datetime) -> QuerySet[Ticket]:
    tickets = Ticket.objects.filter(agency_id=agency_id, day=clock.local(now).date(), state=TicketState.WAITING)
    return tickets.filter(group_id__in=group_ids) if group_ids else tickets


def list_skipped(agency_id: int, now: dt.datetime) -> list[tuple[int, str]]:
    """Numbers of today that nobody answered to, last called first, to be called again."""
    tickets = Ticket.objects.filter(agency_id=agency_id, day=clock.local(now).date(), state=TicketState.SKIPPED).select_related("group")
    return [(ticket.pk, label(ticket.group, ticket.number)) for ticket in tickets.order_by("-called_at")[:SKIPPED_SHOWN]]
