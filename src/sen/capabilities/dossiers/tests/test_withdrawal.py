"""Withdrawing and stopping."""

import datetime as dt

import pytest

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.errors import ReasonMissing
from sen.capabilities.dossiers.models import Dossier, OfficialForm, WorkItem
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from sen.kernel.errors import IllegalTransition, NotFound
from tests.dossier_factories import accepted, at_signature, in_work, submitted
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db


def test_before_acceptance_the_applicant_takes_it_back_at_once(citizen: Actor, agency: Agency) -> None:
    dossier = submitted(citizen, agency)
    services.withdraw_dossier(actor=citizen, dossier_id=dossier.pk, reason="", now=MONDAY)
    assert Dossier.objects.get(pk=dossier.pk).state == "withdrawn"
    assert not WorkItem.objects.filter(dossier=dossier, closed_at__isnull=True).exists()


def test_after_acceptance_a_stop_notice_is_issued(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = accepted(citizen, clerk, agency)
    services.withdraw_dossier(actor=citizen, dossier_id=dossier.pk, reason="Đổi ý", now=MONDAY)
    assert Dossier.objects.get(pk=dossier.pk).state == "stopped"
    assert OfficialForm.objects.filter(dossier=dossier, kind="stop").exists()


def test_in_work_the_agency_answers_within_a_working_day_while_the_clock_stands(
    citizen: Actor, clerk: Actor, head: Actor, agency: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    services.ask_withdrawal(actor=citizen, dossier_id=dossier.pk, reason="Đổi ý", now=MONDAY)
    item = WorkItem.objects.get(dossier=dossier, kind="withdrawal")
    assert item.due_at == MONDAY + dt.timedelta(days=1)
    services.keep_dossier(actor=head, dossier_id=dossier.pk, reason="Kết quả đã ký", now=MONDAY + dt.timedelta(hours=1))
    dossier.refresh_from_db()
    assert dossier.state == "processing"
    assert dossier.suspensions.get().ended_at == MONDAY + dt.timedelta(hours=1)


def test_agreeing_stops_it(citizen: Actor, clerk: Actor, head: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    services.ask_withdrawal(actor=citizen, dossier_id=dossier.pk, reason="Đổi ý", now=MONDAY)
    services.confirm_withdrawal(actor=head, dossier_id=dossier.pk, note="Đồng ý", now=MONDAY)
    assert Dossier.objects.get(pk=dossier.pk).state == "stopped"


def test_a_stranger_cannot_withdraw(citizen: Actor, other_citizen: Actor, agency: Agency) -> None:
    dossier = submitted(citizen, agency)
    with pytest.raises(NotFound):
        services.withdraw_dossier(actor=other_citizen, dossier_id=dossier.pk, reason="", now=MONDAY)
    assert Dossier.objects.get(pk=dossier.pk).state == "submitted"


def test_after_the_result_it_is_too_late(
    citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, approver: Actor, agency: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    services.sign_outcome(actor=approver, item_id=at_signature(dossier, head, specialist).pk, now=MONDAY)
    with pytest.raises(IllegalTransition):
        services.withdraw_dossier(actor=citizen, dossier_id=dossier.pk, reason="", now=MONDAY)
    assert Dossier.objects.get(pk=dossier.pk).state == "settled"


def test_stopping_needs_a_reason(citizen: Actor, clerk: Actor, head: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    with pytest.raises(ReasonMissing):
        services.stop_dossier(actor=head, dossier_id=dossier.pk, reason="", now=MONDAY)
    assert Dossier.objects.get(pk=dossier.pk).state == "processing"
