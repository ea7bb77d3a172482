"""Telling signed XML from pages, drawings and scripts."""

import re
from pathlib import Path
from xml.etree.ElementTree import ParseError, fromstring

_SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
_ACTIVE = re.compile(rb"<\s*(?:html|script|svg|iframe|object|embed|body|head|meta|!doctype|!entity)\b", re.IGNORECASE)
_ACTIVE_NAMES = frozenset({"html", "svg", "script"})
_MAX_XML_BYTES = 20 * 1024 * 1024


def looks_like_markup(head: bytes) -> bool:
    """Whether the text starts as XML or HTML, or carries a tag that a browser would run."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or bool(_ACTIVE.search(head))


def looks_like_script(head: bytes) -> bool:
    """Whether a system would run the text as commands."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"#!", b"@echo", b"<?php", b"<%", b"powershell", b"[internetshortcut]"))


def is_signed_xml(path: Path) -> bool:
    """Whether the file is well-formed XML without DTD that carries an XML signature and nothing a browser runs."""
    content = path.read_bytes()
    if len(content) > _MAX_XML_BYTES or _ACTIVE.search(content):
        return False
    try:
        root = fromstring(content)  # noqa: S314 - documents with a DTD were refused above, so there is nothing to expand
    except ParseError:
        return False
    tags = {str(element.tag) for element in root.iter()}
    return _SIGNATURE in tags and not any(tag.rpartition("}")[2].lower() in _ACTIVE_NAMES for tag in tags)
