"""Choosing recipients: agencies found by typing, whole levels, groups, bodies of the national directory, places on paper.

What is chosen travels with the form as tokens (``inside:12:``, ``axis:G22:Văn phòng Chính phủ``, ``paper::Báo Đồng Tháp``), so nothing
is kept on the server between two steps and the picker works without JavaScript.  Pages show it by including
``correspondence/picker.html`` with ``picker`` inside their own form.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from sen.capabilities.correspondence.models import RecipientGroup
from sen.capabilities.correspondence.selectors.choices import LEVELS
from sen.capabilities.correspondence.selectors.reading import agencies_by_code
from sen.capabilities.correspondence.types import DeliveryWay, Recipient, find_outside_bodies
from sen.foundation.agencies.selectors import agencies_on, find_agencies, names_of_agencies
from sen.kernel.text import clean

CARRIED, CHOSEN, ASKED, WORDS = "noi-nhan-co", "noi-nhan", "noi-nhan-lam", "noi-nhan-tim"
OTHER_NAME, OTHER_CODE = "noi-khac", "noi-khac-ma"
ADD, REMOVE, EVERYBODY = "them", "bo", "tat-ca"
MOST_CHOSEN = 1000
_MOST_FOUND = 12
_LEAST_WORDS = 2
_LONGEST_CODE, _LONGEST_NAME = 35, 200


@dataclass(frozen=True, slots=True)
class Picked:
    """One recipient as the picker shows it; ``way`` is a value of ``DeliveryWay``."""

    token: str
    name: str
    way: str
    detail: str
    is_chosen: bool = True


@dataclass(frozen=True, slots=True)
class PickSource:
    """A level or a group: how many it has, and how many of them are chosen."""

    key: str
    name: str
    size: int
    chosen: int


@dataclass(frozen=True, slots=True)
class Picker:
    """The state of a picker.  ``was_used`` tells that only the picker was touched and the form around it is not sent yet."""

    recipients: Sequence[Recipient]
    chosen: Sequence[Picked]
    sources: Sequence[PickSource]
    found: Sequence[Picked]
    words: str
    was_used: bool

    @property
    def summary(self) -> list[str]:
        """How many are reached in which way, in words."""
        ways = [one.way for one in self.chosen]
        return [f"{ways.count(way)} {DeliveryWay(way).label.lower()}" for way in DeliveryWay.values if way in ways]


@dataclass(frozen=True, slots=True)
class _Source:
    key: str
    name: str
    tokens: Sequence[str]


def read_picker(data: "MultiValueDict[str, str]", *, agency_id: int, on: dt.date, present: Iterable[Recipient] = ()) -> Picker:
    """The picker as a POST carried it, after the step it asks for; before any POST, with the recipients present so far."""
    sources = _sources(agency_id, on)
    tokens = data.getlist(CHOSEN) if CARRIED in data else [_token(each) for each in present]
    asked = data.get(ASKED) or ""
    after = _step([*tokens, *_other(data)], asked, {source.key: source.tokens for source in sources})
    recipients = {_token(each): each for each in map(_recipient, after) if each is not None and each.agency_id != agency_id}
    chosen = _shown(recipients)
    words = clean(data.get(WORDS) or "")[:80] if asked else ""
    return Picker(
        recipients=list(recipients.values()),
        chosen=chosen,
        sources=[_counted(source, set(recipients)) for source in sources],
        found=_found(words, set(recipients), agency_id, on),
        words=words,
        was_used=bool(asked),
    )


def _step(tokens: Sequence[str], asked: str, sources: dict[str, Sequence[str]]) -> list[str]:
    """The chosen tokens after ``them:`` or ``bo:`` one token or all of a source."""
    what, _colon, key = asked.partition(":")
    named = list(sources.get(key, [key]))
    if what == ADD:
        tokens = [*tokens, *named]
    elif what == REMOVE:
        tokens = [] if key == EVERYBODY else [token for token in tokens if token not in set(named)]
    return list(dict.fromkeys(tokens))[:MOST_CHOSEN]


def _other(data: "MultiValueDict[str, str]") -> list[str]:
    """A place typed by hand: with a code over the axis, without one on paper."""
    name, code = clean(data.get(OTHER_NAME) or ""), clean(data.get(OTHER_CODE) or "")
    return [_token(Recipient(organ_code=code[:_LONGEST_CODE], organ_name=name, paper=not code))] if name else []


def _token(each: Recipient) -> str:
    way = DeliveryWay.PAPER if each.paper else DeliveryWay.INSIDE if each.agency_id else DeliveryWay.AXIS
    return f"{way.value}:{each.agency_id}:" if each.agency_id else f"{way.value}:{each.organ_code}:{each.organ_name[:_LONGEST_NAME]}"


def _recipient(token: str) -> Recipient | None:
    way, _colon, rest = token.partition(":")
    code, _colon, name = rest.partition(":")
    if way not in DeliveryWay.values or len(code) > _LONGEST_CODE:
        return None
    paper = way == DeliveryWay.PAPER
    if not name:
        return Recipient(agency_id=int(code), paper=paper) if code.isascii() and code.isdigit() and len(code) < 10 else None
    return Recipient(organ_code="" if paper else code, organ_name=name[:_LONGEST_NAME], paper=paper or not code)


def _shown(recipients: dict[str, Recipient]) -> list[Picked]:
    names = names_of_agencies(each.agency_id for each in recipients.values())
    return [_picked(token, names.get(each.agency_id or 0, each.organ_name), each.organ_code) for token, each in recipients.items()]


def _picked(token: str, name: str, code: str, *, is_chosen: bool = True) -> Picked:
    way = token.partition(":")[0]
    return Picked(token, name, way, " · ".join(part for part in (str(DeliveryWay(way).label), code) if part), is_chosen)


def _found(words: str, chosen: set[str], agency_id: int, on: dt.date) -> list[Picked]:
    """Agencies of the platform first, then those of the national directory that are not among them."""
    if len(words) < _LEAST_WORDS:
        return []
    rows = [(Recipient(one.pk), one.name, "") for one in find_agencies(words, on, limit=_MOST_FOUND) if one.pk != agency_id]
    bodies = find_outside_bodies(words, _MOST_FOUND)
    ours = agencies_by_code([body.code for body in bodies], on)
    rows += [(Recipient(None, body.code, body.name), body.name, body.code) for body in bodies if body.code not in ours]
    return [_picked(_token(each), name, code, is_chosen=_token(each) in chosen) for each, name, code in rows]


def _sources(agency_id: int, on: dt.date) -> list[_Source]:
    """Whole levels, then the groups of the agency and of the province; a group of the province that is a level is the level."""
    by_level: dict[str, list[str]] = {}
    for pk, level in agencies_on(on).exclude(pk=agency_id).order_by("name_sort").values_list("pk", "level"):
        by_level.setdefault(level, []).append(_token(Recipient(pk)))
    levels = [_Source(f"cap-{level}", _(name), by_level[level]) for level, name in LEVELS if level in by_level]
    groups = RecipientGroup.objects.filter(Q(agency=agency_id) | Q(agency__isnull=True)).prefetch_related("members")
    own = groups.exclude(agency__isnull=True, name__in=[name for _level, name in LEVELS]).order_by("agency", "name")
    return levels + [_group(group, agency_id) for group in own]


def _group(group: RecipientGroup, agency_id: int) -> _Source:
    members = [each for each in group.members.all() if each.agency_id != agency_id]
    tokens = [_token(Recipient(each.agency_id, each.organ_code, each.organ_name)) for each in members]
    return _Source(f"nhom-{group.pk}", group.name, tokens)


def _counted(source: _Source, chosen: set[str]) -> PickSource:
    return PickSource(source.key, source.name, len(source.tokens), len(chosen.intersection(source.tokens)))
