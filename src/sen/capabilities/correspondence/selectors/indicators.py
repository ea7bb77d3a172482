"""Figures of documents, counted from the documents themselves: how many, how many without paper, how many in time, by agency and person.

Basis: 30/2020/NĐ-CP, Appendix VI part V (reports on handling documents).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from django.db.models import Count, F, Q, QuerySet

from sen.capabilities.correspondence.models import Delivery, IncomingDocument
from sen.capabilities.correspondence.policies import visible_incoming
from sen.capabilities.correspondence.selectors.words import incoming_tag, titled
from sen.capabilities.correspondence.states import OPEN_INCOMING, IncomingState, OutgoingState
from sen.capabilities.correspondence.types import Channel, DeliveryWay
from sen.foundation.accounts.selectors import names_of
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.ui.format import due_view
from sen.ui.paging import ListPage, list_page
from sen.ui.types import DueView, TagView

_OPEN = [state.value for state in OPEN_INCOMING]
_ELECTRONIC = Q(channel__in=[Channel.INTERNAL, Channel.AXIS])
_ENDED = Q(state__in=[IncomingState.REFUSED, IncomingState.RECALLED])
_IN_TIME = Q(finished_at__lte=F("due_at"))
_TERMED = Q(state=IncomingState.DONE, due_at__isnull=False)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included."""

    since: dt.date
    until: dt.date

    @property
    def bounds(self) -> tuple[dt.datetime, dt.datetime]:
        """The instants between which the period lies; the second is no longer in it."""
        return clock.at_local(self.since), clock.at_local(self.until + dt.timedelta(days=1))


