"""Further addresses of the consumer face: evidence, what is needed to check it, monitoring, metrics."""

import datetime as dt
import gzip
import hashlib
import hmac
import json
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import aiohttp
from cryptography.hazmat.primitives import serialization
from psycopg import Error as DatabaseError
from psycopg_pool import PoolTimeout

from sen.gateway.calls.callers import caller_of
from sen.gateway.calls.core import Gateway, Incoming, Outgoing, Route
from sen.gateway.errors import StampRefused
from sen.gateway.evidence.containers import MIME_TYPE, Evidence, write_container, write_package
from sen.gateway.evidence.rows import EvidenceReader
from sen.gateway.evidence.stamping import asker, stamp_once
from sen.gateway.protocol.faults import HERE, Fault, render
from sen.gateway.protocol.identifiers import encode_identifier, is_code
from sen.gateway.protocol.messages import CLIENT_NAMES
from sen.gateway.protocol.spool import Body, body_of
from sen.gateway.serving import metrics, monitoring, traffic
from sen.gateway.serving.office import Office
from sen.gateway.trust.directory import Directory
from sen.gateway.trust.evidence_settings import INTERNAL_NAME
from sen.kernel import clock

_PARTS = ("xRoadInstance", "memberClass", "memberCode", "subsystemCode")
_FLAGS = ("requestOnly", "responseOnly", "unique", "force")
_LONGEST_ID = 1023
_MOST_CONTAINERS = 100
_JSON = b"application/json;charset=utf-8"
_MONITORS = {"operational-data", "health-data", "summary", "message"}

_NOTE = "INSERT INTO evidence_read (read_at, party, message_id, containers) VALUES (%s, %s, %s, %s)"

Query = Mapping[str, list[str]]


class Refused(Exception):
    """The evidence is not handed out: ``args`` are the status and the plain text."""


@dataclass(frozen=True)
class Order:
    """Which evidence is wanted, by whom."""

    message_id: str
    party: str
    answers: bool | None
    unique: bool
    force: bool


def routes(office: Office) -> dict[str, Route]:
    """The addresses by their first segment."""
    return {
        "asic": _bound(office, _asic),
        "verificationconf": _bound(office, _anchors),
        "monitor": _bound(office, _monitor),
        "metrics": _bound(office, _metrics),
    }


def read_order(raw: str) -> Order:
    """The order behind the query.  Raises Refused (400)."""
    try:
        query = _query(raw)
    except Fault as fault:
        raise Refused(400, fault.message) from fault
    unknown = set(query) - {"queryId", *_PARTS, *_FLAGS}
    if unknown or any(len(values) > 1 for values in query.values()):
        raise Refused(400, "each parameter once: queryId, " + ", ".join((*_PARTS, *_FLAGS)))
    message_id = query.get("queryId", [""])[0]
    codes = [query.get(name, [""])[0] for name in _PARTS]
    if not message_id or len(message_id) > _LONGEST_ID or "\0" in message_id:
        raise Refused(400, "queryId is missing or not a message id")
    if not all(map(is_code, codes[:3])) or (codes[3] and not is_code(codes[3])):
        raise Refused(400, "xRoadInstance, memberClass and memberCode must name the party of the message")
    if "requestOnly" in query and "responseOnly" in query:
        raise Refused(400, "requestOnly and responseOnly exclude each other")
    if "unique" in query and not {"requestOnly", "responseOnly"} & set(query):
        raise Refused(400, "unique needs requestOnly or responseOnly")
    answers = True if "responseOnly" in query else False if "requestOnly" in query else None
    return Order(message_id, "/".join(code for code in codes if code), answers, "unique" in query, "force" in query)


async def _asic(office: Office, gateway: Gateway, request: Incoming) -> Outgoing:
    try:
        if request.method != "GET":
            raise Refused(405, "evidence is read with GET")
        order = read_order(request.query)
        _prove_party(gateway, request, order.party)
        async with office.connection() as connection:
            reader = EvidenceReader(connection, office.bodies)
            found = await reader.of_message(order.message_id, order.party, answers=order.answers)
            if order.force and any(evidence.stamp is None for evidence in found):
                await _stamp_now(office, connection)
                found = await reader.of_message(order.message_id, order.party, answers=order.answers)
            _check_found(order, found)
            await connection.execute(_NOTE, (clock.now(), order.party, order.message_id, len(found)))
        return _container(office, found[0]) if order.unique else _package(office, order.message_id, found)
    except Refused as refused:
        return _text(*refused.args)
    except (DatabaseError, PoolTimeout):
        return _text(500, "the journal's database cannot be reached")


def _check_found(order: Order, found: list[Evidence]) -> None:
    if not found:
        raise Refused(404, "no such message of this party in the journal; what is older is in the archives")
    if order.unique and len(found) > 1:
        raise Refused(400, f"{len(found)} messages have this id; ask without unique")
    if len(found) > _MOST_CONTAINERS:
        raise Refused(400, f"{len(found)} messages have this id; at most {_MOST_CONTAINERS} are handed out at once")
    if any(evidence.stamp is None for evidence in found):
        raise Refused(500, "the message has no time stamp yet; ask again later, or with force")


