"""Putting two people's changes of one text together, paragraph by paragraph.  Plain functions, no database."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

TEXT_FIELDS = frozenset({"body", "legal_basis", "addressees", "places"})


def merge_content(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Both sides' changes against ``base``, and the names of fields where they touch the same place (theirs stand there)."""
    merged: dict[str, Any] = {}
    clashes: list[str] = []
    for name in theirs:
        old, own, other = base.get(name), mine.get(name), theirs[name]
        if own in (other, old):
            merged[name] = other
        elif other == old:
            merged[name] = own
        else:
            text = merge_text(str(old or ""), str(own or ""), str(other or "")) if name in TEXT_FIELDS else None
            if text is None:
                clashes.append(name)
            merged[name] = other if text is None else text
    return merged, tuple(clashes)


def merge_text(base: str, mine: str, theirs: str) -> str | None:
    """The text with the changed lines of both; None when both changed the same place in different ways."""
    old, own, other = base.splitlines(), mine.splitlines(), theirs.splitlines()
    result: list[str] = []
    at_old = at_own = at_other = 0
    for start, own_start, other_start, size in [*_shared(old, own, other), (len(old), len(own), len(other), 0)]:
        part = _settle(old[at_old:start], own[at_own:own_start], other[at_other:other_start])
        if part is None:
            return None
        result += [*part, *old[start : start + size]]
        at_old, at_own, at_other = start + size, own_start + size, other_start + size
    return "\n".join(result)


def _settle(old: Sequence[str], own: Sequence[str], other: Sequence[str]) -> Sequence[str] | None:
    if own in (other, old):
        return other
    return own if other == old else None


def _shared(old: list[str], own: list[str], other: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Runs of lines that both sides left as they were: places in the three texts and how many lines."""
    left = SequenceMatcher(None, old, own, autojunk=False).get_matching_blocks()
    right = SequenceMatcher(None, old, other, autojunk=False).get_matching_blocks()
    i = j = 0
    while i < len(left) and j < len(right):
        first, second = left[i], right[j]
        start, end = max(first.a, second.a), min(first.a + first.size, second.a + second.size)
        if start < end:
            yield start, first.b + start - first.a, second.b + start - second.a, end - start
        if first.a + first.size < second.a + second.size:
            i += 1
        else:
            j += 1