@dataclass(frozen=True, slots=True)
class DocumentFigures:
    """Counts of one agency in a period; ``open`` and ``late`` are those of its arrivals of the period that wait now."""

    received: int = 0
    electronic_in: int = 0
    open: int = 0
    late: int = 0
    done: int = 0
    in_time: int = 0
    done_late: int = 0
    issued: int = 0
    sendings: int = 0
    electronic_out: int = 0

    @property
    def electronic_share(self) -> float | None:
        """Share of documents exchanged without paper, in and out, 0 to 100; None when there were none."""
        return _share(self.electronic_in + self.electronic_out, self.received + self.sendings)

    @property
    def in_time_share(self) -> float | None:
        """Share of finished documents with a term that were finished in time, 0 to 100; None when there were none."""
        return _share(self.in_time, self.in_time + self.done_late)

    def __add__(self, other: "DocumentFigures") -> "DocumentFigures":
        """Both together."""
        return DocumentFigures(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


@dataclass(frozen=True, slots=True)
class OfficerFigures:
    """What one officer finished in a period."""

    account_id: int
    name: str
    done: int
    in_time: int
    done_late: int

    @property
    def in_time_share(self) -> float | None:
        """Share finished in time of those with a term, 0 to 100."""
        return _share(self.in_time, self.in_time + self.done_late)


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One document behind a number."""

    id: int
    number: str
    code: str
    title: str
    issuer: str
    arrived_at: dt.datetime
    state: TagView
    due: DueView | None


FIGURES: dict[str, Q] = {
    "received": Q(),
    "electronic_in": _ELECTRONIC,
    "paper_in": ~_ELECTRONIC,
    "open": Q(state__in=_OPEN),
    "done": Q(state=IncomingState.DONE),
    "in_time": _TERMED & _IN_TIME,
    "done_late": _TERMED & ~_IN_TIME,
}
"""What a number of incoming documents counts; ``late`` besides needs the moment."""


def count_documents(agency_ids: Iterable[int], period: Period, now: dt.datetime) -> dict[int, DocumentFigures]:
    """Figures of each agency that had documents in the period, in two statements."""
    ids = list(agency_ids)
    counted = {name: Count("pk", filter=_figure(name, now)) for name in ("electronic_in", "open", "late", "done", "in_time", "done_late")}
    names = ("received", *counted)
    came = _arrived(ids, period).order_by().values("agency").annotate(received=Count("pk"), **counted).values_list("agency", *names)
    found = {agency_id: DocumentFigures(**dict(zip(names, counts, strict=True))) for agency_id, *counts in came}
    for agency_id, issued, sendings, electronic in _sent(ids, period):
        out = DocumentFigures(issued=issued, sendings=sendings, electronic_out=electronic)
        found[agency_id] = found.get(agency_id, DocumentFigures()) + out
    return found


def count_by_officer(agency_id: int, period: Period) -> list[OfficerFigures]:
    """What each officer of the agency finished of the arrivals of the period, the most first."""
    rows = (
        _arrived([agency_id], period)
        .filter(state=IncomingState.DONE, finished_by__isnull=False)
        .order_by()
        .values("finished_by")
        .annotate(done=Count("pk"), in_time=Count("pk", filter=FIGURES["in_time"]), done_late=Count("pk", filter=FIGURES["done_late"]))
    )
    counted = list(rows)
    names = names_of([row["finished_by"] for row in counted])
    found = [
        OfficerFigures(row["finished_by"], names.get(row["finished_by"], ""), row["done"], row["in_time"], row["done_late"])
        for row in counted
    ]
    return sorted(found, key=lambda each: (-each.done, each.name))


def list_behind_documents(
    actor: Actor, figure: str, agency_id: int, period: Period, now: dt.datetime, *, officer_id: int | None = None, page: int = 1
) -> ListPage[BehindRow]:
    """The documents behind a number of an agency, of those the actor may see; KeyError for an unknown figure."""
    start, end = period.bounds
    rows = visible_incoming(actor).filter(_figure(figure, now), agency=agency_id, arrived_at__gte=start, arrived_at__lt=end)
    if figure not in ("received", "electronic_in", "paper_in"):
        rows = rows.exclude(_ENDED)
    if officer_id is not None:
        rows = rows.filter(finished_by=officer_id)
    found = list_page(rows.select_related("content").order_by("-arrived_at", "-pk"), page)
    return ListPage([_behind(row, now) for row in found.items], found.number, found.size, found.more)


def total_of_documents(figures: Iterable[DocumentFigures]) -> DocumentFigures:
    """All together."""
    total = DocumentFigures()
    for each in figures:
        total = total + each
    return total


def _figure(name: str, now: dt.datetime) -> Q:
    return Q(state__in=_OPEN, due_at__lt=now) if name == "late" else FIGURES[name]


def _arrived(agency_ids: Sequence[int], period: Period) -> QuerySet[IncomingDocument]:
    start, end = period.bounds
    return IncomingDocument.objects.filter(agency__in=agency_ids, arrived_at__gte=start, arrived_at__lt=end)


def _sent(agency_ids: Sequence[int], period: Period) -> list[tuple[int, int, int, int]]:
    start, end = period.bounds
    rows = Delivery.objects.filter(outgoing__agency__in=agency_ids, outgoing__registered_at__gte=start, outgoing__registered_at__lt=end)
    gone = rows.exclude(outgoing__state=OutgoingState.REGISTERED).order_by().values("outgoing__agency")
    electronic = Count("pk", filter=Q(way__in=[DeliveryWay.INSIDE, DeliveryWay.AXIS]))
    counted = gone.annotate(issued=Count("outgoing", distinct=True), sendings=Count("pk"), electronic_out=electronic)
    return list(counted.values_list("outgoing__agency", "issued", "sendings", "electronic_out"))


def _behind(row: IncomingDocument, now: dt.datetime) -> BehindRow:
    content = row.content
    number = f"{row.arrival_number}/{row.arrival_year}" if row.arrival_number else ""
    due = due_view(row.due_at, now, finished_at=row.finished_at) if row.due_at else None
    title = titled(content.kind_name, content.subject)
    return BehindRow(row.pk, number, content.code, title, content.issuer_name, row.arrived_at, incoming_tag(row.state), due)


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
