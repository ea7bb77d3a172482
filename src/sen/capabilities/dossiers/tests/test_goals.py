"""The goal for results in time has dates and a basis, and belongs to those who keep the rules."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from sen.capabilities.dossiers.errors import GoalInThePast, GoalWithoutBasis
from sen.capabilities.dossiers.models import InTimeGoal
from sen.capabilities.dossiers.selectors.goals import document_goal_on, goal_on
from sen.capabilities.dossiers.services.goals import set_goal
from sen.foundation.audit.models import AuditEntry
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_monday")]

TODAY = MONDAY.date()
NEXT_YEAR = dt.date(2027, 1, 1)
BASIS = "Kế hoạch số 1/KH-UBND ngày 02/01/2027"


def test_each_day_keeps_its_own_goal(control_officer: Actor) -> None:
    assert goal_on(TODAY) == 95
    goal = set_goal(actor=control_officer, kind="dossiers", valid_from=NEXT_YEAR, percent=Decimal("98.5"), basis=BASIS, now=MONDAY)
    assert (goal_on(TODAY), goal_on(NEXT_YEAR)) == (95, 98.5)
    assert AuditEntry.objects.get(action="rules.goal").subject_id == goal.pk
    set_goal(actor=control_officer, kind="dossiers", valid_from=NEXT_YEAR, percent=Decimal(98), basis=BASIS, now=MONDAY)
    assert goal_on(NEXT_YEAR) == 98 and InTimeGoal.objects.filter(kind="dossiers").count() == 2


def test_documents_have_a_goal_of_their_own(control_officer: Actor) -> None:
    set_goal(actor=control_officer, kind="documents", valid_from=NEXT_YEAR, percent=Decimal(90), basis=BASIS, now=MONDAY)
    assert (document_goal_on(TODAY), document_goal_on(NEXT_YEAR), goal_on(NEXT_YEAR)) == (95, 90, 95)


def test_days_already_judged_keep_their_goal_and_every_goal_names_its_basis(control_officer: Actor) -> None:
    with pytest.raises(GoalInThePast):
        set_goal(
            actor=control_officer, kind="dossiers", valid_from=TODAY - dt.timedelta(days=1), percent=Decimal(90), basis=BASIS, now=MONDAY
        )
    with pytest.raises(GoalWithoutBasis):
        set_goal(actor=control_officer, kind="dossiers", valid_from=TODAY, percent=Decimal(90), basis=" ", now=MONDAY)
    assert set(InTimeGoal.objects.values_list("kind", "percent")) == {("dossiers", 95), ("documents", 95)}


def test_others_change_nothing(approver: Actor) -> None:
    with pytest.raises(NotAllowed):
        set_goal(actor=approver, kind="dossiers", valid_from=TODAY, percent=Decimal(50), basis=BASIS, now=MONDAY)
    assert goal_on(TODAY) == 95


def test_procedure_control_sets_it_on_a_page_that_shows_an_unknown_basis_as_unknown(
    client: Client, control_officer: Actor, specialist: Actor
) -> None:
    url = reverse("dossiers:goals")
    assert signed_in(Client(), specialist).get(url).status_code == 403
    browser = signed_in(client, control_officer)
    text = browser.get(url).content.decode()
    assert "Hôm nay mốc là 95 %" in text and "95 % với văn bản đến" in text and "Chưa rõ căn cứ" in text
    assert url in browser.get(reverse("dossiers:rule_sets")).content.decode()
    assert browser.post(url, {"kind": "dossiers", "percent": "120", "valid_from": "01/01/2027", "basis": BASIS}).status_code == 422
    assert browser.post(url, {"kind": "dossiers", "percent": "97", "valid_from": "01/01/2027", "basis": BASIS}).status_code == 302
    assert goal_on(NEXT_YEAR) == 97
