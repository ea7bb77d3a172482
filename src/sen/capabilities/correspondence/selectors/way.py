"""The way of one document through every agency: what has come where, and when."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from sen.capabilities.correspondence.models import Delivery, OutgoingDocument
from sen.capabilities.correspondence.selectors.outgoing_list import ACCEPTED_STATES, ARRIVED_STATES
from sen.capabilities.correspondence.selectors.words import delivery_tag
from sen.capabilities.correspondence.states import PROGRESS, DeliveryState
from sen.capabilities.correspondence.types import DeliveryWay, Recipient, RecipientRole
from sen.kernel.text import fold
from sen.ui.paging import ListPage, list_page
from sen.ui.types import TagView

PAGE = 50
_D = DeliveryState
_STEPS = (
    (_D.SENT, "sent_at"), (_D.ARRIVED, "arrived_at"), (_D.ACCEPTED, "accepted_at"), (_D.ASSIGNED, "assigned_at"),
    (_D.DOING, "doing_at"), (_D.DONE, "done_at"),
)  # fmt: skip
_WORST_FIRST = (_D.REFUSED, _D.RECALL_REFUSED, _D.RECALL_ASKED)


@dataclass(frozen=True, slots=True)
class WayStep:
    """One instant of the way; ``at`` is None while it has not come so far."""

    name: str
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class WayRow:
    """The way to one recipient."""

    id: int
    name: str
    way: str
    state: TagView
    last_at: dt.datetime | None
    reason: str
    trouble: str
    steps: Sequence[WayStep]


@dataclass(frozen=True, slots=True)
class WayCount:
    """How many recipients stand in a state."""

    state: str
    tag: TagView
    count: int


@dataclass(frozen=True, slots=True)
class WaySummary:
    """The whole way in figures."""

    total: int
    arrived: int
    accepted: int
    done: int
    refused: int
    counts: Sequence[WayCount]


def way_summary(outgoing: OutgoingDocument) -> WaySummary:
    """How many recipients stand where, in one query."""
    found = Delivery.objects.filter(outgoing=outgoing.pk).values("state").annotate(n=Count("pk"), came=Count("arrived_at")).order_by()
    rows = {row["state"]: (row["n"], row["came"]) for row in found}
    counts = {state: n for state, (n, _came) in rows.items()}
    order = [*PROGRESS, *(state for state in DeliveryState if state not in PROGRESS)]
    views = [WayCount(state.value, delivery_tag(state), counts[state]) for state in order if counts.get(state)]
    arrived = sum(n if state in ARRIVED_STATES else came for state, (n, came) in rows.items())
    accepted = sum(counts.get(state, 0) for state in ACCEPTED_STATES)
    return WaySummary(sum(counts.values()), arrived, accepted, counts.get(_D.DONE, 0), counts.get(_D.REFUSED, 0), views)


def list_way(outgoing: OutgoingDocument, *, state: str = "", text: str = "", number: int = 1) -> ListPage[WayRow]:
    """Recipients of the document, those that need a hand first, then by name."""
    rows = Delivery.objects.filter(outgoing=outgoing.pk)
    if state:
        rows = rows.filter(state=state)
    for word in fold(text).split()[:6]:
        rows = rows.filter(Q(agency__name_folded__contains=word) | Q(organ_name__icontains=word))
    ordered = rows.annotate(calm=~Q(state__in=_WORST_FIRST)).order_by("calm", "agency__level", "agency__name_sort", "organ_name", "pk")
    found = list_page(ordered, number, PAGE)
    return ListPage([_row(row) for row in found.items], found.number, found.size, found.more)


def list_recipients(outgoing: OutgoingDocument) -> list[Recipient]:
    """To whom the document goes, by name."""
    rows = Delivery.objects.filter(outgoing=outgoing.pk).order_by("organ_name", "pk")
    return [Recipient(row.agency_id, row.organ_code, row.organ_name, row.way == DeliveryWay.PAPER, RecipientRole(row.role)) for row in rows]


def _row(row: Delivery) -> WayRow:
    steps = [WayStep(str(delivery_tag(state).word), getattr(row, field)) for state, field in _STEPS]
    if row.way == DeliveryWay.PAPER:
        steps = [WayStep(_("Gửi bản giấy"), row.sent_at)]
    last = [row.recalled_at, row.recall_refused_at, row.recall_asked_at, row.refused_at, row.done_at, row.doing_at, row.assigned_at]
    last += [row.accepted_at, row.arrived_at, row.sent_at, row.waiting_at]
    latest = next((at for at in last if at), None)
    way = f"{row.get_role_display()} · {row.get_way_display()}"
    return WayRow(row.pk, row.organ_name, way, delivery_tag(row.state), latest, row.reason, row.trouble, steps)
