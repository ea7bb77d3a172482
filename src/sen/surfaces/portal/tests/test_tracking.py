"""Following one's own dossiers."""

import datetime as dt

import pytest
from django.test import Client

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import Dossier, OfficialForm
from sen.capabilities.dossiers.states import DossierState
from sen.capabilities.dossiers.types import Lack
from sen.foundation.agencies.models import CalendarDay
from sen.foundation.audit.services import record_read
from sen.kernel import clock
from tests.dossier_factories import at_signature, in_work, open_item, submitted
from tests.factories import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> dt.datetime:
    return clock.now()


def test_the_list_shows_those_that_wait_for_me_first(browser: Client, resident, clerk, agency, procedure, now):
    older = submitted(resident, agency, version=procedure, now=now - dt.timedelta(days=2))
    submitted(resident, agency, version=procedure, now=now)
    lack = Lack("Giấy đề nghị", "Bản chụp bị mờ ở trang 2")
    services.request_supplement(actor=clerk, dossier_id=older.pk, lacks=[lack], now=now)
    page = browser.get("/ho-so/").content.decode()
    assert page.index("Cần bạn làm tiếp") < page.index(older.code) < page.index("Đã nộp")


def test_an_empty_list_says_what_to_do(browser: Client):
    assert "Bạn chưa nộp hồ sơ nào" in browser.get("/ho-so/").content.decode()


def test_a_list_of_any_length_costs_the_same_queries(browser: Client, resident, agency, procedure, now, django_assert_max_num_queries):
    for _ in range(6):
        submitted(resident, agency, version=procedure, now=now)
    with django_assert_max_num_queries(8):
        browser.get("/ho-so/")


def test_the_page_says_where_the_dossier_is_and_until_when(browser: Client, resident, clerk, agency, procedure, now):
    dossier = in_work(resident, clerk, agency, version=procedure, now=now)
    page = browser.get(f"/ho-so/{dossier.public_id}/").content.decode()
    assert dossier.code in page
    assert "đang giải quyết hồ sơ, ở bước phân công thụ lý" in page
    assert "Hẹn trả kết quả" in page
    assert "Bạn nộp hồ sơ trực tuyến" in page
    assert f"Chuyển đến {agency.name}" in page
    assert "Võ Thị Lan" in page
    assert "Ký duyệt" in page


def test_a_holiday_inside_the_term_is_named(browser: Client, resident, clerk, agency, procedure, now):
    day = clock.local(now).date() + dt.timedelta(days=1)
    while day.weekday() >= 5:
        day += dt.timedelta(days=1)
    CalendarDay.objects.create(date=day, kind="day_off", name="Ngày thử nghỉ")
    dossier = in_work(resident, clerk, agency, version=procedure, now=now)
    assert "Ngày thử nghỉ" in browser.get(f"/ho-so/{dossier.public_id}/").content.decode()


def test_work_inside_an_office_is_not_told(browser: Client, resident, clerk, head, specialist, agency, procedure, now):
    dossier = in_work(resident, clerk, agency, version=procedure, now=now)
    services.assign_item(actor=head, item_id=open_item(dossier).pk, assignee_id=head.account_id, now=now)
    page = browser.get(f"/ho-so/{dossier.public_id}/").content.decode()
    assert "Phân công</h3>" not in page


def test_a_late_dossier_gets_an_apology(browser: Client, resident, clerk, agency, procedure, now):
    dossier = in_work(resident, clerk, agency, version=procedure, now=now)
    Dossier.objects.filter(pk=dossier.pk).update(due_at=now - dt.timedelta(days=3))
    page = browser.get(f"/ho-so/{dossier.public_id}/").content.decode()
    assert "Chúng tôi xin lỗi" in page


def test_who_read_my_data_for_this_dossier_is_shown(browser: Client, resident, clerk, agency, procedure, now):
    dossier = submitted(resident, agency, version=procedure, now=now)
    record_read(
        actor=clerk, subject_type="dossier", subject_id=dossier.pk, purpose="Đối chiếu căn cước", now=now, person_id=resident.person_id
    )
    page = browser.get(f"/ho-so/{dossier.public_id}/").content.decode()
    assert "Đối chiếu căn cước" in page


