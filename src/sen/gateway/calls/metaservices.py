"""Services about services: who is on the axis, what a provider offers, what the caller may use, how a service is described."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

import yaml

from sen.gateway.calls.core import Gateway, Incoming, Outgoing
from sen.gateway.calls.descriptions import description_of
from sen.gateway.calls.outward import Reply
from sen.gateway.protocol.faults import HERE, THERE, Fault
from sen.gateway.protocol.identifiers import Target, encode_identifier
from sen.gateway.protocol.messages import Headers
from sen.gateway.protocol.spool import body_of
from sen.gateway.trust.directory import Directory
from sen.gateway.trust.rights import glob
from sen.gateway.trust.snapshot import Endpoint, Right, Service

METASERVICES = frozenset({"listMethods", "allowedMethods", "getOpenAPI", "getOpenApi"})
_JSON: Headers = [(b"content-type", b"application/json;charset=utf-8")]
_XML: Headers = [(b"content-type", b"text/xml;charset=utf-8")]
_NAMESPACES = 'xmlns="http://x-road.eu/xsd/xroad.xsd" xmlns:id="http://x-road.eu/xsd/identifiers"'


async def serve_metaservice(gateway: Gateway, directory: Directory, target: Target, client: str, *, govstack: bool) -> Reply:
    """The answer of listMethods, allowedMethods or getOpenAPI.  Raises Fault."""
    offered = [service for service in directory.services.values() if service.id.rpartition("/")[0] == target.provider]
    if target.code.lower() == "getopenapi":
        return await _openapi(gateway, offered, target)
    if target.code == "allowedMethods":
        found = [(service, _allowed(service, directory.rights(service, client))) for service in offered if service.enabled]
        listed = [(service, endpoints) for service, endpoints in found if endpoints is not None]
    else:
        listed = [(service, list(service.endpoints)) for service in offered if service.enabled]
    facts: dict[str, Any] = (
        {"member": [_in_govstack(*each) for each in listed]} if govstack else {"service": [_in_xroad(*each) for each in listed]}
    )
    return Reply(200, "OK", list(_JSON), body_of(json.dumps(facts, ensure_ascii=False).encode()))


async def list_clients(gateway: Gateway, request: Incoming) -> Outgoing:
    """Members and subsystems of the instance, in both vocabularies; XML unless JSON is asked for."""
    directory = gateway.configured(HERE)
    asked = {key: values[-1] for key, values in parse_qs(request.query).items()}
    wanted = asked.get("xRoadInstance") or asked.get("instanceId") or directory.snapshot.instance
    entries = list(_entries(directory)) if wanted == directory.snapshot.instance else []
    if request.path.startswith("/r1/") or "application/json" in request.get(b"accept").lower():
        return Outgoing(200, list(_JSON), body_of(json.dumps({"member": entries}, ensure_ascii=False).encode()))
    return Outgoing(200, list(_XML), body_of(_as_xml(entries).encode()))


def _entries(directory: Directory) -> Iterator[dict[str, Any]]:
    for member in directory.members.values():
        yield {"id": _identity(member.id, "MEMBER", "MEMBER"), "name": member.name}
        for subsystem in member.subsystems:
            identity = _identity(subsystem.id, "SUBSYSTEM", "APPLICATION")
            yield {"id": identity, "name": member.name, "subsystem_name": subsystem.name}


def _identity(identifier: str, kind: str, govstack_kind: str) -> dict[str, str]:
    instance, group, code, *rest = identifier.split("/")
    facts = {"object_type": kind, "xroad_instance": instance, "member_class": group, "member_code": code}
    facts |= {"objectType": govstack_kind, "instanceId": instance, "memberClass": group, "memberCode": code}
    if rest:
        facts |= {"subsystem_code": rest[0], "applicationCode": rest[0]}
    return facts


def _as_xml(entries: list[dict[str, Any]]) -> str:
    members = []
    for entry in entries:
        identity = entry["id"]
        fields = [
            ("xRoadInstance", "xroad_instance"),
            ("memberClass", "member_class"),
            ("memberCode", "member_code"),
            ("subsystemCode", "subsystem_code"),
        ]
        inner = "".join(f"<id:{tag}>{escape(identity[key])}</id:{tag}>" for tag, key in fields if key in identity)
        name = f"<subsystemName>{escape(entry['subsystem_name'])}</subsystemName>" if "subsystem_name" in entry else ""
        kind = identity["object_type"]
        members.append(f'<member><id id:objectType="{kind}">{inner}</id><name>{escape(entry["name"])}</name>{name}</member>')
    return f'<?xml version="1.0" encoding="UTF-8"?><clientList {_NAMESPACES}>{"".join(members)}</clientList>'


def _allowed(service: Service, rights: tuple[Right, ...]) -> list[Endpoint] | None:
    """The endpoints a client may call; None when it has no right at all."""
    if not rights:
        return None
    whole = any(right.path == "**" and right.method == "*" for right in rights)
    if whole or not service.endpoints:
        own = [Endpoint(method=right.method, path=right.path) for right in rights if right.path != "**"]
        return list(service.endpoints) or own
    return [endpoint for endpoint in service.endpoints if any(_covers(right, endpoint) for right in rights)]


def _covers(right: Right, endpoint: Endpoint) -> bool:
    if right.method not in ("*", endpoint.method):
        return False
    return right.path in ("**", endpoint.path) or glob(right.path).fullmatch(endpoint.path) is not None


def _in_xroad(service: Service, endpoints: list[Endpoint]) -> dict[str, Any]:
    instance, group, code, subsystem, name = service.id.split("/")
    return {
        "member_class": group, "member_code": code, "subsystem_code": subsystem, "xroad_instance": instance, "object_type": "SERVICE",
        "service_code": name, "service_type": _kind(service), "endpoint_list": [each.model_dump() for each in endpoints],
    }  # fmt: skip


def _in_govstack(service: Service, endpoints: list[Endpoint]) -> dict[str, Any]:
    instance, group, code, subsystem, name = service.id.split("/")
    return {
        "objectType": "SERVICE", "serviceType": _kind(service), "instanceId": instance, "memberClass": group, "memberCode": code,
        "applicationCode": subsystem, "serviceCode": name, "serviceVersion": "",
        "endpointList": {"member": [each.model_dump() for each in endpoints]},
    }  # fmt: skip


def _kind(service: Service) -> str:
    return "OPENAPI" if service.kind == "OPENAPI3" else "REST"


async def _openapi(gateway: Gateway, offered: list[Service], target: Target) -> Reply:
    """A service's description with the axis's address in place of the provider's own."""
    code = (parse_qs(target.query).get("serviceCode") or [""])[-1]
    if not code:
        raise Fault(f"{THERE}.InvalidRequest", "the query must name a serviceCode")
    service = next((each for each in offered if each.id.rpartition("/")[2] == code), None)
    if service is None or service.kind != "OPENAPI3":
        raise Fault(f"{THERE}.InternalError", f"{code} is no service with an OpenAPI description")
    described = await description_of(gateway, service)
    content = {**described.content, "servers": [{"url": f"/r1/{encode_identifier(service.id)}"}]}
    as_yaml = "yaml" in described.media.lower()
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False) if as_yaml else json.dumps(content, ensure_ascii=False)
    return Reply(200, "OK", [(b"content-type", described.media.encode("latin-1"))], body_of(text.encode()))
