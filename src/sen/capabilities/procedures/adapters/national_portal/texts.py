"""Small repairs of the portal's flattened text."""

import re

from sen.kernel.text import clean

_BULLETS = re.compile(r"^(?:[-–—+*•▪●○✓·\uf000-\uf0ff;,.:!\s]+|\)\s*[(.;,]?\s*)+")
_TRAILING = re.compile(r"[\s;,]+$")
_EXTENSION = r"\.(?:docx?|pdf|xlsx?|rar|zip)"
_FORM_WORDS = (
    "Mẫu|MẪU|mẫu|Mau|mau|MAU|Phụ lục|PHỤ LỤC|Phu luc|Phlc|PL|Don|Đơn|đơn|don|Văn bản|văn bản|BM|Bieu|Biểu|biểu|Báo cáo|báo cáo|"
    "Tờ|tờ trình|TK|Danh sách|danh sách|GMS|QĐ|NĐ|TT|~\\$"
)
_GLUED = re.compile(rf"^(?P<name>.{{8,}}?[\w).”\";])(?P<form>(?:{_FORM_WORDS})[^/]{{0,140}}?{_EXTENSION})$", re.DOTALL | re.IGNORECASE)
_ENDS_IN_FILE = re.compile(rf"{_EXTENSION}$", re.IGNORECASE)
_ENUMERATOR = re.compile(r"^\(?(?P<mark>\d{1,2}(?:\.\d{1,2})*|[ivx]{1,5}|[a-zđ]\d?)\)?[).](?=\s|\D|$)\s*", re.IGNORECASE)
_ROMAN = {"i": 1, "v": 5, "x": 10}
_LETTERS = "abcdđeghiklmnopqrstuvxy"


def tidy(text: str) -> str:
    """The text in one line, without bullets, invisible characters or dangling separators."""
    line = " ".join(clean(text).split())
    line = _BULLETS.sub("", line)
    line = re.sub(r"\s+([,.;:)])", r"\1", line)
    return _TRAILING.sub("", line).strip()


def paragraphs(text: str) -> str:
    """The text with its lines kept, each without stray spaces."""
    return "\n".join(line for line in (line.strip() for line in clean(text).splitlines()) if line)


def split_form(name: str, form_file: str) -> tuple[str, str]:
    """The paper's name and its form file, taken apart when the portal's text glued them together."""
    match = _GLUED.match(name)
    if match:
        return match["name"].strip(), form_file if form_file and not form_file.startswith(name[:20]) else match["form"]
    return name, form_file


def is_glued(name: str) -> bool:
    """Whether a file name still hangs on the paper's name."""
    return bool(_ENDS_IN_FILE.search(name))


def without_enumerator(text: str) -> str:
    """The text without ``(1.1)``, ``a)``, ``(ii)`` in front."""
    return _BULLETS.sub("", _ENUMERATOR.sub("", text))


def enumerator(text: str) -> tuple[int, ...]:
    """The mark in front of the text as sortable numbers; empty when there is none."""
    match = _ENUMERATOR.match(text)
    return tuple(_mark_value(part) for part in match["mark"].lower().split(".")) if match else ()


def first_upper(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def _mark_value(part: str) -> int:
    if part.isdigit():
        return int(part)
    if part != "x" and set(part) <= set(_ROMAN):
        values = [_ROMAN[ch] for ch in part]
        return sum(-v if any(n > v for n in values[i + 1 :]) else v for i, v in enumerate(values))
    digits = part[1:]
    return _LETTERS.find(part[0]) + 1 + (int(digits) if digits.isdigit() else 0)
