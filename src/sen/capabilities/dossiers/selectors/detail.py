"""One dossier for the officials who work on it."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F

from sen.capabilities.dossiers.models import (
    Consultation,
    Dossier,
    OfficialForm,
    Outcome,
    SubmittedDocument,
    SubmittedFile,
    SupplementRequest,
    Suspension,
    WorkItem,
    WorkKind,
)
from sen.capabilities.dossiers.selectors.history import EventRow, list_events
from sen.capabilities.dossiers.selectors.route_view import route_progress
from sen.capabilities.dossiers.selectors.words import agency_names, channel_word, state_tag
from sen.capabilities.dossiers.states import DOSSIER_STATES, DossierState
from sen.foundation.agencies.selectors import calendar_for
from sen.foundation.audit.services import record_read
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.text import mask
from sen.ui.format import date_text, due_view, size_text
from sen.ui.types import DueView, Step, TagView

FILES_SHOWN = 100


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One component with its files."""

    id: int
    name: str
    originals: int
    certified: int
    photocopies: int
    files: list["PaperFile"]


@dataclass(frozen=True, slots=True)
class PaperFile:
    """One file of a component."""

    public_id: str
    name: str
    size: str
    media_type: str
    scan_state: str
    superseded: bool
    added: str
    added_at: dt.datetime
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class OpenWork:
    """One thing still to do."""

    id: int
    kind: str
    name: str
    role: str
    agency_id: int
    agency: str
    assignee: str
    assignee_id: int | None
    due: DueView
    question: str
    may_act: bool
    signs: bool
    order: int
    due_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class DossierPage:
    """Everything the dossier page shows."""

    dossier: Dossier
    procedure_name: str
    procedure_code: str
    case_name: str
    state: TagView
    channel: str
    due: DueView
    number_masked: str
    phone_masked: str
    receiving: str
    competent: str
    returning: str
    papers: list[PaperRow]
    work: list[OpenWork]
    events: list[EventRow]
    supplements: list[SupplementRequest]
    consultations: list[Consultation]
    forms: list[OfficialForm]
    outcome: Outcome | None
    suspension: Suspension | None
    actions: list[str]
    done_steps: list[WorkItem] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def dossier_page(actor: Actor, dossier: Dossier, now: dt.datetime) -> DossierPage:
    """The page of a dossier the actor was given by ``access_dossier``; personal numbers are masked."""
    agencies = agency_names({*dossier.agency_ids, dossier.receiving_agency_id, dossier.competent_agency_id, dossier.return_agency_id})
    work = list(WorkItem.objects.filter(dossier=dossier).select_related("assignee", "closed_by", "step", "consultation").order_by("id"))
    suspension = Suspension.objects.filter(dossier=dossier, ended_at__isnull=True).first()
    return DossierPage(
        dossier=dossier,
        procedure_name=dossier.version.name,
        procedure_code=dossier.version.procedure.code,
        case_name=dossier.case.name if dossier.case else "",
        state=state_tag(dossier.state),
        channel=channel_word(dossier.channel),
        due=due_of(dossier, now, suspension),
        number_masked=mask(dossier.applicant_number),
        phone_masked=mask(dossier.applicant_phone, head=4, tail=3),
        receiving=agencies.get(dossier.receiving_agency_id, ""),
        competent=agencies.get(dossier.competent_agency_id, ""),
        returning=agencies.get(dossier.return_agency_id, ""),
        papers=list_papers(dossier),
        work=[_open_work(item, actor, agencies, now) for item in work if item.closed_at is None],
        events=list_events(dossier),
        supplements=list(SupplementRequest.objects.filter(dossier=dossier).prefetch_related("items").select_related("asked_by")),
        consultations=[item.consultation for item in work if item.kind == WorkKind.CONSULTATION],
        forms=list(OfficialForm.objects.filter(dossier=dossier).select_related("file")),
        outcome=Outcome.objects.filter(dossier=dossier).select_related("file", "signed_by").first(),
        suspension=suspension,
        actions=[str(action) for action in DOSSIER_STATES.actions(dossier.state)],
        done_steps=[item for item in work if item.closed_at is not None],
        steps=route_progress(dossier, work),
    )


