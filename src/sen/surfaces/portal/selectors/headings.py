"""Long names of papers as a short head and the rest."""

import re

from sen.surfaces.portal.types import Heading

_LEAST = 12
_ENDS = (". ", "; ", ": ", " (", ", trường hợp ", ", trong trường hợp ", ", nếu ", ", trừ ", ", kèm ")
_MARK = re.compile(r"^(?:\([ivx]{1,4}\)|[a-zđ]\)|\d{1,2}[.)])\s+")


def heading(name: str, *, longest: int = 110) -> Heading:
    """A component's long name as a short head and the rest, cut at the end of a clause."""
    text = _MARK.sub("", " ".join(name.split()))
    if len(text) <= longest:
        return Heading(text)
    for sign in _ENDS:
        place = text.find(sign)
        if _LEAST <= place <= longest:
            rest = text[place:].lstrip(" .;:,")
            return Heading(text[:place].strip(), rest[:1].upper() + rest[1:])
    place = text.rfind(" ", 0, longest)
    return Heading(text[:place] + "…", "…" + text[place:])
