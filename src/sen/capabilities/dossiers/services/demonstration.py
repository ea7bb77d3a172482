"""Demonstration dossiers: brought to life through the real use cases, marked as demo, applied for by demo people only."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sen.capabilities.dossiers.models import Dossier, WorkItem, WorkKind
from sen.capabilities.dossiers.services.deadlines import suspend_for_financial_duty
from sen.capabilities.dossiers.services.intake import receive_at_counter, submit_application
from sen.capabilities.dossiers.services.outcomes import draft_outcome, return_result, sign_outcome
from sen.capabilities.dossiers.services.reception import accept_dossier, refuse_dossier, transfer_dossier
from sen.capabilities.dossiers.services.steps import complete_step
from sen.capabilities.dossiers.services.supplements import request_supplement
from sen.capabilities.dossiers.types import Applicant, Application, Lack, OutcomeDraft, Paper
from sen.capabilities.procedures.selectors import list_cases, list_components
from sen.foundation.accounts.selectors import actor_of, list_officers
from sen.foundation.agencies.selectors import calendar_for
from sen.kernel import clock
from sen.kernel.actor import SYSTEM, Actor, Role
from sen.registries.parties.types import PersonFacts

STAGES = (
    "submitted",
    "submitted",
    "refused",
    "accepted",
    "assigned",
    "appraised",
    "appraised",
    "signing",
    "supplement",
    "duty",
    "settled",
    "returned",
    "returned",
)
_LONGEST_HOLD = 90


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """One dossier to make: what, for whom, by which agencies, how far, begun when."""

    version_id: int
    person: PersonFacts
    account_id: int | None
    competent_id: int
    receiving_id: int
    stage: str
    started_at: dt.datetime
    online: bool
    seed: int


@dataclass(slots=True)
class _Run:
    """The clock of one demonstration dossier, moved forward through office hours."""

    plan: DemoPlan
    now: dt.datetime
    until: dt.datetime
    dice: random.Random

    def officer(self, role: Role, agency_id: int) -> Actor:
        """An officer of the agency with the role."""
        officers = list_officers(agency_id, role, on=clock.local(self.now).date())
        return actor_of(self.dice.choice(officers).account_id, clock.local(self.now).date())

    def pass_time(self) -> dt.datetime:
        """Let some office hours go by, never beyond the present."""
        later = calendar_for(self.plan.competent_id, clock.local(self.now).date()).add_minutes(
            self.now, self.dice.randint(10, _LONGEST_HOLD)
        )
        self.now = min(later.astimezone(dt.UTC), self.until)
        return self.now


def make_demo_dossier(*, plan: DemoPlan, now: dt.datetime) -> Dossier:
    """Make one dossier and bring it to its stage; every event carries the time it would have had."""
    run = _Run(plan, plan.started_at, now, random.Random(plan.seed))  # noqa: S311 - demonstration data
    application = _application(plan)
    if not plan.online:
        clerk = run.officer(Role.ONE_STOP, plan.receiving_id)
        dossier = receive_at_counter(actor=clerk, application=replace(application, channel="counter"), now=run.now)
        return _go_on(dossier, run, clerk)
    applicant = actor_of(plan.account_id, clock.local(now).date()) if plan.account_id else SYSTEM
    dossier = submit_application(actor=applicant, application=application, now=run.now)
    if plan.stage == "submitted":
        return dossier
    clerk = run.officer(Role.ONE_STOP, plan.receiving_id)
    if plan.stage == "refused":
        reason = "Thủ tục này thuộc thẩm quyền của cơ quan khác. Bộ phận Một cửa đã hướng dẫn nơi nộp đúng."
        return refuse_dossier(actor=clerk, dossier_id=dossier.pk, reason=reason, now=run.pass_time())
    dossier = accept_dossier(actor=clerk, dossier_id=dossier.pk, now=run.pass_time())
    return _go_on(dossier, run, clerk)


def _application(plan: DemoPlan) -> Application:
    cases = list_cases(plan.version_id)
    case_id = cases[0].id if cases else None
    papers = [row for row in list_components(plan.version_id, case_id) if row.is_required]
    person = plan.person
    applicant = Applicant(
        name=person.name,
        number=person.identity_number,
        born_on=person.born_on,
        phone=person.phone,
        address=person.address,
        unit_id=person.unit_id,
        account_id=plan.account_id,
        person_id=person.id,
    )
    return Application(
        version_id=plan.version_id,
        case_id=case_id,
        applicant=applicant,
        papers=tuple(Paper(name=row.name, required_id=row.id, originals=row.originals, photocopies=row.copies) for row in papers),
        channel="online",
        competent_agency_id=plan.competent_id,
        receiving_agency_id=plan.receiving_id,
        is_demo=True,
    )


def _go_on(dossier: Dossier, run: _Run, clerk: Actor) -> Dossier:
    if run.plan.stage in ("submitted", "refused", "accepted"):
        return dossier
    transfer_dossier(actor=clerk, dossier_id=dossier.pk, now=run.pass_time())
    if run.plan.stage == "assigned":
        return dossier
    for _ in range(6):
        item = WorkItem.objects.filter(dossier=dossier, closed_at__isnull=True).order_by("id").first()
        if item is None or not _step(dossier, item, run):
            break
    if run.plan.stage == "returned":
        return_result(actor=clerk, dossier_id=dossier.pk, collected_by=run.plan.person.name, now=run.pass_time())
    return dossier


def _step(dossier: Dossier, item: WorkItem, run: _Run) -> bool:
    """Do one step; False once the dossier stands where its stage wants it."""
    stage, agency_id = run.plan.stage, run.plan.competent_id
    if item.kind == WorkKind.RETURN or (item.kind == WorkKind.SIGNING and stage == "signing"):
        return False
    officer = run.officer(Role(item.role), item.agency_id)
    if item.assignee_id:
        officer = actor_of(item.assignee_id, clock.local(run.now).date())
    if item.kind == WorkKind.SIGNING:
        sign_outcome(actor=officer, item_id=item.pk, now=run.pass_time())
        return True
    if item.role == Role.SPECIALIST:
        if stage == "appraised":
            return False
        if stage in ("supplement", "duty"):
            _pause(dossier, officer, run)
            return False
        title = f"Kết quả: {dossier.version.name}"
        draft_outcome(actor=officer, dossier_id=dossier.pk, draft=OutcomeDraft("granted", title, ""), now=run.pass_time())
    note = "Hồ sơ đầy đủ, hợp lệ." if item.role == Role.SPECIALIST else ""
    specialists = list_officers(agency_id, Role.SPECIALIST, on=clock.local(run.now).date())
    assignee = run.dice.choice(specialists).account_id if item.role == Role.HEAD and _next_is_specialist(item) else None
    complete_step(actor=officer, item_id=item.pk, now=run.pass_time(), note=note, assignee_id=assignee)
    return True


def _next_is_specialist(item: WorkItem) -> bool:
    return item.order <= 2 and "công" in item.name.lower()


def _pause(dossier: Dossier, officer: Actor, run: _Run) -> None:
    if run.plan.stage == "duty":
        reason = "Đã chuyển thông tin đến cơ quan thuế; chờ người nộp hoàn thành nghĩa vụ tài chính."
        suspend_for_financial_duty(actor=officer, dossier_id=dossier.pk, reason=reason, now=run.pass_time())
        return
    documents: Sequence[tuple[int, str]] = list(dossier.documents.values_list("pk", "name")[:1])
    lacks = [Lack(name, "Bản chụp bị mờ ở trang 2, không đọc được ngày cấp.", pk) for pk, name in documents]
    lacks = lacks or [Lack("Giấy tờ chứng minh", "Thiếu giấy tờ chứng minh nơi ở hợp pháp.")]
    request_supplement(actor=officer, dossier_id=dossier.pk, lacks=lacks, now=run.pass_time())