def due_of(dossier: Dossier, now: dt.datetime, suspension: Suspension | None) -> DueView:
    """The promise to the applicant: the reception before acceptance, the result after it."""
    if dossier.state == DossierState.SUBMITTED:
        return due_view(dossier.reception_due_at, now)
    minutes = None
    if dossier.due_at and not dossier.settled_at:
        calendar = calendar_for(dossier.competent_agency_id, clock.local(now).date())
        late = dossier.due_at < now
        minutes = -calendar.minutes_between(dossier.due_at, now) if late else calendar.minutes_between(now, dossier.due_at)
    return due_view(
        dossier.due_at,
        now,
        paused_since=suspension.started_at if suspension else None,
        finished_at=dossier.settled_at or dossier.closed_at,
        minutes_left=minutes,
    )


_FILE_COLUMNS = ("document_id", "superseded_at", "added_at", "file__public_id", "file__name", "file__size", "file__media_type")
_FILE_MARKS = ("file__scan_state", "file__sha256")


def list_papers(dossier: Dossier) -> list[PaperRow]:
    """The components handed in with their files, those in force before those replaced; two queries however many files."""
    files: dict[int, list[PaperFile]] = {}
    rows = SubmittedFile.objects.filter(document__dossier=dossier).order_by(F("superseded_at").desc(nulls_first=True), "id")
    for document_id, *columns in rows.values_list(*_FILE_COLUMNS, *_FILE_MARKS):
        files.setdefault(document_id, []).append(_paper_file(*columns))
    return [
        PaperRow(
            id=document.pk,
            name=document.name,
            originals=document.originals,
            certified=document.certified,
            photocopies=document.photocopies,
            files=files.get(document.pk, []),
        )
        for document in SubmittedDocument.objects.filter(dossier=dossier)
    ]


def _paper_file(
    superseded_at: dt.datetime | None,
    added_at: dt.datetime,
    public_id: UUID,
    name: str,
    size: int,
    media_type: str,
    scan_state: str,
    sha256: str,
) -> PaperFile:
    return PaperFile(
        public_id=str(public_id),
        name=name,
        size=size_text(size),
        media_type=media_type,
        scan_state=scan_state,
        superseded=superseded_at is not None,
        added=date_text(added_at),
        added_at=added_at,
        sha256=sha256,
    )


def _open_work(item: WorkItem, actor: Actor, agencies: dict[int, str], now: dt.datetime) -> OpenWork:
    consultation = getattr(item, "consultation", None) if item.kind == WorkKind.CONSULTATION else None
    return OpenWork(
        id=item.pk,
        kind=item.kind,
        name=item.name,
        role=item.role,
        agency_id=item.agency_id,
        agency=agencies.get(item.agency_id, ""),
        assignee=item.assignee.name if item.assignee else "",
        assignee_id=item.assignee_id,
        due=due_view(item.due_at, now, paused_since=item.opened_at if item.paused_minutes_left is not None else None),
        question=consultation.question if consultation else "",
        may_act=actor.has(Role(item.role), item.agency_id) and item.assignee_id in (None, actor.account_id),
        signs=item.kind == WorkKind.SIGNING,
        order=item.order,
        due_at=item.due_at,
    )


def last_event_count(dossier_id: int) -> int | None:
    """How many events the dossier has; pages poll this to tell an officer that somebody else was quicker."""
    return Dossier.objects.filter(pk=dossier_id).values_list("event_count", flat=True).first()


def applicant_in_full(*, actor: Actor, dossier: Dossier, purpose: str, now: dt.datetime) -> dict[str, str]:
    """The applicant's numbers unmasked, for a stated purpose; the read is logged and shown to the applicant."""
    record_read(
        actor=actor,
        subject_type="dossier",
        subject_id=dossier.pk,
        purpose=purpose,
        now=now,
        person_id=dossier.applicant_person_id,
        detail={"fields": ["number", "phone", "email", "address"], "code": dossier.code},
    )
    return {
        "number": dossier.applicant_number,
        "phone": dossier.applicant_phone,
        "email": dossier.applicant_email,
        "address": dossier.applicant_address,
    }
