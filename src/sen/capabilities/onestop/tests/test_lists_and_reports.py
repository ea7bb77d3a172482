"""Home, queue pages, hand-over, register and report through HTTP."""

import datetime as dt
import io
import uuid
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from sen.capabilities.dossiers import services as dossiers
from sen.capabilities.dossiers.models import Dossier
from sen.capabilities.onestop import services
from sen.capabilities.onestop.models import Desk, HandOver, Ticket, TicketGroup
from sen.capabilities.onestop.selectors.periods import reporting_rule
from sen.capabilities.onestop.selectors.sheets import register_sheet
from sen.foundation.agencies.models import Agency
from sen.foundation.audit.models import AuditEntry
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from tests.dossier_factories import accepted, in_work, make_version, submitted
from tests.factories import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client, clerk: Actor) -> Client:
    return signed_in(client, clerk)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_the_home_page_opens_with_receptions_late_ones_first(
    browser: Client, citizen: Actor, agency: Agency, django_assert_max_num_queries
) -> None:
    fresh = submitted(citizen, agency, now=clock.now())
    late = submitted(citizen, agency, now=clock.now() - dt.timedelta(days=9))
    with django_assert_max_num_queries(14):
        html = browser.get("/mot-cua/").content.decode()
    assert html.index(late.code) < html.index(fresh.code)
    assert "1 hồ sơ trực tuyến đã quá giờ trả lời" in html


def test_the_number_of_queries_does_not_grow_with_the_list(
    browser: Client, citizen: Actor, agency: Agency, django_assert_max_num_queries
) -> None:
    version = make_version()
    for _ in range(12):
        submitted(citizen, agency, now=clock.now(), version=version)
    with django_assert_max_num_queries(14):
        browser.get("/mot-cua/?tab=tiep-nhan")


def test_ticked_dossiers_are_transferred_together_and_a_stale_one_is_named(
    browser: Client, citizen: Actor, clerk: Actor, agency: Agency
) -> None:
    one, two = accepted(citizen, clerk, agency, now=clock.now()), accepted(citizen, clerk, agency, now=clock.now())
    chosen = [f"{one.pk}:{one.event_count}", f"{two.pk}:1", "bậy"]
    html = browser.post("/mot-cua/", {"ho-so": chosen}, follow=True).content.decode()
    assert "Đã chuyển 1 hồ sơ" in html and "vừa thay đổi hồ sơ này" in html
    assert sorted(Dossier.objects.values_list("state", flat=True)) == ["accepted", "processing"]


def test_every_tab_opens(browser: Client, citizen: Actor, clerk: Actor, agency: Agency) -> None:
    late = in_work(citizen, clerk, agency, now=clock.now() - dt.timedelta(days=20))
    for tab in ("tiep-nhan", "chuyen", "bo-sung", "tra", "qua-han", "la"):
        assert browser.get(f"/mot-cua/?tab={tab}").status_code == 200
    assert late.code in browser.get("/mot-cua/?tab=qua-han").content.decode()


def test_a_visitor_takes_a_number_and_follows_it(client: Client, agency: Agency) -> None:
    group = TicketGroup.objects.create(agency=agency, letter="A", name="Hộ tịch")
    kiosk = f"/mot-cua/lay-so/{agency.key}/"
    assert "Hộ tịch" in client.get(kiosk).content.decode()
    request_id = uuid.uuid4()
    response = client.post(kiosk, {"group": group.pk, "request_id": request_id})
    assert response.status_code == 302 and Ticket.objects.get().public_id == request_id
    slip = client.get(response.headers["Location"]).content.decode()
    assert "A001" in slip and "Bạn là người tiếp theo" in slip
    assert body(client.get(f"{response.headers['Location']}pdf/")).startswith(b"%PDF")
    assert client.post(kiosk, {"group": 0, "request_id": uuid.uuid4()}).status_code == 404


def test_the_display_needs_no_sign_in_and_refreshes_itself(client: Client, agency: Agency, django_assert_max_num_queries) -> None:
    TicketGroup.objects.create(agency=agency, letter="A", name="Hộ tịch")
    with django_assert_max_num_queries(10):
        html = client.get(f"/mot-cua/bang-goi/{agency.key}/").content.decode()
    assert 'http-equiv="refresh"' in html and "Chưa gọi số nào hôm nay" in html
    assert client.get("/mot-cua/bang-goi/khong-co/").status_code == 404


