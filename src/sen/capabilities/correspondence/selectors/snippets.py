"""A few words around what was looked for, with the hits marked; accents typed or not."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sen.kernel.text import fold

_BEFORE, _LENGTH = 60, 240
_MOST_HITS = 300
_VARIANTS = "aàáảãạăằắẳẵặâầấẩẫậdđeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``hit`` when it was looked for."""

    text: str
    hit: bool = False


def _classes() -> dict[str, str]:
    found: dict[str, str] = {}
    for letter in unicodedata.normalize("NFC", _VARIANTS):
        found[fold(letter)] = found.get(fold(letter), "") + letter
    return {plain: f"[{letters}]" for plain, letters in found.items()}


_CLASSES = _classes()


def marked(text: str, words: Sequence[str]) -> list[Piece]:
    """The whole text in pieces, hits marked.  Words are folded; the last may be unfinished."""
    return _pieces(text, _best(text, words)) if words else [Piece(text)]


def snippet_of(text: str, words: Sequence[str]) -> list[Piece]:
    """A sentence's length of the text where most of the words stand together, marked; nothing when none is there."""
    if not words:
        return []
    pattern = _best(text, words)
    hits = []
    for hit in pattern.finditer(text):
        hits.append((hit.start(), fold(hit.group())))
        if len(hits) >= _MOST_HITS:
            break
    if not hits:
        return []
    best = max(hits, key=lambda one: (len({word for place, word in hits if 0 <= place - one[0] < _LENGTH}), -one[0]))[0]
    start = _edge(text, best - _BEFORE)
    end = _edge(text, best + _LENGTH)
    shown = " ".join(text[start:end].split())
    lead = [Piece("… ")] if start else []
    tail = [Piece(" …")] if end < len(text) else []
    return [*lead, *_pieces(shown, pattern), *tail]


def _best(text: str, words: Sequence[str]) -> re.Pattern[str]:
    """The words in a row when they stand so somewhere, otherwise each of them: single syllables alone would mark too much."""
    in_a_row, each = _patterns(tuple(words))
    return in_a_row if in_a_row.search(text) else each


@lru_cache(maxsize=256)
def _patterns(words: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words in a row, and any of them, with any accents; the last may go on when it stands in its row."""
    spelled = ["".join(_CLASSES.get(letter, re.escape(letter)) for letter in word) for word in words]
    last = spelled[-1] + r"\w*"
    row = r"[\W_]+".join([*spelled[:-1], last])
    any_of = "|".join(rf"{each}(?!\w)" for each in spelled) if len(words) > 1 else last
    return re.compile(rf"(?<!\w)(?:{row})", re.IGNORECASE), re.compile(rf"(?<!\w)(?:{any_of})", re.IGNORECASE)


def _pieces(text: str, pattern: re.Pattern[str]) -> list[Piece]:
    found, last = [], 0
    for hit in pattern.finditer(text):
        if hit.start() > last:
            found.append(Piece(text[last : hit.start()]))
        found.append(Piece(hit.group(), hit=True))
        last = hit.end()
    if last < len(text):
        found.append(Piece(text[last:]))
    return found


def _edge(text: str, place: int) -> int:
    """The nearest gap between words at or before the place."""
    if place <= 0:
        return 0
    if place >= len(text):
        return len(text)
    return max(text.rfind(" ", 0, place), text.rfind("\n", 0, place)) + 1
