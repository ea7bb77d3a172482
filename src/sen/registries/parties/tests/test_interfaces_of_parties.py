"""The interfaces of people and businesses answer the least, and every read of a person is written down."""

from typing import Any

import pytest
from django.test import Client

from sen.foundation.audit.models import AuditEntry
from sen.foundation.feeds.selectors import last_number
from sen.registries.parties.models import Business, Person, PersonChange
from sen.ui.api.callers import TokenFacts, _readers, register_token_reader
from tests.factories import MONDAY, make_person

pytestmark = pytest.mark.django_db
NUMBER = "087190990001"
PEOPLE = "/api/dan-cu/people"
ASKING = {
    "Authorization": "Bearer the-secret",
    "X-Road-Client": "VN-DT/GOV/SO/PHANMEM",
    "X-Road-UserId": "VN087199000001",
    "X-Road-Issue": "H20-261123-0001",
    "X-Sen-Purpose": "X%C3%A1c%20minh",
    "X-Sen-Officer": "V%C3%B5%20Th%E1%BB%8B%20Lan%2C%20S%E1%BB%9F%20T%C6%B0%20ph%C3%A1p",
}


@pytest.fixture(autouse=True)
def person(settings: Any) -> Person:
    settings.SERVICE_CREDENTIAL = "the-secret"
    return make_person("Trần Thị Mai", identity_number=NUMBER)


def ask(client: Client, place: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(f"{PEOPLE}/{place}", body, content_type="application/json", headers={**ASKING, **headers})


def reads() -> list[tuple[int | None, str, dict[str, Any]]]:
    return list(AuditEntry.objects.filter(kind="read").order_by("id").values_list("person_id", "purpose", "detail"))


def test_exists_says_yes_or_no_and_nothing_else(client: Client, person: Person) -> None:
    assert ask(client, "exists", {"number": NUMBER}).json() == {"exists": True}
    assert ask(client, "exists", {"number": "087190999999"}).json() == {"exists": False}
    assert [read[0] for read in reads()] == [person.pk, None]


def test_a_read_is_recorded_with_officer_dossier_purpose_and_system(client: Client, person: Person) -> None:
    ask(client, "field", {"number": NUMBER, "field": "name"})
    entry = AuditEntry.objects.get(kind="read")
    assert (entry.person_id, entry.purpose, entry.actor_name) == (person.pk, "Xác minh", "Võ Thị Lan, Sở Tư pháp")
    assert entry.detail == {"asked": "field:name", "dossier": "H20-261123-0001", "service": "VN-DT/GOV/SO/PHANMEM"}


def test_one_field_and_one_question_are_answered(client: Client) -> None:
    assert ask(client, "field", {"number": NUMBER, "field": "born_on"}).json() == {"field": "born_on", "value": "1990-05-17"}
    asked = {"number": NUMBER, "question": "older-than", "value": "18"}
    assert ask(client, "question", asked).json() == {"question": "older-than", "answer": True}
    confirmed = {"number": NUMBER, "name": "tran thi mai", "born_on": "1990-05-17"}
    assert ask(client, "confirm", confirmed).json() == {"matches": True}
    assert ask(client, "confirm", {**confirmed, "born_on": "1991-05-17"}).json() == {"matches": False}


@pytest.mark.parametrize("missing", ["X-Road-UserId", "X-Road-Issue", "X-Sen-Purpose", "X-Road-Client"])
def test_without_officer_dossier_and_purpose_nothing_is_read(client: Client, missing: str) -> None:
    answer = ask(client, "exists", {"number": NUMBER}, **{missing: ""})
    assert (answer.status_code, answer.json()["code"]) == (400, "purpose-required")
    assert missing in answer.json()["detail"]
    assert reads() == []


def test_without_credential_nothing_is_read(client: Client) -> None:
    for given in ("", "Bearer wrong"):
        answer = ask(client, "record", {"number": NUMBER}, Authorization=given)
        assert (answer.status_code, answer.json()["code"]) == (401, "credential-unknown")
    assert reads() == []


def test_a_session_of_an_officer_is_no_credential(client: Client, clerk: Any) -> None:
    answer = client.post(f"{PEOPLE}/exists", {"number": NUMBER}, content_type="application/json")
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {"number": "1"},
        {"number": NUMBER, "more": True},
        {"number": "087190990001\n"},
        {"number": [NUMBER]},
        {},
        {"number": NUMBER + "'"},
    ],
)
def test_a_malformed_question_is_refused_and_nothing_is_recorded(client: Client, body: dict[str, Any]) -> None:
    assert ask(client, "exists", body).status_code == 422
    assert reads() == []


