"""Questions between agencies about a dossier."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sen.capabilities.dossiers.models import Consultation, Dossier, WorkItem, WorkKind
from sen.capabilities.dossiers.selectors.words import agency_names
from sen.foundation.agencies.selectors import find_agencies
from sen.kernel.errors import NotFound
from sen.ui.format import due_view
from sen.ui.types import DueView, TagView, Tone

_ALL = 500


@dataclass(frozen=True, slots=True)
class Question:
    """One question as the consulted agency reads it."""

    text: str
    asked_by: str
    asking_agency: str
    due: DueView


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """One consulted agency: what was asked, until when, what it answered."""

    agency: str
    question: str
    asked_by: str
    asked_at: dt.datetime
    answer: str
    answered_by: str
    answered_at: dt.datetime | None
    due: DueView
    late: bool
    verdict: TagView | None


def agencies_to_ask(dossier: Dossier, on: dt.date) -> list[tuple[str, str]]:
    """Every agency of the date except the one that settles the dossier, as choices: by level, then name."""
    agencies = find_agencies("", on, limit=_ALL)
    return [(str(agency.pk), agency.name) for agency in agencies if agency.pk != dossier.competent_agency_id]


def count_open_questions(dossier: Dossier) -> int:
    """How many agencies have not answered yet."""
    return WorkItem.objects.filter(dossier=dossier, kind=WorkKind.CONSULTATION, closed_at__isnull=True).count()


def question_of(item: WorkItem, now: dt.datetime) -> Question:
    """What is asked in a consultation; raises NotFound for other work."""
    consultation = Consultation.objects.filter(work_item=item).select_related("asked_by", "work_item__dossier").first()
    if consultation is None:
        raise NotFound
    agency_id = consultation.work_item.dossier.competent_agency_id
    asking = agency_names([agency_id]).get(agency_id, "")
    return Question(consultation.question, consultation.asked_by.name, asking, due_view(item.due_at, now, finished_at=item.closed_at))


def list_opinions(dossier: Dossier, now: dt.datetime) -> list[OpinionRow]:
    """Every agency asked about the dossier, in the order of asking."""
    rows = (
        Consultation.objects.filter(work_item__dossier=dossier)
        .select_related("work_item__agency", "asked_by", "answered_by")
        .order_by("work_item_id")
    )
    return [_opinion(row, now) for row in rows]


def _opinion(row: Consultation, now: dt.datetime) -> OpinionRow:
    item = row.work_item
    return OpinionRow(
        agency=item.agency.name,
        question=row.question,
        asked_by=row.asked_by.name,
        asked_at=item.opened_at,
        answer=row.answer,
        answered_by=row.answered_by.name if row.answered_by else "",
        answered_at=row.answered_at,
        due=due_view(
            item.due_at, now, finished_at=item.closed_at, paused_since=item.opened_at if item.paused_minutes_left is not None else None
        ),
        late=bool(item.due_at and (item.closed_at or now) > item.due_at),
        verdict=_verdict(row),
    )


def _verdict(row: Consultation) -> TagView | None:
    if row.answered_at is None:
        return None
    if row.agrees is None:
        return TagView(_("Ý kiến khác"), Tone.PLAIN, "message-circle")
    return TagView(_("Đồng ý"), Tone.DONE, "circle-check") if row.agrees else TagView(_("Không đồng ý"), Tone.SOON, "circle-alert")
