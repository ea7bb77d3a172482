"""Vietnamese text: normal form, accent folding for search, the dictionary order, masking."""

import re
import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_INVISIBLE = re.compile(r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")


def clean(text: str) -> str:
    """The text in NFC without invisible characters, spaces collapsed, ends trimmed; line breaks stay."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.splitlines()).strip()


def fold(text: str) -> str:
    """The text for accent-insensitive search: lower case, no diacritics, đ as d, single spaces."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(ch for ch in decomposed if not unicodedata.combining(ch))
    return " ".join(_INVISIBLE.sub("", plain).split())


def sort_key(text: str) -> str:
    """A key whose plain byte order is Vietnamese dictionary order (letters first, then tones)."""
    letters, tones = [], []
    for ch in unicodedata.normalize("NFC", text.lower()):
        parts = unicodedata.normalize("NFD", ch)
        tone = next((_TONES[p] for p in parts if p in _TONES), 0)
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES))
        place = _ALPHABET.find(base)
        letters.append(chr(0x61 + place) if place >= 0 and base else ch)
        if place >= 0:
            tones.append(str(tone))
    return "".join(letters) + "\x01" + "".join(tones)


def mask(value: str, *, head: int = 3, tail: int = 4) -> str:
    """The value with its middle hidden: ``087•••••4512``."""
    if len(value) <= head + tail:
        return "•" * len(value)
    return value[:head] + "•" * (len(value) - head - tail) + value[-tail:]


def initials(name: str) -> str:
    """A name for a reader who need not know the person: ``N. T. B. Trâm``."""
    *front, last = name.split() or [""]
    return " ".join([*(f"{word[0]}." for word in front), last])


def given_name_last(full_name: str) -> str:
    """The given name first for sorting people the Vietnamese way: by given, then family and middle names."""
    parts = full_name.split()
    return " ".join([*parts[-1:], *parts[:-1]])
