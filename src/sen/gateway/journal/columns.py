"""Many rows as one statement: every column travels as a ready-made binary array, which costs a tenth of single parameters."""

import struct
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

# PostgreSQL counts microseconds from 2000-01-01.
_SINCE_2000 = 946_684_800_000_000
_HEAD = struct.Struct(">iIIii")
_NO_ROWS = struct.Struct(">iII")
_LENGTH = struct.Struct(">i")
_EIGHT = struct.Struct(">iq")
_FOUR = struct.Struct(">ii")
_NOTHING = _LENGTH.pack(-1)
_TRUE, _FALSE = b"\0\0\0\1\1", b"\0\0\0\1\0"


# The type numbers of each kind and of its array.
_KINDS = {
    "text": (25, 1009), "bytea": (17, 1001), "uuid": (2950, 2951), "bigint": (20, 1016), "int": (23, 1007), "boolean": (16, 1000),
    "timestamptz": (1184, 1185),
}  # fmt: skip


def array_types(kinds: Sequence[str]) -> list[int]:
    """The type numbers of columns of these kinds."""
    return [_KINDS[kind][1] for kind in kinds]


@lru_cache(maxsize=4096)
def sized(text: str) -> bytes:
    """A text with its length before it; most of a journal's texts come again and again.  PostgreSQL knows no zero characters."""
    value = text.replace("\0", "").encode("utf-8", "replace")
    return _LENGTH.pack(len(value)) + value


def _texts(values: Sequence[str]) -> bytes:
    return b"".join([sized(value) for value in values])


def _byteas(values: Sequence[bytes | None]) -> bytes:
    return b"".join([_NOTHING if value is None else _LENGTH.pack(len(value)) + value for value in values])


def _uuids(values: Sequence[UUID]) -> bytes:
    return b"".join([b"\0\0\0\x10" + value.bytes for value in values])


def _bigints(values: Sequence[int]) -> bytes:
    return b"".join([_EIGHT.pack(8, value) for value in values])


def _ints(values: Sequence[int]) -> bytes:
    return b"".join([_FOUR.pack(4, value) for value in values])


def _booleans(values: Sequence[bool]) -> bytes:
    return b"".join([_TRUE if value else _FALSE for value in values])


def _instants(values: Sequence[int | None]) -> bytes:
    return b"".join([_NOTHING if value is None else _EIGHT.pack(8, value - _SINCE_2000) for value in values])


_ENCODERS: dict[str, Callable[[Any], bytes]] = {
    "text": _texts, "bytea": _byteas, "uuid": _uuids, "bigint": _bigints, "int": _ints, "boolean": _booleans, "timestamptz": _instants,
}  # fmt: skip


def columns(kinds: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[bytes]:
    """The rows as one binary array per column."""
    if not rows:
        return [_NO_ROWS.pack(0, 0, _KINDS[kind][0]) for kind in kinds]
    return [
        _HEAD.pack(1, 1, _KINDS[kind][0], len(values), 1) + _ENCODERS[kind](values)
        for kind, values in zip(kinds, zip(*rows, strict=True), strict=True)
    ]


def insertion(table: str, names: Sequence[str], kinds: Sequence[str], first: int = 1) -> str:
    """The statement that writes such columns into the table; their places are numbered from ``first``."""
    places = ", ".join(f"${number}::{kind}[]" for number, kind in enumerate(kinds, first))
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT * FROM unnest({places})"  # noqa: S608 — names are ours
