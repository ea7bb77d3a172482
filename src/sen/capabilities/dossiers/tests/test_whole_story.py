"""The story every dossier should have, through the use cases."""

import datetime as dt

import pytest

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import Dossier, DossierEvent, OfficialForm, Outcome
from sen.capabilities.dossiers.selectors import check_result, count_by_agency, recount
from sen.capabilities.dossiers.services.recording import hashed_fields
from sen.capabilities.dossiers.types import Lack, SupplementAnswer
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.hashing import GENESIS, link_hash
from tests.dossier_factories import at_signature, in_work, make_application, make_rules, make_version, open_item, submitted
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db


def test_from_submission_to_returned_result(
    citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, approver: Actor, agency: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    assert clock.local(dossier.due_at).strftime("%d/%m %H:%M") == "19/11 08:30"
    signing = at_signature(dossier, head, specialist)
    services.sign_outcome(actor=approver, item_id=signing.pk, now=MONDAY + dt.timedelta(hours=1))
    services.return_result(actor=clerk, dossier_id=dossier.pk, collected_by="Trần Thị Mai", now=MONDAY + dt.timedelta(hours=2))

    dossier.refresh_from_db()
    assert dossier.state == "returned"
    outcome = Outcome.objects.get(dossier=dossier)
    check = check_result(outcome.verify_code or "")
    assert check is not None and check.number == outcome.number and check.applicant_initials == "T. T. M."
    actions = list(DossierEvent.objects.filter(dossier_id=dossier.pk).order_by("sequence").values_list("action", flat=True))
    assert actions == ["submit", "accept", "transfer", "forward", "forward", "settle", "return_result"]


def test_events_form_one_unbroken_chain(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    previous = GENESIS
    for event in DossierEvent.objects.filter(dossier_id=dossier.pk).order_by("sequence"):
        assert event.previous_hash == previous
        assert event.hash == link_hash(previous, hashed_fields(event))
        previous = event.hash
    assert Dossier.objects.get(pk=dossier.pk).head_hash == previous


def test_a_supplement_restarts_the_term_and_keeps_the_interval(
    citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, agency: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    services.complete_step(actor=head, item_id=open_item(dossier).pk, now=MONDAY)
    document = dossier.documents.first()
    assert document is not None
    asked = MONDAY + dt.timedelta(days=1)
    services.request_supplement(
        actor=specialist, dossier_id=dossier.pk, lacks=[Lack(document.name, "Trang 2 bị mờ", document.pk)], now=asked
    )
    dossier.refresh_from_db()
    assert dossier.state == "supplement"
    request = dossier.supplements.get()
    answered = MONDAY + dt.timedelta(days=4)
    services.answer_supplement(
        actor=citizen, dossier_id=dossier.pk, answers=[SupplementAnswer(request.items.get().pk, note="Đã chụp lại")], now=answered
    )
    dossier.refresh_from_db()
    pause = dossier.suspensions.get()
    assert (pause.started_at, pause.ended_at) == (asked, answered)
    assert clock.local(dossier.due_at).strftime("%d/%m %H:%M") == "25/11 08:30"
    assert dossier.state == "processing"


def test_the_tally_equals_a_recount_at_every_moment(citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, agency: Agency) -> None:
    today = MONDAY.date()
    dossier = in_work(citizen, clerk, agency)
    submitted(citizen, agency)
    assert count_by_agency(today) == recount(today)
    services.fold_tally()
    services.complete_step(actor=head, item_id=open_item(dossier).pk, now=MONDAY)
    services.withdraw_dossier(actor=citizen, dossier_id=submitted(citizen, agency).pk, reason="Nộp nhầm", now=MONDAY)
    assert count_by_agency(today) == recount(today)
    services.recount_tally()
    assert count_by_agency(today) == recount(today)


def test_the_same_request_opens_one_dossier(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    make_rules()
    application = make_application(make_version(), agency, actor=citizen)
    first = services.submit_application(actor=citizen, application=application, now=MONDAY)
    second = services.submit_application(actor=citizen, application=application, now=MONDAY)
    assert first.pk == second.pk
    assert Dossier.objects.count() == 1
    third = submitted(citizen, agency)
    assert third.code.endswith("-0002")
    assert OfficialForm.objects.filter(kind="proof").count() == 2
