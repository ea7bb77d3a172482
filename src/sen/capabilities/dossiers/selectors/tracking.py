"""Following a dossier from outside: with an account, or with its code and the phone number."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from sen.capabilities.dossiers.errors import WrongCode
from sen.capabilities.dossiers.models import Dossier, OfficialForm, Outcome, SupplementRequest, Suspension, WorkItem, WorkKind
from sen.capabilities.dossiers.selectors.detail import PaperRow, due_of, list_papers
from sen.capabilities.dossiers.selectors.history import EventRow, list_events
from sen.capabilities.dossiers.selectors.words import agency_names, channel_word, national_tag
from sen.capabilities.dossiers.states import FINISHED_STATES, DossierState
from sen.capabilities.procedures.selectors import route_steps
from sen.capabilities.procedures.types import StepRow
from sen.kernel.identifiers import normal_phone
from sen.ui.format import moment_text
from sen.ui.types import DueView, TagView


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the dossier now, in what step, until when."""

    agency: str
    officer: str
    step: str
    until: str


@dataclass(frozen=True, slots=True)
class TrackingPage:
    """What the applicant sees of a dossier."""

    dossier: Dossier
    procedure_name: str
    state: TagView
    due: DueView
    channel: str
    receiving: str
    competent: str
    returning: str
    events: list[EventRow]
    next_steps: list[StepRow]
    holders: list[Holder]
    papers: list[PaperRow]
    supplement: SupplementRequest | None
    forms: list[OfficialForm]
    outcome: Outcome | None
    may_withdraw: bool


def find_by_code_and_phone(code: str, phone: str) -> uuid.UUID:
    """The public id of the dossier with this code and this phone number.

    Callers limit the rate.  Raises WrongCode without telling which of the two was wrong.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT sen_find_dossier(%s, %s)", [code.strip().upper(), normal_phone(phone)])
        found = cursor.fetchone()[0]
    if found is None:
        raise WrongCode(field="code")
    return uuid.UUID(str(found))


def grant_dossier(public_id: uuid.UUID) -> Dossier | None:
    """The dossier for a visitor who proved code and phone earlier in the session; opens row-level security for it alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('sen.granted', %s, true)", [str(public_id)])
    return Dossier.objects.select_related("version", "version__procedure", "case", "rule_set").filter(public_id=public_id).first()


def tracking_page(dossier: Dossier, now: dt.datetime) -> TrackingPage:
    """The story of the dossier for its applicant: where it is, who holds it, until when."""
    agencies = agency_names({*dossier.agency_ids, dossier.receiving_agency_id, dossier.competent_agency_id, dossier.return_agency_id})
    work = list(WorkItem.objects.filter(dossier=dossier).select_related("assignee").order_by("id"))
    suspension = Suspension.objects.filter(dossier=dossier, ended_at__isnull=True).first()
    return TrackingPage(
        dossier=dossier,
        procedure_name=dossier.version.name,
        state=national_tag(dossier.state),
        due=due_of(dossier, now, suspension),
        channel=channel_word(dossier.channel),
        receiving=agencies.get(dossier.receiving_agency_id, ""),
        competent=agencies.get(dossier.competent_agency_id, ""),
        returning=agencies.get(dossier.return_agency_id, ""),
        events=list_events(dossier),
        next_steps=_next_steps(dossier, work),
        holders=[_holder(item, agencies, now) for item in work if item.closed_at is None],
        papers=list_papers(dossier),
        supplement=SupplementRequest.objects.filter(dossier=dossier, answered_at__isnull=True).prefetch_related("items").first(),
        forms=list(OfficialForm.objects.filter(dossier=dossier, cancelled_at__isnull=True).select_related("file")),
        outcome=Outcome.objects.filter(dossier=dossier, signed_at__isnull=False).select_related("file").first(),
        may_withdraw=dossier.state not in FINISHED_STATES and dossier.state != DossierState.WITHDRAWAL_ASKED,
    )


def _next_steps(dossier: Dossier, work: list[WorkItem]) -> list[StepRow]:
    if dossier.route_id is None or dossier.state in FINISHED_STATES:
        return []
    reached = max((item.order for item in work if item.kind in (WorkKind.STEP, WorkKind.SIGNING)), default=0)
    return [step for step in route_steps(dossier.route_id) if step.order > reached]


def _holder(item: WorkItem, agencies: dict[int, str], now: dt.datetime) -> Holder:
    return Holder(
        agency=agencies.get(item.agency_id, ""),
        officer=item.assignee.name if item.assignee else "",
        step=item.name,
        until=moment_text(item.due_at, now) if item.due_at else _("đang tạm dừng"),
    )
