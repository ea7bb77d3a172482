"""Choosing recipients: agencies found by typing, whole levels, groups, bodies of the national directory, places on paper.

What is chosen travels with the form as tokens (``inside:12:``, ``axis:G22:Văn phòng Chính phủ``, ``paper::Báo Đồng Tháp``), before them
what the document is sent for when that is not to act (``informed:inside:12:``), so nothing is kept on the server between two steps and
the picker works without JavaScript.  Pages show it by including ``correspondence/picker.html`` with ``picker`` inside their own form.
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
from sen.capabilities.correspondence.types import DeliveryWay, Recipient, RecipientRole, find_outside_bodies
from sen.foundation.agencies.selectors import agencies_on, find_agencies, names_of_agencies
from sen.kernel.text import clean

CARRIED, CHOSEN, ASKED, WORDS = "noi-nhan-co", "noi-nhan", "noi-nhan-lam", "noi-nhan-tim"
OTHER_NAME, OTHER_CODE = "noi-khac", "noi-khac-ma"
ROLE = "noi-nhan-vai"
ADD, REMOVE, EVERYBODY = "them", "bo", "tat-ca"
MOST_CHOSEN = 1000
_MOST_FOUND = 12
_LEAST_WORDS = 2
_LONGEST_CODE, _LONGEST_NAME = 35, 200
_ON_PAPER = {
    "cap-department": "Các sở, ban, ngành tỉnh",
    "cap-district": "Ủy ban nhân dân các huyện, thành phố",
    "cap-commune": "Ủy ban nhân dân các xã, phường",
}


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
    """A level or a group: how many it has, how many of them are chosen, and how many the chosen role could still take."""

    key: str
    name: str
    size: int
    chosen: int
    left: int


@dataclass(frozen=True, slots=True)
class Picker:
    """The state of a picker.  ``was_used`` tells that only the picker was touched and the form around it is not sent yet.

    ``role`` is what those added next get the document for; None where recipients have no roles, as in a group.
    """

    recipients: Sequence[Recipient]
    chosen: Sequence[Picked]
    sources: Sequence[PickSource]
    found: Sequence[Picked]
    words: str
    was_used: bool
    role: RecipientRole | None = None

    @property
    def roles(self) -> list[tuple[RecipientRole, str, bool]]:
        """The roles to choose from: value, name, whether it is the one of those added next."""
        return [(role, str(role.label), role == self.role) for role in RecipientRole] if self.role else []

    @property
    def by_role(self) -> list[tuple[str, list[Picked]]]:
        """The chosen ones under the names of their roles; roles of nobody are left out."""
        of = {role: [one for one in self.chosen if _split(one.token)[0] == role] for role in RecipientRole}
        return [(str(role.label), chosen) for role, chosen in of.items() if chosen]

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


def read_picker(
    data: "MultiValueDict[str, str]", *, agency_id: int, on: dt.date, present: Iterable[Recipient] = (), with_roles: bool = True
) -> Picker:
    """The picker as a POST carried it, after the step it asks for; before any POST, with the recipients present so far."""
    sources = _sources(agency_id, on)
    role = _role(data.get(ROLE))
    tokens = data.getlist(CHOSEN) if CARRIED in data else [f"{each.role}:{_token(each)}" for each in present]
    asked = data.get(ASKED) or ""
    roles = {token: was for was, token in map(_split, tokens)} | dict.fromkeys(_other(data), role)
    after = _step(roles, asked, {source.key: source.tokens for source in sources}, role)
    recipients = {_token(each): each for each in map(_recipient, after.items()) if each is not None and each.agency_id != agency_id}
    words = clean(data.get(WORDS) or "")[:80] if asked else ""
    done = {token for token, each in recipients.items() if each.role == role}
    return Picker(
        recipients=list(recipients.values()),
        chosen=_shown(recipients),
        sources=[_counted(source, set(recipients), done) for source in sources],
        found=_found(words, done, agency_id, on),
        words=words,
        was_used=bool(asked),
        role=role if with_roles else None,
    )


def common_names(agency_id: int, recipients: Iterable[Recipient], on: dt.date) -> list[str]:
    """How a paper names the recipients: whole levels and groups by their common name, everybody else by their own."""
    left = {one.key: one for one in recipients}
    names = []
    for source in _sources(agency_id, on) if len(left) > 1 else ():
        members = {one.key for token in source.tokens if (one := _recipient((token, RecipientRole.ADDRESSED)))}
        if len(members) > 1 and members <= left.keys():
            names.append(_ON_PAPER.get(source.key, source.name))
            left = {key: one for key, one in left.items() if key not in members}
    known = names_of_agencies(one.agency_id for one in left.values())
    return [*names, *(known.get(one.agency_id or 0) or one.organ_name or one.organ_code for one in left.values())]


def _step(roles: dict[str, RecipientRole], asked: str, sources: dict[str, Sequence[str]], role: RecipientRole) -> dict[str, RecipientRole]:
    """The chosen tokens with their roles after ``them:`` or ``bo:`` one token or all of a source; adding again changes the role."""
    what, _colon, key = asked.partition(":")
    named = sources.get(key, [_split(key)[1]])
    if what == ADD:
        roles = roles | dict.fromkeys(named, role)
    elif what == REMOVE:
        roles = {} if key == EVERYBODY else {token: was for token, was in roles.items() if token not in named}
    return dict(list(roles.items())[:MOST_CHOSEN])


def _role(value: str | None) -> RecipientRole:
    return RecipientRole(value) if value in RecipientRole.values else RecipientRole.ADDRESSED


def _split(value: str) -> tuple[RecipientRole, str]:
    """What a carried value says: the role, and the token without it."""
    first, _colon, rest = value.partition(":")
    return (RecipientRole(first), rest) if first in RecipientRole.values else (RecipientRole.ADDRESSED, value)


def _other(data: "MultiValueDict[str, str]") -> list[str]:
    """A place typed by hand: with a code over the axis, without one on paper."""
    name, code = clean(data.get(OTHER_NAME) or ""), clean(data.get(OTHER_CODE) or "")
    return [_token(Recipient(organ_code=code[:_LONGEST_CODE], organ_name=name, paper=not code))] if name else []


def _token(each: Recipient) -> str:
    way = DeliveryWay.PAPER if each.paper else DeliveryWay.INSIDE if each.agency_id else DeliveryWay.AXIS
    return f"{way.value}:{each.agency_id}:" if each.agency_id else f"{way.value}:{each.organ_code}:{each.organ_name[:_LONGEST_NAME]}"


def _recipient(chosen: tuple[str, RecipientRole]) -> Recipient | None:
    token, role = chosen
    way, _colon, rest = token.partition(":")
    code, _colon, name = rest.partition(":")
    if way not in DeliveryWay.values or len(code) > _LONGEST_CODE:
        return None
    paper = way == DeliveryWay.PAPER
    if not name:
        return Recipient(agency_id=int(code), paper=paper, role=role) if code.isascii() and code.isdigit() and len(code) < 10 else None
    return Recipient(organ_code="" if paper else code, organ_name=name[:_LONGEST_NAME], paper=paper or not code, role=role)


def _shown(recipients: dict[str, Recipient]) -> list[Picked]:
    names = names_of_agencies(each.agency_id for each in recipients.values())
    said = {token: "" if each.role == RecipientRole.ADDRESSED else f"{each.role}:" for token, each in recipients.items()}
    return [
        _picked(token, names.get(each.agency_id or 0, each.organ_name), each.organ_code, prefix=said[token])
        for token, each in recipients.items()
    ]


def _picked(token: str, name: str, code: str, *, prefix: str = "", is_chosen: bool = True) -> Picked:
    way = token.partition(":")[0]
    return Picked(prefix + token, name, way, " · ".join(part for part in (str(DeliveryWay(way).label), code) if part), is_chosen)


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


def _counted(source: _Source, chosen: set[str], done: set[str]) -> PickSource:
    size = len(source.tokens)
    return PickSource(source.key, source.name, size, len(chosen.intersection(source.tokens)), size - len(done.intersection(source.tokens)))
