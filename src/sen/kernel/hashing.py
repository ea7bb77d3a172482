"""Hash chains: each record's hash covers its own canonical text and the hash before it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

GENESIS = "0" * 64


def canonical(record: Mapping[str, Any]) -> bytes:
    """The record as canonical JSON: sorted keys, no spaces, UTF-8; values must be JSON types."""
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def link_hash(previous: str, record: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the previous hash followed by the canonical record."""
    return hashlib.sha256(previous.encode() + b"\n" + canonical(record)).hexdigest()


def content_hash(data: bytes) -> str:
    """SHA-256 (hex) of the bytes."""
    return hashlib.sha256(data).hexdigest()
