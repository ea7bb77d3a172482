"""File names as people will read them."""

import re
import unicodedata

from sen.kernel.text import clean

MAX_NAME = 200
_FALLBACK = "tệp"
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def clean_name(name: str) -> str:
    """The name without folders, control and invisible characters, in NFC, at most 200 characters; its extension stays."""
    last = re.split(r"[\\/]", name)[-1]
    visible = "".join(ch for ch in clean(last) if ch.isspace() or unicodedata.category(ch) not in {"Cc", "Cs", "Co", "Cn"})
    line = " ".join(visible.split())
    line = _FORBIDDEN.sub("_", line).strip(". ")
    ending = extension_of(line)
    if len(line) > MAX_NAME:
        line = line[: MAX_NAME - len(ending)].rstrip(". ") + ending
    return unicodedata.normalize("NFC", line) or _FALLBACK


def extension_of(name: str) -> str:
    """The extension with its dot; empty when the name has none."""
    found = _EXTENSION.search(name)
    return found.group() if found and found.start() > 0 else ""
