"""The consumer's side of a call: who asks, sign and record the request, carry it, check and record the answer."""

import asyncio
import time
import uuid

from sen.gateway.calls.answers import Course, keep_body, micros, note_fault, record_request, refused_by_journal, sign, verify
from sen.gateway.calls.callers import Caller, caller_of
from sen.gateway.calls.core import Gateway, Incoming, Outgoing
from sen.gateway.calls.providing import provide
from sen.gateway.errors import AlreadyRecorded, JournalDown
from sen.gateway.journal.records import CONSUMER
from sen.gateway.protocol.faults import CLIENT, HERE, Fault, render
from sen.gateway.protocol.identifiers import (
    SERVER_PARTS,
    BadIdentifier,
    Target,
    encode_identifier,
    member_of,
    parse_identifier,
    parse_target,
)
from sen.gateway.protocol.messages import METHODS, Head, HeadBroken, read_head, request_hash, request_headers, write_head
from sen.gateway.protocol.spool import Body, BodyTooLarge, body_of
from sen.gateway.protocol.wire import Parcel
from sen.gateway.trust.directory import Directory
from sen.gateway.trust.rights import PathRefused, plain_path
from sen.gateway.trust.snapshot import Server

LARGEST_REQUEST = 1024**3
_MOST_PER_SERVICE = 256


async def consume(gateway: Gateway, request: Incoming) -> Outgoing:
    """Carry one call of the own network and return its answer; every outcome is recorded before it leaves."""
    course = Course(CONSUMER, micros(), method=request.method)
    with gateway.journal.busy():
        try:
            return await _carry(gateway, request, course)
        except Fault as fault:
            return await _refuse(gateway, request, course, fault)


async def _carry(gateway: Gateway, request: Incoming, course: Course) -> Outgoing:
    directory = gateway.configured(HERE)
    target = _target_of(request)
    course.service = target.service
    caller = caller_of(gateway, directory, request)
    course.client = caller.client.id
    course.only_reads = _only_reads(directory, target, request.method)
    caller.must_be_in_scope(target.code)
    servers = _servers_of(gateway, directory, target, request.get(b"x-road-security-server"))
    try:
        body = await gateway.take_body(request, LARGEST_REQUEST)
    except BodyTooLarge as error:
        raise Fault(f"{CLIENT}.BadRequest", f"the request is larger than {error.args[0]} bytes") from error
    full = f"too many calls to {target.service} are waiting for an answer"
    try:
        parcel = _pack(gateway, request, caller, course, body)
        with gateway.guards.gate(f"out:{target.service}").enter(_MOST_PER_SERVICE, f"{HERE}.NetworkError", full):
            return await _exchange(gateway, directory, servers, parcel, course)
    finally:
        body.drop()


async def _exchange(gateway: Gateway, directory: Directory, servers: list[Server], parcel: Parcel, course: Course) -> Outgoing:
    kept = await keep_body(gateway, parcel, course, is_answer=False, wanted=True)
    recorded = await record_request(gateway, course, course.record(parcel, is_answer=False, kept=kept, with_body=True), HERE)
    course.request_out = micros()
    if servers[0].id == gateway.home.server:
        answer = await provide(gateway, parcel, gateway.home.server)
    else:
        answer = await gateway.links.send(servers, parcel, directory)
    course.answer_in = micros()
    course.answer_size = len(answer.head) + answer.body.size
    with answer.body.unless_refused():
        head = _check(gateway, directory, parcel, answer, course)
        await _record_answer(gateway, answer, int(head.first), course, recorded)
    return Outgoing(int(head.first), head.headers, answer.body)


async def _record_answer(gateway: Gateway, answer: Parcel, status: int, course: Course, recorded: "asyncio.Future[None]") -> None:
    """Return when request, answer and exchange are committed.  Raises Fault when they cannot be."""
    kept = await keep_body(gateway, answer, course, is_answer=True, wanted=True)
    exchange = course.finish(status)
    started = time.perf_counter()
    try:
        written = gateway.journal.write([course.record(answer, is_answer=True, kept=kept, with_body=True)], exchange)
        await recorded
        await written
    except (AlreadyRecorded, JournalDown) as error:
        raise refused_by_journal(error, HERE) from error
    course.phases["log"] = time.perf_counter() - started
    gateway.observe(exchange, course.phases)


