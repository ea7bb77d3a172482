"""Positions: giving, ending, moving, and the list an administrator works with."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from sen.foundation.accounts import services
from sen.foundation.accounts.errors import (
    AgencyNotOpenThen,
    AlreadyAppointed,
    AppointmentDatesWrong,
    DivisionElsewhere,
    OutOfYourScope,
    OwnAccount,
    PositionEnded,
    PositionNotFound,
    TitleMissing,
)
from sen.foundation.accounts.models import Appointment
from sen.foundation.accounts.selectors import actor_of
from sen.foundation.accounts.selectors.managing import list_officers_of_scope, managed_agencies
from sen.foundation.accounts.types import NewPost, OfficerFilter
from sen.foundation.agencies.models import Agency
from sen.foundation.audit.models import AuditEntry
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed
from tests.factories import LONG_AGO, MONDAY, make_agency, make_division, make_officer, signed_in

TODAY = clock.local(MONDAY).date()
TOMORROW = TODAY + dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def local_admin(agency: Agency) -> Actor:
    """The administrator of one commune."""
    return make_officer(Role.ADMIN, agency, name="Ngô Văn Sáu", title="Công chức phụ trách")


def position_of(actor: Actor) -> Appointment:
    return Appointment.objects.get(account=actor.account)


def appoint(actor: Actor, officer: Actor, agency: Agency, **changes: Any) -> Appointment:
    facts: dict[str, Any] = {"role": Role.HEAD, "title": "Trưởng phòng", "valid_from": TODAY} | changes
    return services.appoint(actor=actor, account_id=officer.account, post=NewPost(agency.pk, **facts), now=MONDAY)


def test_a_second_position_adds_its_role_from_its_first_day(agency: Agency, administrator: Actor, specialist: Actor) -> None:
    post = appoint(administrator, specialist, agency, valid_from=TOMORROW, division_id=make_division(agency).pk)
    assert not actor_of(specialist.account, TODAY).has(Role.HEAD)
    assert actor_of(specialist.account, TOMORROW).has(Role.HEAD, agency.pk)
    assert AuditEntry.objects.get(action="account.appoint").detail["title"] == post.title


def test_a_wrong_position_is_refused(agency: Agency, other_agency: Agency, administrator: Actor, specialist: Actor) -> None:
    gone = make_agency("Phòng Tư pháp cũ", valid_to=dt.date(2025, 6, 30))
    with pytest.raises(TitleMissing):
        appoint(administrator, specialist, agency, title="  ")
    with pytest.raises(DivisionElsewhere):
        appoint(administrator, specialist, agency, division_id=make_division(other_agency).pk)
    with pytest.raises(AgencyNotOpenThen):
        appoint(administrator, specialist, gone)
    with pytest.raises(AlreadyAppointed) as told:
        appoint(administrator, specialist, agency, role=Role.SPECIALIST)
    assert told.value.values == {"since": f"{LONG_AGO:%d/%m/%Y}"}
    assert Appointment.objects.filter(account=specialist.account).count() == 1


def test_an_administrator_appoints_only_in_the_agencies_below(
    agency: Agency, other_agency: Agency, local_admin: Actor, specialist: Actor
) -> None:
    below = make_agency("Trạm Y tế phường Cao Lãnh", parent=agency)
    assert managed_agencies(local_admin, TODAY) == {agency.pk, below.pk}
    appoint(local_admin, specialist, below)
    with pytest.raises(OutOfYourScope):
        appoint(local_admin, specialist, other_agency)
    assert Appointment.objects.filter(account=specialist.account).count() == 2


def test_the_administrator_of_the_provinces_office_manages_everything(administrator: Actor, specialist: Actor, department: Agency) -> None:
    assert managed_agencies(administrator, TODAY) is None
    assert managed_agencies(specialist, TODAY) == frozenset()
    assert managed_agencies(make_officer(Role.ADMIN, department), TODAY) == {department.pk}


def test_a_position_ends_with_its_last_day(agency: Agency, administrator: Actor, specialist: Actor) -> None:
    post = position_of(specialist)
    services.end_appointment(actor=administrator, appointment_id=post.pk, last_day=TODAY, now=MONDAY)
    assert actor_of(specialist.account, TODAY).has(Role.SPECIALIST)
    assert not actor_of(specialist.account, TOMORROW).grants
    assert AuditEntry.objects.get(action="account.end_appointment").detail["to"] == TODAY.isoformat()
    with pytest.raises(PositionEnded):
        services.end_appointment(actor=administrator, appointment_id=post.pk, last_day=TOMORROW, now=MONDAY + dt.timedelta(days=2))
    assert position_of(specialist).valid_to == TODAY


def test_a_position_does_not_end_before_it_began(administrator: Actor, specialist: Actor) -> None:
    with pytest.raises(AppointmentDatesWrong):
        services.end_appointment(
            actor=administrator, appointment_id=position_of(specialist).pk, last_day=LONG_AGO - dt.timedelta(days=1), now=MONDAY
        )
    assert position_of(specialist).valid_to is None


def test_others_end_no_position(local_admin: Actor, outsider_officer: Actor, approver: Actor, specialist: Actor) -> None:
    with pytest.raises(PositionNotFound):
        services.end_appointment(actor=local_admin, appointment_id=position_of(outsider_officer).pk, last_day=TODAY, now=MONDAY)
    with pytest.raises(NotAllowed):
        services.end_appointment(actor=approver, appointment_id=position_of(specialist).pk, last_day=TODAY, now=MONDAY)
    with pytest.raises(OwnAccount):
        services.end_appointment(actor=local_admin, appointment_id=position_of(local_admin).pk, last_day=TODAY, now=MONDAY)
    assert not Appointment.objects.filter(valid_to__isnull=False).exists()


def test_moving_ends_the_old_position_the_day_before(agency: Agency, other_agency: Agency, administrator: Actor, specialist: Actor) -> None:
    old = position_of(specialist)
    post = NewPost(other_agency.pk, Role.SPECIALIST, "Chuyên viên", TOMORROW)
    new = services.move_officer(actor=administrator, appointment_id=old.pk, post=post, now=MONDAY)
    old.refresh_from_db()
    assert (old.valid_to, new.valid_from) == (TODAY, TOMORROW)
    assert actor_of(specialist.account, TODAY).agencies() == {agency.pk}
    assert actor_of(specialist.account, TOMORROW).agencies() == {other_agency.pk}


def test_a_refused_move_leaves_the_old_position(agency: Agency, other_agency: Agency, local_admin: Actor, specialist: Actor) -> None:
    old = position_of(specialist)
    with pytest.raises(OutOfYourScope):
        services.move_officer(
            actor=local_admin, appointment_id=old.pk, post=NewPost(other_agency.pk, Role.SPECIALIST, "Chuyên viên", TOMORROW), now=MONDAY
        )
    with pytest.raises(AppointmentDatesWrong):
        services.move_officer(
            actor=local_admin, appointment_id=old.pk, post=NewPost(agency.pk, Role.HEAD, "Trưởng phòng", LONG_AGO), now=MONDAY
        )
    assert position_of(specialist).valid_to is None


def names(actor: Actor, **wanted: Any) -> list[str]:
    return [row.name for row in list_officers_of_scope(managed_agencies(actor, TODAY), OfficerFilter(**wanted), TODAY)]


def test_the_list_finds_by_words_without_accents_and_by_filters(
    agency: Agency, administrator: Actor, local_admin: Actor, specialist: Actor, outsider_officer: Actor
) -> None:
    assert names(administrator, q="nguyen binh") == [specialist.name]
    assert names(administrator, agency_id=agency.pk, role=Role.SPECIALIST) == [specialist.name]
    assert names(local_admin) == [local_admin.name, specialist.name]
    assert names(local_admin, q="bui") == []
    idle = make_officer(None, agency, name="Đỗ Thị Rảnh")
    assert names(administrator, state="unplaced") == [idle.name]
    services.close_account(actor=administrator, account_id=specialist.account, reason="Thôi việc", now=MONDAY)
    assert names(administrator, state="closed") == [specialist.name]


def test_the_list_costs_the_same_for_one_officer_and_for_thirty(
    client: Client, administrator: Actor, agency: Agency, django_assert_max_num_queries: Any
) -> None:
    signed_in(client, administrator).get("/quan-tri/can-bo/")
    for _ in range(30):
        make_officer(Role.SPECIALIST, agency)
    with django_assert_max_num_queries(13) as asked:
        page = client.get("/quan-tri/can-bo/").content.decode()
    assert "trang=2" in page
    assert sum("accounts_appointment" in query["sql"] for query in asked.captured_queries) <= 2


def test_the_pages_appoint_move_and_end(
    client: Client, administrator: Actor, specialist: Actor, agency: Agency, other_agency: Agency
) -> None:
    signed_in(client, administrator)
    start = clock.today() + dt.timedelta(days=1)
    typed = {"role": "head", "title": "Trưởng phòng", "valid_from": f"{start:%d/%m/%Y}"}
    assert "Chọn cơ quan" in client.get(f"/quan-tri/can-bo/{specialist.account}/bo-nhiem/").content.decode()
    assert client.post(f"/quan-tri/can-bo/{specialist.account}/bo-nhiem/?co_quan={agency.pk}", typed).status_code == 302
    old = Appointment.objects.get(account=specialist.account, role=Role.SPECIALIST)
    again = client.post(f"/quan-tri/can-bo/vi-tri/{old.pk}/chuyen/?co_quan={agency.pk}", typed)
    assert again.status_code == 422
    assert "đã giữ vai trò đó" in again.content.decode()
    assert client.post(f"/quan-tri/can-bo/vi-tri/{old.pk}/chuyen/?co_quan={other_agency.pk}", typed).status_code == 302
    new = Appointment.objects.get(account=specialist.account, agency=other_agency)
    ended = client.post(f"/quan-tri/can-bo/vi-tri/{new.pk}/ket-thuc/", {"last_day": f"{start:%d/%m/%Y}"})
    assert ended.status_code == 302
    page = client.get(f"/quan-tri/can-bo/{specialist.account}/").content.decode()
    assert "Trưởng phòng" in page and "Sắp bắt đầu" in page


def test_a_local_administrator_finds_no_page_of_a_stranger(client: Client, local_admin: Actor, outsider_officer: Actor) -> None:
    signed_in(client, local_admin)
    assert client.get(f"/quan-tri/can-bo/{outsider_officer.account}/").status_code == 404
    assert client.get(f"/quan-tri/can-bo/vi-tri/{position_of(outsider_officer).pk}/ket-thuc/").status_code == 404
    assert client.get("/quan-tri/can-bo/").status_code == 200
