"""Work inside the competent agency."""

import datetime as dt

import pytest

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.errors import ConsultationOpen, NoPreviousStep, NotYourTurn, OutcomeMissing, ReasonMissing, WrongOfficer
from sen.capabilities.dossiers.models import Consultation, Dossier, DossierEvent, WorkItem
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed, NotFound
from tests.dossier_factories import at_signature, in_work, open_item
from tests.factories import MONDAY, make_officer

pytestmark = pytest.mark.django_db


def test_the_head_gives_the_work_to_a_named_specialist(
    citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, agency: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    services.complete_step(actor=head, item_id=open_item(dossier).pk, now=MONDAY, assignee_id=specialist.account_id)
    item = open_item(dossier)
    assert (item.assignee_id, item.name) == (specialist.account_id, "Thẩm định")


def test_work_given_to_one_is_not_another_one_s(citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, agency: Agency) -> None:
    colleague = make_officer(Role.SPECIALIST, agency, name="Phan Thị Sáu")
    dossier = in_work(citizen, clerk, agency)
    services.complete_step(actor=head, item_id=open_item(dossier).pk, now=MONDAY, assignee_id=specialist.account_id)
    with pytest.raises(NotYourTurn) as refusal:
        services.complete_step(actor=colleague, item_id=open_item(dossier).pk, now=MONDAY)
    assert specialist.name in refusal.value.message
    assert open_item(dossier).closed_at is None


def test_work_cannot_be_given_to_somebody_without_the_role(citizen: Actor, clerk: Actor, head: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    with pytest.raises(WrongOfficer):
        services.complete_step(actor=head, item_id=open_item(dossier).pk, now=MONDAY, assignee_id=clerk.account_id)
    assert open_item(dossier).name == "Phân công thụ lý"


def test_officers_elsewhere_do_not_find_the_work(citizen: Actor, clerk: Actor, outsider_officer: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    with pytest.raises(NotFound):
        services.complete_step(actor=outsider_officer, item_id=open_item(dossier).pk, now=MONDAY)
    assert Dossier.objects.get(pk=dossier.pk).event_count == 3


def test_nothing_goes_to_signature_without_a_draft_result(
    citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, agency: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    services.complete_step(actor=head, item_id=open_item(dossier).pk, now=MONDAY)
    with pytest.raises(OutcomeMissing):
        services.complete_step(actor=specialist, item_id=open_item(dossier).pk, now=MONDAY)
    assert open_item(dossier).name == "Thẩm định"


def test_the_leader_returns_it_to_the_person_who_did_the_step_before(
    citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, approver: Actor, agency: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    signing = at_signature(dossier, head, specialist)
    with pytest.raises(ReasonMissing):
        services.send_back(actor=approver, item_id=signing.pk, reason="", now=MONDAY)
    services.send_back(actor=approver, item_id=signing.pk, reason="Ghi sai tên hộ kinh doanh", now=MONDAY)
    item = open_item(dossier)
    assert (item.name, item.assignee_id) == ("Thẩm định", specialist.account_id)


def test_the_first_step_has_nothing_before_it(citizen: Actor, clerk: Actor, head: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    with pytest.raises(NoPreviousStep):
        services.send_back(actor=head, item_id=open_item(dossier).pk, reason="Không đúng", now=MONDAY)


def test_agencies_are_consulted_in_parallel_and_a_late_answer_is_recorded(
    citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, agency: Agency, other_agency: Agency, department: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    services.complete_step(actor=head, item_id=open_item(dossier).pk, now=MONDAY)
    due = MONDAY + dt.timedelta(days=1)
    services.consult_agencies(
        actor=specialist,
        dossier_id=dossier.pk,
        agency_ids=[other_agency.pk, department.pk],
        question="Có ý kiến gì về quy hoạch?",
        due_at=due,
        now=MONDAY,
    )
    dossier.refresh_from_db()
    assert {other_agency.pk, department.pk} <= set(dossier.agency_ids)
    step = WorkItem.objects.get(dossier=dossier, closed_at__isnull=True, kind="step")
    with pytest.raises(ConsultationOpen):
        services.complete_step(actor=specialist, item_id=step.pk, now=MONDAY)
    consultee = make_officer(Role.SPECIALIST, other_agency, name="Đỗ Văn Tám")
    asked = WorkItem.objects.get(dossier=dossier, kind="consultation", agency=other_agency)
    services.answer_consultation(
        actor=consultee, item_id=asked.pk, answer="Phù hợp quy hoạch", agrees=True, now=due + dt.timedelta(hours=1)
    )
    assert Consultation.objects.get(work_item=asked).agrees is True
    event = DossierEvent.objects.get(dossier_id=dossier.pk, action="answer_consultation")
    assert event.payload["late"] is True


def test_the_consulted_agency_cannot_settle(
    citizen: Actor, clerk: Actor, agency: Agency, outsider_officer: Actor, other_agency: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    with pytest.raises(NotAllowed):
        services.consult_agencies(
            actor=outsider_officer, dossier_id=dossier.pk, agency_ids=[other_agency.pk], question="Hỏi thử xem", due_at=MONDAY, now=MONDAY
        )
    assert Consultation.objects.count() == 0
