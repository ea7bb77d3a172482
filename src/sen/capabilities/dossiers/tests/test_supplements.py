"""The one complete supplement request."""

import datetime as dt

import pytest

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.errors import NothingLacks, ReasonMissing, SupplementAlreadyAsked
from sen.capabilities.dossiers.models import Dossier, OfficialForm, RuleSet, SupplementRequest
from sen.capabilities.dossiers.types import Lack, SupplementAnswer
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed, NotFound
from tests.dossier_factories import in_work, make_rules, open_item, submitted
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db

LACK = [Lack("Giấy tờ 1", "Bản chụp bị mờ")]


def answered(dossier: Dossier, actor: Actor, now: dt.datetime) -> Dossier:
    item = SupplementRequest.objects.get(dossier=dossier, answered_at__isnull=True).items.get()
    return services.answer_supplement(actor=actor, dossier_id=dossier.pk, answers=[SupplementAnswer(item.pk, note="Đã nộp lại")], now=now)


def test_asked_at_reception_the_reception_clock_starts_again(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = submitted(citizen, agency)
    services.request_supplement(actor=clerk, dossier_id=dossier.pk, lacks=LACK, now=MONDAY)
    assert Dossier.objects.get(pk=dossier.pk).state == "intake_supplement"
    later = MONDAY + dt.timedelta(days=2)
    answered(dossier, citizen, later)
    dossier.refresh_from_db()
    assert dossier.state == "submitted"
    assert clock.local(dossier.reception_due_at).strftime("%d/%m %H:%M") == "19/11 08:30"
    assert open_item(dossier).kind == "reception"


def test_each_component_needs_its_reason(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = submitted(citizen, agency)
    for lacks, error in (([], NothingLacks), ([Lack("Giấy tờ 1", " ")], ReasonMissing)):
        with pytest.raises(error):
            services.request_supplement(actor=clerk, dossier_id=dossier.pk, lacks=lacks, now=MONDAY)
    assert SupplementRequest.objects.count() == 0


def test_a_second_request_is_refused(citizen: Actor, clerk: Actor, specialist: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    services.request_supplement(actor=specialist, dossier_id=dossier.pk, lacks=LACK, now=MONDAY)
    answered(dossier, citizen, MONDAY + dt.timedelta(hours=1))
    with pytest.raises(SupplementAlreadyAsked):
        services.request_supplement(actor=specialist, dossier_id=dossier.pk, lacks=LACK, now=MONDAY + dt.timedelta(hours=2))
    assert Dossier.objects.get(pk=dossier.pk).supplement_count == 1


def test_a_leader_may_ask_again_with_a_reason(citizen: Actor, clerk: Actor, specialist: Actor, approver: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    services.request_supplement(actor=specialist, dossier_id=dossier.pk, lacks=LACK, now=MONDAY)
    answered(dossier, citizen, MONDAY + dt.timedelta(hours=1))
    services.request_supplement(
        actor=approver,
        dossier_id=dossier.pk,
        lacks=LACK,
        override_reason="Giấy tờ nộp lại thuộc người khác",
        now=MONDAY + dt.timedelta(hours=2),
    )
    assert Dossier.objects.get(pk=dossier.pk).supplement_count == 2


def test_under_resume_the_term_goes_on_with_what_was_left(citizen: Actor, clerk: Actor, specialist: Actor, agency: Agency) -> None:
    make_rules(supplement_clock=RuleSet.SupplementClock.RESUME)
    dossier = in_work(citizen, clerk, agency)
    services.request_supplement(actor=specialist, dossier_id=dossier.pk, lacks=LACK, now=MONDAY + dt.timedelta(days=1))
    answered(dossier, citizen, MONDAY + dt.timedelta(days=4))
    dossier.refresh_from_db()
    assert clock.local(dossier.due_at).strftime("%d/%m %H:%M") == "24/11 08:30"
    assert dossier.suspensions.get().minutes_left == 2 * 8 * 60


def test_the_work_list_stands_still_while_the_applicant_is_asked(citizen: Actor, clerk: Actor, specialist: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    before = open_item(dossier)
    services.request_supplement(actor=specialist, dossier_id=dossier.pk, lacks=LACK, now=MONDAY)
    paused = open_item(dossier)
    assert (paused.pk, paused.due_at) == (before.pk, None)
    assert paused.paused_minutes_left == 120


def test_strangers_cannot_answer(citizen: Actor, other_citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = submitted(citizen, agency)
    services.request_supplement(actor=clerk, dossier_id=dossier.pk, lacks=LACK, now=MONDAY)
    with pytest.raises(NotFound):
        answered(dossier, other_citizen, MONDAY)
    assert SupplementRequest.objects.get().answered_at is None


def test_an_officer_of_another_agency_cannot_ask(citizen: Actor, clerk: Actor, outsider_officer: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    with pytest.raises(NotAllowed):
        services.request_supplement(actor=outsider_officer, dossier_id=dossier.pk, lacks=LACK, now=MONDAY)
    assert not OfficialForm.objects.filter(kind="supplement").exists()
