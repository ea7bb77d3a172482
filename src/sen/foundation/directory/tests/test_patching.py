"""PATCH on a resource: the rules of RFC 7644, Section 3.5.2."""

import copy
from typing import Any

import pytest

from sen.foundation.directory.errors import InvalidPath, InvalidSyntax, InvalidValue, Mutability, NoTarget, ScimError
from sen.foundation.directory.services.patching import patched
from sen.foundation.directory.types import ENTERPRISE

RESOURCE: dict[str, Any] = {
    "id": "1",
    "userName": "lan@test.example",
    "name": {"familyName": "Võ", "givenName": "Lan"},
    "emails": [{"value": "a@x", "type": "work", "primary": True}, {"value": "b@x", "type": "home"}],
    "members": [{"value": "1"}, {"value": "2"}],
    ENTERPRISE: {"division": "Phòng 1"},
}


def after(*operations: dict[str, Any]) -> dict[str, Any]:
    request = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": list(operations)}
    before = copy.deepcopy(RESOURCE)
    result = patched(RESOURCE, request)
    assert before == RESOURCE
    return result


def op(kind: str, path: str | None = None, value: Any = None) -> dict[str, Any]:
    return {"op": kind, **({"path": path} if path else {}), **({"value": value} if value is not None else {})}


@pytest.mark.parametrize(
    ("operation", "place", "wanted"),
    [
        (op("add", None, {"nickName": "Lan", "name": {"middleName": "Thị"}}), "name", {"familyName": "Võ", "givenName": "Lan", "middleName": "Thị"}),
        (op("Add", "members", [{"value": "2"}, {"value": "3"}]), "members", [{"value": "1"}, {"value": "2"}, {"value": "3"}]),
        (op("add", "title", "Chuyên viên"), "title", "Chuyên viên"),
        (op("remove", 'members[value eq "1"]'), "members", [{"value": "2"}]),
        (op("remove", "members", [{"value": "2"}]), "members", [{"value": "1"}]),
        (op("remove", "name.givenName"), "name", {"familyName": "Võ"}),
        (op("remove", "title"), "userName", "lan@test.example"),
        (op("Replace", "name.familyName", "Lê"), "name", {"familyName": "Lê", "givenName": "Lan"}),
        (op("replace", "displayName", "Lan"), "displayName", "Lan"),
        (op("replace", None, {"active": False}), "active", False),
        (op("replace", "USERNAME", "moi@test.example"), "userName", "moi@test.example"),
        (op("replace", f"{ENTERPRISE}:division", "Phòng 2"), ENTERPRISE, {"division": "Phòng 2"}),
        (op("add", None, {ENTERPRISE: {"department": "Sở"}}), ENTERPRISE, {"division": "Phòng 1", "department": "Sở"}),
    ],
)  # fmt: skip
def test_one_operation(operation: dict[str, Any], place: str, wanted: Any) -> None:
    assert after(operation)[place] == wanted


def test_a_new_primary_value_clears_the_old() -> None:
    emails = after(op("add", "emails", [{"value": "c@x", "primary": True}]))["emails"]
    assert [one["value"] for one in emails if one.get("primary") is True] == ["c@x"]
    emails = after(op("replace", 'emails[type eq "home"].primary', True))["emails"]
    assert [one["value"] for one in emails if one.get("primary") is True] == ["b@x"]


def test_a_part_of_picked_values_is_replaced() -> None:
    emails = after(op("replace", 'emails[type eq "work"].value', "neu@x"))["emails"]
    assert [one["value"] for one in emails] == ["neu@x", "b@x"]


def test_operations_apply_in_order_and_all_or_none() -> None:
    result = after(op("remove", "members"), op("add", "members", [{"value": "9"}]))
    assert result["members"] == [{"value": "9"}] or result["members"] == {"value": "9"}
    with pytest.raises(NoTarget):
        after(op("replace", "title", "x"), op("remove", 'members[value eq "404"]'))


@pytest.mark.parametrize(
    ("operation", "error"),
    [
        (op("remove"), NoTarget),
        (op("replace", 'emails[type eq "fax"].value', "x"), NoTarget),
        (op("replace", "id", "2"), Mutability),
        (op("add", "meta.version", "x"), Mutability),
        (op("move", "title", "x"), InvalidSyntax),
        (op("add", "a b c", "x"), InvalidPath),
        (op("add", None, "x"), InvalidValue),
        (op("add", "title"), InvalidValue),
        (op("replace", "name", "Lan"), InvalidValue),
        (op("replace", "emails", [{"value": "1", "primary": True}, {"value": "2", "primary": True}]), InvalidValue),
    ],
)
def test_what_is_refused(operation: dict[str, Any], error: type[ScimError]) -> None:
    with pytest.raises(error):
        after(operation)


def test_a_request_that_is_no_patch_is_refused() -> None:
    with pytest.raises(InvalidSyntax):
        patched(RESOURCE, {"schemas": [], "Operations": [op("remove", "title")]})
    with pytest.raises(InvalidSyntax):
        patched(RESOURCE, {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": []})
