"""Values of the directory: what a filter says, and the words of the SCIM schemas."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

CORE_USER = "urn:ietf:params:scim:schemas:core:2.0:User"
CORE_GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
POSITIONS = "urn:sen:scim:schemas:extension:vn:2.0:User"
MESSAGES = "urn:ietf:params:scim:api:messages:2.0:"
EXTENSIONS = (ENTERPRISE, POSITIONS)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AttrPath:
    """An attribute: schema URN or empty, name, sub-attribute or empty."""

    name: str
    sub: str = ""
    urn: str = ""

    def __str__(self) -> str:
        """The path as it is written."""
        return (f"{self.urn}:" if self.urn else "") + self.name + (f".{self.sub}" if self.sub else "")


@dataclass(frozen=True, slots=True)
class Compare:
    """``path op value``; ``pr`` has no value."""

    path: AttrPath
    op: str
    value: str | bool | int | float | None = None


@dataclass(frozen=True, slots=True)
class Both:
    """``left and right``."""

    left: "Filter"
    right: "Filter"


@dataclass(frozen=True, slots=True)
class Either:
    """``left or right``."""

    left: "Filter"
    right: "Filter"


@dataclass(frozen=True, slots=True)
class Negated:
    """``not (inner)``."""

    inner: "Filter"


@dataclass(frozen=True, slots=True)
class ValueFilter:
    """``path[inner]``: one value of the attribute fits."""

    path: AttrPath
    inner: "Filter"


Filter = Compare | Both | Either | Negated | ValueFilter


@dataclass(frozen=True, slots=True)
class PatchPath:
    """Where a PATCH operation works: an attribute, a filter that picks values, and a sub-attribute of those."""

    path: AttrPath
    picks: Filter | None = None
    sub: str = ""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list request asks for."""

    filter: Filter | None = None
    start: int = 1
    count: int = 100
    sort_by: AttrPath | None = None
    descending: bool = False


@dataclass(frozen=True, slots=True)
class RemoteAnswer:
    """What a target system answered."""

    status: int
    body: Json


class Transport(Protocol):
    """Port to a target system; raises ConnectionError when it cannot be reached."""

    def send(self, method: str, url: str, token: str, body: Mapping[str, Any] | None) -> RemoteAnswer:
        """Send one SCIM request."""
        ...
