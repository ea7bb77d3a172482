"""The provider's side of a call: check the sender and the right, record, ask the information system, sign and record the answer."""

import asyncio
import time
import uuid

from sen.gateway.calls.answers import Course, keep_body, micros, note_fault, record_request, refused_by_journal, sign, verify
from sen.gateway.calls.checking import check_answer, check_request
from sen.gateway.calls.core import Gateway
from sen.gateway.calls.metaservices import METASERVICES, serve_metaservice
from sen.gateway.calls.outward import Reply, Unanswered, address_of
from sen.gateway.calls.replays import in_time
from sen.gateway.errors import AlreadyRecorded, JournalDown
from sen.gateway.journal.records import PROVIDER
from sen.gateway.protocol.faults import CLIENT, THERE, Fault
from sen.gateway.protocol.identifiers import (
    MEMBER_PARTS,
    SUBSYSTEM_PARTS,
    BadIdentifier,
    Target,
    encode_identifier,
    member_of,
    parse_identifier,
    parse_target,
)
from sen.gateway.protocol.messages import (
    METHODS,
    SENT_AT,
    Head,
    HeadBroken,
    Headers,
    answer_headers,
    kept,
    read_head,
    request_hash,
    write_head,
)  # fmt: skip
from sen.gateway.protocol.wire import Parcel
from sen.gateway.trust.directory import Directory
from sen.gateway.trust.rights import PathRefused, judge, plain_path
from sen.gateway.trust.snapshot import Service

_OURS = frozenset({SENT_AT})
_TOLD = ((b"x-road-userid", "X-Road-UserId"), (b"x-road-issue", "X-Road-Issue"), (b"x-sen-purpose", "X-Sen-Purpose"))


async def provide(gateway: Gateway, parcel: Parcel, peer: str) -> Parcel:
    """Answer a message that came from the server ``peer``, possibly this one.  Raises Fault; both outcomes are recorded first."""
    course = Course(PROVIDER, micros(), request_size=len(parcel.head) + parcel.body.size, body_size=parcel.body.size)
    with gateway.journal.busy():
        try:
            return await _serve(gateway, parcel, peer, course)
        except Fault as fault:
            await note_fault(gateway, course, fault)
            raise


async def _serve(gateway: Gateway, parcel: Parcel, peer: str, course: Course) -> Parcel:
    directory = gateway.configured(THERE)
    head, target = _read(parcel, course)
    _check_sender(directory, course.client, peer)
    _check_place(gateway, directory, target)
    service = _permit(gateway, directory, head, target, course)
    if peer != gateway.home.server:
        verify(gateway, directory, parcel, member_of(course.client), course, THERE)
    _take_once(gateway, head, course)
    if service is None:
        return await _metaservice(gateway, directory, parcel, head, target, course)
    full = f"{service.id} is answering as many calls as it may"
    with gateway.guards.gate(service.id).enter(gateway.limits.share(service.max_concurrent), f"{THERE}.ServiceFailed.Busy", full):
        await check_request(gateway, service, head, target, parcel.body, course)
        return await _ask(gateway, parcel, head, target, service, course)


async def _ask(gateway: Gateway, parcel: Parcel, head: Head, target: Target, service: Service, course: Course) -> Parcel:
    address = address_of(service, target.path, target.query, gateway.home.configuration.hosts)
    breaker = gateway.guards.breaker(service.id, service.breaker_failures, service.breaker_seconds)
    if not breaker.lets_through(time.monotonic()):
        text = f"{service.id} has not been answering; it is tried again shortly"
        raise Fault(f"{THERE}.ServiceFailed.Unavailable", text, wait=max(1, int(service.breaker_seconds)))
    answered = False
    try:
        recorded = await _record_request(gateway, parcel, service, course)
        course.request_out = micros()
        reply = await gateway.outward.call(service, address, head.first, _headers_for(service, head), parcel.body)
        answered = True
    except Unanswered as error:
        raise error.fault from error
    except Fault:
        answered = True
        raise
    finally:
        breaker.note(answered, time.monotonic())
    course.answer_in = micros()
    course.phases["provider"] = (course.answer_in - course.request_out) / 1e6
    await check_answer(gateway, service, head.first, target, reply, course)
    return await _answer(gateway, parcel, reply, recorded, course, service.log_body)


async def _record_request(gateway: Gateway, parcel: Parcel, service: Service | None, course: Course) -> "asyncio.Future[None]":
    with_body = service is None or service.log_body
    where = await keep_body(gateway, parcel, course, is_answer=False, wanted=with_body)
    return await record_request(gateway, course, course.record(parcel, is_answer=False, kept=where, with_body=with_body), THERE)


async def _answer(
    gateway: Gateway, parcel: Parcel, reply: Reply, recorded: "asyncio.Future[None]", course: Course, with_body: bool
) -> Parcel:
    with reply.body.unless_refused():
        answer = sign(gateway, member_of(course.service), _answer_head(parcel, reply, course), reply.body, course, THERE)
        course.answer_size = len(answer.head) + answer.body.size
        where = await keep_body(gateway, answer, course, is_answer=True, wanted=with_body)
        started = time.perf_counter()
        exchange = course.finish(reply.status)
        try:
            written = gateway.journal.write([course.record(answer, is_answer=True, kept=where, with_body=with_body)], exchange)
            await recorded
            await written
        except (AlreadyRecorded, JournalDown) as error:
            raise refused_by_journal(error, THERE) from error
    course.phases["log"] = time.perf_counter() - started
    gateway.observe(exchange, course.phases)
    return answer


