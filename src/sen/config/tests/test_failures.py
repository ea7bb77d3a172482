"""A request that cannot be answered says why, in the form the asker understands, and loses no typed text."""

import pytest
from django.test import Client

from sen.kernel.actor import Actor
from tests.factories import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sen.config.tests.addresses")]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def test_a_person_gets_a_page_with_the_message(visitor: Client) -> None:
    answer = visitor.get("/cu/", headers={"accept": "text/html"})
    assert answer.status_code == 409
    assert "Võ Thị Lan vừa thay đổi hồ sơ này lúc 09:10" in answer.content.decode()
    assert "<html" in answer.content.decode()


def test_a_program_gets_a_problem(visitor: Client) -> None:
    answer = visitor.get("/sai/", headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    facts = answer.json()
    assert facts["detail"] == "Số tiền phải lớn hơn 0."
    assert facts["field"] == "amount"


def test_htmx_gets_a_fragment(visitor: Client) -> None:
    answer = visitor.get("/cam/", headers={"hx-request": "true"})
    assert answer.status_code == 403
    assert "<html" not in answer.content.decode()


def test_a_fault_shows_the_id_that_is_in_the_log(visitor: Client) -> None:
    answer = visitor.get("/hong/", headers={"x-request-id": "counter-0001"})
    assert answer.status_code == 500
    assert answer["X-Request-ID"] == "counter-0001"
    assert "counter-0001" in answer.content.decode()
    assert "a fault of ours" not in answer.content.decode()


def test_an_unknown_address_is_a_calm_page(visitor: Client) -> None:
    answer = visitor.get("/khong-co/")
    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.content.decode()


def test_text_typed_before_the_session_ended_is_kept(visitor: Client) -> None:
    answer = visitor.post("/don/", {"reason": "Khai sinh cho con", "password": "s3cret"}, headers={"accept": "text/html"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert 'name="reason" value="Khai sinh cho con"' in page
    assert 'action="/don/"' in page
    assert "/dang-nhap/" in page
    assert "s3cret" not in page


def test_kept_text_arrives_after_signing_in(visitor: Client, citizen: Actor) -> None:
    answer = signed_in(visitor, citizen).post("/don/", {"reason": "Khai sinh cho con"})
    assert answer.content.decode() == "received Khai sinh cho con"


def test_an_old_form_of_our_own_can_be_sent_again(citizen: Actor) -> None:
    strict = signed_in(Client(enforce_csrf_checks=True), citizen)
    answer = strict.post("/don/", {"reason": "Khai sinh cho con"}, headers={"origin": "http://testserver"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'value="Khai sinh cho con"' in page
    assert "csrfmiddlewaretoken" in page


def test_a_form_from_another_site_is_not_offered_again(citizen: Actor) -> None:
    strict = signed_in(Client(enforce_csrf_checks=True), citizen)
    answer = strict.post("/don/", {"reason": "Rút hồ sơ"}, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert "Rút hồ sơ" not in answer.content.decode()