def _pack(gateway: Gateway, request: Incoming, caller: Caller, course: Course, body: Body) -> Parcel:
    course.message_id = request.get(b"x-road-id") or f"{caller.client.id.partition('/')[0]}-{uuid.uuid4()}"
    headers = request_headers(
        caller.headers, client=encode_identifier(caller.client.id).encode(), request_id=str(course.request_id),
        message_id=course.message_id, sent_at=str(time.time_ns() // 1_000_000),
    )  # fmt: skip
    head = write_head(request.method, request.target, headers)
    course.read(headers)
    course.request_size = len(head) + body.size
    return sign(gateway, member_of(caller.client.id), head, body, course, HERE)


def _check(gateway: Gateway, directory: Directory, parcel: Parcel, answer: Parcel, course: Course) -> Head:
    """The answer's header part, once its signature fits and it answers exactly this request."""
    if directory is not gateway.directory:
        directory = gateway.configured(HERE)
    verify(gateway, directory, answer, member_of(course.service), course, HERE)
    try:
        head = read_head(answer.head)
    except HeadBroken as error:
        raise Fault(f"{HERE}.InvalidMessage", f"the answer's header part: {error}") from error
    wanted = {
        b"x-road-client": encode_identifier(course.client),
        b"x-road-service": encode_identifier(course.service),
        b"x-road-id": course.message_id,
        b"x-road-request-id": str(course.request_id),
        b"x-road-request-hash": request_hash(parcel.head, parcel.body.digest),
    }
    for name, value in wanted.items():
        if head.get(name) != value:
            raise Fault(f"{HERE}.InconsistentResponse", f"{name.decode()} of the answer does not fit the request")
    if not (head.first.isascii() and head.first.isdigit() and 200 <= int(head.first) <= 599):
        raise Fault(f"{HERE}.InvalidMessage", "the answer's status is no status of an answer")
    return head


def _target_of(request: Incoming) -> Target:
    if request.method not in METHODS:
        raise Fault(f"{CLIENT}.BadRequest", f"the method {request.method[:20]} is not carried")
    try:
        return parse_target(request.target)
    except BadIdentifier as error:
        raise Fault(f"{CLIENT}.BadRequest", str(error)) from error


def _only_reads(directory: Directory, target: Target, method: str) -> bool:
    try:
        return directory.only_reads(target.service, method, plain_path(target.path))
    except PathRefused:
        # The provider's side will say why.
        return False


def _servers_of(gateway: Gateway, directory: Directory, target: Target, wanted: str) -> list[Server]:
    """The servers that may be asked, the own one first and alone."""
    subsystem = directory.subsystems.get(target.provider)
    servers = [directory.servers[each] for each in subsystem.servers if each in directory.servers] if subsystem else []
    if wanted:
        try:
            one = parse_identifier(wanted, SERVER_PARTS)
        except BadIdentifier as error:
            raise Fault(f"{HERE}.InvalidSecurityServer", str(error)) from error
        chosen = [server for server in servers if server.id == one]
        if not chosen:
            raise Fault(f"{HERE}.InvalidSecurityServer", f"{one} does not serve {target.provider}")
        servers = chosen
    if not servers:
        raise Fault(f"{HERE}.UnknownMember", f"{target.provider} is registered on no server")
    awake = [server for server in servers if not server.maintenance]
    if not awake:
        raise Fault(f"{HERE}.MaintenanceMode", servers[0].maintenance)
    own = [server for server in awake if server.id == gateway.home.server]
    return own or awake


async def _refuse(gateway: Gateway, request: Incoming, course: Course, fault: Fault) -> Outgoing:
    status, headers, body = render(fault, request.get(b"accept"))
    await note_fault(gateway, course, fault)
    return Outgoing(status, headers, body_of(body))
