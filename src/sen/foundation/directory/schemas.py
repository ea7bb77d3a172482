"""What our SCIM service says of itself (RFC 7643, Sections 5 to 7), and reading requests."""

import json
from typing import Any

from django.http import HttpRequest

from sen.foundation.directory.errors import InvalidSyntax, InvalidValue, TooLarge
from sen.foundation.directory.selectors.filters import get, parse_attr, parse_filter
from sen.foundation.directory.selectors.listing import MOST_RESULTS
from sen.foundation.directory.types import CORE_GROUP, CORE_USER, ENTERPRISE, MESSAGES, POSITIONS, Json, ListQuery

MOST_OPERATIONS = 100
MOST_BYTES = 1_048_576
_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:"


def read_body(request: HttpRequest) -> Json:
    """The request's JSON object; raises InvalidSyntax, TooLarge."""
    if len(request.body) > MOST_BYTES:
        raise TooLarge(detail=f"The payload is larger than {MOST_BYTES} bytes.")
    try:
        body = json.loads(request.body or b"")
    except (ValueError, RecursionError):
        raise InvalidSyntax(detail="The body is no JSON.") from None
    if not isinstance(body, dict) or not isinstance(body.get("schemas"), list):
        raise InvalidSyntax(detail="A JSON object with schemas was expected.")
    return body


def read_query(values: Any) -> ListQuery:
    """A list request from query parameters or from a SearchRequest; raises InvalidFilter, InvalidPath, InvalidValue."""
    text, order = get(values, "filter"), get(values, "sortBy")
    return ListQuery(
        parse_filter(str(text)) if text else None,
        max(1, _number(get(values, "startIndex"), 1)),
        min(MOST_RESULTS, max(0, _number(get(values, "count"), 100))),
        parse_attr(str(order)) if order else None,
        str(get(values, "sortOrder") or "").lower() == "descending",
    )


def _number(value: Any, default: int) -> int:
    if value in (None, ""):
        return default
    try:
        return max(-1, min(int(value), 10**9))
    except (TypeError, ValueError):
        raise InvalidValue(detail=f"{value!r} is no number.") from None


def provider_config(root: str) -> Json:
    """What the service offers."""
    return {
        "schemas": [f"{_SCHEMA}ServiceProviderConfig"],
        "documentationUri": "https://datatracker.ietf.org/doc/html/rfc7644",
        "patch": {"supported": True},
        "bulk": {"supported": True, "maxOperations": MOST_OPERATIONS, "maxPayloadSize": MOST_BYTES},
        "filter": {"supported": True, "maxResults": MOST_RESULTS},
        "changePassword": {"supported": False},
        "sort": {"supported": True},
        "etag": {"supported": True},
        "authenticationSchemes": [
            {
                "type": "oauthbearertoken",
                "name": "Bearer",
                "description": "A credential given by the administrators of the province.",
                "specUri": "https://datatracker.ietf.org/doc/html/rfc6750",
                "primary": True,
            }
        ],
        "meta": {"resourceType": "ServiceProviderConfig", "location": f"{root}/ServiceProviderConfig"},
    }


def resource_types(root: str) -> list[Json]:
    """User and Group."""
    kinds: tuple[tuple[str, str, str, list[Json]], ...] = (
        ("User", "/Users", CORE_USER, [{"schema": ENTERPRISE, "required": False}, {"schema": POSITIONS, "required": False}]),
        ("Group", "/Groups", CORE_GROUP, []),
    )
    return [
        {
            "schemas": [f"{_SCHEMA}ResourceType"],
            "id": name,
            "name": name,
            "endpoint": endpoint,
            "schema": schema,
            "schemaExtensions": extensions,
            "meta": {"resourceType": "ResourceType", "location": f"{root}/ResourceTypes/{name}"},
        }
        for name, endpoint, schema, extensions in kinds
    ]


def schemas(root: str) -> list[Json]:
    """The attributes of every resource."""
    return [
        _schema(root, CORE_USER, "User", _USER),
        _schema(root, CORE_GROUP, "Group", _GROUP),
        _schema(root, ENTERPRISE, "EnterpriseUser", [_attr("organization", readonly=True), _attr("division", readonly=True)]),
        _schema(root, POSITIONS, "OfficialPositions", [_several("positions", _POSITION)]),
    ]


def list_answer(resources: list[Json]) -> Json:
    """A ListResponse of everything."""
    return {
        "schemas": [f"{MESSAGES}ListResponse"],
        "totalResults": len(resources),
        "startIndex": 1,
        "itemsPerPage": len(resources),
        "Resources": resources,
    }


def _schema(root: str, urn: str, name: str, attributes: list[Json]) -> Json:
    return {
        "schemas": [f"{_SCHEMA}Schema"],
        "id": urn,
        "name": name,
        "description": name,
        "attributes": attributes,
        "meta": {"resourceType": "Schema", "location": f"{root}/Schemas/{urn}"},
    }


def _attr(name: str, kind: str = "string", *, required: bool = False, readonly: bool = False, unique: str = "none") -> Json:
    return {
        "name": name,
        "type": kind,
        "multiValued": False,
        "description": name,
        "required": required,
        "caseExact": name == "value",
        "mutability": "readOnly" if readonly else "readWrite",
        "returned": "default",
        "uniqueness": unique,
    }


def _whole(name: str, parts: list[Json], *, readonly: bool = False) -> Json:
    return {**_attr(name, "complex", readonly=readonly), "subAttributes": parts}


def _several(name: str, parts: list[Json], *, readonly: bool = False) -> Json:
    return {**_whole(name, parts, readonly=readonly), "multiValued": True}


_VALUE = [_attr("value"), _attr("type"), _attr("primary", "boolean")]
_NAMES = [_attr(name) for name in ("formatted", "familyName", "middleName", "givenName")]
_LINK = [_attr("value"), _attr("display", readonly=True), _attr("type")]
_POSITION = [_attr(name) for name in ("value", "role", "title", "division")] + [
    _attr("display", readonly=True),
    _attr("validFrom", "dateTime"),
    _attr("validTo", "dateTime", readonly=True),
]
_USER = [
    _attr("userName", required=True, unique="server"),
    _whole("name", _NAMES),
    *(_attr(name) for name in ("displayName", "title")),
    *(_attr(name, readonly=True) for name in ("userType", "preferredLanguage")),
    _attr("active", "boolean"),
    _several("emails", _VALUE, readonly=True),
    _several("phoneNumbers", _VALUE),
    _several("groups", _LINK, readonly=True),
    _several("roles", [_attr("value"), _attr("display")], readonly=True),
]
_GROUP = [_attr("displayName", required=True, readonly=True), _several("members", [*_LINK, _attr("$ref", "reference", readonly=True)])]
