"""Identifiers of the axis and the addresses of calls: strict in what they accept, percent-decoded once.

On the wire each code is percent-encoded by itself; inside the gateway identifiers are plain text joined with ``/``.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

MEMBER_PARTS = 3
SUBSYSTEM_PARTS = 4
SERVICE_PARTS = 5
SERVER_PARTS = 4
LONGEST_TARGET = 4000
_CODE = re.compile(r"[A-Za-z0-9'()+,\-.=?]{1,255}", re.ASCII)
_HEX = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_SAFE = "'()+,-.="
# Printable ASCII without ``#``: what follows it would be matched with rights and never sent.
_RAW = re.compile(r"[!\"$-~]*", re.ASCII)


class BadIdentifier(ValueError):
    """The text is no identifier of the axis."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a call asks for: the service, and exactly as received the path below it and the query (without ``?``)."""

    service: str
    path: str
    query: str

    @property
    def provider(self) -> str:
        """The subsystem that offers the service."""
        return self.service.rpartition("/")[0]

    @property
    def code(self) -> str:
        """The service code alone."""
        return self.service.rpartition("/")[2]


def is_code(text: str) -> bool:
    """Whether the text may stand as one code: ASCII letters, digits and ``'()+,-.=?``, at most 255, not ``.`` or ``..``."""
    return _CODE.fullmatch(text) is not None and text not in (".", "..")


@lru_cache(maxsize=4096)
def parse_identifier(encoded: str, *parts: int) -> str:
    """The identifier behind its percent-encoded form, with one of the allowed numbers of parts.

    Raises BadIdentifier.
    """
    codes = [decode_once(code) for code in encoded.split("/")]
    if len(codes) not in parts or not all(map(is_code, codes)):
        raise BadIdentifier(f"not an identifier of {' or '.join(map(str, parts))} parts: {encoded[:300]}")
    return "/".join(codes)


@lru_cache(maxsize=4096)
def encode_identifier(identifier: str) -> str:
    """The identifier for a header or address, each code percent-encoded by itself."""
    return "/".join(quote(code, safe=_SAFE) for code in identifier.split("/"))


def decode_once(text: str) -> str:
    """Percent-decoded UTF-8.  Raises BadIdentifier for a broken escape or text that is not UTF-8."""
    if "%" not in text:
        return text
    raw = text.encode()
    if _HEX.search(raw):
        raise BadIdentifier("a % that begins no escape")
    try:
        return re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), raw).decode()
    except UnicodeDecodeError as error:
        raise BadIdentifier("not UTF-8") from error


def parse_target(target: str) -> Target:
    """The target of ``/r1/INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE[/path][?query]``, raw as in the request line.

    Raises BadIdentifier.
    """
    if len(target) > LONGEST_TARGET:
        raise BadIdentifier(f"the address is longer than {LONGEST_TARGET} characters")
    if not _RAW.fullmatch(target):
        raise BadIdentifier("the address holds characters that must be percent-encoded")
    address, _, query = target.partition("?")
    parts = address.split("/", 7)
    if len(parts) < 2 + SERVICE_PARTS or parts[0] or parts[1] != "r1":
        raise BadIdentifier("the address must be /r1/instance/class/member/subsystem/service")
    service = parse_identifier("/".join(parts[2:7]), SERVICE_PARTS)
    return Target(service, "/" + parts[7] if len(parts) > 7 else "", query)


def member_of(identifier: str) -> str:
    """The member a subsystem, service or server belongs to."""
    return "/".join(identifier.split("/", 3)[:3])