def test_a_strangers_dossier_does_not_exist(resident, other_citizen, agency, procedure, now):
    dossier = submitted(resident, agency, version=procedure, now=now)
    stranger = signed_in(Client(), other_citizen)
    for page in ("", "da-nop/", "rut/", "bo-sung/", "ket-qua/"):
        assert stranger.get(f"/ho-so/{dossier.public_id}/{page}").status_code == 404
    assert stranger.post(f"/ho-so/{dossier.public_id}/rut/", {"reason": "x"}).status_code == 404
    dossier.refresh_from_db()
    assert dossier.state == DossierState.SUBMITTED


def test_an_unreceived_dossier_is_withdrawn_at_once_after_asking(browser: Client, resident, agency, procedure, now):
    dossier = submitted(resident, agency, version=procedure, now=now)
    asked = browser.get(f"/ho-so/{dossier.public_id}/rut/").content.decode()
    assert "Rút hồ sơ này?" in asked
    assert "Muốn làm tiếp, bạn phải nộp hồ sơ mới." in asked
    dossier.refresh_from_db()
    assert dossier.state == DossierState.SUBMITTED
    browser.post(f"/ho-so/{dossier.public_id}/rut/", {"reason": "Tôi nộp nhầm"})
    dossier.refresh_from_db()
    assert dossier.state == DossierState.WITHDRAWN
    assert "Bạn đã rút hồ sơ này" in browser.get(f"/ho-so/{dossier.public_id}/").content.decode()


def test_a_dossier_in_work_is_asked_back(browser: Client, resident, clerk, agency, procedure, now):
    dossier = in_work(resident, clerk, agency, version=procedure, now=now)
    browser.post(f"/ho-so/{dossier.public_id}/rut/", {"reason": "Không cần nữa"})
    dossier.refresh_from_db()
    assert dossier.state == DossierState.WITHDRAWAL_ASKED


def test_a_finished_dossier_cannot_be_withdrawn(browser: Client, resident, agency, procedure, now):
    dossier = submitted(resident, agency, version=procedure, now=now)
    browser.post(f"/ho-so/{dossier.public_id}/rut/", {"reason": ""})
    response = browser.post(f"/ho-so/{dossier.public_id}/rut/", {"reason": ""})
    assert response["Location"] == f"/ho-so/{dossier.public_id}/"


def test_an_issued_form_is_downloaded_once_it_is_signed(browser: Client, resident, agency, procedure, now):
    dossier = submitted(resident, agency, version=procedure, now=now)
    form = OfficialForm.objects.get(dossier=dossier)
    waiting = browser.get(f"/ho-so/{dossier.public_id}/phieu/{form.pk}/")
    assert waiting["Location"] == f"/ho-so/{dossier.public_id}/"
    services.sign_form(form_id=form.pk, now=now)
    response = browser.get(f"/ho-so/{dossier.public_id}/phieu/{form.pk}/")
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_a_form_of_another_dossier_does_not_exist(browser: Client, resident, other_citizen, agency, procedure, now):
    mine = submitted(resident, agency, version=procedure, now=now)
    theirs = submitted(other_citizen, agency, version=procedure, now=now)
    form = OfficialForm.objects.get(dossier=theirs)
    assert browser.get(f"/ho-so/{mine.public_id}/phieu/{form.pk}/").status_code == 404


def test_the_signed_result_is_downloaded_and_checked(browser: Client, resident, clerk, head, specialist, approver, agency, procedure, now):
    dossier = in_work(resident, clerk, agency, version=procedure, now=now)
    item = at_signature(dossier, head, specialist, now=now)
    assert browser.get(f"/ho-so/{dossier.public_id}/ket-qua/").status_code == 404
    services.sign_outcome(actor=approver, item_id=item.pk, now=now)
    page = browser.get(f"/ho-so/{dossier.public_id}/").content.decode()
    assert "Đã có kết quả giải quyết" in page
    response = browser.get(f"/ho-so/{dossier.public_id}/ket-qua/")
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert "nosniff" in response["X-Content-Type-Options"]


def test_the_page_costs_few_queries(browser: Client, resident, clerk, agency, procedure, now, django_assert_max_num_queries):
    dossier = in_work(resident, clerk, agency, version=procedure, now=now)
    browser.get(f"/ho-so/{dossier.public_id}/")
    with django_assert_max_num_queries(24):
        browser.get(f"/ho-so/{dossier.public_id}/")
