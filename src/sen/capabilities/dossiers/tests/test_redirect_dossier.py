"""A dossier that named the wrong body goes to the right one."""

import datetime as dt

import pytest

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.errors import NoRoute, ReasonMissing, SameAgency
from sen.capabilities.dossiers.models import Dossier, DossierEvent, WorkItem
from sen.capabilities.dossiers.selectors import count_by_agency, recount
from sen.capabilities.procedures.models import ProcessingRoute
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from sen.kernel.errors import IllegalTransition, NotAllowed, Stale
from tests.dossier_factories import accepted, in_work, submitted
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
WHY = "Thuộc thẩm quyền của phường khác"


def redirect(actor: Actor, dossier: Dossier, agency: Agency, **values: object) -> Dossier:
    given = {"reason": WHY, "now": MONDAY} | values
    return services.redirect_dossier(actor=actor, dossier_id=dossier.pk, competent_agency_id=agency.pk, **given)  # type: ignore[arg-type]


def test_the_right_body_sees_the_dossier_and_the_code_stays(citizen: Actor, clerk: Actor, agency: Agency, other_agency: Agency) -> None:
    dossier = submitted(citizen, agency)
    redirect(clerk, dossier, other_agency)
    after = Dossier.objects.get(pk=dossier.pk)
    assert (after.competent_agency_id, after.receiving_agency_id, after.code) == (other_agency.pk, agency.pk, dossier.code)
    assert {agency.pk, other_agency.pk} <= set(after.agency_ids)
    event = DossierEvent.objects.get(dossier_id=dossier.pk, action="redirect")
    assert (event.reason, event.payload["from_agency"], event.payload["to_agency"]) == (WHY, agency.pk, other_agency.pk)


def test_the_reception_may_go_along_with_its_clock(citizen: Actor, clerk: Actor, agency: Agency, other_agency: Agency) -> None:
    dossier = submitted(citizen, agency)
    due = dossier.reception_due_at
    redirect(clerk, dossier, other_agency, move_reception=True)
    after = Dossier.objects.get(pk=dossier.pk)
    assert (after.receiving_agency_id, after.return_agency_id, after.reception_due_at) == (other_agency.pk, other_agency.pk, due)
    assert WorkItem.objects.get(dossier=dossier, kind="reception").agency_id == other_agency.pk


def test_the_tally_follows(citizen: Actor, clerk: Actor, agency: Agency, other_agency: Agency) -> None:
    redirect(clerk, accepted(citizen, clerk, agency), other_agency)
    counted = [row for row in count_by_agency(MONDAY.date()) if row.received]
    assert counted == recount(MONDAY.date())
    assert [row.id for row in counted] == [other_agency.pk]


def test_an_accepted_dossier_is_promised_by_the_new_calendar_and_its_reception_stays(
    citizen: Actor, clerk: Actor, agency: Agency, other_agency: Agency
) -> None:
    dossier = accepted(citizen, clerk, agency)
    redirect(clerk, dossier, other_agency, move_reception=True, now=MONDAY + dt.timedelta(hours=1))
    after = Dossier.objects.get(pk=dossier.pk)
    assert (after.due_at, after.first_due_at) == (dossier.due_at, dossier.due_at)
    assert after.receiving_agency_id == agency.pk


def test_after_the_hand_over_it_is_too_late(citizen: Actor, clerk: Actor, agency: Agency, other_agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    with pytest.raises(IllegalTransition):
        redirect(clerk, dossier, other_agency)
    assert Dossier.objects.get(pk=dossier.pk).competent_agency_id == agency.pk


@pytest.mark.parametrize("reason", ["", " ab "])
def test_without_a_reason_nothing_changes(citizen: Actor, clerk: Actor, agency: Agency, other_agency: Agency, reason: str) -> None:
    dossier = submitted(citizen, agency)
    with pytest.raises(ReasonMissing):
        redirect(clerk, dossier, other_agency, reason=reason)
    assert Dossier.objects.get(pk=dossier.pk).competent_agency_id == agency.pk


def test_a_body_without_a_route_and_the_same_body_are_refused(citizen: Actor, clerk: Actor, agency: Agency, other_agency: Agency) -> None:
    dossier = submitted(citizen, agency)
    with pytest.raises(SameAgency):
        redirect(clerk, dossier, agency)
    ProcessingRoute.objects.update(agency=agency)
    with pytest.raises(NoRoute):
        redirect(clerk, dossier, other_agency)
    assert Dossier.objects.get(pk=dossier.pk).event_count == 1


def test_a_stranger_and_a_stale_page_change_nothing(
    citizen: Actor, clerk: Actor, outsider_officer: Actor, agency: Agency, other_agency: Agency
) -> None:
    dossier = submitted(citizen, agency)
    with pytest.raises(NotAllowed):
        redirect(outsider_officer, dossier, other_agency)
    with pytest.raises(Stale):
        redirect(clerk, dossier, other_agency, seen=0)
    assert Dossier.objects.get(pk=dossier.pk).event_count == 1
