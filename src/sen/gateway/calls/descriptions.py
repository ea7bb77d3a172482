"""OpenAPI descriptions of the services this server offers: fetched from the provider, kept for a while, read for checks."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import yaml
from jsonschema import Draft202012Validator, FormatChecker

from sen.gateway.calls.core import Gateway
from sen.gateway.calls.outward import Unanswered, address_of
from sen.gateway.protocol.faults import THERE, Fault
from sen.gateway.protocol.spool import EMPTY, BodyTooLarge
from sen.gateway.trust.snapshot import Service

_KEEP_SECONDS = 300.0
_LARGEST = 8 * 1024 * 1024
_VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_NAMED = re.compile(r"\{([^/{}]+)\}")


@dataclass(frozen=True)
class Operation:
    """One operation: its path as an expression with the names of its parts, its parameters, its own content."""

    method: str
    path: "re.Pattern[str]"
    names: tuple[str, ...]
    parameters: tuple[Mapping[str, Any], ...]
    content: Mapping[str, Any]


@dataclass
class Description:
    """An OpenAPI document; ``media`` is the type it was given as."""

    content: dict[str, Any]
    media: str
    read_at: float = field(default_factory=time.monotonic)
    _operations: list[Operation] = field(init=False)
    _validators: dict[int, Draft202012Validator] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the operations, those without variable parts first."""
        _mark_nullable(self.content)
        found = [
            self._read(path, method, parts, parts[method])
            for path, parts in (self.content.get("paths") or {}).items()
            for method in _VERBS
            if isinstance(parts, dict) and isinstance(parts.get(method), dict)
        ]
        self._operations = sorted(found, key=lambda each: len(each.names))

    def operation(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """The operation of the decoded path and the values of its variable parts."""
        for each in self._operations:
            if each.method == method and (match := each.path.fullmatch(path or "/")):
                return each, dict(zip(each.names, match.groups(), strict=True))
        return None

    def resolve(self, value: Any) -> Mapping[str, Any]:
        """The value a reference within the document leads to."""
        for _ in range(10):
            known: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
            target = known.get("$ref")
            if not isinstance(target, str) or not target.startswith("#/"):
                return known
            found: Any = self.content
            for step in target[2:].split("/"):
                found = found.get(step.replace("~1", "/").replace("~0", "~"), {}) if isinstance(found, Mapping) else {}
            value = found
        return {}

    def validator(self, schema: Any) -> Draft202012Validator:
        """A validator for a schema of the document, whose references lead into the document."""
        found = self._validators.get(id(schema))
        if found is None:
            whole = {"$id": "urn:description", "components": self.content.get("components", {}), "allOf": [schema]}
            found = self._validators[id(schema)] = Draft202012Validator(whole, format_checker=FormatChecker())
        return found

    def _read(self, path: str, method: str, parts: Mapping[str, Any], content: Mapping[str, Any]) -> Operation:
        parameters = {}
        for each in (*parts.get("parameters", ()), *content.get("parameters", ())):
            known = self.resolve(each)
            parameters[known.get("in"), known.get("name")] = known
        pieces = _NAMED.split(path)
        pattern = "".join("([^/]+)" if number % 2 else re.escape(piece) for number, piece in enumerate(pieces))
        return Operation(method.upper(), re.compile(pattern), tuple(pieces[1::2]), tuple(parameters.values()), content)


_KEPT: dict[tuple[str, str, str], Description] = {}


async def description_of(gateway: Gateway, service: Service) -> Description:
    """The service's description.  Raises Fault when it cannot be had or read."""
    key = (service.id, service.description, service.base_url)
    known = _KEPT.get(key)
    if known is None or time.monotonic() - known.read_at > _KEEP_SECONDS:
        try:
            known = _KEPT[key] = await _fetch(gateway, service)
        except Fault:
            # An old description checks better than none while its source is away.
            if known is None:
                raise
    return known


async def _fetch(gateway: Gateway, service: Service) -> Description:
    place = service.description.strip()
    if place and not place.startswith(("http://", "https://", "/")):
        return _parse(service, place.encode(), "application/json" if place.startswith("{") else "text/yaml")
    if not place:
        raise Fault(f"{THERE}.InternalError", f"{service.id} has no description")
    source = service.model_copy(
        update={"base_url": urljoin(service.base_url, place), "max_answer_bytes": _LARGEST, "timeout_seconds": 10.0}
    )
    try:
        address = address_of(source, "", "", gateway.home.configuration.hosts)
        reply = await gateway.outward.call(source, address, "GET", [(b"accept", b"application/json, application/yaml")], EMPTY)
    except Unanswered as error:
        raise Fault(f"{THERE}.InternalError", f"the description of {service.id} cannot be fetched") from error
    try:
        if reply.status != 200:
            raise Fault(f"{THERE}.InternalError", f"the description of {service.id} answered {reply.status}")
        media = next((value.decode("latin-1") for name, value in reply.headers if name.lower() == b"content-type"), "text/plain")
        return _parse(service, reply.body.bytes(_LARGEST), media)
    except BodyTooLarge as error:
        raise Fault(f"{THERE}.InternalError", f"the description of {service.id} is too large") from error
    finally:
        reply.body.drop()


def _parse(service: Service, text: bytes, media: str) -> Description:
    try:
        content = json.loads(text) if text.lstrip().startswith(b"{") else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError) as error:
        raise Fault(f"{THERE}.InternalError", f"the description of {service.id} cannot be read") from error
    if not isinstance(content, dict):
        raise Fault(f"{THERE}.InternalError", f"the description of {service.id} is no OpenAPI document")
    return Description(content, media)


def _mark_nullable(value: Any) -> None:
    """Write ``nullable`` of OpenAPI 3.0 the way JSON Schema says it."""
    if isinstance(value, dict):
        if value.get("nullable") is True and isinstance(value.get("type"), str):
            value["type"] = [value["type"], "null"]
        for each in value.values():
            _mark_nullable(each)
    elif isinstance(value, list):
        for each in value:
            _mark_nullable(each)