def test_an_officer_calls_from_the_queue_page(browser: Client, agency: Agency) -> None:
    group = TicketGroup.objects.create(agency=agency, letter="B", name="Đất đai")
    desk = Desk.objects.create(agency=agency, number=3)
    Ticket.objects.create(agency=agency, group=group, day=clock.today(), number=7, issued_at=clock.now())
    assert browser.post("/mot-cua/hang-cho/", {"lam": "ngoi", "so": desk.pk}).status_code == 302
    html = browser.post("/mot-cua/hang-cho/", {"lam": "goi", "so": 0}, follow=True).content.decode()
    assert "B007" in html and "Phục vụ xong" in html
    ticket = Ticket.objects.get()
    for action, state in (("vang", "skipped"), ("goi-lai", "called"), ("phuc-vu", "serving"), ("xong", "done")):
        browser.post("/mot-cua/hang-cho/", {"lam": action, "so": ticket.pk})
        ticket.refresh_from_db()
        assert ticket.state == state
    assert "Không còn ai chờ" in browser.post("/mot-cua/hang-cho/", {"lam": "goi", "so": 0}, follow=True).content.decode()


def test_groups_and_desks_are_set_up_by_the_one_stop(browser: Client, agency: Agency) -> None:
    page = "/mot-cua/hang-cho/quay/"
    assert browser.post(page, {"lam": "nhom", "letter": "a", "name": "Hộ tịch", "minutes": 7, "is_open": "on"}).status_code == 302
    assert browser.post(page, {"lam": "nhom", "letter": "A", "name": "Khác", "minutes": 7}).status_code == 422
    assert browser.post(page, {"lam": "so-quay", "count": 3}).status_code == 302
    desk, group = Desk.objects.get(agency=agency, number=2), TicketGroup.objects.get()
    assert browser.post(page, {"lam": "quay", "quay": desk.pk, "nhom": group.pk}).status_code == 302
    assert list(desk.groups.all()) == [group]


def test_the_days_papers_are_handed_over_through_the_page(browser: Client, citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency, now=clock.now())
    page = "/mot-cua/ban-giao/"
    assert dossier.code in browser.get(page).content.decode()
    prefix = str(agency.pk)
    wrong = browser.post(page, {"nhan": prefix, "ho-so": dossier.pk, f"{prefix}-received_by": "", f"{prefix}-note": "Túi số 1"})
    assert wrong.status_code == 422 and "Túi số 1" in wrong.content.decode()
    right = browser.post(page, {"nhan": prefix, "ho-so": dossier.pk, f"{prefix}-received_by": "Huỳnh Thị Thu", f"{prefix}-note": ""})
    record = HandOver.objects.get()
    assert right.status_code == 302 and dossier.code in browser.get(f"{page}{record.pk}/").content.decode()
    assert body(browser.get(f"{page}{record.pk}/pdf/")).startswith(b"%PDF")


def test_a_stranger_reads_no_hand_over_record(
    client: Client, citizen: Actor, clerk: Actor, outsider_officer: Actor, agency: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency, now=clock.now())
    given: dict[str, Any] = {
        "giver": agency,
        "receiver": agency,
        "number": "1/2026",
        "made_at": clock.now(),
        "made_by_id": clerk.account_id,
    }
    record = HandOver.objects.create(received_by="Huỳnh Thị Thu", **given)
    record.lines.create(dossier_id=dossier.pk, position=0)
    stranger = signed_in(client, outsider_officer)
    assert stranger.get(f"/mot-cua/ban-giao/{record.pk}/").status_code == 404
    assert stranger.get(f"/mot-cua/ban-giao/{record.pk}/pdf/").status_code == 404


