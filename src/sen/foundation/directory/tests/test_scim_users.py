"""The SCIM service: users read, found, created, replaced, patched and deleted."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from sen.foundation.accounts.models import Account, Appointment, LiveSession
from sen.foundation.accounts.services import sign_in
from sen.foundation.agencies.models import Agency
from sen.foundation.directory.models import ScimClient
from sen.foundation.directory.types import CORE_USER, MESSAGES, POSITIONS
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.factories import make_citizen, make_division, signed_in

Ask = Callable[..., Any]
pytestmark = pytest.mark.django_db


def person(**more: Any) -> dict[str, Any]:
    return {"schemas": [CORE_USER], "userName": "minh@test.example", "name": {"formatted": "Trần Văn Minh"}, **more}


def patch(*operations: dict[str, Any]) -> dict[str, Any]:
    return {"schemas": [f"{MESSAGES}PatchOp"], "Operations": list(operations)}


def test_an_officer_is_shown_with_positions_and_agency(reader: Ask, specialist: Actor, agency: Agency) -> None:
    response = reader("GET", f"/Users/{specialist.account_id}")
    user = response.body
    assert response["Content-Type"] == "application/scim+json"
    assert user["name"] == {"formatted": "Nguyễn Văn Bình", "familyName": "Nguyễn", "middleName": "Văn", "givenName": "Bình"}
    assert user["groups"] == [{"value": f"agency-{agency.pk}", "display": agency.name, "type": "direct"}]
    assert user[POSITIONS]["positions"][0]["role"] == "specialist"
    assert response["ETag"] == user["meta"]["version"]
    assert "password" not in user


def test_without_a_credential_nobody_reads(client: Client, specialist: Actor) -> None:
    response = client.get(f"/scim/v2/Users/{specialist.account_id}")
    assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="scim"')
    assert specialist.name not in response.content.decode()


def test_a_revoked_credential_is_worth_nothing(reader: Ask, specialist: Actor) -> None:
    ScimClient.objects.update(revoked_at=clock.now())
    assert reader("GET", "/Users").status_code == 401


def test_guessing_credentials_is_stopped(client: Client) -> None:
    answers = [client.get("/scim/v2/Users", HTTP_AUTHORIZATION=f"Bearer {n}").status_code for n in range(32)]
    assert (answers[0], answers[-1]) == (401, 429)


def test_a_credential_for_reading_changes_nothing(reader: Ask, specialist: Actor) -> None:
    before = Account.objects.count()
    assert reader("POST", "/Users", person()).status_code == 403
    assert reader("DELETE", f"/Users/{specialist.account_id}").status_code == 403
    assert Account.objects.filter(is_active=True).count() == before


def test_citizens_are_not_in_the_directory(reader: Ask, specialist: Actor) -> None:
    citizen = make_citizen()
    assert reader("GET", f"/Users/{citizen.account_id}").status_code == 404
    assert reader("GET", "/Users").body["totalResults"] == 1


def test_lists_are_paged_and_counted(reader: Ask, specialist: Actor, head: Actor, clerk: Actor) -> None:
    body = reader("GET", "/Users?startIndex=2&count=1").body
    assert (body["totalResults"], body["startIndex"], body["itemsPerPage"]) == (3, 2, 1)
    empty = reader("GET", "/Users?count=0").body
    assert (empty["totalResults"], "Resources" in empty) == (3, False)
    assert reader("GET", "/Users?count=-5&startIndex=-1").body["itemsPerPage"] == 0
    assert reader("GET", "/Users?count=x").body["scimType"] == "invalidValue"


def test_a_filter_and_an_order_narrow_the_list(reader: Ask, specialist: Actor, head: Actor, clerk: Actor) -> None:
    login = Account.objects.get(pk=head.account_id).login
    found = reader("GET", f'/Users?filter=userName eq "{login.upper()}"').body
    assert [one["id"] for one in found["Resources"]] == [str(head.account_id)]
    found = reader("GET", '/Users?filter=roles[value eq "specialist"] and active eq true').body
    assert [one["id"] for one in found["Resources"]] == [str(specialist.account_id)]
    ordered = reader("GET", "/Users?sortBy=name.givenName&sortOrder=descending").body["Resources"]
    names = [one["name"]["givenName"].casefold() for one in ordered]
    assert names == sorted(names, reverse=True)
    wrong = reader("GET", "/Users?filter=userName like 5")
    assert (wrong.status_code, wrong.body["scimType"], wrong.body["status"]) == (400, "invalidFilter", "400")


def test_searching_by_post_and_over_everything(reader: Ask, specialist: Actor, agency: Agency) -> None:
    request = {"schemas": [f"{MESSAGES}SearchRequest"], "filter": 'userType eq "officer"', "attributes": ["userName"]}
    found = reader("POST", "/Users/.search", request).body["Resources"]
    assert [set(one) for one in found] == [{"schemas", "id", "userName"}]
    everything = reader("POST", "/.search", {"schemas": [f"{MESSAGES}SearchRequest"], "filter": "displayName pr"}).body
    assert {one["meta"]["resourceType"] for one in everything["Resources"]} == {"User", "Group"}


def test_attributes_are_chosen_and_left_out(reader: Ask, specialist: Actor) -> None:
    place = f"/Users/{specialist.account_id}"
    assert set(reader("GET", f"{place}?attributes=name.familyName").body) == {"schemas", "id", "name"}
    assert reader("GET", f"{place}?attributes=name.familyName").body["name"] == {"familyName": "Nguyễn"}
    assert "emails" not in reader("GET", f"{place}?excludedAttributes=emails,id").body
    assert "id" in reader("GET", f"{place}?excludedAttributes=emails,id").body


def test_a_version_that_is_known_is_not_sent_again(reader: Ask, specialist: Actor) -> None:
    place = f"/Users/{specialist.account_id}"
    version = reader("GET", place)["ETag"]
    assert reader("GET", place, if_none_match=version).status_code == 304
    Account.objects.filter(pk=specialist.account_id).update(name="Nguyễn Văn Khác")
    assert reader("GET", place, if_none_match=version).status_code == 200


def test_a_user_is_created_without_a_password_and_with_a_position(writer: Ask, agency: Agency) -> None:
    division = make_division(agency)
    positions = [{"value": f"agency-{agency.pk}", "role": "clerk", "title": "Văn thư", "division": f"division-{division.pk}"}]
    response = writer("POST", "/Users", person(externalId="CB-7", **{POSITIONS: {"positions": positions}}))
    assert response.status_code == 201
    assert response["Location"] == response.body["meta"]["location"]
    account = Account.objects.get(login="minh@test.example")
    assert (account.has_usable_password(), account.must_change_password, account.changed_at is not None) == (False, True, True)
    assert (response.body["externalId"], response.body["title"]) == ("CB-7", "Văn thư")
    assert account.appointments.get().division_id == division.pk
    again = writer("POST", "/Users", person(userName="MINH@test.example"))
    assert (again.status_code, again.body["scimType"]) == (409, "uniqueness")


@pytest.mark.parametrize(
    "body",
    [
        {"schemas": [CORE_USER]},
        {"schemas": [CORE_USER], "userName": "khong-phai-thu", "displayName": "Trần Minh"},
        {"schemas": [CORE_USER], "userName": "a@b.example", "displayName": "Minh"},
        {"schemas": [CORE_USER], "userName": "a@b.example", "displayName": "Trần Minh", "phoneNumbers": "x"},
        {"schemas": [CORE_USER], "userName": "a@b.example", "displayName": "Trần Minh", POSITIONS: {"positions": [{"value": "agency-999999"}]}},
    ],
)  # fmt: skip
def test_a_user_with_wrong_facts_is_not_created(writer: Ask, body: dict[str, Any]) -> None:
    response = writer("POST", "/Users", body)
    assert (response.status_code, response.body["scimType"]) == (400, "invalidValue")
    assert not Account.objects.exists()


def test_a_body_that_is_no_json_is_refused(writer: Ask) -> None:
    assert writer("POST", "/Users", "x").body["scimType"] == "invalidSyntax"


def test_replacing_changes_names_and_clears_what_is_left_out(writer: Ask, specialist: Actor) -> None:
    Account.objects.filter(pk=specialist.account_id).update(phone="0907123456")
    place = f"/Users/{specialist.account_id}"
    login = writer("GET", place).body["userName"]
    body = writer("PUT", place, person(userName=login, name={"familyName": "Lê", "middleName": "Thị", "givenName": "Hoa"})).body
    assert body["displayName"] == "Lê Thị Hoa"
    assert "phoneNumbers" not in body
    assert Account.objects.get(pk=specialist.account_id).name_folded == "le thi hoa"


def test_a_stale_version_changes_nothing(writer: Ask, specialist: Actor) -> None:
    place = f"/Users/{specialist.account_id}"
    response = writer("PATCH", place, patch({"op": "replace", "path": "displayName", "value": "Tên Khác"}), if_match='W/"cu"')
    assert response.status_code == 412
    assert Account.objects.get(pk=specialist.account_id).name == specialist.name


def test_switching_a_user_off_ends_every_session(writer: Ask, specialist: Actor) -> None:
    browser = signed_in(Client(), specialist)
    response = writer("PATCH", f"/Users/{specialist.account_id}", patch({"op": "Replace", "value": {"active": "False"}}))
    assert response.body["active"] is False
    assert not LiveSession.objects.exists()
    assert browser.get("/tai-khoan/").status_code == 302
    response = writer("PATCH", f"/Users/{specialist.account_id}", patch({"op": "replace", "path": "active", "value": True}))
    assert response.body["active"] is True


def test_a_deleted_user_is_gone_and_history_stays(writer: Ask, specialist: Actor) -> None:
    place = f"/Users/{specialist.account_id}"
    assert writer("DELETE", place).status_code == 204
    assert writer("GET", place).status_code == 404
    assert writer("DELETE", place).status_code == 404
    account = Account.objects.get(pk=specialist.account_id)
    assert (account.is_active, account.appointments.count()) == (False, 1)


def test_positions_follow_the_list(writer: Ask, specialist: Actor, agency: Agency, other_agency: Agency) -> None:
    place, today = f"/Users/{specialist.account_id}", clock.today()
    wanted = [{"value": f"agency-{other_agency.pk}", "role": "specialist", "title": "Chuyên viên", "validFrom": today.isoformat()}]
    body = writer("PATCH", place, patch({"op": "replace", "path": f"{POSITIONS}:positions", "value": wanted})).body
    assert [one["value"] for one in body[POSITIONS]["positions"]] == [f"agency-{other_agency.pk}"]
    old = Appointment.objects.get(account=specialist.account_id, agency=agency)
    assert old.valid_to == today - dt.timedelta(days=1)


def test_one_wrong_operation_undoes_the_others(writer: Ask, specialist: Actor) -> None:
    operations = patch(
        {"op": "replace", "path": "displayName", "value": "Tên Mới Tinh"}, {"op": "replace", "path": "userName", "value": "khong-phai-thu"}
    )
    assert writer("PATCH", f"/Users/{specialist.account_id}", operations).status_code == 400
    assert Account.objects.get(pk=specialist.account_id).name == specialist.name


def test_a_user_made_by_scim_cannot_sign_in_before_a_password_is_handed_over(writer: Ask) -> None:
    writer("POST", "/Users", person(password="mot mat khau dai 1"))
    with pytest.raises(Exception, match="mật khẩu"):
        sign_in(login="minh@test.example", password="mot mat khau dai 1", address=None, now=clock.now())


def test_lists_cost_the_same_for_many(
    reader: Ask, specialist: Actor, head: Actor, clerk: Actor, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        assert reader("GET", "/Users").body["itemsPerPage"] == 3
