"""Lists of outgoing documents, each with how far it has come at its recipients."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from sen.capabilities.correspondence.models import Delivery, OutgoingDocument
from sen.capabilities.correspondence.policies import visible_outgoing
from sen.capabilities.correspondence.selectors.text_filter import contents_with
from sen.capabilities.correspondence.selectors.words import outgoing_tag, titled, urgency_tag
from sen.capabilities.correspondence.states import DeliveryState, OutgoingState
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.ui.paging import PAGE_SIZE, ListPage, list_page
from sen.ui.types import TagView

TO_SEND, SENT, RETURNED, RECALLS, ALL = "cho-gui", "da-gui", "bi-tra-lai", "thu-hoi", "tat-ca"
_COUNTED = (TO_SEND, RETURNED, RECALLS)
_RECALLS = (OutgoingState.RECALLING,)
ARRIVED_STATES = frozenset({DeliveryState.ARRIVED, DeliveryState.ACCEPTED, DeliveryState.ASSIGNED, DeliveryState.DOING, DeliveryState.DONE})
ACCEPTED_STATES = ARRIVED_STATES - {DeliveryState.ARRIVED}


@dataclass(frozen=True, slots=True)
class OutgoingFilter:
    """What the reader narrowed the list to."""

    tab: str = ALL
    text: str = ""
    kind: str = ""
    book_id: int | None = None
    division_id: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many recipients there are, and at how many the document has arrived, was accepted, is done or was sent back."""

    total: int = 0
    arrived: int = 0
    accepted: int = 0
    done: int = 0
    refused: int = 0
    waiting: int = 0

    @property
    def words(self) -> str:
        """The way in one short line."""
        if not self.total:
            return _("Chưa có nơi nhận")
        parts = [_("%(n)d/%(all)d nơi đã nhận") % {"n": self.arrived, "all": self.total}]
        if self.accepted:
            parts.append(_("%(n)d đã vào sổ") % {"n": self.accepted})
        if self.done:
            parts.append(_("%(n)d xong") % {"n": self.done})
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class OutgoingRow:
    """One line of the list, in words."""

    id: int
    code: str
    issued_on: dt.date
    title: str
    signer: str
    state: TagView
    urgency: TagView | None
    progress: Progress
    sealed: bool
    division: str
    sent_at: dt.datetime | None


def outgoing_group(tab: str) -> Q:
    """The condition of a group; an unknown one means all."""
    back = Delivery.objects.filter(outgoing=OuterRef("pk"), state=DeliveryState.REFUSED)
    groups: dict[str, Q] = {
        TO_SEND: Q(state=OutgoingState.REGISTERED),
        SENT: Q(state=OutgoingState.SENT),
        RETURNED: Q(Exists(back), state__in=[OutgoingState.SENT, OutgoingState.RECALLING]),
        RECALLS: Q(state__in=_RECALLS),
    }
    return groups.get(tab, Q())


def list_outgoing(actor: Actor, agency_id: int, wanted: OutgoingFilter, number: int = 1, size: int = PAGE_SIZE) -> ListPage[OutgoingRow]:
    """One page of an agency's outgoing documents the actor may see."""
    rows = visible_outgoing(actor).filter(outgoing_group(wanted.tab), _exact(wanted), agency=agency_id)
    if wanted.text.strip():
        rows = rows.filter(content__in=contents_with(wanted.text.strip(), agency_id))
    order = {"so": ("taken__year", "taken__number", "pk"), "-so": ("-taken__year", "-taken__number", "-pk")}
    rows = rows.select_related("content", "division", "taken").order_by(*order.get(wanted.sort, ("-registered_at", "-pk")))
    found = list_page(rows, number, size)
    return ListPage(outgoing_rows(found.items), found.number, found.size, found.more)


def count_outgoing(actor: Actor, agency_id: int) -> dict[str, int]:
    """How many wait in each counted group, in one query."""
    live = [OutgoingState.REGISTERED, OutgoingState.SENT, OutgoingState.RECALLING]
    rows = visible_outgoing(actor).filter(agency=agency_id, state__in=live)
    found: dict[str, int] = rows.aggregate(**{name.replace("-", "_"): Count("pk", filter=outgoing_group(name)) for name in _COUNTED})
    return {name: found[name.replace("-", "_")] for name in _COUNTED}


def outgoing_rows(rows: Sequence[OutgoingDocument]) -> list[OutgoingRow]:
    """Found documents as lines, with their progress in one more query."""
    progress = progress_of(row.pk for row in rows)
    return [_row(row, progress.get(row.pk, Progress())) for row in rows]


def progress_of(outgoing_ids: Iterable[int]) -> dict[int, Progress]:
    """The progress of several documents, in one query."""
    counted = (
        Delivery.objects.filter(outgoing__in=list(outgoing_ids))
        .values("outgoing")
        .annotate(
            total=Count("pk"),
            arrived=Count("pk", filter=Q(arrived_at__isnull=False) | Q(state__in=ARRIVED_STATES)),
            accepted=Count("pk", filter=Q(state__in=ACCEPTED_STATES)),
            done=Count("pk", filter=Q(state=DeliveryState.DONE)),
            refused=Count("pk", filter=Q(state=DeliveryState.REFUSED)),
            waiting=Count("pk", filter=Q(state=DeliveryState.WAITING)),
        )
    )
    columns = ("outgoing", "total", "arrived", "accepted", "done", "refused", "waiting")
    return {number: Progress(*figures) for number, *figures in counted.order_by().values_list(*columns)}


def _exact(wanted: OutgoingFilter) -> Q:
    found = Q()
    for name, value in {"content__kind_code": wanted.kind, "book": wanted.book_id, "division": wanted.division_id}.items():
        if value:
            found &= Q(**{name: value})
    if wanted.since:
        found &= Q(registered_at__gte=clock.at_local(wanted.since))
    if wanted.until:
        found &= Q(registered_at__lt=clock.at_local(wanted.until + dt.timedelta(days=1)))
    return found


def _row(row: OutgoingDocument, progress: Progress) -> OutgoingRow:
    content = row.content
    return OutgoingRow(
        row.pk,
        content.code,
        content.issued_on,
        titled(content.kind_name, content.subject),
        content.signer_name,
        outgoing_tag(row.state),
        urgency_tag(content.urgency),
        progress,
        row.sealed_at is not None,
        row.division.name if row.division else "",
        row.sent_at,
    )
