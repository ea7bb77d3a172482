"""Whose figures a reader may see, and behind which of them the dossiers."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sen.foundation.agencies.selectors import agencies_on
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotFound

if TYPE_CHECKING:
    from sen.foundation.agencies.models import Agency


@dataclass(frozen=True)
class Scope:
    """The agencies whose figures the reader sees (None: the whole province), and where a number may be opened."""

    agencies: Mapping[int, "Agency"]
    agency_ids: tuple[int, ...] | None
    opens_all: bool
    own: frozenset[int] = field(default_factory=frozenset)

    def holds(self, agency_id: int) -> bool:
        """Whether the reader sees the agency's figures."""
        return self.agency_ids is None or agency_id in self.agency_ids

    def opens(self, agency_id: int | None) -> bool:
        """Whether the reader may open the dossiers behind the agency's numbers, or behind the total when none is given."""
        return self.opens_all or (agency_id is not None and agency_id in self.own)


def scope_of(actor: Actor, on: dt.date) -> Scope:
    """What the reader sees: control and administration the province, heads and leaders also the agencies below theirs, others their own."""
    agencies = {agency.pk: agency for agency in agencies_on(on).order_by("name_sort")}
    if actor.is_control or actor.has(Role.ADMIN):
        return Scope(agencies, None, actor.is_control, actor.agencies())
    seen = set(actor.agencies()) | _below(agencies, actor.agencies(Role.HEAD, Role.LEADER))
    return Scope(agencies, tuple(sorted(seen)), opens_all=False, own=actor.agencies())


def _below(agencies: Mapping[int, "Agency"], tops: Iterable[int]) -> set[int]:
    found, waiting = set(tops), list(tops)
    children: dict[int, list[int]] = {}
    for agency in agencies.values():
        if agency.parent_id is not None:
            children.setdefault(agency.parent_id, []).append(agency.pk)
    while waiting:
        fresh = [child for child in children.get(waiting.pop(), []) if child not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found


def access_agency(scope: Scope, agency_id: int) -> "Agency":
    """An agency whose figures the reader may see; NotFound otherwise."""
    agency = scope.agencies.get(agency_id)
    if agency is None or not scope.holds(agency_id):
        raise NotFound
    return agency
