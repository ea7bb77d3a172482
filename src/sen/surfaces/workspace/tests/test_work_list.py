"""The work list: what waits, most urgent first, narrowed by the address, in a fixed number of statements."""

import datetime as dt
import re
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import Dossier, WorkItem
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from tests.dossier_factories import at_signature, in_work, make_version, open_item, submitted
from tests.factories import MONDAY, make_citizen, make_officer, signed_in

pytestmark = pytest.mark.django_db

_OURS = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT", "ROLLBACK")


def statements(browser: Client, url: str) -> list[str]:
    """What the page asked the database, without the test's own savepoints and the return from the bound role."""
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(url).status_code == 200
    found = [query["sql"] for query in caught.captured_queries if not query["sql"].startswith(_OURS)]
    return [sql for sql in found if "set_config('role', 'none'" not in sql]


def codes(browser: Client, query: str = "") -> list[str]:
    text = browser.get(f"/lam-viec/ho-so/{query}").content.decode()
    return re.findall(r'<small class="code">([^<]+)</small>', text)


@pytest.fixture
def three(citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, agency: Agency) -> list[Dossier]:
    """Three dossiers at the specialists' step: late, due today, due later."""
    version = make_version()
    found = []
    for due in (MONDAY, MONDAY + dt.timedelta(hours=6), MONDAY + dt.timedelta(days=4)):
        dossier = in_work(citizen, clerk, agency, version=version)
        services.complete_step(actor=head, item_id=open_item(dossier).pk, now=MONDAY, assignee_id=specialist.account_id)
        WorkItem.objects.filter(pk=open_item(dossier).pk).update(due_at=due)
        found.append(dossier)
    return found


def test_the_most_urgent_stands_first_under_its_group(client: Client, specialist: Actor, three: list[Dossier]) -> None:
    browser = signed_in(client, specialist)
    assert codes(browser) == [dossier.code for dossier in three]
    text = browser.get("/lam-viec/ho-so/").content.decode()
    assert text.index("Trễ hạn</th>") < text.index(three[0].code) < text.index("Hôm nay</th>") < text.index("Sắp tới</th>")


def test_paused_work_stands_last(client: Client, specialist: Actor, three: list[Dossier]) -> None:
    services.suspend_for_financial_duty(actor=specialist, dossier_id=three[0].pk, reason="Nộp lệ phí", now=MONDAY)
    browser = signed_in(client, specialist)
    assert codes(browser)[-1] == three[0].code
    assert "Tạm dừng, chưa có hạn" in browser.get("/lam-viec/ho-so/").content.decode()


def test_tabs_count_and_narrow(client: Client, specialist: Actor, three: list[Dossier]) -> None:
    browser = signed_in(client, specialist)
    text = browser.get("/lam-viec/ho-so/").content.decode()
    assert re.search(r'Trễ hạn <span class="count count--late">1</span>', text)
    assert re.search(r'Tất cả <span class="count">3</span>', text)
    assert codes(browser, "?nhom=tre") == [three[0].code]
    assert codes(browser, "?nhom=hom-nay") == [three[1].code]


def test_filters_live_in_the_address_and_survive_a_change_of_tab(
    client: Client, citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, agency: Agency, three: list[Dossier]
) -> None:
    other = make_citizen("Đặng Thị Kim Ngân")
    version = make_version("Cấp giấy phép xây dựng")
    extra = in_work(other, clerk, agency, version=version)
    services.complete_step(actor=head, item_id=open_item(extra).pk, now=MONDAY)
    browser = signed_in(client, specialist)
    assert codes(browser, f"?thu-tuc={version.procedure_id}") == [extra.code]
    assert codes(browser, "?tim=kim+ngan") == [extra.code]
    assert codes(browser, f"?tim={extra.code.lower()}") == [extra.code]
    assert extra.code not in codes(browser, "?cua=toi")
    assert codes(browser, "?thu-tuc=khong-phai-so&noi=9999999") == codes(browser)
    text = browser.get("/lam-viec/ho-so/?tim=kim+ngan&trang=1").content.decode()
    assert "?tim=kim+ngan&amp;nhom=tre" in text


def test_the_whole_page_takes_at_most_six_statements_however_many_rows(
    client: Client, citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, agency: Agency, three: list[Dossier]
) -> None:
    browser = signed_in(client, specialist)
    few = statements(browser, "/lam-viec/ho-so/")
    version = make_version()
    for _ in range(6):
        dossier = in_work(citizen, clerk, agency, version=version)
        services.complete_step(actor=head, item_id=open_item(dossier).pk, now=MONDAY)
    many = statements(browser, "/lam-viec/ho-so/")
    assert len(many) == len(few) <= 6, "\n".join(many)


def test_a_head_looks_at_the_whole_agency_and_a_specialist_cannot(
    client: Client, head: Actor, specialist: Actor, agency: Agency, three: list[Dossier]
) -> None:
    assert codes(signed_in(client, head)) == []
    assert set(codes(client, "?cua=co-quan")) == {dossier.code for dossier in three}
    second = make_officer(Role.SPECIALIST, agency, name="Lê Văn Khác")
    assert codes(signed_in(Client(), second), "?cua=co-quan") == []


def test_nobody_sees_the_work_of_another_agency(client: Client, outsider_officer: Actor, three: list[Dossier]) -> None:
    text = signed_in(client, outsider_officer).get("/lam-viec/ho-so/").content.decode()
    assert "Không còn việc nào chờ bạn" in text
    assert not any(dossier.code in text for dossier in three)


def test_the_export_holds_the_same_rows_and_no_formula(
    client: Client, clerk: Actor, head: Actor, specialist: Actor, agency: Agency, three: list[Dossier]
) -> None:
    Dossier.objects.filter(pk=three[0].pk).update(applicant_name="=1+1")
    answer = signed_in(client, specialist).get("/lam-viec/xuat-excel/")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [row[3] for row in rows] == [dossier.code for dossier in three]
    assert rows[0][5] == "'=1+1"


def test_a_one_stop_officer_is_led_to_the_desk(client: Client, citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = submitted(citizen, agency)
    text = signed_in(client, clerk).get("/lam-viec/ho-so/").content.decode()
    assert f"/mot-cua/ho-so/{dossier.code}/" in text and "/mot-cua/tiep-nhan/" in text


def test_those_without_dossier_work_get_their_own_places(
    client: Client, control_officer: Actor, administrator: Actor, registrar: Actor
) -> None:
    text = signed_in(client, control_officer).get("/lam-viec/").content.decode()
    assert "/ket-qua/canh-bao/" in text and "/quan-tri/thu-tuc/" in text
    assert "/ket-qua/" in signed_in(Client(), administrator).get("/lam-viec/").content.decode()
    assert "/ket-qua/canh-bao/" not in signed_in(Client(), registrar).get("/lam-viec/").content.decode()


def test_a_citizen_has_no_work_list(client: Client, citizen: Actor) -> None:
    assert signed_in(client, citizen).get("/lam-viec/ho-so/").status_code == 403
    assert Client().get("/lam-viec/ho-so/").status_code == 302


def test_the_menu_counts_what_waits_for_a_signature(
    client: Client, citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, approver: Actor, agency: Agency
) -> None:
    at_signature(in_work(citizen, clerk, agency), head, specialist)
    text = signed_in(client, approver).get("/lam-viec/ho-so/").content.decode()
    assert re.search(r'Ký duyệt<span class="count">1</span>', text)
    assert "Ký 1 văn bản" in text
    assert clock.now() == MONDAY + dt.timedelta(hours=1)