def _answer_head(parcel: Parcel, reply: Reply, course: Course) -> bytes:
    own: Headers = [
        (b"x-road-client", encode_identifier(course.client).encode()),
        (b"x-road-service", encode_identifier(course.service).encode()),
        (b"x-road-id", course.message_id.encode("latin-1")),
        (b"x-road-request-id", str(course.request_id).encode()),
        (b"x-road-request-hash", request_hash(parcel.head, parcel.body.digest).encode()),
    ]
    return write_head(str(reply.status), reply.reason, answer_headers(reply.headers, own))


async def _metaservice(gateway: Gateway, directory: Directory, parcel: Parcel, head: Head, target: Target, course: Course) -> Parcel:
    if head.first != "GET":
        raise Fault(f"{CLIENT}.BadRequest", "the services about services are read with GET")
    recorded = await _record_request(gateway, parcel, None, course)
    course.request_out = course.answer_in = course.request_in
    reply = await serve_metaservice(gateway, directory, target, course.client, govstack=bool(head.get(b"x-govstack-client")))
    return await _answer(gateway, parcel, reply, recorded, course, True)


def _read(parcel: Parcel, course: Course) -> tuple[Head, Target]:
    """The request's header part, which must be complete and fresh."""
    try:
        head = read_head(parcel.head)
        target = parse_target(head.second)
        course.client = parse_identifier(head.get(b"x-road-client"), MEMBER_PARTS, SUBSYSTEM_PARTS)
        course.request_id = uuid.UUID(head.get(b"x-road-request-id"))
    except (HeadBroken, BadIdentifier, ValueError) as error:
        raise Fault(f"{THERE}.InvalidMessage", f"the header part cannot be read: {error}") from error
    course.service, course.method, course.message_id = target.service, head.first, head.get(b"x-road-id")
    course.read(head.headers)
    if head.first not in METHODS or not course.message_id:
        raise Fault(f"{THERE}.InvalidMessage", "the header part lacks a known method or a message number")
    return head, target


def _check_sender(directory: Directory, client: str, peer: str) -> None:
    """A server may speak only for the subsystems registered on it."""
    known = directory.subsystems.get(client)
    servers = known.servers if known else tuple(server for server in directory.servers if member_of(server) == client)
    if peer not in servers:
        raise Fault(f"{THERE}.UnknownMember", f"{client} is not registered on {peer}")


def _check_place(gateway: Gateway, directory: Directory, target: Target) -> None:
    offered = directory.subsystems.get(target.provider)
    if offered is None or gateway.home.server not in offered.servers:
        raise Fault(f"{THERE}.UnknownMember", f"{target.provider} is not registered on {gateway.home.server}")


def _permit(gateway: Gateway, directory: Directory, head: Head, target: Target, course: Course) -> Service | None:
    """The service, if the client may call it this way now; None for a service about services.  Raises Fault."""
    try:
        course.path = plain_path(target.path)
    except PathRefused as error:
        raise Fault(f"{THERE}.AccessDenied", str(error)) from error
    course.only_reads = directory.only_reads(target.service, head.first, course.path)
    if target.code in METASERVICES:
        return None
    service = directory.services.get(target.service)
    if service is None:
        raise Fault(f"{THERE}.UnknownService", f"{target.service} does not exist")
    verdict = judge(directory.rights(service, course.client), head.first, course.path, int(time.time()))
    if not verdict.allowed:
        reason = f"the agreement {verdict.ended} has ended" if verdict.ended else f"{course.client} may not call this operation"
        raise Fault(f"{THERE}.AccessDenied", f"{service.id}: {reason}")
    if not service.enabled:
        raise Fault(f"{THERE}.ServiceDisabled", service.notice or f"{service.id} is switched off")
    missing = [name for low, name in _TOLD if not head.get(low)] if service.personal else []
    if missing:
        raise Fault(f"{CLIENT}.PurposeMissing", f"{service.id} gives personal data; the call must name {', '.join(missing)}")
    if course.body_size > service.max_request_bytes:
        raise Fault(f"{CLIENT}.RequestTooLarge", f"{service.id} takes at most {service.max_request_bytes} bytes")
    groups = frozenset(code for code, members in directory.groups.items() if course.client in members)
    gateway.limits.charge(service, course.client, groups, time.time())
    return service


def _take_once(gateway: Gateway, head: Head, course: Course) -> None:
    now = time.time()
    if not in_time(head.get(SENT_AT), now):
        raise Fault(f"{THERE}.InvalidMessage.OutOfTime", "the message was sent too long ago, or the clocks of the servers differ")
    if not gateway.replays.is_new(course.request_id, now):
        raise refused_by_journal(AlreadyRecorded(), THERE)


def _headers_for(service: Service, head: Head) -> Headers:
    """The headers for the information system; the service's own credential replaces the caller's."""
    headers = kept(head.headers, also=_OURS)
    if service.credential:
        credential = service.credential if " " in service.credential else f"Bearer {service.credential}"
        headers = [pair for pair in headers if pair[0].lower() != b"authorization"] + [(b"authorization", credential.encode())]
    return headers
