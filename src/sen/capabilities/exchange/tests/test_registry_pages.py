"""The pages of the registry: who sees what, in how many queries, and what a wrong form answers."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sen.capabilities.exchange.models import Member, Right, Service
from sen.capabilities.exchange.services import offering
from sen.capabilities.exchange.services.certificates import certify_server
from sen.capabilities.exchange.states import RightState
from sen.capabilities.exchange.tests.conftest import Axis
from sen.capabilities.exchange.tests.csr import request_of, tls_key
from sen.capabilities.exchange.tests.openapi_samples import description
from sen.kernel.actor import Actor
from tests.factories import MONDAY, signed_in


@pytest.fixture
def page(axis: Axis, client: Client) -> Client:
    """The operator's browser."""
    signed_in(client, axis.operator)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize(
    "path",
    [
        "thanh-vien/",
        "dich-vu/",
        "quyen/",
        "thoa-thuan/",
        "chung-thu/",
        "may-chu/",
        "nhom/",
        "thoa-thuan/?nhom=ending",
        "chung-thu/?nhom=over",
    ],
)
def test_every_list_takes_a_bounded_number_of_queries(
    page: Client, axis: Axis, giver_admin: Actor, django_assert_max_num_queries: Any, path: str
) -> None:
    axis.active_right(giver_admin)
    certify_server(actor=axis.operator, server_id=axis.near.pk, request_pem=request_of(tls_key()), now=MONDAY)
    page.get(f"/truc/{path}")
    with django_assert_max_num_queries(22):
        assert page.get(f"/truc/{path}").status_code == 200


def test_a_longer_list_takes_no_more_queries(page: Client, axis: Axis) -> None:
    page.get("/truc/dich-vu/")
    before = queries_of(page, "/truc/dich-vu/")
    for number in range(12):
        Service.objects.create(
            identifier=f"VN-DT/GOV/H20/CSDL/s{number}", subsystem=axis.registries, code=f"s{number}", name=f"Dịch vụ {number}",
            name_folded=f"dich vu {number}", base_url="http://x/", created_at=MONDAY, changed_at=MONDAY,
        )  # fmt: skip
    assert queries_of(page, "/truc/dich-vu/") == before