def test_a_field_nobody_offers_is_refused(client: Client) -> None:
    assert ask(client, "field", {"number": NUMBER, "field": "merged_into_id"}).status_code == 422
    assert ask(client, "question", {"number": NUMBER, "question": "is-rich"}).status_code == 422


def test_the_whole_record_needs_its_own_scope(client: Client, person: Person) -> None:
    assert ask(client, "record", {"number": NUMBER}).json()["name"] == "Trần Thị Mai"

    def reader(token: str) -> TokenFacts | None:
        return TokenFacts("VN-DT/GOV/SO/PHANMEM", frozenset({"dan-cu"})) if token == "t" else None

    register_token_reader(reader)
    try:
        seen = len(reads())
        refused = ask(client, "record", {"number": NUMBER}, Authorization="Bearer t")
        assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")
        assert len(reads()) == seen
        assert ask(client, "exists", {"number": NUMBER}, Authorization="Bearer t").json() == {"exists": True}
    finally:
        _readers.remove(reader)


def test_a_person_nobody_knows_is_not_found_but_the_question_is_kept(client: Client) -> None:
    assert ask(client, "record", {"number": "087190999999"}).status_code == 404
    assert [read[0] for read in reads()] == [None]


def test_answers_about_people_are_kept_by_no_cache(client: Client) -> None:
    answer = ask(client, "exists", {"number": NUMBER})
    assert answer["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer and "Access-Control-Allow-Origin" not in answer


def changed(person: Person, number: int) -> None:
    PersonChange.objects.create(number=number, person=person, kind="move", effective_on=MONDAY.date(), recorded_at=MONDAY)


def test_the_feed_names_records_and_not_people(client: Client, person: Person) -> None:
    changed(person, 1)
    told = client.get("/api/dan-cu/changes", headers=ASKING).json()
    assert [(line["key"], line["action"]) for line in told["changes"]] == [(str(person.pk), "changed")]
    assert NUMBER not in str(told)
    assert client.get("/api/dan-cu/changes").status_code == 401


def test_a_system_learns_only_of_the_people_it_names(client: Client, person: Person) -> None:
    changed(person, 1)
    changed(make_person("Lê Văn Hòa"), 2)
    numbers = [NUMBER, "087190999999"]
    from_start = ask(client, "changed", {"numbers": numbers, "after": 0}).json()
    assert from_start["numbers"] == ([NUMBER] if last_number("dan-cu") else [])


@pytest.fixture
def business(person: Person) -> Business:
    return Business.objects.create(
        number="0100233488",
        name="Công ty TNHH Sen",
        name_folded="cong ty tnhh sen",
        kind="TNHH1TV",
        representative=person,
        representative_name=person.name,
        representative_number=NUMBER,
        phone="0900000001",
    )


def test_what_everybody_may_know_of_a_business_names_no_number(client: Client, business: Business) -> None:
    told = client.get("/api/doanh-nghiep/businesses/0100233488")
    assert told.json()["representative_name"] == "Trần Thị Mai"
    assert NUMBER not in told.content.decode() and "0900000001" not in told.content.decode()
    assert client.get("/api/doanh-nghiep/businesses/0100233488/exists").json() == {"exists": True}
    assert client.get("/api/doanh-nghiep/businesses/0100233488/field?field=state").json()["value"] == "active"
    assert client.get("/api/doanh-nghiep/businesses/0100233488/question?question=active").json()["answer"] is True
    assert reads() == []


def test_a_household_by_personal_number_is_in_no_list(client: Client, business: Business) -> None:
    Business.objects.create(number=NUMBER, name="Hộ kinh doanh Mai", name_folded="ho kinh doanh mai", kind="HKD")
    listed = client.get("/api/doanh-nghiep/businesses?q=").json()
    assert [row["number"] for row in listed["items"]] == ["0100233488"]
    assert NUMBER not in client.get("/api/doanh-nghiep/open-data/doanh-nghiep.csv").getvalue().decode()


def test_the_representative_is_told_only_with_purpose_and_recorded(client: Client, business: Business, person: Person) -> None:
    def post(place: str, body: dict[str, Any], headers: dict[str, str]) -> Any:
        return client.post(f"/api/doanh-nghiep/{place}", body, content_type="application/json", headers=headers)

    assert post("record", {"number": "0100233488"}, {}).status_code == 401
    assert post("record", {"number": "0100233488"}, {**ASKING, "X-Sen-Purpose": ""}).status_code == 400
    assert reads() == []
    assert post("record", {"number": "0100233488"}, ASKING).json()["representative_number"] == NUMBER
    asked = {"number": "0100233488", "person": NUMBER}
    assert post("represented", asked, ASKING).json()["answer"] is True
    assert [read[0] for read in reads()] == [person.pk, person.pk]


def test_a_point_read_costs_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(9):
        ask(client, "field", {"number": NUMBER, "field": "name"})
