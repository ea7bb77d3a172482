"""Pauses and the one extension."""

import datetime as dt

import pytest

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.errors import ExtensionLate, ExtensionUsed, NewDateTooEarly, ReasonMissing
from sen.capabilities.dossiers.models import Dossier, DossierEvent, OfficialForm
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from tests.dossier_factories import in_work
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db

REASON = "Phải đo lại thực địa"
NEW_DATE = MONDAY + dt.timedelta(days=10)


def test_the_apology_moves_the_date_once_and_keeps_the_first_promise(citizen: Actor, clerk: Actor, head: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    first = dossier.due_at
    services.extend_deadline(actor=head, dossier_id=dossier.pk, new_due_at=NEW_DATE, reason=REASON, now=MONDAY + dt.timedelta(days=1))
    dossier.refresh_from_db()
    assert (dossier.due_at, dossier.first_due_at) == (NEW_DATE, first)
    assert OfficialForm.objects.filter(dossier=dossier, kind="apology").count() == 1
    with pytest.raises(ExtensionUsed):
        services.extend_deadline(actor=head, dossier_id=dossier.pk, new_due_at=NEW_DATE + dt.timedelta(days=5), reason=REASON, now=MONDAY)


def test_later_than_a_working_day_before_it_must_be_confirmed_and_is_recorded(
    citizen: Actor, clerk: Actor, head: Actor, agency: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    late = MONDAY + dt.timedelta(days=2, minutes=1)
    with pytest.raises(ExtensionLate):
        services.extend_deadline(actor=head, dossier_id=dossier.pk, new_due_at=NEW_DATE, reason=REASON, now=late)
    assert Dossier.objects.get(pk=dossier.pk).extension_count == 0
    services.extend_deadline(actor=head, dossier_id=dossier.pk, new_due_at=NEW_DATE, reason=REASON, now=late, although_late=True)
    assert DossierEvent.objects.get(dossier_id=dossier.pk, action="extend").payload["in_time"] is False


def test_exactly_one_working_day_before_is_in_time(citizen: Actor, clerk: Actor, head: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    services.extend_deadline(actor=head, dossier_id=dossier.pk, new_due_at=NEW_DATE, reason=REASON, now=MONDAY + dt.timedelta(days=2))
    assert DossierEvent.objects.get(dossier_id=dossier.pk, action="extend").payload["in_time"] is True


@pytest.mark.parametrize(("reason", "days", "error"), [(" ", 10, ReasonMissing), (REASON, 1, NewDateTooEarly)])
def test_a_reason_and_a_later_date_are_needed(
    citizen: Actor, clerk: Actor, head: Actor, agency: Agency, reason: str, days: int, error: type[Exception]
) -> None:
    dossier = in_work(citizen, clerk, agency)
    with pytest.raises(error):
        services.extend_deadline(actor=head, dossier_id=dossier.pk, new_due_at=MONDAY + dt.timedelta(days=days), reason=reason, now=MONDAY)
    assert Dossier.objects.get(pk=dossier.pk).extension_count == 0


def test_a_specialist_cannot_extend(citizen: Actor, clerk: Actor, specialist: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    with pytest.raises(NotAllowed):
        services.extend_deadline(actor=specialist, dossier_id=dossier.pk, new_due_at=NEW_DATE, reason=REASON, now=MONDAY)
    assert Dossier.objects.get(pk=dossier.pk).extension_count == 0


def test_a_financial_duty_pauses_and_the_second_date_counts_from_its_confirmation(
    citizen: Actor, clerk: Actor, specialist: Actor, agency: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    services.suspend_for_financial_duty(actor=specialist, dossier_id=dossier.pk, reason="Chờ nộp thuế", now=MONDAY + dt.timedelta(days=1))
    assert Dossier.objects.get(pk=dossier.pk).state == "financial_duty"
    services.resume_dossier(actor=specialist, dossier_id=dossier.pk, note="Đã nộp", now=MONDAY + dt.timedelta(days=3))
    dossier.refresh_from_db()
    assert clock.local(dossier.due_at).strftime("%d/%m %H:%M") == "23/11 08:30"
    assert dossier.suspensions.get().cause == "financial_duty"
