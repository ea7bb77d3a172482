"""The journal's statement: messages, the exchange they belong to and their signers, committed or refused as a whole in one round trip."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from sen.gateway.journal.columns import array_types, columns, insertion
from sen.gateway.journal.records import Exchange, Record

_CHAINED = {"recorded_at": "timestamptz", "chain": "text", "position": "bigint"}
_KEPT = {
    "message_id": "text", "request_id": "uuid", "is_answer": "boolean", "side": "text", "party": "text", "peer": "text", "service": "text",
    "head": "bytea", "body_digest": "bytea", "body_size": "bigint", "body": "bytea", "body_file": "text", "signature": "text",
    "certificate": "text",
}  # fmt: skip
_LINKED = {"previous": "bytea", "hash": "bytea"}
_MESSAGE = _CHAINED | _KEPT | _LINKED
_EXCHANGE = {
    "side": "text", "request_id": "uuid", "message_id": "text", "client": "text", "service": "text", "method": "text", "path": "text",
    "user_id": "text", "issue": "text", "represented": "text", "purpose": "text", "trace": "text", "request_in": "timestamptz",
    "request_out": "timestamptz", "answer_in": "timestamptz", "answer_out": "timestamptz", "request_size": "bigint",
    "answer_size": "bigint", "status": "int", "succeeded": "boolean", "fault": "text", "fault_text": "text",
}  # fmt: skip
_SIGNER = {"fingerprint": "text", "certificate": "text"}
_MESSAGE_KINDS, _EXCHANGE_KINDS, _SIGNER_KINDS = tuple(_MESSAGE.values()), tuple(_EXCHANGE.values()), tuple(_SIGNER.values())
STATEMENT = (
    f"WITH signers AS ({insertion('signer', tuple(_SIGNER), _SIGNER_KINDS)} ON CONFLICT DO NOTHING), "
    f"messages AS ({insertion('message', tuple(_MESSAGE), _MESSAGE_KINDS, len(_SIGNER) + 1)}) "
    f"{insertion('exchange', tuple(_EXCHANGE), _EXCHANGE_KINDS, len(_SIGNER) + len(_MESSAGE) + 1)}"
).encode()
TYPES = array_types(_SIGNER_KINDS + _MESSAGE_KINDS + _EXCHANGE_KINDS)
_of_record, _of_exchange = attrgetter(*_KEPT), attrgetter(*_EXCHANGE)

Place = tuple[int, str, int]


def message_row(place: Place, record: Record, previous: bytes, following: bytes) -> tuple[Any, ...]:
    """A message at its place (instant, chain, position) between the hash before it and its own."""
    return (*place, *_of_record(record), previous, following)


def parameters(signers: Mapping[str, str], messages: Sequence[tuple[Any, ...]], exchanges: Sequence[Exchange]) -> list[bytes]:
    """The statement's parameters, all of them binary."""
    # In one order, so that two connections never wait for each other.
    met = columns(_SIGNER_KINDS, sorted(signers.items()))
    return met + columns(_MESSAGE_KINDS, messages) + columns(_EXCHANGE_KINDS, [_of_exchange(each) for each in exchanges])
