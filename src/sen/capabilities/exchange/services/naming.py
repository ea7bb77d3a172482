"""Codes of the axis and the identifiers made of them."""

import re

from sen.capabilities.exchange.errors import BadCode

# The characters the published message protocol allows in every code; Vietnamese letters and underscores are out.
_CODE = re.compile(r"[A-Za-z0-9'()+,.=?-]{1,60}")


def checked_code(code: str, field: str = "code") -> str:
    """The code, if the message protocol allows it; raises BadCode."""
    if not _CODE.fullmatch(code) or set(code) == {"."}:
        raise BadCode(field)
    return code


def join(*parts: str) -> str:
    """The identifier of the parts, as written in headers."""
    return "/".join(parts)
