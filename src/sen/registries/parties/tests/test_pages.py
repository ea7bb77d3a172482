"""The keepers' pages: masked until opened for a purpose, and everything a keeper does there."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sen.foundation.audit.models import AuditEntry
from sen.kernel.actor import Actor
from sen.registries.parties.models import Business, Household, ImportRun, LikelyTwin, Person, PersonMerge
from sen.registries.parties.services import correct_person, find_likely_twins, recount_population
from sen.registries.parties.tests.conftest import TODAY, begin, send
from sen.registries.units.models import AdministrativeUnit
from tests.factories import MONDAY, make_person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("codes")]
NUMBER = "087190990777"


@pytest.fixture
def browser(client: Client, keeper: Actor) -> Client:
    return signed_in(client, keeper)


@pytest.fixture
def mai(unit: AdministrativeUnit) -> Person:
    person = make_person("Trần Thị Mai", identity_number=NUMBER, phone="0900000123", address="Số 5 Nguyễn Huệ", unit=unit)
    household = Household.objects.create(code="H-1", unit=unit, head=person)
    Person.objects.filter(pk=person.pk).update(household=household, head_relation="Chủ hộ")
    recount_population()
    return person


def text(response: Any) -> str:
    return response.content.decode()


def test_a_search_shows_masked_numbers(browser: Client, mai: Person) -> None:
    page = text(browser.get("/csdl/dan-cu/", {"q": "tran thi"}))
    assert "Trần Thị Mai" in page and NUMBER not in page


def test_a_record_is_masked_until_it_is_opened_for_a_purpose(browser: Client, keeper: Actor, mai: Person) -> None:
    address = f"/csdl/dan-cu/{mai.pk}/"
    page = text(browser.get(address))
    for secret in (NUMBER, "0900000123", "Số 5 Nguyễn Huệ", "17/05/1990"):
        assert secret not in page
    assert browser.post(address, {"purpose": ""}).status_code == 422
    assert not AuditEntry.objects.filter(kind="read").exists()
    opened = browser.post(address, {"purpose": "Xác minh theo công văn 12", "dossier": "H20-1"})
    for fact in (NUMBER, "0900000123", "Số 5 Nguyễn Huệ", "17/05/1990"):
        assert fact in text(opened)
    assert "no-store" in opened["Cache-Control"]
    entry = AuditEntry.objects.get(kind="read")
    assert (entry.person_id, entry.actor_id, entry.purpose) == (mai.pk, keeper.account_id, "Xác minh theo công văn 12")


def test_the_history_of_a_masked_record_tells_what_changed_but_not_to_what(browser: Client, keeper: Actor, mai: Person) -> None:
    correct_person(
        actor=keeper, person_id=mai.pk, values={"other_name": "Bé Mai", "phone": "0900000456"}, basis="ĐC 1", effective_on=TODAY, now=MONDAY
    )
    address = f"/csdl/dan-cu/{mai.pk}/"
    closed, opened = text(browser.get(address)), text(browser.post(address, {"purpose": "Xác minh"}))
    assert "Tên gọi khác" in closed and "Bé Mai" not in closed.partition("Lịch sử thay đổi")[2]
    assert "Bé Mai" in opened.partition("Lịch sử thay đổi")[2]
    assert "0900000123" not in opened


def test_the_groups_are_those_of_the_law_of_the_day(browser: Client, mai: Person) -> None:
    page = text(browser.get(f"/csdl/dan-cu/{mai.pk}/"))
    assert page.count('class="group"') == 15
    assert "26/2023/QH15" in page and "59/2014/QH13" not in page


def test_a_person_is_entered_corrected_moved_and_buried(browser: Client, unit: AdministrativeUnit) -> None:
    day = {"effective_on": "01/02/2026", "basis": "Giấy khai sinh 1"}
    facts = {"identity_number": NUMBER, "name": "Trần Thị Mai", "born_on": "17/05/1990", "nationality": "VN"}
    assert browser.post("/csdl/dan-cu/them/", {**facts, **day, "name": "", "unit": str(unit.pk)}).status_code == 422
    made = browser.post("/csdl/dan-cu/them/", {**facts, **day, "unit": str(unit.pk), "address": "Số 5"})
    assert made.status_code == 302
    address = made["Location"]
    assert browser.post(f"{address}sua/", {**facts, **day, "other_name": "Bé Mai"}).status_code == 302
    assert browser.post(f"{address}sua/", {**facts, **day, "other_name": "Bé Mai"}).status_code == 422
    assert browser.post(f"{address}cu-tru/", {**day, "kind": "permanent", "unit": str(unit.pk), "address": "Số 9"}).status_code == 302
    assert browser.post(f"{address}khai-tu/", {"died_on": "02/02/2026", "basis": "KT 1"}).status_code == 302
    person = Person.objects.get()
    assert (person.other_name, person.address, person.died_on) == ("Bé Mai", "Số 9", dt.date(2026, 2, 2))
    page = text(browser.get(address))
    assert "Đăng ký khai tử" in page and "Số thay đổi 4" in page


def test_two_records_are_compared_merged_and_parted(browser: Client, mai: Person, unit: AdministrativeUnit) -> None:
    twin = make_person("Trần Thị Mai", identity_number="087190990771", email="m@example.org", unit=unit)
    find_likely_twins(now=MONDAY)
    assert f"/csdl/dan-cu/gop/{mai.pk}/{twin.pk}/" in text(browser.get("/csdl/dan-cu/trung/"))
    address = f"/csdl/dan-cu/gop/{mai.pk}/{twin.pk}/"
    assert "So sánh" in text(browser.get(address))
    assert browser.post(address, {"kept": str(mai.pk), "reason": "Biên bản 3"}).status_code == 302
    merge = PersonMerge.objects.get()
    assert "Tách lại" in text(browser.get(f"/csdl/dan-cu/{mai.pk}/"))
    assert browser.post(f"/csdl/dan-cu/tach/{merge.pk}/", {"reason": "Nhầm"}).status_code == 302
    twin.refresh_from_db()
    assert twin.merged_into_id is None
    assert browser.post(f"{address}khac/").status_code == 302
    assert LikelyTwin.objects.get().dismissed_at is not None


def test_an_import_is_begun_watched_stopped_and_its_errors_downloaded(browser: Client, keeper: Actor, unit: AdministrativeUnit) -> None:
    sample = browser.get("/csdl/dan-cu/nhap/mau.csv")
    run = send(keeper, sample.content)
    assert (run.created, run.wrong) == (1, 0)
    wrong = send(keeper, "so_dinh_danh,ho_ten,ngay_sinh\n1,=A,1990\n")
    page = text(browser.get(f"/csdl/nhap/{wrong.public_id}/"))
    assert "công thức" in page
    report = b"".join(browser.get(f"/csdl/nhap/{wrong.public_id}/loi.csv").streaming_content).decode()
    assert "ho_ten,'=A" in report
    going = begin(keeper, sample.content)
    assert browser.get(f"/csdl/nhap/{going.public_id}/")["Refresh"] == "3"
    assert browser.post(f"/csdl/nhap/{going.public_id}/dung/").status_code == 302
    assert browser.post(f"/csdl/nhap/{going.public_id}/dung/").status_code == 422
    assert browser.post(f"/csdl/nhap/{going.public_id}/tiep/").status_code == 302
    assert ImportRun.objects.get(pk=going.pk).state == "running"


def test_a_file_sent_without_script_begins_an_import(browser: Client, unit: AdministrativeUnit) -> None:
    file = SimpleUploadedFile("ds.csv", b"so_dinh_danh,ho_ten,ngay_sinh\n")
    facts = {"source": "hộ tịch", "basis": "BB 1"}
    assert browser.post("/csdl/dan-cu/nhap/moi/", facts).status_code == 422
    assert browser.post("/csdl/dan-cu/nhap/moi/", {**facts, "tep": file}).status_code == 302
    bad = SimpleUploadedFile("ds.csv", b"a,b\n1,2\n")
    refused = browser.post("/csdl/dan-cu/nhap/moi/", {**facts, "tep": bad})
    assert refused.status_code == 422 and "so_dinh_danh" in text(refused)


def test_figures_are_drawn_and_exported(browser: Client, mai: Person) -> None:
    page = text(browser.get("/csdl/dan-cu/thong-ke/"))
    assert "<svg" in page and "pyramid__women" in page and "Phường Cao Lãnh" in page
    assert browser.get("/csdl/dan-cu/thong-ke/", {"xa": str(mai.unit_id)}).status_code == 200
    assert browser.get("/csdl/dan-cu/thong-ke/", {"xa": "9" * 40}).status_code == 200
    book = browser.get("/csdl/dan-cu/thong-ke.xlsx")
    assert book["Content-Disposition"].endswith('.xlsx"')


def test_a_business_is_entered_changed_and_closed(browser: Client, unit: AdministrativeUnit) -> None:
    day = {"effective_on": "01/02/2026", "basis": "GCN 1"}
    facts = {"name": "Công ty Gạo Sen", "kind": "TNHH1TV", "unit": str(unit.pk), "lines": "4711, 1061"}
    assert browser.post("/csdl/doanh-nghiep/them/", {**facts, **day, "number": "0314409059"}).status_code == 422
    made = browser.post("/csdl/doanh-nghiep/them/", {**facts, **day, "number": "0314409058"})
    assert made.status_code == 302
    address = made["Location"]
    assert browser.post(f"{address}sua/", {**facts, **day, "address": "Số 9"}).status_code == 302
    assert browser.post(f"{address}tinh-trang/", {**day, "state": "paused"}).status_code == 302
    assert Business.objects.get().state == "paused"
    page = text(browser.get(address))
    assert "Tạm ngừng kinh doanh" in page and "Bán lẻ" in page
    assert "Gạo Sen" in text(browser.get("/csdl/doanh-nghiep/", {"q": "gao sen", "tinh_trang": "paused"}))
    assert browser.get("/csdl/doanh-nghiep/danh-sach.xlsx", {"q": "gao"}).status_code == 200
    assert "Thay đổi đăng ký" in text(browser.get("/csdl/doanh-nghiep/thay-doi/"))


def test_feeds_and_lists_are_there_when_empty(browser: Client) -> None:
    for address in (
        "dan-cu/",
        "dan-cu/thay-doi/",
        "dan-cu/trung/",
        "dan-cu/nhap/",
        "doanh-nghiep/",
        "doanh-nghiep/thay-doi/",
        "doanh-nghiep/nhap/",
    ):
        assert browser.get(f"/csdl/{address}").status_code == 200


def test_a_record_page_takes_few_statements(browser: Client, mai: Person, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(30):
        browser.get(f"/csdl/dan-cu/{mai.pk}/")
