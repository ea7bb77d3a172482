"""Whose figures a reader may see, and behind which of them the dossiers."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sen.capabilities.dossiers.selectors.overseeing import open_overseen, overseen_agencies
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
    """What the reader sees: control, administration and the province's leaders the province, heads and leaders also agencies below theirs.

    Administrators see figures only; everybody else opens the dossiers behind what they see.
    """
    agencies = {agency.pk: agency for agency in agencies_on(on).order_by("name_sort")}
    overseen = overseen_agencies(actor, on)
    if overseen is None or actor.has(Role.ADMIN):
        return Scope(agencies, None, opens_all=overseen is None, own=actor.agencies() | (overseen or frozenset()))
    own = actor.agencies() | overseen
    return Scope(agencies, tuple(sorted(own)), opens_all=False, own=own)


def access_behind(actor: Actor, agency_id: int | None, on: dt.date) -> Scope:
    """The reader's scope when the dossiers behind the agency's numbers, or behind the total, may be listed; NotFound otherwise."""
    scope = scope_of(actor, on)
    if not scope.opens(agency_id):
        raise NotFound
    open_overseen(actor, on)
    return scope


def watched_agencies(actor: Actor, on: dt.date) -> list[int] | None:
    """Whose broken promises the reader watches: those where the actor is head or leader and all below; None is the whole province."""
    overseen = open_overseen(actor, on)
    return None if overseen is None else sorted(actor.agencies(Role.LEADER, Role.HEAD) | overseen)


def access_agency(scope: Scope, agency_id: int) -> "Agency":
    """An agency whose figures the reader may see; NotFound otherwise."""
    agency = scope.agencies.get(agency_id)
    if agency is None or not scope.holds(agency_id):
        raise NotFound
    return agency
