"""Choosing who gets a document: agencies found by name, whole levels, groups, outside bodies, places on paper."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sen.capabilities.correspondence.selectors.choices import agencies_of_level, groups_for, level_choices
from sen.capabilities.correspondence.selectors.reading import expand_groups
from sen.capabilities.drafting.models import Draft
from sen.foundation.agencies.selectors import find_agencies, names_of_agencies
from sen.kernel.text import clean

_FOUND = 20


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """One chosen recipient: its place in the list, name, and what kind it is (``agency``, ``organ`` or ``paper``)."""

    place: int
    name: str
    kind: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class RecipientChoices:
    """What the page offers."""

    lines: Sequence[RecipientLine]
    found: Sequence[tuple[int, str]]
    groups: Sequence[tuple[str, str]]
    levels: Sequence[tuple[str, str]]


def recipient_choices(draft: Draft, words: str, on: dt.date) -> RecipientChoices:
    """The chosen recipients, agencies whose name has the words, groups and levels."""
    chosen = {one.get("agency_id") for one in draft.recipients}
    found = find_agencies(words, on, limit=_FOUND) if words.strip() else []
    levels = level_choices(on)
    same = {label for _key, label in levels}
    groups = [(str(group.pk), f"{group.name} ({group.size})") for group in groups_for(draft.agency_id)]  # type: ignore[attr-defined]
    groups = [(key, label) for key, label in groups if label not in same]
    offered = [(one.pk, one.name) for one in found if one.pk not in chosen and one.pk != draft.agency_id]
    return RecipientChoices(recipient_lines(draft), offered, groups, levels)


def recipient_lines(draft: Draft) -> list[RecipientLine]:
    """The chosen recipients by name."""
    names = names_of_agencies(one.get("agency_id") for one in draft.recipients)
    lines = []
    for place, one in enumerate(draft.recipients):
        name = names.get(one.get("agency_id") or 0) or str(one.get("organ_name") or "")
        kind = "paper" if one.get("paper") else "agency" if one.get("agency_id") else "organ"
        lines.append(RecipientLine(place, name, kind, str(one.get("organ_code") or "")))
    return lines


def with_more(draft: Draft, on: dt.date, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The draft's recipients with those of the form added, each once."""
    added: list[dict[str, Any]] = [{"agency_id": pk} for pk in data["agencies"]]
    for level in data["levels"]:
        added += [{"agency_id": pk} for pk in agencies_of_level(level, on, without=draft.agency_id)]
    for one in expand_groups(int(pk) for pk in data["groups"]):
        added.append({"agency_id": one.agency_id, "organ_code": one.organ_code, "organ_name": one.organ_name})
    if clean(data["organ_name"]):
        code = clean(data["organ_code"])
        added.append({"agency_id": None, "organ_code": code, "organ_name": clean(data["organ_name"]), "paper": not code})
    return _each_once([*draft.recipients, *added], draft.agency_id)


def _each_once(rows: Iterable[Mapping[str, Any]], own_id: int) -> list[dict[str, Any]]:
    seen: dict[tuple[Any, str], dict[str, Any]] = {}
    for row in rows:
        agency_id = row.get("agency_id")
        if agency_id == own_id:
            continue
        key = (agency_id, "") if agency_id else (None, str(row.get("organ_code") or row.get("organ_name") or ""))
        seen.setdefault(key, {name: value for name, value in row.items() if value})
    return list(seen.values())
