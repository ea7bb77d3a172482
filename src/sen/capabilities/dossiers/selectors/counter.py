"""What a one-stop watches beside its own work: dossiers it received that wait for the applicant or are late elsewhere."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from sen.capabilities.dossiers.models import Dossier, SubmittedDocument, SupplementRequest, WorkItem, WorkKind
from sen.capabilities.dossiers.selectors.words import channel_word, state_tag
from sen.capabilities.dossiers.states import DossierState
from sen.kernel.actor import Role
from sen.ui.format import due_view
from sen.ui.paging import PAGE_SIZE, ListPage, list_page
from sen.ui.types import DueView, TagView

_WAITING = (DossierState.INTAKE_SUPPLEMENT, DossierState.SUPPLEMENT)
_RUNNING = (DossierState.ACCEPTED, DossierState.PROCESSING)


@dataclass(frozen=True, slots=True)
class CounterFigures:
    """How much waits at a one-stop; the late ones are part of the number before them."""

    reception: int = 0
    reception_late: int = 0
    transfer: int = 0
    transfer_late: int = 0
    returning: int = 0
    returning_late: int = 0
    supplement: int = 0
    overdue: int = 0


_COUNT = """
SELECT w.*, d.* FROM
 (SELECT count(*) FILTER (WHERE kind = 'reception'), count(*) FILTER (WHERE kind = 'reception' AND due_at < %(now)s),
         count(*) FILTER (WHERE kind = 'transfer'), count(*) FILTER (WHERE kind = 'transfer' AND due_at < %(now)s),
         count(*) FILTER (WHERE kind = 'return'), count(*) FILTER (WHERE kind = 'return' AND due_at < %(now)s)
  FROM dossiers_workitem WHERE closed_at IS NULL AND agency_id = ANY(%(agencies)s) AND role = %(role)s) w,
 (SELECT count(*) FILTER (WHERE state = ANY(%(waiting)s)), count(*) FILTER (WHERE state = ANY(%(running)s) AND due_at < %(now)s)
  FROM dossiers_dossier WHERE receiving_agency_id = ANY(%(agencies)s) AND (state = ANY(%(waiting)s) OR state = ANY(%(running)s))) d
"""


def count_counter(agency_ids: Iterable[int], now: dt.datetime) -> CounterFigures:
    """What waits at the one-stop of the agencies, in one query."""
    values: dict[str, Any] = {
        "agencies": sorted(agency_ids),
        "now": now,
        "role": Role.ONE_STOP.value,
        "waiting": list(_WAITING),
        "running": list(_RUNNING),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        return CounterFigures(*cursor.fetchone())


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """A dossier the one-stop received and now watches."""

    dossier_id: int
    code: str
    procedure: str
    applicant: str
    channel: str
    competent: str
    state: TagView
    due: DueView


def list_waiting_for_applicant(agency_ids: Sequence[int], now: dt.datetime, page: int = 1, size: int = PAGE_SIZE) -> ListPage[ReceivedRow]:
    """Dossiers received by the agencies that wait for a supplement, longest waiting first."""
    asked = SupplementRequest.objects.filter(dossier=OuterRef("pk"), answered_at__isnull=True).values("asked_at")[:1]
    rows = _received(agency_ids).filter(state__in=_WAITING).annotate(asked_at=Subquery(asked))
    return _page(rows.order_by(F("asked_at").asc(nulls_last=True), "id"), now, page, size)


def list_overdue(agency_ids: Sequence[int], now: dt.datetime, page: int = 1, size: int = PAGE_SIZE) -> ListPage[ReceivedRow]:
    """Dossiers received by the agencies that are past their due date, latest first: the one-stop presses whoever holds them.

    Basis: 61/2018/NĐ-CP, Article 19(5) and 19(9).
    """
    rows = _received(agency_ids).filter(state__in=_RUNNING, due_at__lt=now).order_by("due_at", "id")
    return _page(rows, now, page, size)


def _received(agency_ids: Sequence[int]) -> QuerySet[Dossier]:
    return Dossier.objects.filter(receiving_agency_id__in=list(agency_ids)).select_related("version", "competent_agency")


def _page(rows: QuerySet[Dossier], now: dt.datetime, page: int, size: int) -> ListPage[ReceivedRow]:
    found = list_page(rows, page, size)
    return ListPage([_row(dossier, now) for dossier in found], found.number, found.size, found.more)


def _row(dossier: Dossier, now: dt.datetime) -> ReceivedRow:
    return ReceivedRow(
        dossier_id=dossier.pk,
        code=dossier.code,
        procedure=dossier.version.name,
        applicant=dossier.applicant_name,
        channel=channel_word(dossier.channel),
        competent=dossier.competent_agency.name,
        state=state_tag(dossier.state),
        due=due_view(dossier.due_at, now, paused_since=getattr(dossier, "asked_at", None)),
    )


@dataclass(frozen=True, slots=True)
class TransferredRow:
    """A dossier handed over to the agency that settles it; its papers follow with a list."""

    dossier_id: int
    code: str
    procedure: str
    applicant: str
    competent_id: int
    competent: str
    transferred_at: dt.datetime
    due_at: dt.datetime | None
    paper_count: int


def list_transferred(agency_ids: Sequence[int], start: dt.datetime, end: dt.datetime) -> list[TransferredRow]:
    """Dossiers the one-stop of the agencies handed over in the period, in that order; two queries.

    A hand-over that was taken back is not among them.
    """
    items = (
        WorkItem.objects.filter(agency_id__in=list(agency_ids), kind=WorkKind.TRANSFER, closed_at__gte=start, closed_at__lt=end)
        .filter(~Q(dossier__state__in=[DossierState.ACCEPTED, DossierState.SUBMITTED]))
        .select_related("dossier", "dossier__version", "dossier__competent_agency")
        .order_by("closed_at", "id")
    )
    return _transferred({item.dossier_id: (item.dossier, item.closed_at) for item in items if item.closed_at})


def list_transferred_by_ids(dossier_ids: Iterable[int]) -> list[TransferredRow]:
    """The same facts of dossiers named by id, in the order of the ids; two queries."""
    wanted = list(dossier_ids)
    found = Dossier.objects.select_related("version", "competent_agency").in_bulk(wanted)
    return _transferred({id_: (found[id_], found[id_].accepted_at or found[id_].submitted_at) for id_ in wanted if id_ in found})


def _transferred(found: dict[int, tuple[Dossier, dt.datetime]]) -> list[TransferredRow]:
    papers = dict.fromkeys(found, 0)
    sheets = SubmittedDocument.objects.filter(dossier__in=found).values_list("dossier_id", "originals", "certified", "photocopies")
    for dossier_id, *counts in sheets:
        papers[dossier_id] += sum(counts)
    return [
        TransferredRow(
            dossier_id=dossier.pk,
            code=dossier.code,
            procedure=dossier.version.name,
            applicant=dossier.applicant_name,
            competent_id=dossier.competent_agency_id,
            competent=dossier.competent_agency.name,
            transferred_at=moment,
            due_at=dossier.due_at,
            paper_count=papers[dossier.pk],
        )
        for dossier, moment in found.values()
    ]
