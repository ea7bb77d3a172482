"""What changed between two texts, line by line and word by word, for the eye."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

_WORDS = re.compile(r"\s+|[^\s]+")
_KEPT_AROUND = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line: ``same``, ``gone`` or ``new``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison: ``same``, ``gone``, ``new``, ``changed`` or ``gap`` (unchanged lines left out, ``count`` of them)."""

    kind: str
    pieces: Sequence[Piece] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One part of the draft that differs."""

    label: str
    lines: Sequence[Line]


def labels() -> dict[str, str]:
    """The compared parts and their names, in the order of the page."""
    return {
        "kind_code": _("Loại văn bản"),
        "subject": _("Trích yếu"),
        "legal_basis": _("Căn cứ"),
        "addressees": _("Kính gửi"),
        "body": _("Nội dung"),
        "places": _("Nơi nhận"),
        "signer_title": _("Chức vụ người ký"),
        "signer_competence": _("Quyền hạn ký"),
        "unit_sign": _("Ký hiệu đơn vị soạn"),
        "urgency": _("Độ khẩn"),
        "answer_due_on": _("Hạn trả lời"),
        "recipients": _("Nơi gửi trên hệ thống"),
    }


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FieldChange]:
    """The parts that differ, each with its lines."""
    found = []
    for name, label in labels().items():
        before, after = _as_text(name, old.get(name)), _as_text(name, new.get(name))
        if before != after:
            found.append(FieldChange(label, compare_texts(before, after)))
    return found


def _as_text(name: str, value: Any) -> str:
    if name == "recipients":
        return "\n".join(str(one.get("organ_name") or one.get("agency_id") or "") for one in value or ())
    return "" if value is None else str(value)


def compare_texts(old: str, new: str) -> list[Line]:
    """The two texts as one list of lines; long unchanged stretches become a gap."""
    before, after = old.splitlines(), new.splitlines()
    lines: list[Line] = []
    for tag, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += _same(before[i:i_end])
        elif tag == "replace":
            lines += _replaced(before[i:i_end], after[j:j_end])
        else:
            lines += [Line("gone", (Piece("gone", text),)) for text in before[i:i_end]]
            lines += [Line("new", (Piece("new", text),)) for text in after[j:j_end]]
    return lines


def _same(texts: Sequence[str]) -> Iterator[Line]:
    if len(texts) <= 2 * _KEPT_AROUND + 1:
        yield from (Line("same", (Piece("same", text),)) for text in texts)
        return
    yield from (Line("same", (Piece("same", text),)) for text in texts[:_KEPT_AROUND])
    yield Line("gap", count=len(texts) - 2 * _KEPT_AROUND)
    yield from (Line("same", (Piece("same", text),)) for text in texts[-_KEPT_AROUND:])


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    for old, new in zip(before, after, strict=False):
        yield Line("changed", tuple(_words(old, new)))
    yield from (Line("gone", (Piece("gone", text),)) for text in before[len(after) :])
    yield from (Line("new", (Piece("new", text),)) for text in after[len(before) :])


def _words(old: str, new: str) -> Iterator[Piece]:
    left, right = _WORDS.findall(old), _WORDS.findall(new)
    for tag, i, i_end, j, j_end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(left[i:i_end]))
            continue
        if i_end > i:
            yield Piece("gone", "".join(left[i:i_end]))
        if j_end > j:
            yield Piece("new", "".join(right[j:j_end]))
