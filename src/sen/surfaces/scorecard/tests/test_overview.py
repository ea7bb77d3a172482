"""The figures: counted live, sorted, exported, each as far as its reader may see."""

import datetime as dt
import re
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import Dossier
from sen.capabilities.dossiers.selectors.overview import FIGURE_NAMES
from sen.foundation.agencies.models import Agency, AgencyLevel
from sen.kernel.actor import Actor, Role
from sen.surfaces.scorecard.selectors.figures import FIGURE_WORDS
from tests.dossier_factories import at_signature, in_work, make_version, submitted
from tests.factories import MONDAY, make_agency, make_officer, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, approver: Actor, agency: Agency) -> dict[str, Dossier]:
    """Dossiers in several states, one late since Monday, one settled late, one waiting since Monday morning."""
    version = make_version()
    quick = make_version("Chứng thực bản sao", days="0.1")
    late = in_work(citizen, clerk, agency, version=quick)
    settled = in_work(citizen, clerk, agency, version=version)
    signing = at_signature(settled, head, specialist)
    services.sign_outcome(actor=approver, item_id=signing.pk, now=MONDAY + dt.timedelta(hours=2))
    in_time = in_work(citizen, clerk, agency, version=version)
    paused = in_work(citizen, clerk, agency, version=version)
    services.suspend_for_financial_duty(actor=specialist, dossier_id=paused.pk, reason="Nộp lệ phí", now=MONDAY)
    waiting = submitted(citizen, agency, version=version)
    refused = submitted(citizen, agency, version=version)
    services.refuse_dossier(actor=clerk, dossier_id=refused.pk, reason="Không thuộc thẩm quyền", now=MONDAY)
    return {"late": late, "settled": settled, "in_time": in_time, "paused": paused, "waiting": waiting, "refused": refused}


def test_every_number_equals_the_list_behind_it(client: Client, control_officer: Actor, agency: Agency, story: dict[str, Dossier]) -> None:
    browser = signed_in(client, control_officer)
    sheet = load_workbook(BytesIO(b"".join(browser.get("/ket-qua/xuat-excel/").streaming_content))).active
    assert sheet is not None
    total = list(sheet.iter_rows(min_row=4, values_only=True))[-1]
    counted = dict(
        zip(
            ("received", "awaiting", "awaiting_late", "open", "late", "due_today", "paused", "finished_in_time", "finished_late"),
            total[1:10],
            strict=True,
        )
    )
    counted |= {"refused": total[11], "ended": total[12], "online": total[13], "finished": total[8] + total[9]}
    assert counted["late"] == 1 and counted["paused"] == 1 and counted["finished"] == 1 and counted["awaiting_late"] == 0
    for figure, count in counted.items():
        for query in (f"?so={figure}", f"?so={figure}&co-quan={agency.pk}"):
            text = browser.get(f"/ket-qua/ho-so/{query}").content.decode()
            assert len(re.findall(r'<small class="code">', text)) == count, (figure, query)
    assert story["late"].code in browser.get("/ket-qua/ho-so/?so=late").content.decode()


def test_every_figure_has_its_words() -> None:
    assert set(FIGURE_WORDS) == set(FIGURE_NAMES)


def test_the_table_is_sorted_by_any_column_both_ways(
    client: Client, control_officer: Actor, agency: Agency, other_agency: Agency, story: dict[str, Dossier]
) -> None:
    browser = signed_in(client, control_officer)

    def order(query: str) -> list[int]:
        text = browser.get(f"/ket-qua/{query}").content.decode()
        return [int(id_) for id_ in re.findall(r'href="/ket-qua/co-quan/(\d+)/">UBND phường', text)]

    assert order("")[0] == agency.pk
    assert order("?xep=-tiep-nhan")[0] == agency.pk
    assert order("?xep=tiep-nhan")[-1] == agency.pk
    assert order("?xep=ten") == [agency.pk, other_agency.pk]
    assert order("?xep=-ten") == [other_agency.pk, agency.pk]
    assert order("?xep=khong-co") == order("")


def test_fields_and_one_agency_show_the_same_dossiers(
    client: Client, control_officer: Actor, agency: Agency, story: dict[str, Dossier]
) -> None:
    browser = signed_in(client, control_officer)
    field = Dossier.objects.get(pk=story["late"].pk).version.field
    for url in ("/ket-qua/linh-vuc/", f"/ket-qua/co-quan/{agency.pk}/"):
        text = browser.get(url).content.decode()
        assert field.name in text and f"linh-vuc={field.pk}" in text
    behind = browser.get(f"/ket-qua/ho-so/?so=received&linh-vuc={field.pk}&co-quan={agency.pk}").content.decode()
    assert story["in_time"].code in behind and field.name in behind