def queries_of(page: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        page.get(path)
    return len(seen)


def test_an_administrator_reads_the_registry_but_changes_nothing(axis: Axis, asker_admin: Actor, client: Client) -> None:
    signed_in(client, asker_admin)
    shown = client.get(f"/truc/dich-vu/{axis.service.pk}/")
    assert "Đề nghị quyền sử dụng" in text(shown)
    assert "Ai được gọi" not in text(shown)
    assert "Sửa thông số" not in text(shown)
    assert client.post(f"/truc/dich-vu/{axis.service.pk}/tam-ngung/", {"notice": "x"}).status_code == 403
    assert client.get("/truc/chung-thu/").status_code == 403
    axis.service.refresh_from_db()
    assert axis.service.state == "active"


def test_a_system_of_another_agency_is_not_found(axis: Axis, asker_admin: Actor, client: Client) -> None:
    signed_in(client, asker_admin)
    assert client.get(f"/truc/he-thong/{axis.registries.pk}/").status_code == 404
    assert client.get(f"/truc/he-thong/{axis.office.pk}/").status_code == 200


def test_a_wrong_code_is_told_at_its_field(page: Client) -> None:
    answer = page.post("/truc/thanh-vien/them/", {"member_class": "GOV", "code": "SỞ_Y", "name": "Sở Y tế"})
    assert answer.status_code == 422
    assert "Mã chỉ gồm chữ không dấu" in text(answer)
    assert 'value="SỞ_Y"' in text(answer)
    assert Member.objects.count() == 2


def test_a_refused_description_is_told_at_its_field(page: Client, axis: Axis) -> None:
    file = SimpleUploadedFile("a.yaml", b"a: &a 1\nb: *a\n")
    answer = page.post(f"/truc/dich-vu/{axis.service.pk}/mo-ta/", {"file": file})
    assert answer.status_code == 422
    assert "bí danh" in text(answer)


def test_the_difference_is_shown_before_anything_changes(page: Client, axis: Axis) -> None:
    file = SimpleUploadedFile("a.json", description(people={"get": "listPeople"}))
    shown = page.post(f"/truc/dich-vu/{axis.service.pk}/mo-ta/", {"file": file}, follow=True)
    assert "Thao tác mới" in text(shown)
    assert not axis.service.endpoints.exists()
    page.post(f"/truc/dich-vu/{axis.service.pk}/mo-ta/1/kich-hoat/")
    assert axis.service.endpoints.get().operation_id == "listPeople"


def test_a_request_needs_operations_or_the_whole(axis: Axis, asker_admin: Actor, page: Client, client: Client) -> None:
    file = SimpleUploadedFile("a.json", description(people={"get": "listPeople"}))
    page.post(f"/truc/dich-vu/{axis.service.pk}/mo-ta/", {"file": file})
    page.post(f"/truc/dich-vu/{axis.service.pk}/mo-ta/1/kich-hoat/")
    signed_in(client, asker_admin)
    facts = {"subsystem_id": axis.office.pk, "purpose": "Xác minh", "legal_basis": "NĐ 194/2025/NĐ-CP", "whole": "some"}
    refused = client.post(f"/truc/dich-vu/{axis.service.pk}/xin-quyen/", facts)
    assert refused.status_code == 422
    assert not Right.objects.exists()
    endpoint = axis.service.endpoints.get()
    client.post(f"/truc/dich-vu/{axis.service.pk}/xin-quyen/", {**facts, "endpoint_ids": [endpoint.pk]})
    right = Right.objects.get()
    assert (right.covers_all, list(right.endpoints.all()), right.requested_by_name) == (False, [endpoint], "Lý Thanh Tùng")


def test_the_one_who_asked_sees_why_there_is_no_button(axis: Axis, page: Client) -> None:
    right = axis.right()
    shown = text(page.get(f"/truc/quyen/{right.pk}/"))
    assert "không tự duyệt được" in shown
    assert f"/truc/quyen/{right.pk}/duyet/" not in shown
    assert page.post(f"/truc/quyen/{right.pk}/duyet/", {"reason": ""}).status_code in (403, 422)
    right.refresh_from_db()
    assert right.state == RightState.REQUESTED


def test_an_unknown_deed_is_not_found(axis: Axis, page: Client) -> None:
    assert page.post(f"/truc/quyen/{axis.right().pk}/xoa/").status_code == 404


def test_a_certificate_is_issued_from_the_page_and_taken_home(page: Client, axis: Axis) -> None:
    issued = page.post("/truc/chung-thu/cap/", {"whom": f"tls-{axis.near.pk}", "request": request_of(tls_key())}, follow=True)
    assert "VN-DT/GOV/H20/TINH" in text(issued)
    certificate = axis.near.certificates.get()
    taken = page.get(f"/truc/chung-thu/{certificate.pk}/tai/")
    assert b"".join(taken.streaming_content).decode() == certificate.pem  # type: ignore[attr-defined]


def test_the_settings_file_carries_a_key_that_works_and_no_secret_of_ours(page: Client, axis: Axis, settings: Any) -> None:
    settings.SITE_URL = "https://sen.example"
    answer = page.post(f"/truc/may-chu/{axis.near.pk}/tep-cau-hinh/")
    told = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    source = "https://gateway:"
    key = told.partition(source)[2].partition("@")[0]
    assert page.get("/truc/cau-hinh/VN-DT/GOV/H20/TINH/", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert '"d"' not in told


def test_everybody_finds_services_on_offer_and_no_drafts_or_unlisted_ones(axis: Axis, client: Client) -> None:
    assert "Dân cư của tỉnh" in text(client.get("/dich-vu-chia-se/"))
    shown = text(client.get("/dich-vu-chia-se/VN-DT/GOV/H20/CSDL/dan-cu/"))
    assert "VN-DT/GOV/H20/CSDL/dan-cu" in shown
    assert "127.0.0.1" not in shown
    offering.edit_service(
        actor=axis.operator, service_id=axis.service.pk, name="Dân cư của tỉnh", summary="", kind="REST", now=MONDAY,
        parameters=offering.Parameters("http://127.0.0.1:8000/api/dan-cu", is_listed=False),
    )  # fmt: skip
    assert "Dân cư của tỉnh" not in text(client.get("/dich-vu-chia-se/"))
    assert client.get("/dich-vu-chia-se/VN-DT/GOV/H20/CSDL/dan-cu/").status_code == 404


def test_the_public_description_hides_the_providers_address(axis: Axis, page: Client) -> None:
    content = description(people={"get": "listPeople"}).replace(b'"paths"', b'"servers": [{"url": "http://10.1.2.3/"}], "paths"')
    page.post(f"/truc/dich-vu/{axis.service.pk}/mo-ta/", {"file": SimpleUploadedFile("a.json", content)})
    page.post(f"/truc/dich-vu/{axis.service.pk}/mo-ta/1/kich-hoat/")
    answer = page.get("/dich-vu-chia-se/VN-DT/GOV/H20/CSDL/dan-cu/openapi.json")
    told = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "10.1.2.3" not in told
    assert "/r1/VN-DT/GOV/H20/CSDL/dan-cu" in told
