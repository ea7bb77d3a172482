"""What a gateway keeps of each exchange, and the hash that chains the kept messages.

``hash = SHA-512(previous ‖ canonical row)``.  The canonical row is every field below in this order, each as four bytes of
length (big endian) and its bytes: recorded_at as decimal microseconds since 1970 UTC, chain, position in decimal,
message_id, request_id (36 characters), ``true`` or ``false`` for is_answer, side, party, peer, service, head, body_digest (empty when
there is none), body_size in decimal, signature, certificate.  The body itself is bound by its digest, so that it may be
erased at the end of its retention without breaking the chain.  A chain's first message has 64 zero bytes before it.
"""

import hashlib
import struct
from dataclasses import dataclass
from uuid import UUID

from sen.gateway.journal.columns import sized

GENESIS = bytes(64)
CONSUMER = "c"
PROVIDER = "p"
_LENGTH = struct.Struct(">I")


@dataclass(slots=True)
class Record:
    """A message as it is kept: ``party`` is the local side; ``body`` is None when it lies in ``body_file`` or is not kept."""

    message_id: str
    request_id: UUID
    is_answer: bool
    side: str
    party: str
    peer: str
    service: str
    head: bytes
    body_digest: bytes | None
    body_size: int
    body: bytes | None
    body_file: str
    signature: str
    certificate: str


@dataclass(slots=True)
class Exchange:
    """One request seen from one side; instants are microseconds since 1970 UTC, sizes bytes of header part and body."""

    side: str
    request_id: UUID
    message_id: str
    client: str
    service: str
    method: str
    path: str
    user_id: str
    issue: str
    represented: str
    purpose: str
    trace: str
    request_in: int
    request_out: int | None
    answer_in: int | None
    answer_out: int
    request_size: int
    answer_size: int
    status: int
    succeeded: bool
    fault: str
    fault_text: str


def canonical(recorded_at: int, chain: str, position: int, record: Record) -> bytes:
    """The bytes of one row that its hash covers."""
    digest = record.body_digest or b""
    return b"".join(
        (
            _few(str(recorded_at)),
            sized(chain),
            _few(str(position)),
            sized(record.message_id),
            _few(str(record.request_id)),
            sized("true" if record.is_answer else "false"),
            sized(record.side),
            sized(record.party),
            sized(record.peer),
            sized(record.service),
            _LENGTH.pack(len(record.head)),
            record.head,
            _LENGTH.pack(len(digest)),
            digest,
            _few(str(record.body_size)),
            sized(record.signature),
            sized(record.certificate),
        )
    )


def _few(text: str) -> bytes:
    """A short text that does not come again, with its length before it."""
    return _LENGTH.pack(len(text)) + text.encode()


def link(previous: bytes, row: bytes) -> bytes:
    """The hash of a row that follows the one with the previous hash."""
    return hashlib.sha512(previous + row).digest()