@pytest.mark.parametrize("query", ["?so=abc", "?so=", "?so=late&co-quan=x", "?so=late&co-quan=-1", "?so=late&co-quan=99999999999999999999"])
def test_an_odd_number_leads_nowhere(client: Client, control_officer: Actor, query: str) -> None:
    assert signed_in(client, control_officer).get(f"/ket-qua/ho-so/{query}").status_code == 404


def test_an_officer_sees_and_opens_the_own_agency_only(
    client: Client, specialist: Actor, agency: Agency, other_agency: Agency, story: dict[str, Dossier]
) -> None:
    browser = signed_in(client, specialist)
    text = browser.get("/ket-qua/").content.decode()
    assert f"/ket-qua/co-quan/{agency.pk}/" in text and f"/ket-qua/co-quan/{other_agency.pk}/" not in text
    assert browser.get(f"/ket-qua/co-quan/{other_agency.pk}/").status_code == 404
    assert browser.get(f"/ket-qua/ho-so/?so=late&co-quan={other_agency.pk}").status_code == 404
    assert browser.get("/ket-qua/ho-so/?so=late").status_code == 404
    assert story["late"].code in browser.get(f"/ket-qua/ho-so/?so=late&co-quan={agency.pk}").content.decode()


def test_a_leader_opens_the_dossiers_behind_the_figures_of_agencies_below_with_applicants_by_initials(
    client: Client, province: Agency, agency: Agency, story: dict[str, Dossier]
) -> None:
    chairman = make_officer(Role.LEADER, province, name="Nguyễn Minh Trí")
    browser = signed_in(client, chairman)
    assert f"/ket-qua/co-quan/{agency.pk}/" in browser.get("/ket-qua/").content.decode()
    behind = browser.get(f"/ket-qua/ho-so/?so=late&co-quan={agency.pk}").content.decode()
    assert story["late"].code in behind and "T. T. Mai" in behind and "Trần Thị Mai" not in behind


def test_a_district_opens_its_communes_and_no_others(
    client: Client, province: Agency, agency: Agency, other_agency: Agency, story: dict[str, Dossier]
) -> None:
    district = make_agency("Ủy ban nhân dân huyện Lấp Vò", AgencyLevel.DISTRICT, parent=province)
    Agency.objects.filter(pk=agency.pk).update(parent=district)
    browser = signed_in(client, make_officer(Role.HEAD, district))
    assert story["late"].code in browser.get(f"/ket-qua/ho-so/?so=late&co-quan={agency.pk}").content.decode()
    assert story["late"].code in browser.get("/ket-qua/canh-bao/?loai=tre-chua-xin-loi").content.decode()
    assert browser.get(f"/ket-qua/ho-so/?so=late&co-quan={other_agency.pk}").status_code == 404
    assert browser.get("/ket-qua/ho-so/?so=late").status_code == 404


def test_an_administrator_sees_the_province_without_dossiers(
    client: Client, administrator: Actor, agency: Agency, story: dict[str, Dossier]
) -> None:
    browser = signed_in(client, administrator)
    assert f"/ket-qua/co-quan/{agency.pk}/" in browser.get("/ket-qua/").content.decode()
    assert browser.get("/ket-qua/ho-so/?so=late").status_code == 404


def test_a_citizen_has_no_scorecard(client: Client, citizen: Actor) -> None:
    assert signed_in(client, citizen).get("/ket-qua/").status_code == 403


def test_the_page_takes_the_same_few_statements_for_any_number_of_agencies(
    client: Client, control_officer: Actor, province: Agency, story: dict[str, Dossier]
) -> None:
    browser = signed_in(client, control_officer)
    browser.get("/ket-qua/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/ket-qua/")
    for _ in range(20):
        make_agency(level=AgencyLevel.COMMUNE, parent=province)
    with CaptureQueriesContext(connection) as many:
        browser.get("/ket-qua/")
    assert len(many) == len(few)


def test_the_recount_agrees_and_points_out_a_wrong_figure(
    client: Client, control_officer: Actor, specialist: Actor, agency: Agency, story: dict[str, Dossier]
) -> None:
    browser = signed_in(client, control_officer)
    assert "Mọi số liệu khớp" in browser.get("/ket-qua/doi-chieu/").content.decode()
    services.fold_tally()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE dossiers_dossiertally SET count = count + 3 WHERE state = 'submitted'")
    text = browser.get("/ket-qua/doi-chieu/").content.decode()
    assert "1 cơ quan có số liệu lệch" in text and "4 → 1" in text
    assert signed_in(Client(), specialist).get("/ket-qua/doi-chieu/").status_code == 403