def test_the_register_on_screen_on_paper_and_as_a_table(browser: Client, citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = accepted(citizen, clerk, agency, now=clock.now())
    html = browser.get("/mot-cua/so-theo-doi/").content.decode()
    assert dossier.code in html and "0900000123" not in html
    assert not AuditEntry.objects.filter(subject_type="register").exists()
    assert body(browser.get("/mot-cua/so-theo-doi/in/")).startswith(b"%PDF")
    sheet = load_workbook(io.BytesIO(body(browser.get("/mot-cua/so-theo-doi/excel/")))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(rows[2]) == 12 and rows[2][0] == "STT"
    assert rows[3][1] == dossier.code and rows[3][5] == "0900000123"
    purposes = sorted(AuditEntry.objects.filter(subject_type="register", subject_id=agency.pk).values_list("purpose", flat=True))
    assert purposes == ["in sổ theo dõi hồ sơ", "xuất sổ theo dõi hồ sơ"]


def test_a_name_never_becomes_a_formula(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    accepted(citizen, clerk, agency, now=clock.now())
    row: Any = type("Row", (), dict.fromkeys("procedure address phone agency receipt_way received_sign".split(), ""))()
    row.entry, row.code, row.applicant, row.received_at, row.due_at, row.returned_at = 1, "A", "=1+1", None, None, None
    sheet = load_workbook(io.BytesIO(register_sheet([row], title="Sổ", period="Kỳ"))).active
    assert sheet.cell(4, 4).value == "'=1+1"


def test_the_register_is_kept_to_ones_own_agency(client: Client, clerk: Actor, other_agency: Agency) -> None:
    browser = signed_in(client, clerk)
    assert browser.get(f"/mot-cua/so-theo-doi/?agency={other_agency.pk}").status_code == 422
    assert browser.get(f"/mot-cua/so-theo-doi/excel/?agency={other_agency.pk}").status_code == 302
    assert not AuditEntry.objects.filter(subject_type="register").exists()


def test_the_report_shows_prints_exports_and_drills_down(
    browser: Client, citizen: Actor, clerk: Actor, agency: Agency, django_assert_max_num_queries
) -> None:
    dossier = accepted(citizen, clerk, agency, now=clock.now())
    today = clock.today()
    query = f"?kind=free&since={today:%d/%m/%Y}&until={today:%d/%m/%Y}"
    with django_assert_max_num_queries(12):
        html = browser.get(f"/mot-cua/bao-cao/06a/{query}").content.decode()
    assert "Số liệu khớp" in html and "Cấp xã" in html and "Thành lập và hoạt động doanh nghiệp" in html
    assert body(browser.get(f"/mot-cua/bao-cao/06a/in/{query}")).startswith(b"%PDF")
    sheet = load_workbook(io.BytesIO(body(browser.get(f"/mot-cua/bao-cao/06a/excel/{query}")))).active
    last = [cell.value for cell in list(sheet.iter_rows())[-1]]
    assert last == ["", "Tổng cộng", 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0] or last[1:] == ["Tổng cộng", 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0]
    behind = browser.get(f"/mot-cua/bao-cao/06a/c12/{query}&linh-vuc={dossier.version.field_id}").content.decode()
    assert dossier.code in behind
    assert dossier.code not in browser.get(f"/mot-cua/bao-cao/06a/c13/{query}").content.decode()
    assert browser.get(f"/mot-cua/bao-cao/06a/c99/{query}").status_code == 404


def test_a_wrong_period_is_told_on_the_form(browser: Client) -> None:
    response = browser.get("/mot-cua/bao-cao/06a/?kind=free&since=02/01/2026&until=01/01/2026")
    assert response.status_code == 422 and "Ngày kết thúc phải sau" in response.content.decode()
    assert browser.get("/mot-cua/bao-cao/06a/?kind=quarter&year=2026&place=7").status_code == 422
    assert browser.get("/mot-cua/bao-cao/06a/in/?kind=quarter&year=2026&place=7").status_code == 302


@pytest.mark.parametrize(("who", "sees"), [("approver", True), ("head", True), ("control_officer", True), ("outsider_officer", None)])
def test_leaders_heads_and_control_read_the_report(
    client: Client, request: pytest.FixtureRequest, citizen: Actor, clerk: Actor, agency: Agency, who: str, sees: bool | None
) -> None:
    dossiers.accept_dossier(actor=clerk, dossier_id=submitted(citizen, agency, now=clock.now()).pk, now=clock.now())
    today = clock.today()
    response = signed_in(client, request.getfixturevalue(who)).get(
        f"/mot-cua/bao-cao/06a/?kind=free&since={today:%d/%m/%Y}&until={today:%d/%m/%Y}"
    )
    if sees is None:
        assert response.status_code == 403
    else:
        assert "Thành lập và hoạt động doanh nghiệp" in response.content.decode()


def test_procedure_control_sets_how_periods_are_cut(client: Client, control_officer: Actor) -> None:
    browser = signed_in(client, control_officer)
    page = "/mot-cua/bao-cao/ky/"
    assert browser.post(page, {"valid_from": "", "first_day": "15", "receiver": ""}).status_code == 422
    assert browser.post(page, {"valid_from": "01/01/2020", "first_day": "1", "receiver": "Bộ Tư pháp"}).status_code == 302
    assert (reporting_rule(clock.today()).first_day, reporting_rule(clock.today()).receiver) == (1, "Bộ Tư pháp")
    assert "Theo tháng dương lịch" in browser.get(page).content.decode()
    assert AuditEntry.objects.filter(action="reporting.set").count() == 1


def test_nobody_else_sets_them(client: Client, clerk: Actor) -> None:
    with pytest.raises(NotAllowed):
        services.set_reporting_rule(actor=clerk, valid_from=dt.date(2020, 1, 1), first_day=1, receiver="X", now=clock.now())
    assert signed_in(client, clerk).get("/mot-cua/bao-cao/ky/").status_code == 403
    assert reporting_rule(clock.today()).first_day == 15


def test_the_shipped_calendar_is_written_once() -> None:
    assert services.load_reporting_calendar() == {"reporting_rules": 2}
    assert services.load_reporting_calendar() == {"reporting_rules": 0}
    assert reporting_rule(dt.date(2026, 11, 23)).receiver == "Bộ Tư pháp"
