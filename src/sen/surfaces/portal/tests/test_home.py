"""The first page, and pages everybody may open."""

import datetime as dt
import re

import pytest
from django.test import Client

from sen.foundation.agencies.models import CalendarDay, OfficeHours
from sen.foundation.audit.services import record_read
from sen.kernel import clock
from tests.dossier_factories import submitted
from tests.factories import LONG_AGO

pytestmark = pytest.mark.django_db


@pytest.fixture
def office_hours(db) -> None:
    for weekday in range(5):
        OfficeHours.objects.create(weekday=weekday, opens_at=dt.time(7), closes_at=dt.time(11, 30), valid_from=LONG_AGO)


def test_a_coming_holiday_is_announced_with_the_next_opening(client: Client, office_hours):
    day = clock.today() + dt.timedelta(days=2)
    while day.weekday() >= 5:
        day += dt.timedelta(days=1)
    CalendarDay.objects.create(date=day, kind="day_off", name="Ngày thử nghỉ")
    page = client.get("/").content.decode()
    assert "nghỉ Ngày thử nghỉ" in page
    assert "làm việc lại lúc 07:00" in page


def test_without_a_holiday_nothing_is_announced(client: Client, office_hours):
    CalendarDay.objects.create(date=clock.today() + dt.timedelta(days=40), kind="day_off", name="Ngày thử nghỉ")
    assert "làm việc lại lúc" not in client.get("/").content.decode()


def test_a_citizen_sees_the_own_open_matters(browser: Client, resident, agency, procedure):
    dossier = submitted(resident, agency, version=procedure, now=clock.now())
    assert dossier.code in browser.get("/").content.decode()


def test_a_visitor_sees_no_dossier(client: Client, resident, agency, procedure):
    dossier = submitted(resident, agency, version=procedure, now=clock.now())
    assert dossier.code not in client.get("/").content.decode()


def test_no_link_of_the_menus_is_dead(client: Client, browser: Client):
    for reader in (Client(), browser):
        page = reader.get("/").content.decode()
        masthead, footer = page.split("<main")[0], page.split("<footer")[1]
        links = {link for link in re.findall(r'<a [^>]*href="(/[^"#?]*)', masthead + footer)}
        assert len(links) > 5
        for link in links:
            assert reader.get(link).status_code in (200, 302), link


def test_who_read_my_data_lists_reader_purpose_and_time(browser: Client, resident, clerk):
    record_read(
        actor=clerk, subject_type="person", subject_id=1, purpose="Tiếp nhận hồ sơ tại quầy", now=clock.now(), person_id=resident.person_id
    )
    page = browser.get("/ai-da-xem/").content.decode()
    assert "Võ Thị Lan" in page
    assert "Tiếp nhận hồ sơ tại quầy" in page


def test_reads_of_other_people_are_not_shown(browser: Client, other_citizen, clerk):
    record_read(
        actor=clerk, subject_type="person", subject_id=1, purpose="Việc của người khác", now=clock.now(), person_id=other_citizen.person_id
    )
    assert "Việc của người khác" not in browser.get("/ai-da-xem/").content.decode()


def test_reads_come_in_pages(browser: Client, resident, clerk):
    for number in range(27):
        record_read(
            actor=clerk, subject_type="person", subject_id=number, purpose="Đối chiếu", now=clock.now(), person_id=resident.person_id
        )
    assert browser.get("/ai-da-xem/").content.decode().count("Đối chiếu") == 25
    assert browser.get("/ai-da-xem/?trang=2").content.decode().count("Đối chiếu") == 2


def test_help_and_accessibility_are_open_to_everybody(client: Client):
    for page in ("/giup-do/", "/kha-nang-tiep-can/"):
        assert client.get(page).status_code == 200
