"""What every machine interface does alike: who calls, how often, what is refused, what is not sent twice."""

from typing import Any

import pytest
from django.test import Client, RequestFactory

from sen.ui.api.callers import Caller, TokenFacts, _readers, read_caller, register_token_reader
from sen.ui.api.errors import CredentialUnknown, HeaderMalformed, HeadersConflict, PurposeRequired, ScopeMissing, TooManyCalls
from sen.ui.api.limits import CallCounter, calls
from sen.ui.api.registries import pattern_of
from tests.factories import make_unit

UNITS = "/api/don-vi/units"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_called(settings: Any) -> None:
    settings.SERVICE_CREDENTIAL = "the-secret"
    calls.forget()


def caller(**headers: str) -> Caller:
    return read_caller(RequestFactory().get("/api/", headers={"Authorization": "Bearer the-secret", **headers}))


def test_the_pages_list_every_interface_without_outside_help(client: Client) -> None:
    page = client.get("/api/")
    assert page.status_code == 200
    for key in ("dan-cu", "doanh-nghiep", "danh-muc", "thu-tuc", "van-ban", "don-vi", "co-quan", "govstack"):
        assert f"/api/{key}/" in page.content.decode()
        assert client.get(f"/api/{key}/").status_code == 200
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert client.get("/api/khong-co/").status_code == 404