def _prove_party(gateway: Gateway, request: Incoming, party: str) -> None:
    """The party itself must ask, in the way its registration demands."""
    directory = _directory(gateway)
    headers = [pair for pair in request.headers if pair[0].lower() not in CLIENT_NAMES]
    headers.append((b"x-road-client", encode_identifier(party).encode()))
    try:
        caller_of(gateway, directory, Incoming(request.method, request.target, headers, request.pieces, request.certificate))
    except Fault as fault:
        raise Refused(401, f"{party} must prove itself: {fault.message}") from fault


async def _stamp_now(office: Office, connection: Any) -> None:
    async with aiohttp.ClientSession() as session:
        try:
            await stamp_once(connection, office.settings.stamps, asker(session, office.internal), clock.now())
        except StampRefused as refused:
            raise Refused(500, "no time stamp can be had now") from refused


def _container(office: Office, evidence: Evidence) -> Outgoing:
    with tempfile.NamedTemporaryFile(dir=office.folder / "spool", delete=False) as file:
        write_container(evidence, file)  # type: ignore[arg-type]
    return _file(Path(file.name), MIME_TYPE, evidence.name)


def _package(office: Office, message_id: str, found: list[Evidence]) -> Outgoing:
    with tempfile.NamedTemporaryFile(dir=office.folder / "spool", delete=False) as file:
        write_package(found, file)  # type: ignore[arg-type]
    name = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "_" for letter in message_id)[:200]
    return _file(Path(file.name), "application/zip", f"{name}.zip")


async def _anchors(office: Office, gateway: Gateway, request: Incoming) -> Outgoing:
    return _json(200, anchors(office, _directory(gateway), gateway.home.configuration.keys), request)


