"""The pages of procedure control: who opens them, what they show, and the whole way through the browser's forms."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from sen.capabilities.procedures import services
from sen.capabilities.procedures.models import ProcedureVersion, ProcessingRoute
from sen.capabilities.procedures.states import RouteState, VersionState
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from tests.factories import MONDAY, signed_in

from .conftest import BIRTH, HOUSEHOLD

INCOMPLETE = "1.001613"
METHOD = {"channel": "online", "amount": "1", "unit": "working_days"}
ADDRESSES = ("procedures:records", "procedures:export", "procedures:imports", "procedures:routes")


@pytest.fixture
def browser(control_officer: Actor) -> Client:
    return signed_in(Client(), control_officer)


@pytest.mark.parametrize("name", ADDRESSES)
def test_only_control_opens_the_pages(name: str, clerk: Actor, browser: Client) -> None:
    assert signed_in(Client(), clerk).get(reverse(name)).status_code == 403
    assert Client().get(reverse(name)).status_code == 302
    assert browser.get(reverse(name)).status_code == 200


def test_the_list_finds_incomplete_records(load: Callable[..., Any], browser: Client) -> None:
    load(codes=(BIRTH, HOUSEHOLD, INCOMPLETE))
    page = browser.get(reverse("procedures:records"), {"can_sua": "missing"}).content.decode()
    assert INCOMPLETE in page
    assert BIRTH not in page


def test_the_list_is_read_in_few_queries(load: Callable[..., Any], browser: Client, django_assert_max_num_queries: Any) -> None:
    load(fields=("Hộ tịch",))
    browser.get(reverse("procedures:records"))
    with django_assert_max_num_queries(12):
        browser.get(reverse("procedures:records"))


@pytest.mark.parametrize("tab", ["", "giay-to", "nop-ho-so", "can-cu", "quy-trinh", "lich-su"])
def test_every_tab_of_a_record_opens(tab: str, birth: ProcedureVersion, browser: Client) -> None:
    assert browser.get(reverse("procedures:record", args=[birth.pk]), {"muc": tab}).status_code == 200


def test_the_spreadsheet_lists_the_catalogue(load: Callable[..., Any], browser: Client) -> None:
    load(codes=(BIRTH, INCOMPLETE))
    answer = browser.get(reverse("procedures:export"))
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True))
    assert len(rows) == 3
    assert {row[1] for row in rows[1:]} == {BIRTH, INCOMPLETE}
    assert next(row for row in rows if row[1] == INCOMPLETE)[14] == "Thành phần, số lượng hồ sơ"


def test_the_import_report_names_procedures_and_reasons(load: Callable[..., Any], browser: Client) -> None:
    load(codes=(BIRTH, INCOMPLETE))
    page = browser.get(reverse("procedures:imports")).content.decode()
    assert INCOMPLETE in page
    assert "Thiếu: Thành phần, số lượng hồ sơ" in page


def test_a_controller_publishes_a_new_version_by_forms(birth: ProcedureVersion, browser: Client) -> None:
    browser.post(reverse("procedures:new-draft", args=[birth.pk]), {"change_note": "Bớt giấy tờ"})
    draft = ProcedureVersion.objects.get(number=2)
    removed = browser.post(reverse("procedures:edit-papers", args=[draft.pk]), {"do": "bo-0"})
    assert removed.status_code == 302
    assert draft.required_documents.count() == 32
    address = reverse("procedures:publication", args=[draft.pk])
    assert "Bảy bộ phận bắt buộc" in browser.get(address).content.decode()
    browser.post(address)
    browser.post(address, {"decision_number": "1521/QĐ-UBND", "decision_on": "16/11/2026"})
    last = browser.post(address, {"valid_from": "01/12/2026"})
    assert last.status_code == 302
    draft.refresh_from_db()
    assert draft.state == VersionState.PUBLISHED
    assert "Giấy chứng sinh" in browser.get(reverse("procedures:compare", args=[draft.pk])).content.decode()


def test_an_incomplete_draft_is_told_what_it_lacks(birth: ProcedureVersion, browser: Client, control_officer: Actor) -> None:
    draft = services.create_draft_version(actor=control_officer, procedure_id=birth.procedure_id, now=MONDAY)
    draft.methods.all().delete()
    answer = browser.post(reverse("procedures:publication", args=[draft.pk]))
    assert answer.status_code == 422
    assert "cách thức thực hiện" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == VersionState.DRAFT


def test_facts_papers_and_fees_are_edited_by_forms(birth: ProcedureVersion, browser: Client, control_officer: Actor) -> None:
    draft = services.create_draft_version(actor=control_officer, procedure_id=birth.procedure_id, now=MONDAY)
    page = browser.get(reverse("procedures:edit-facts", args=[draft.pk]))
    values = {name: value for name, value in page.context["form"].initial.items() if value not in (None, False)}
    answer = browser.post(
        reverse("procedures:edit-facts", args=[draft.pk]), {**values, "name": "Đăng ký khai sinh", "subjects": "Công dân"}
    )
    assert answer.status_code == 302
    paper = {"name": "Giấy mới", "duty": "submit", "originals": "1", "copies": "0"}
    assert browser.post(reverse("procedures:add-paper", args=[draft.pk]), paper).status_code == 302
    forms = {"cach-TOTAL_FORMS": "4", "cach-INITIAL_FORMS": "3", "phi-TOTAL_FORMS": "1", "phi-INITIAL_FORMS": "0"}
    rows = {f"cach-{place}-{name}": value for place in range(3) for name, value in METHOD.items()}
    fee = {"phi-0-channel": "", "phi-0-kind": "levy", "phi-0-amount": "8000"}
    last = {"cach-3-channel": "", "cach-2-DELETE": "on"}
    assert browser.post(reverse("procedures:edit-filing", args=[draft.pk]), {**forms, **rows, **fee, **last}).status_code == 302
    draft.refresh_from_db()
    assert draft.name == "Đăng ký khai sinh"
    assert draft.required_documents.filter(name="Giấy mới").exists()
    assert [fee.amount for fee in draft.fees.all()] == [8000]
    assert draft.methods.count() == 2


def test_a_partial_service_must_say_why(birth: ProcedureVersion, browser: Client, control_officer: Actor) -> None:
    draft = services.create_draft_version(actor=control_officer, procedure_id=birth.procedure_id, now=MONDAY)
    page = browser.get(reverse("procedures:edit-facts", args=[draft.pk]))
    values = {name: value for name, value in page.context["form"].initial.items() if value not in (None, False)}
    answer = browser.post(reverse("procedures:edit-facts", args=[draft.pk]), {**values, "service_level": "partial"})
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.service_level == "full"


def test_the_route_editor_works_by_posting_back(birth: ProcedureVersion, agency: Agency, browser: Client) -> None:
    created = browser.post(reverse("procedures:procedure-routes", args=[BIRTH]), {"agency_id": agency.pk})
    route = ProcessingRoute.objects.get(agency=agency)
    assert created.url == reverse("procedures:route", args=[route.pk])
    rows = {
        "buoc-TOTAL_FORMS": "2", "buoc-INITIAL_FORMS": "0",
        "buoc-0-name": "Thẩm định", "buoc-0-role": "specialist", "buoc-0-hours": "5",
        "buoc-1-name": "Ký duyệt", "buoc-1-role": "leader", "buoc-1-hours": "4", "buoc-1-signs": "on",
    }  # fmt: skip
    address = reverse("procedures:route", args=[route.pk])
    added = browser.post(address, {**rows, "do": "them"})
    assert len(added.context["formset"].forms) == 3
    assert route.steps.count() == 4
    refused = browser.post(address, {**rows, "do": "luu"})
    assert refused.status_code == 422
    assert "9 giờ" in refused.content.decode()
    assert browser.post(address, {**rows, "buoc-0-hours": "4", "do": "luu"}).status_code == 302
    assert [step.name for step in route.steps.order_by("order")] == ["Thẩm định", "Ký duyệt"]
    approval = {"decision_number": "77/QĐ-UBND", "decision_on": "16/11/2026", "valid_from": "17/11/2026"}
    assert browser.post(reverse("procedures:approve-route", args=[route.pk]), approval).status_code == 302
    route.refresh_from_db()
    assert route.state == RouteState.APPROVED


def test_a_stranger_learns_nothing_of_a_record(birth: ProcedureVersion, outsider_officer: Actor) -> None:
    assert signed_in(Client(), outsider_officer).get(reverse("procedures:record", args=[birth.pk])).status_code == 403
