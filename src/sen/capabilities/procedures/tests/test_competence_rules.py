"""Keeping the rules of competence: from which day whom a field or a procedure belongs to."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from sen.capabilities.procedures import services
from sen.capabilities.procedures.errors import (
    CompetenceAgencyClosed,
    CompetenceDatesWrong,
    CompetenceNotFound,
    CompetenceStarted,
    CompetenceSubjectMissing,
    CompetenceTaken,
    CompetenceTooEarly,
    ProcedureNotFound,
)
from sen.capabilities.procedures.models import CompetenceRule, ProcedureVersion
from sen.capabilities.procedures.selectors import competent_agency
from sen.capabilities.procedures.selectors.competence_rules import list_competences
from sen.capabilities.procedures.types import CompetenceFilter
from sen.foundation.agencies.models import Agency
from sen.foundation.audit.models import AuditEntry
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY, make_agency, signed_in

from .conftest import BIRTH, TODAY

NEXT = dt.date(2026, 12, 1)
DAY = dt.timedelta(days=1)
LICENCE = "3.000348"
pytestmark = pytest.mark.django_db


@pytest.fixture
def licence(load: Callable[..., object]) -> ProcedureVersion:
    """A procedure of the province, given to a department by its field."""
    load(codes=(LICENCE,))
    return ProcedureVersion.objects.get()


@pytest.fixture
def rule(licence: ProcedureVersion) -> CompetenceRule:
    return CompetenceRule.objects.get(field=licence.field_id)


def give(actor: Actor, agency: Agency, *, field_id: int | None = None, code: str = "", **changes: Any) -> CompetenceRule:
    facts = {"covers_all_levels": False, "valid_from": NEXT, "now": MONDAY} | changes
    return services.add_competence(actor=actor, field_id=field_id, code=code, agency_id=agency.pk, **facts)


def test_a_field_is_given_to_another_agency_from_a_day_on(
    control_officer: Actor, licence: ProcedureVersion, rule: CompetenceRule, department: Agency, centre: Agency
) -> None:
    fresh = give(control_officer, centre, field_id=licence.field_id)
    rule.refresh_from_db()
    assert (rule.valid_to, fresh.valid_to) == (NEXT - DAY, None)
    assert competent_agency(licence.pk, None, NEXT - DAY) == department.pk
    assert competent_agency(licence.pk, None, NEXT) == centre.pk
    assert AuditEntry.objects.get(action="competence.add").detail["ended"] == [rule.pk]


def test_one_procedure_is_given_away_without_touching_its_field(
    control_officer: Actor, licence: ProcedureVersion, rule: CompetenceRule, centre: Agency
) -> None:
    give(control_officer, centre, code=f" {LICENCE} ", valid_from=TODAY)
    rule.refresh_from_db()
    assert rule.valid_to is None
    assert competent_agency(licence.pk, None, TODAY) == centre.pk


def test_a_rule_before_a_coming_one_ends_where_that_begins(control_officer: Actor, rule: CompetenceRule, centre: Agency) -> None:
    give(control_officer, centre, field_id=rule.field_id)
    between = give(control_officer, centre, field_id=rule.field_id, valid_from=NEXT - 5 * DAY)
    assert between.valid_to == NEXT - DAY


def test_a_wrong_rule_is_refused(control_officer: Actor, rule: CompetenceRule, centre: Agency) -> None:
    gone = make_agency("Sở cũ", valid_to=dt.date(2025, 6, 30))
    give(control_officer, centre, field_id=rule.field_id)
    for changes, error in (
        ({"field_id": None}, CompetenceSubjectMissing),
        ({"field_id": rule.field_id, "code": LICENCE}, CompetenceSubjectMissing),
        ({"code": "9.999999"}, ProcedureNotFound),
        ({"field_id": rule.field_id, "valid_from": TODAY - DAY}, CompetenceTooEarly),
        ({"field_id": rule.field_id}, CompetenceTaken),
    ):
        with pytest.raises(error):
            give(control_officer, centre, **changes)  # type: ignore[arg-type]
    with pytest.raises(CompetenceAgencyClosed):
        give(control_officer, gone, field_id=rule.field_id, valid_from=NEXT + DAY)
    assert CompetenceRule.objects.count() == 2


def test_a_coming_rule_is_written_and_its_forerunner_follows(
    control_officer: Actor, rule: CompetenceRule, centre: Agency, department: Agency
) -> None:
    fresh = give(control_officer, centre, field_id=rule.field_id)
    services.edit_competence(
        actor=control_officer, rule_id=fresh.pk, agency_id=centre.pk, covers_all_levels=True, valid_from=NEXT + DAY, now=MONDAY
    )
    rule.refresh_from_db()
    fresh.refresh_from_db()
    assert (rule.valid_to, fresh.valid_from, fresh.covers_all_levels) == (NEXT, NEXT + DAY, True)


def test_a_coming_rule_does_not_move_past_its_neighbours(control_officer: Actor, rule: CompetenceRule, centre: Agency) -> None:
    first = give(control_officer, centre, field_id=rule.field_id)
    second = give(control_officer, centre, field_id=rule.field_id, valid_from=NEXT + 5 * DAY)
    for moved, start in ((second, NEXT - DAY), (first, NEXT + 6 * DAY)):
        with pytest.raises(CompetenceDatesWrong):
            services.edit_competence(
                actor=control_officer, rule_id=moved.pk, agency_id=centre.pk, covers_all_levels=False, valid_from=start, now=MONDAY
            )
    kept = CompetenceRule.objects.order_by("valid_from").values_list("valid_from", "valid_to")
    assert list(kept)[1:] == [(NEXT, NEXT + 4 * DAY), (NEXT + 5 * DAY, None)]


def test_a_rule_that_has_begun_is_neither_written_nor_taken_back(control_officer: Actor, rule: CompetenceRule, centre: Agency) -> None:
    with pytest.raises(CompetenceStarted):
        services.edit_competence(
            actor=control_officer, rule_id=rule.pk, agency_id=centre.pk, covers_all_levels=False, valid_from=NEXT, now=MONDAY
        )
    with pytest.raises(CompetenceStarted):
        services.withdraw_competence(actor=control_officer, rule_id=rule.pk, now=MONDAY)
    assert CompetenceRule.objects.get().agency_id == rule.agency_id


def test_taking_a_coming_rule_back_lets_the_old_one_go_on(control_officer: Actor, rule: CompetenceRule, centre: Agency) -> None:
    fresh = give(control_officer, centre, field_id=rule.field_id)
    services.withdraw_competence(actor=control_officer, rule_id=fresh.pk, now=MONDAY)
    assert CompetenceRule.objects.get().valid_to is None
    with pytest.raises(CompetenceNotFound):
        services.withdraw_competence(actor=control_officer, rule_id=fresh.pk, now=MONDAY)


def test_after_the_last_day_the_province_settles(
    control_officer: Actor, licence: ProcedureVersion, rule: CompetenceRule, province: Agency
) -> None:
    services.end_competence(actor=control_officer, rule_id=rule.pk, last_day=NEXT, now=MONDAY)
    assert competent_agency(licence.pk, None, NEXT) == rule.agency_id
    assert competent_agency(licence.pk, None, NEXT + DAY) == province.pk
    for last_day in (TODAY - DAY, NEXT + DAY):
        with pytest.raises(CompetenceDatesWrong):
            services.end_competence(actor=control_officer, rule_id=rule.pk, last_day=last_day, now=MONDAY)
    assert CompetenceRule.objects.get().valid_to == NEXT


def test_others_change_nothing(administrator: Actor, approver: Actor, control_officer: Actor, rule: CompetenceRule, centre: Agency) -> None:
    coming = give(control_officer, centre, field_id=rule.field_id)
    for actor in (administrator, approver):
        with pytest.raises(NotAllowed):
            give(actor, centre, field_id=rule.field_id, valid_from=NEXT + DAY)
        with pytest.raises(NotAllowed):
            services.end_competence(actor=actor, rule_id=rule.pk, last_day=TODAY, now=MONDAY)
        with pytest.raises(NotAllowed):
            services.withdraw_competence(actor=actor, rule_id=coming.pk, now=MONDAY)
        with pytest.raises(NotAllowed):
            services.edit_competence(
                actor=actor, rule_id=coming.pk, agency_id=centre.pk, covers_all_levels=True, valid_from=NEXT, now=MONDAY
            )
    coming.refresh_from_db()
    assert (CompetenceRule.objects.count(), coming.covers_all_levels, coming.valid_to) == (2, False, None)


def test_the_list_finds_by_words_agency_kind_and_time(
    control_officer: Actor, birth: ProcedureVersion, department: Agency, centre: Agency
) -> None:
    give(control_officer, centre, code=BIRTH)

    def found(**wanted: Any) -> list[str]:
        return [row.code or row.name for row in list_competences(CompetenceFilter(**wanted), TODAY)]

    assert found(q="ho tich") == [birth.field.name]
    assert found(q="khai sinh", time="all") == [BIRTH]
    assert found(q=BIRTH[:4], time="coming") == [BIRTH]
    assert found(agency_id=centre.pk) == []
    assert found(kind="procedure", time="coming") == [BIRTH]
    assert found(time="ended") == []


def test_the_pages_add_write_end_and_take_back(client: Client, control_officer: Actor, rule: CompetenceRule, centre: Agency) -> None:
    signed_in(client, control_officer)
    start = clock.today() + 30 * DAY
    typed = {"field_id": rule.field_id, "agency_id": centre.pk, "valid_from": f"{start:%d/%m/%Y}"}
    assert client.get(f"/quan-tri/tham-quyen/them/?tu={rule.pk}").context["form"].initial["field_id"] == rule.field_id
    unknown = client.post("/quan-tri/tham-quyen/them/", typed | {"field_id": "", "code": "9.999999"})
    assert unknown.status_code == 422
    assert client.post("/quan-tri/tham-quyen/them/", typed).status_code == 302
    fresh = CompetenceRule.objects.latest("pk")
    moved = typed | {"valid_from": f"{start + DAY:%d/%m/%Y}", "covers_all_levels": "on"}
    assert client.post(f"/quan-tri/tham-quyen/{fresh.pk}/sua/", moved).status_code == 302
    assert CompetenceRule.objects.get(pk=fresh.pk).covers_all_levels
    assert centre.name in client.get("/quan-tri/tham-quyen/?luc=coming").content.decode()
    assert client.post(f"/quan-tri/tham-quyen/{fresh.pk}/bo/").status_code == 302
    assert client.post(f"/quan-tri/tham-quyen/{rule.pk}/ket-thuc/", {"last_day": f"{start:%d/%m/%Y}"}).status_code == 302
    assert CompetenceRule.objects.get().valid_to == start


def test_the_list_is_read_in_few_queries(
    client: Client, load: Callable[..., Any], control_officer: Actor, django_assert_max_num_queries: Any
) -> None:
    load(fields=("Hộ tịch", "Chứng thực", "Đất đai"))
    signed_in(client, control_officer).get("/quan-tri/tham-quyen/")
    # Two of them are counts of the menu.
    with django_assert_max_num_queries(11):
        assert "Đất đai" in client.get("/quan-tri/tham-quyen/").content.decode()


def test_the_pages_are_not_for_administrators(client: Client, administrator: Actor, rule: CompetenceRule) -> None:
    signed_in(client, administrator)
    for path in ("", "them/", f"{rule.pk}/ket-thuc/"):
        assert client.get(f"/quan-tri/tham-quyen/{path}").status_code == 403
