"""Accepting at the one-stop."""

import datetime as dt

import pytest

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.errors import NoRoute
from sen.capabilities.dossiers.models import Dossier, DossierEvent, OfficialForm, WorkItem
from sen.capabilities.dossiers.services.reception import transfer_due
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import IllegalTransition, NotAllowed, Stale
from sen.kernel.worktime import WorkingCalendar
from tests.dossier_factories import accepted, make_version, submitted
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db


def test_acceptance_sets_the_due_date_issues_the_receipt_and_opens_the_hand_over(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = accepted(citizen, clerk, agency)
    assert dossier.due_at == dossier.first_due_at
    assert clock.local(dossier.due_at).strftime("%a %d %H:%M") == "Thu 19 08:30"
    assert OfficialForm.objects.filter(dossier=dossier, kind="receipt").count() == 1
    assert list(WorkItem.objects.filter(dossier=dossier, closed_at__isnull=True).values_list("kind", flat=True)) == ["transfer"]


def test_an_officer_of_another_agency_cannot_accept(citizen: Actor, outsider_officer: Actor, agency: Agency) -> None:
    dossier = submitted(citizen, agency)
    with pytest.raises(NotAllowed):
        services.accept_dossier(actor=outsider_officer, dossier_id=dossier.pk, now=MONDAY)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.event_count) == ("submitted", 1)


def test_a_specialist_cannot_accept(citizen: Actor, specialist: Actor, agency: Agency) -> None:
    dossier = submitted(citizen, agency)
    with pytest.raises(NotAllowed):
        services.accept_dossier(actor=specialist, dossier_id=dossier.pk, now=MONDAY)
    assert DossierEvent.objects.filter(dossier_id=dossier.pk).count() == 1


def test_the_second_of_two_officers_is_told_who_was_quicker(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = submitted(citizen, agency)
    services.accept_dossier(actor=clerk, dossier_id=dossier.pk, now=MONDAY, seen=1)
    with pytest.raises(Stale) as refusal:
        services.accept_dossier(actor=clerk, dossier_id=dossier.pk, now=MONDAY, seen=1)
    assert clerk.name in refusal.value.message
    assert Dossier.objects.get(pk=dossier.pk).event_count == 2


def test_accepting_twice_is_refused(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = accepted(citizen, clerk, agency)
    with pytest.raises(IllegalTransition):
        services.accept_dossier(actor=clerk, dossier_id=dossier.pk, now=MONDAY)
    assert OfficialForm.objects.filter(dossier=dossier, kind="receipt").count() == 1


def test_a_procedure_without_a_route_is_not_accepted(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = submitted(citizen, agency, version=make_version(steps=False))
    with pytest.raises(NoRoute):
        services.accept_dossier(actor=clerk, dossier_id=dossier.pk, now=MONDAY)
    assert Dossier.objects.get(pk=dossier.pk).state == "submitted"


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ((2026, 11, 20, 14, 59), "20/11 17:00"),
        ((2026, 11, 20, 15, 1), "23/11 08:00"),
        ((2026, 11, 20, 18, 0), "23/11 17:00"),
        ((2026, 11, 21, 9, 0), "23/11 17:00"),
    ],
)
def test_hand_over_is_due_the_same_day_or_the_first_hour_of_the_next_working_day(received: tuple[int, ...], due: str) -> None:
    instant = dt.datetime(*received, tzinfo=clock.PROVINCE_TIME)  # type: ignore[arg-type, misc]
    assert clock.local(transfer_due(instant, WorkingCalendar(), dt.time(15))).strftime("%d/%m %H:%M") == due