def anchors(office: Office, directory: Directory, keys: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    """What a checker must believe in: authorities, time-stamping authorities, the control plane's public keys."""
    stampers = [*directory.snapshot.directory.stampers, *(pem for source in office.settings.stamps.sources for pem in source.certificates)]
    internal = office.internal.certificate.public_bytes(serialization.Encoding.PEM).decode()
    return {
        "instance": directory.snapshot.instance,
        "authorities": list(directory.snapshot.directory.authorities),
        "stampers": stampers,
        "internal": [internal],
        "keys": list(keys),
    }


async def _monitor(office: Office, gateway: Gateway, request: Incoming) -> Outgoing:
    if request.path.strip("/") == "monitor/evidence":
        return await _exchange_evidence(office, gateway, request)
    try:
        viewer = _viewer(office, gateway, request)
        answer = await _monitored(office, gateway, request, viewer)
    except Fault as fault:
        return _told(fault, request)
    except (DatabaseError, PoolTimeout):
        return _told(Fault(f"{HERE}.DatabaseError", "the monitoring's database cannot be reached"), request)
    return _json(200, answer, request)


async def _exchange_evidence(office: Office, gateway: Gateway, request: Incoming) -> Outgoing:
    """Every container of one exchange, for the platform, which has asked its officer why and keeps the reason."""
    try:
        number = _query(request.query).get("id", [""])[0]
    except Fault as fault:
        return _text(400, fault.message)
    if request.method != "GET" or not number or len(number) > _LONGEST_ID or "\0" in number:
        return _text(400, "GET with the id of the exchange")
    if not _shows_credential(office, request):
        return _text(401, "the evidence of any exchange is for the platform")
    allowed = office.settings.monitor_evidence
    if allowed == "none":
        return _text(403, "this server hands its evidence to the parties alone")
    try:
        async with office.connection() as connection:
            found = await EvidenceReader(connection, office.bodies).of_exchange(number)
            if not found:
                return _text(404, "no such exchange in the journal; what is older is in the archives")
            await connection.execute(_NOTE, (clock.now(), "platform", found[0].message_id, len(found)))
        if allowed == "without_body":
            found = [replace(evidence, body=None, body_file=None) for evidence in found]
        return _package(office, found[0].message_id, found)
    except (DatabaseError, PoolTimeout):
        return _text(500, "the journal's database cannot be reached")


async def _monitored(office: Office, gateway: Gateway, request: Incoming, viewer: monitoring.Viewer) -> dict[str, Any]:
    wanted = request.path.strip("/").partition("/")[2]
    if request.method != "GET" or wanted not in _MONITORS:
        raise Fault("Client.BadRequest", f"GET one of {', '.join(sorted(_MONITORS))}", status=404 if request.method == "GET" else 405)
    query, now = _query(request.query), clock.now()
    shown = _desk(office, gateway)
    if wanted == "summary":
        if not viewer.sees_all:
            raise Fault("Client.AccessDenied", "the summary is for the platform", status=403)
        async with office.connection() as connection:
            answer = await traffic.summary(connection, query, server=gateway.home.server, now=now)
        return answer | {"stamps": _stamps(office)}
    if wanted == "message":
        async with office.connection() as connection:
            return await monitoring.exchange_data(connection, query, viewer, shown, now=now)
    if wanted == "operational-data":
        criteria = monitoring.read_criteria(query, now)
        async with office.connection() as connection:
            return await monitoring.operational_data(connection, criteria, viewer, shown)
    async with office.connection() as connection:
        return await monitoring.health_data(connection, query, viewer, shown, started=office.started, now=now)


def _viewer(office: Office, gateway: Gateway, request: Incoming) -> monitoring.Viewer:
    """Who asks.  Raises Fault when it is nobody known."""
    if _shows_credential(office, request):
        return monitoring.Viewer(sees_all=True)
    client = caller_of(gateway, _directory(gateway), request).client.id
    return monitoring.Viewer(client, sees_all=client in office.settings.monitors)


def _shows_credential(office: Office, request: Incoming) -> bool:
    scheme, _, credential = request.get(b"authorization").partition(" ")
    wanted = office.settings.monitor_credential
    shown = hashlib.sha256(credential.strip().encode()).hexdigest()
    return bool(wanted) and scheme.lower() == "bearer" and hmac.compare_digest(shown, wanted.lower())


def _desk(office: Office, gateway: Gateway) -> monitoring.Presentation:
    snapshot = _directory(gateway).snapshot
    places = {server.id: server.address for server in snapshot.directory.servers}
    addresses = {
        subsystem.id: places[subsystem.servers[0]]
        for member in snapshot.directory.members
        for subsystem in member.subsystems
        if subsystem.servers and subsystem.servers[0] in places
    }
    kinds = {service.id: service.kind for service in snapshot.services}
    return monitoring.Presentation(gateway.home.configuration.provider, addresses, kinds, office.settings.user_ids)


def _stamps(office: Office) -> dict[str, Any]:
    state = office.state
    return {
        "alarm": state.alarm,
        "failures": state.failures,
        "lastSuccess": _seconds(state.last_success),
        "oldestUnstamped": _seconds(state.oldest_unstamped),
        "blocksAt": _seconds(state.blocks_at(office.settings.stamps)),
        "isInternal": all(source.name == INTERNAL_NAME for source in office.settings.stamps.sources),
        "fault": state.last_fault,
    }


async def _metrics(office: Office, gateway: Gateway, request: Incoming) -> Outgoing:
    if office.settings.monitor_credential and not _shows_credential(office, request):
        return _text(401, "the metrics are read with the monitoring credential")
    snapshot = gateway.directory.snapshot if gateway.directory else None
    try:
        async with office.connection() as connection:
            text = await metrics.render(connection, snapshot, area=office.folder, tls=_own_certificate(gateway), now=clock.now())
    except (DatabaseError, PoolTimeout):
        return _text(503, "the database cannot be reached")
    return Outgoing(200, [(b"content-type", metrics.CONTENT_TYPE.encode())], body_of(text.encode()))


def _own_certificate(gateway: Gateway) -> str:
    try:
        return gateway.home.path(gateway.home.configuration.tls.certificate).read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""


def _bound(office: Office, answer: Callable[[Office, Gateway, Incoming], Awaitable[Outgoing]]) -> Route:
    async def route(gateway: Gateway, request: Incoming) -> Outgoing:
        return await answer(office, gateway, request)

    return route


def _directory(gateway: Gateway) -> Directory:
    if gateway.directory is None:
        raise Fault(f"{HERE}.OutdatedGlobalConf", "this server has not received a configuration yet")
    return gateway.directory


def _query(raw: str) -> dict[str, list[str]]:
    try:
        return parse_qs(raw, keep_blank_values=True, max_num_fields=100, errors="strict")
    except ValueError as error:
        raise Fault("Client.BadRequest", "the query cannot be read") from error


def _json(status: int, facts: Any, request: Incoming) -> Outgoing:
    body = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
    headers = [(b"content-type", _JSON), (b"cache-control", b"no-store")]
    if "gzip" in request.get(b"accept-encoding") and len(body) > 2048:
        body = gzip.compress(body, 5)
        headers.append((b"content-encoding", b"gzip"))
    return Outgoing(status, headers, body_of(body))


def _told(fault: Fault, request: Incoming) -> Outgoing:
    status, headers, body = render(fault, request.get(b"accept"))
    return Outgoing(status, headers, body_of(body))


def _text(status: int, text: str) -> Outgoing:
    return Outgoing(status, [(b"content-type", b"text/plain;charset=utf-8")], body_of(f"{text}\n".encode()))


def _file(place: Path, kind: str, name: str) -> Outgoing:
    disposition = f'attachment; filename="{name}"'.encode()
    headers = [(b"content-type", kind.encode()), (b"content-disposition", disposition), (b"cache-control", b"no-store")]
    return Outgoing(200, headers, Body(b"", size=place.stat().st_size, digest=None, file=place))


def _seconds(at: dt.datetime | None) -> int | None:
    return int(at.timestamp()) if at else None
