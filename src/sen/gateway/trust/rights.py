"""Who may call what: paths are decoded once and refused when that leaves room for a second reading, then matched with globs."""

import re
from dataclasses import dataclass
from functools import lru_cache

from sen.gateway.protocol.identifiers import BadIdentifier, decode_once
from sen.gateway.trust.snapshot import Right

_STEPS = frozenset({"", ".", ".."})


class PathRefused(ValueError):
    """The path can be read in more than one way."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a call is allowed; ``ended`` names the agreement that would have allowed it, had it not ended."""

    allowed: bool
    ended: str = ""


@lru_cache(maxsize=4096)
def plain_path(raw: str) -> str:
    """The decoded path rights are matched with; raw is what is forwarded, so both must mean the same.

    Raises PathRefused for dot segments, empty segments, encoded separators, double encoding and control characters.
    """
    if not raw:
        return ""
    decoded = []
    segments = raw.split("/")[1:]
    for number, segment in enumerate(segments, 1):
        try:
            once = decode_once(segment)
            again = decode_once(once) if "%" in once else once
        except BadIdentifier as error:
            raise PathRefused("the path is not properly encoded") from error
        ends_open = segment == "" and number == len(segments)
        if not ends_open and (once.partition(";")[0] in _STEPS or again.partition(";")[0] in _STEPS):
            raise PathRefused("the path holds empty or dot segments")
        if any(sign in part for part in (once, again) for sign in "/\\") or any(ord(letter) < 32 or letter == "\x7f" for letter in again):
            raise PathRefused("the path holds encoded separators or control characters")
        decoded.append(once)
    return "/" + "/".join(decoded)


@lru_cache(maxsize=4096)
def glob(pattern: str) -> "re.Pattern[str]":
    """The pattern as an expression: ``*`` within a segment, ``**`` across, ``\\*`` and ``\\\\`` literal."""
    out, place = [], 0
    while place < len(pattern):
        rest = pattern[place:]
        if rest.startswith("**"):
            out.append(".*")
        elif rest.startswith("*"):
            out.append("[^/]*")
        elif rest[:2] in ("\\*", "\\\\"):
            out.append(re.escape(rest[1]))
        else:
            out.append(re.escape(rest[0]))
        place += 2 if rest.startswith("**") or rest[:2] in ("\\*", "\\\\") else 1
    return re.compile("".join(out), re.DOTALL)


def matches(method: str, path: str, asked_method: str, asked_path: str) -> bool:
    """Whether a pattern of method and path covers a call; ``**`` covers everything."""
    if method != "*" and method.upper() != asked_method.upper():
        return False
    return path == "**" or glob(path).fullmatch(asked_path) is not None


def judge(rights: tuple[Right, ...], method: str, path: str, now: int) -> Verdict:
    """Whether one of the client's rights covers the call at this instant (epoch seconds)."""
    ended = ""
    for right in rights:
        if matches(right.method, right.path, method, path):
            if right.until is None or right.until > now:
                return Verdict(True)
            ended = right.agreement or "-"
    return Verdict(False, ended)