def test_a_description_is_openapi_3_1_with_addresses_relative_to_its_server(client: Client) -> None:
    told = client.get("/api/don-vi/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert told["servers"] == [{"url": "/api/don-vi"}]
    assert "/units/{code}" in told["paths"]
    answers = told["paths"]["/units"]["get"]["responses"]
    assert "application/problem+json" in answers["422"]["content"]


def test_an_answer_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    make_unit("Tỉnh Đồng Tháp", level="province", code="82")
    first = client.get(UNITS)
    again = client.get(UNITS, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_unit("Tỉnh An Giang", level="province", code="91")
    assert client.get(UNITS, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_head_says_the_same_without_a_body(client: Client) -> None:
    answer = client.head(UNITS)
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("trang=2", 422, "parameter-unknown"),
        ("page=0", 422, "parameters-invalid"),
        ("page=99999999999999999999", 422, "parameters-invalid"),
        ("size=100000", 422, "parameters-invalid"),
        ("as_of=2026-02-30", 422, "parameters-invalid"),
        ("as_of=1700000000", 422, "parameters-invalid"),
        ("as_of=0001-01-01", 422, "parameters-invalid"),
        ("level=village", 422, "parameters-invalid"),
        ("province=%27%3B--", 422, "parameters-invalid"),
        ("q=%00", 400, "body-unreadable"),
        ("q=" + "x" * 101, 422, "parameters-invalid"),
    ],
)
def test_a_hostile_parameter_is_refused_as_a_problem(client: Client, query: str, status: int, code: str) -> None:
    answer = client.get(f"{UNITS}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "private, no-store"


def test_words_that_look_like_a_search_language_find_nothing_and_break_nothing(client: Client) -> None:
    for words in ("a & !b", "' | 1=1", ":*", "\\", "%25_", "((("):
        assert client.get(UNITS, {"q": words}).status_code == 200


def test_a_wrong_address_or_method_is_a_problem_too(client: Client) -> None:
    missing = client.get("/api/don-vi/khong-co")
    assert (missing.status_code, missing["Content-Type"]) == (404, "application/problem+json")
    refused = client.post(UNITS, {})
    assert (refused.status_code, refused["Allow"], refused["Content-Type"]) == (405, "GET", "application/problem+json")


def test_an_address_that_asks_too_often_waits(client: Client, settings: Any) -> None:
    settings.API_OPEN_CALLS_PER_MINUTE = 2
    assert client.get(UNITS)["RateLimit-Remaining"] == "1"
    client.get(UNITS)
    refused = client.get(UNITS)
    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-calls")
    assert 0 < int(refused["Retry-After"]) <= 60
    known = client.get(UNITS, headers={"Authorization": "Bearer the-secret"})
    assert known.status_code == 200


def test_the_count_of_an_address_starts_again_after_a_minute() -> None:
    counter = CallCounter()
    assert counter.take("a", 1, 0.0) == 0
    with pytest.raises(TooManyCalls):
        counter.take("a", 1, 59.9)
    assert counter.take("a", 1, 60.0) == 0
    assert counter.take("b", 1, 60.0) == 0


def test_a_credential_nobody_knows_is_refused_even_where_none_is_needed(client: Client) -> None:
    for given in ("Bearer wrong", "Basic dGhlLXNlY3JldDo=", "Bearer "):
        answer = client.get(UNITS, headers={"Authorization": given})
        assert answer.status_code == 401 or given == "Bearer "
    assert client.get(UNITS, headers={"Authorization": "Bearer wrong"})["WWW-Authenticate"].startswith("Bearer")


def test_no_credential_is_right_when_none_is_set(client: Client, settings: Any) -> None:
    settings.SERVICE_CREDENTIAL = ""
    assert client.get("/api/dan-cu/changes").status_code == 401
    assert client.get("/api/dan-cu/changes", headers={"Authorization": "Bearer "}).status_code == 401


def test_what_a_stranger_says_of_itself_is_not_believed() -> None:
    stranger = read_caller(RequestFactory().get("/api/", headers={"X-Road-Client": "VN-DT/GOV/X/Y", "X-Road-UserId": "VN087"}))
    assert (stranger.known, stranger.client, stranger.user) == (False, "", "")


def test_the_headers_of_the_axis_become_a_caller() -> None:
    told = caller(
        **{
            "X-Road-Client": "VN-DT/GOV/SO/PHANMEM",
            "X-Road-UserId": "VN087190000001",
            "X-Road-Issue": "H20-261123-0001",
            "X-Sen-Purpose": "X%C3%A1c%20minh%20n%C6%A1i%20c%C6%B0%20tr%C3%BA",
            "X-Sen-Officer": "V%C3%B5%20Th%E1%BB%8B%20Lan",
        }
    )
    assert (told.purpose, told.officer, told.issue) == ("Xác minh nơi cư trú", "Võ Thị Lan", "H20-261123-0001")
    assert told.actor().name == "Võ Thị Lan"
    told.require_purpose()


def test_clients_may_be_named_by_any_of_three_headers_but_only_once() -> None:
    assert caller(**{"Information-Mediator-Client": "VN-DT/GOV/SO/A"}).client == "VN-DT/GOV/SO/A"
    assert caller(**{"X-GovStack-Client": "A/B/C/D", "X-Road-Client": "A/B/C/D"}).client == "A/B/C/D"
    with pytest.raises(HeadersConflict):
        caller(**{"X-GovStack-Client": "A/B/C/D", "X-Road-Client": "A/B/C/E"})


def test_control_characters_in_headers_do_not_reach_the_trail() -> None:
    assert caller(**{"X-Sen-Purpose": "a%0Ab%00c%E2%80%AEd"}).purpose == "abcd"
    assert len(caller(**{"X-Sen-Purpose": "x" * 500}).purpose) == 200


def test_a_read_without_purpose_names_what_is_missing() -> None:
    with pytest.raises(PurposeRequired) as told:
        caller(**{"X-Road-Client": "A/B/C/D"}).require_purpose()
    assert "X-Sen-Purpose" in told.value.values["headers"] and "X-Road-Client" not in told.value.values["headers"]


def test_scopes_come_from_the_list_of_writers_or_from_a_token(settings: Any) -> None:
    settings.API_WRITERS = {"A/B/C/D": ("danh-muc:write",)}
    caller(**{"X-Road-Client": "A/B/C/D"}).require_scope("danh-muc:write")
    with pytest.raises(ScopeMissing):
        caller(**{"X-Road-Client": "A/B/C/E"}).require_scope("danh-muc:write")


def test_a_token_speaks_for_its_client_only() -> None:
    def reader(token: str) -> TokenFacts | None:
        return TokenFacts("A/B/C/D", frozenset({"dan-cu"})) if token == "token-1" else None

    register_token_reader(reader)
    try:
        told = read_caller(RequestFactory().get("/api/", headers={"Authorization": "Bearer token-1"}))
        told.require_read("dan-cu")
        with pytest.raises(ScopeMissing):
            told.require_read("dan-cu:record")
        with pytest.raises(HeadersConflict):
            read_caller(RequestFactory().get("/api/", headers={"Authorization": "Bearer token-1", "X-Road-Client": "A/B/C/E"}))
        with pytest.raises(CredentialUnknown):
            read_caller(RequestFactory().get("/api/", headers={"Authorization": "Bearer token-2"}))
    finally:
        _readers.remove(reader)


def test_a_search_pattern_cannot_run_away() -> None:
    assert pattern_of("^(a+)+$") == r"^\(a\+\)\+$"
    assert pattern_of("Cao.*Lãnh") == "Cao.*Lãnh"
    assert pattern_of("a.b") == r"a\.b"


def test_a_header_with_strange_signs_is_refused() -> None:
    for value in ("Xác minh", "x" * 601):
        with pytest.raises(HeaderMalformed):
            caller(**{"X-Sen-Purpose": value})
