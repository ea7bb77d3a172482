"""The GovStack Digital Registries interfaces in the shapes their specification publishes."""

import json
from typing import Any

import pytest
from django.test import Client

from sen.foundation.audit.models import AuditEntry
from sen.registries.codelists.models import CodeItem, CodeList, CodeListVersion
from sen.registries.codelists.selectors import choices_of
from tests.factories import make_person, make_unit

pytestmark = pytest.mark.django_db
CLIENT = {"Information-Mediator-Client": "VN-DT/GOV/SO/PHANMEM"}
WRITER = {**CLIENT, "Authorization": "Bearer the-secret"}
ASKING = {**WRITER, "X-Road-UserId": "VN1", "X-Road-Issue": "H20-1", "X-Sen-Purpose": "Thu"}
LIST = "/api/data/loai-giay-to/1.0"
NUMBER = "087190990001"


@pytest.fixture(autouse=True)
def registries(settings: Any) -> None:
    settings.SERVICE_CREDENTIAL = "the-secret"
    settings.API_WRITERS = {"VN-DT/GOV/SO/PHANMEM": ("danh-muc:write", "databases:write")}
    code_list = CodeList.objects.create(key="loai-giay-to", name="Loại giấy tờ")
    CodeListVersion.objects.create(code_list=code_list, number=1)
    rows = [("1", "Căn cước"), ("2", "Hộ chiếu"), ("3", "Giấy phép lái xe")]
    CodeItem.objects.bulk_create([CodeItem(code_list=code_list, code=c, name=n, position=i) for i, (c, n) in enumerate(rows)])


def send(client: Client, method: str, place: str, body: dict[str, Any] | None = None, headers: dict[str, str] = WRITER) -> Any:
    return client.generic(method, place, text(body), content_type="application/json", headers=headers)


def text(body: dict[str, Any] | None) -> str:
    return "" if body is None else json.dumps(body)


def content(**fields: Any) -> dict[str, Any]:
    return {"query": {"content": fields}}


def test_a_list_has_count_next_previous_and_results(client: Client) -> None:
    told = client.get(f"{LIST}?page=2&pageSize=1", headers=CLIENT).json()
    assert set(told) == {"count", "next", "previous", "results"}
    assert (told["count"], [row["code"] for row in told["results"]]) == (3, ["2"])
    assert told["next"] == "http://testserver/api/data/loai-giay-to/1.0?page=3&pageSize=1"
    assert told["previous"].endswith("page=1&pageSize=1")


def test_a_list_is_searched_filtered_and_ordered(client: Client) -> None:
    def codes(query: str) -> list[str]:
        return [row["code"] for row in client.get(f"{LIST}?{query}", headers=CLIENT).json()["results"]]

    assert codes("search=hộ") == ["2"]
    assert codes("search=^Gi.*xe$&filter=name") == ["3"]
    assert codes("query.name=Căn cước") == ["1"]
    assert codes("ordering=descending") == ["3", "2", "1"]
    assert codes("ordering=-name")[0] == "2"
    assert client.get(f"{LIST}?query.khong=1", headers=CLIENT).json()["code"] == "field-unknown"


def test_every_call_names_its_system(client: Client) -> None:
    for headers in ({}, {"Information-Mediator-Client": "somebody"}):
        answer = client.get(LIST, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "header-malformed")


def test_exists_and_read_take_a_query_content(client: Client) -> None:
    assert send(client, "POST", f"{LIST}/exists", content(code="1")).json() == {"answer": {"status": True, "message": "Object found"}}
    assert send(client, "POST", f"{LIST}/exists", content(code="1", name="Khác")).json()["answer"]["status"] is False
    assert send(client, "POST", f"{LIST}/read", content(name="Hộ chiếu")).json()["content"]["code"] == "2"
    missing = send(client, "POST", f"{LIST}/read", content(code="99"))
    assert (missing.status_code, missing.json()["detail"]) == (404, "no record found")


def test_one_value_is_read_by_primary_key(client: Client) -> None:
    assert client.get(f"{LIST}/1/readValue/name.json", headers=CLIENT).json() == {"value": "Căn cước"}
    assert client.get(f"{LIST}/99/readValue/name.json", headers=CLIENT).json()["detail"] == "no record found"


def test_codes_are_created_changed_and_deleted_with_the_scope(client: Client) -> None:
    made = send(client, "POST", f"{LIST}/create", {"write": {"content": {"code": "4", "name": "Giấy khai sinh"}}})
    assert (made.status_code, made.json()["content"]["name"]) == (200, "Giấy khai sinh")
    changed = send(client, "PUT", f"{LIST}/update", {**content(code="4"), "write": {"content": {"name": "Khai sinh"}}})
    assert (changed.status_code, changed.content) == (200, b"")
    both = send(client, "POST", f"{LIST}/updateOrCreate", {**content(code="5"), "write": {"content": {"name": "Mới"}}})
    assert both.json()["content"] | {"valid_from": None} == {
        "code": "5",
        "name": "Mới",
        "parent_code": "",
        "valid_from": None,
        "valid_to": None,
        "extra": {},
    }
    assert send(client, "DELETE", f"{LIST}/4/delete").status_code == 204
    assert send(client, "DELETE", f"{LIST}/4/delete").status_code == 404
    assert [code for code, _ in choices_of("loai-giay-to")] == ["1", "2", "3", "5"]


