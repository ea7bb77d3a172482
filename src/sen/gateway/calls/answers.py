"""What both sides of an exchange do alike: sign and check messages, keep them, note the exchange."""

import asyncio
import logging
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from sen.gateway.calls.core import Gateway
from sen.gateway.errors import AlreadyRecorded, JournalDown, SignatureBroken
from sen.gateway.journal.records import Exchange, Record
from sen.gateway.protocol.faults import THERE, Fault
from sen.gateway.protocol.messages import Headers
from sen.gateway.protocol.spool import Body
from sen.gateway.protocol.wire import Parcel
from sen.gateway.trust import signing
from sen.gateway.trust.directory import Directory

log = logging.getLogger("sen.gateway")


@dataclass(slots=True)
class Course:
    """One exchange under way on one side: who, what, and when each step happened (microseconds)."""

    side: str
    request_in: int
    request_id: uuid.UUID = field(default_factory=uuid.uuid4)
    message_id: str = ""
    client: str = ""
    service: str = ""
    method: str = ""
    path: str = ""
    user_id: str = ""
    issue: str = ""
    represented: str = ""
    purpose: str = ""
    trace: str = ""
    only_reads: bool = False
    request_out: int | None = None
    answer_in: int | None = None
    request_size: int = 0
    body_size: int = 0
    answer_size: int = 0
    note: str = ""
    phases: dict[str, float] = field(default_factory=dict)

    def read(self, headers: Headers) -> None:
        """Take over what a header part tells about the reason of the call."""
        for name, value in headers:
            slot = _TOLD.get(name.lower())
            if slot:
                setattr(self, slot, value.decode("latin-1").strip()[:255])
        if self.purpose:
            self.purpose = unquote(self.purpose, errors="replace")[:1000]
        self.trace = self.trace.split("-")[1] if self.trace.count("-") == 3 else self.request_id.hex

    def finish(self, status: int, fault: Fault | None = None) -> Exchange:
        """The row of the finished exchange."""
        return Exchange(
            self.side, self.request_id, self.message_id[:255], self.client, self.service, self.method, self.path[:2000], self.user_id,
            self.issue, self.represented, self.purpose, self.trace, self.request_in, self.request_out, self.answer_in, micros(),
            self.request_size, self.answer_size, status, fault is None and status < 400, fault.kind[:255] if fault else "",
            (fault.message if fault else self.note)[:2048],
        )  # fmt: skip

    def record(self, parcel: Parcel, *, is_answer: bool, kept: str, with_body: bool) -> Record:
        """The row of a message; ``kept`` is where its large body lies."""
        ours, theirs = (self.client, self.service) if self.side == "c" else (self.service, self.client)
        in_row = parcel.body.data if with_body and parcel.body.size and parcel.body.file is None else None
        return Record(
            self.message_id[:255], self.request_id, is_answer, self.side, party_of(ours), party_of(theirs), self.service, parcel.head,
            parcel.body.digest, parcel.body.size, in_row, kept if with_body else "", parcel.signature, parcel.certificate,
        )  # fmt: skip


_TOLD = {
    b"x-road-userid": "user_id", b"x-road-issue": "issue", b"x-road-represented-party": "represented", b"x-sen-purpose": "purpose",
    b"traceparent": "trace",
}  # fmt: skip


def micros() -> int:
    """Now, in microseconds since 1970 UTC."""
    return time.time_ns() // 1000


def party_of(identifier: str) -> str:
    """The subsystem (or member) an identifier of a subsystem or service stands for."""
    return "/".join(identifier.split("/", 4)[:4])


def sign(gateway: Gateway, member: str, head: bytes, body: Body, course: Course, side: str) -> Parcel:
    """The signed message.  Raises Fault when this server cannot sign for the member."""
    started = time.perf_counter()
    signer = gateway.signer(member, side)
    signature = signer.sign(signing.manifest(head, body.digest))
    course.phases["sign"] = time.perf_counter() - started
    return Parcel(head, body, signature, signer.fingerprint)


def verify(gateway: Gateway, directory: Directory, parcel: Parcel, member: str, course: Course, side: str) -> None:
    """Check the sender's signature and certificate.  Raises Fault."""
    started = time.perf_counter()
    try:
        known = directory.signer(parcel.certificate, member, time.time())
    except SignatureBroken as error:
        raise Fault(f"{side}.SignatureVerification.CertValidation", str(error)) from error
    try:
        signing.check(parcel.signature, signing.manifest(parcel.head, parcel.body.digest), known.key, parcel.certificate)
    except SignatureBroken as error:
        raise Fault(f"{side}.SignatureVerification.InvalidSignatureValue", str(error)) from error
    gateway.journal.meet(parcel.certificate, known.pem)
    course.phases["verify"] = time.perf_counter() - started


async def keep_body(gateway: Gateway, parcel: Parcel, course: Course, *, is_answer: bool, wanted: bool) -> str:
    """Bring a large body to its durable place; the path to record, empty for a small or unwanted one."""
    if parcel.body.file is None or not wanted:
        return ""
    name = f"{course.request_id}-{'answer' if is_answer else 'request'}"
    return await parcel.body.keep(_day(gateway.home.bodies) / name)


async def record_request(gateway: Gateway, course: Course, record: Record, side: str) -> "asyncio.Future[None]":
    """Write the request; a call that may change something goes on only when that is committed.  Raises Fault.

    The record of a call that only reads may be committed together with its answer's: nothing is acknowledged before.
    """
    if not gateway.journal.up:
        raise refused_by_journal(JournalDown(), side)
    recorded = gateway.journal.write([record], soon=course.only_reads)
    if not course.only_reads:
        try:
            await recorded
        except (AlreadyRecorded, JournalDown) as error:
            raise refused_by_journal(error, side) from error
    return recorded


async def note_fault(gateway: Gateway, course: Course, fault: Fault) -> None:
    """Write the row of an exchange that ended in a fault.

    A refusal is told even when it cannot be written: nothing of it can be mistaken for an acknowledged exchange.
    """
    exchange = course.finish(fault.status, fault)
    try:
        async with asyncio.timeout(2):
            await gateway.journal.write([], exchange)
    except (AlreadyRecorded, JournalDown, TimeoutError) as error:
        log.warning("a refusal was not recorded (%s): %s", error, fault)
    gateway.observe(exchange, course.phases)


def refused_by_journal(error: AlreadyRecorded | JournalDown, side: str) -> Fault:
    """The fault to tell when an exchange could not be recorded."""
    if isinstance(error, AlreadyRecorded):
        return Fault(f"{THERE}.InvalidMessage.Replayed", "a message with this request number was sent before")
    return Fault(f"{side}.LoggingFailed", "the exchange could not be recorded, therefore it does not take place")


def _day(folder: Path) -> Path:
    return folder / time.strftime("%Y-%m-%d", time.gmtime())
