"""The SCIM service: groups, bulk, and what it says of itself."""

from collections.abc import Callable
from typing import Any

import pytest

from sen.foundation.accounts.models import Account, Appointment
from sen.foundation.agencies.models import Agency
from sen.foundation.directory.types import CORE_USER, MESSAGES
from sen.kernel.actor import Actor
from tests.factories import make_division, make_officer

Ask = Callable[..., Any]
pytestmark = pytest.mark.django_db


def patch(*operations: dict[str, Any]) -> dict[str, Any]:
    return {"schemas": [f"{MESSAGES}PatchOp"], "Operations": list(operations)}


def bulk(*operations: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"schemas": [f"{MESSAGES}BulkRequest"], "Operations": list(operations), **more}


def new_user(name: str, login: str) -> dict[str, Any]:
    data = {"schemas": [CORE_USER], "userName": login, "displayName": name}
    return {"method": "POST", "path": "/Users", "bulkId": login, "data": data}


def test_agencies_and_divisions_are_groups_with_their_officers(reader: Ask, specialist: Actor, head: Actor, agency: Agency) -> None:
    division = make_division(agency)
    body = reader("GET", f"/Groups/agency-{agency.pk}").body
    assert (body["displayName"], {one["value"] for one in body["members"]}) == (
        agency.name,
        {str(specialist.account_id), str(head.account_id)},
    )
    assert reader("GET", f"/Groups/division-{division.pk}").body["members"] == []
    found = reader("GET", f'/Groups?filter=members[value eq "{head.account_id}"]&excludedAttributes=members').body["Resources"]
    assert [one["id"] for one in found] == [f"agency-{agency.pk}"]
    assert "members" not in found[0]


def test_members_come_and_go(writer: Ask, specialist: Actor, agency: Agency, other_agency: Agency) -> None:
    place = f"/Groups/agency-{other_agency.pk}"
    added = writer("PATCH", place, patch({"op": "add", "path": "members", "value": [{"value": str(specialist.account_id)}]}))
    assert [one["value"] for one in added.body["members"]] == [str(specialist.account_id)]
    post = Appointment.objects.get(account=specialist.account_id, agency=other_agency)
    assert (post.role, post.title) == ("specialist", "Chuyên viên")
    home = f"/Groups/agency-{agency.pk}"
    left = writer("PATCH", home, patch({"op": "remove", "path": f'members[value eq "{specialist.account_id}"]'}))
    assert left.body["members"] == []


def test_a_member_nobody_knows_changes_nothing(writer: Ask, specialist: Actor, other_agency: Agency) -> None:
    place = f"/Groups/agency-{other_agency.pk}"
    value = [{"value": str(specialist.account_id)}, {"value": "999999"}]
    assert writer("PATCH", place, patch({"op": "add", "path": "members", "value": value})).status_code == 404
    assert not Appointment.objects.filter(agency=other_agency).exists()


def test_agencies_are_neither_made_nor_renamed_nor_deleted(writer: Ask, agency: Agency) -> None:
    place = f"/Groups/agency-{agency.pk}"
    assert writer("POST", "/Groups", {"schemas": ["x"], "displayName": "Sở mới"}).status_code == 501
    assert writer("DELETE", place).status_code == 501
    renamed = writer("PATCH", place, patch({"op": "replace", "path": "displayName", "value": "Tên khác"}))
    assert (renamed.status_code, renamed.body["scimType"]) == (400, "mutability")
    assert Agency.objects.get(pk=agency.pk).name == agency.name


def test_a_bulk_makes_a_user_and_puts_it_into_a_group(writer: Ask, agency: Agency) -> None:
    member = {"op": "add", "path": "members", "value": [{"value": "bulkId:minh@test.example"}]}
    join = {"method": "PATCH", "path": f"/Groups/agency-{agency.pk}", "data": patch(member)}
    body = writer("POST", "/Bulk", bulk(join, new_user("Trần Văn Minh", "minh@test.example"))).body
    assert [one["status"] for one in body["Operations"]] == ["201", "200"]
    assert Appointment.objects.get(account__login="minh@test.example").agency_id == agency.pk


def test_a_bulk_stops_after_the_failures_it_allows(writer: Ask) -> None:
    users = [new_user("Trần Minh", "sai"), new_user("Trần Văn Minh", "minh@test.example"), new_user("x", "y@test.example")]
    body = writer("POST", "/Bulk", bulk(*users, failOnErrors=1)).body
    assert [one["status"] for one in body["Operations"]] == ["400"]
    assert not Account.objects.exists()
    body = writer("POST", "/Bulk", bulk(*users)).body
    assert [one["status"] for one in body["Operations"]] == ["400", "201", "400"]
    assert body["Operations"][0]["response"]["scimType"] == "invalidValue"
    assert Account.objects.count() == 1


def test_a_bulk_too_large_and_a_bulk_id_nobody_made_are_refused(writer: Ask, agency: Agency) -> None:
    many = [new_user("Trần Minh", f"a{n}@test.example") for n in range(101)]
    assert writer("POST", "/Bulk", bulk(*many)).status_code == 413
    member = {"op": "add", "path": "members", "value": [{"value": "bulkId:ai"}]}
    body = writer("POST", "/Bulk", bulk({"method": "PATCH", "path": f"/Groups/agency-{agency.pk}", "data": patch(member)})).body
    assert body["Operations"][0]["status"] == "400"
    assert not Account.objects.exists()


def test_the_service_says_what_it_offers(reader: Ask) -> None:
    config = reader("GET", "/ServiceProviderConfig").body
    assert all(config[feature]["supported"] for feature in ("patch", "bulk", "filter", "sort", "etag"))
    kinds = reader("GET", "/ResourceTypes").body
    assert {one["id"] for one in kinds["Resources"]} == {"User", "Group"}
    described = {one["id"]: {part["name"] for part in one["attributes"]} for one in reader("GET", "/Schemas").body["Resources"]}
    assert {"userName", "name", "active", "emails", "groups"} <= described[CORE_USER]
    assert reader("GET", f"/Schemas/{CORE_USER}").body["name"] == "User"
    assert reader("GET", "/Schemas/urn:x").status_code == 404
    assert reader("GET", "/ResourceTypes?filter=id pr").status_code == 403
    assert reader("GET", "/Me").status_code == 501
    assert reader("PUT", "/Users", {}).status_code == 405


def test_every_attribute_of_a_user_is_described(reader: Ask, specialist: Actor) -> None:
    user = reader("GET", f"/Users/{specialist.account_id}").body
    described = {one["id"]: {part["name"] for part in one["attributes"]} for one in reader("GET", "/Schemas").body["Resources"]}
    plain = set(user) - {"schemas", "id", "externalId", "meta"} - set(user["schemas"])
    assert plain <= described[CORE_USER]
    for urn in user["schemas"][1:]:
        assert set(user[urn]) <= described[urn]


def test_a_closed_officer_stays_in_the_list_as_inactive(reader: Ask, agency: Agency) -> None:
    gone = make_officer(None, agency, is_active=False)
    assert reader("GET", f"/Users/{gone.account_id or Account.objects.get().pk}").body["active"] is False