def test_every_match_is_changed_by_update_entries(client: Client) -> None:
    body = {**content(parent_code=""), "write": {"content": {"parent_code": "A"}}}
    assert send(client, "PUT", f"{LIST}/updateEntries", body).status_code == 200
    assert set(CodeItem.objects.filter(valid_to=None).values_list("parent_code", flat=True)) == {"A"}


@pytest.mark.parametrize("headers", [CLIENT, {**WRITER, "Information-Mediator-Client": "VN-DT/GOV/SO/KHAC"}])
def test_nobody_else_writes(client: Client, headers: dict[str, str]) -> None:
    body = {"write": {"content": {"code": "4", "name": "x"}}}
    assert send(client, "POST", f"{LIST}/create", body, headers).status_code in {401, 403}
    assert send(client, "DELETE", f"{LIST}/1/delete", None, headers).status_code in {401, 403}
    assert len(choices_of("loai-giay-to")) == 3


def test_open_tables_answer_and_are_not_written(client: Client) -> None:
    make_unit("Tỉnh Đồng Tháp", level="province", code="82")
    place = "/api/data/don-vi-hanh-chinh/1.0"
    assert send(client, "POST", f"{place}/read", content(code="82", level="province")).json()["content"]["name"] == "Tỉnh Đồng Tháp"
    assert send(client, "POST", f"{place}/create", {"write": {"content": {"code": "1"}}}).json()["code"] == "operation-refused"
    assert client.get("/api/data/khong-co/1.0", headers=CLIENT).status_code == 404


def test_people_are_never_listed_and_read_only_with_purpose(client: Client) -> None:
    person = make_person("Trần Thị Mai", identity_number=NUMBER)
    place = "/api/data/dan-cu/1.0"
    assert client.get(place, headers=ASKING).status_code == 403
    asked = content(identity_number=NUMBER, name="Trần Thị Mai")
    assert send(client, "POST", f"{place}/exists", asked, CLIENT).status_code == 401
    assert send(client, "POST", f"{place}/exists", asked, WRITER).json()["code"] == "purpose-required"
    assert not AuditEntry.objects.filter(kind="read").exists()
    assert send(client, "POST", f"{place}/exists", asked, ASKING).json()["answer"]["status"] is True
    assert send(client, "POST", f"{place}/read", content(identity_number=NUMBER), ASKING).json()["content"]["name"] == "Trần Thị Mai"
    assert client.get(f"{place}/{person.pk}/readValue/name.json", headers=ASKING).json() == {"value": "Trần Thị Mai"}
    assert AuditEntry.objects.filter(kind="read", person_id=person.pk).count() == 3


@pytest.mark.parametrize("name", ["myPersonalDataUsage", "mypersonalDataUsage"])
def test_a_person_learns_who_read_the_data(client: Client, name: str) -> None:
    make_person("Trần Thị Mai", identity_number=NUMBER)
    place = f"/api/data/{name}?userId={NUMBER}&databaseId=dan-cu"
    assert client.get(place, headers=WRITER).status_code == 404
    send(client, "POST", "/api/data/dan-cu/1.0/exists", content(identity_number=NUMBER), ASKING)
    told = client.get(place, headers=WRITER).json()
    assert set(told[0]) == {
        *("id", "readerId", "readerInitials", "readerInstitutionId", "readerInstitutionName"),
        *("readerApplicationName", "searchDateTime", "refrences"),
    }
    assert told[0]["refrences"] == [{"ReferenceID": "H20-1"}]
    assert client.get(f"/api/data/{name}?userId=x&databaseId=y", headers=WRITER).json()["detail"] == "invalid user id"
    assert client.get(place, headers=CLIENT).status_code == 401


def test_databases_are_described_and_not_changed(client: Client) -> None:
    groups = client.get("/api/databases", headers=CLIENT).json()
    assert {"id", "name", "code", "databases", "groupId", "order", "dataIndexIncrement"} == set(groups[0])
    every = [one for group in groups for one in group["databases"]]
    assert len({one["id"] for one in every}) == len(every)
    listed = next(one for one in every if one["code"] == "loai-giay-to")
    told = client.get(f"/api/database/{listed['id']}", headers=CLIENT).json()
    assert told == listed
    assert told["schema"]["properties"]["code"]["primaryKey"] is True
    assert client.get("/api/database/999999999", headers=CLIENT).status_code == 404
    assert send(client, "DELETE", f"/api/database/{listed['id']}").status_code == 403
    assert send(client, "POST", "/api/database/modify", {"code": "x"}).status_code == 403
