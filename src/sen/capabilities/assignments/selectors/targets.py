"""Whom a task can be given to, and whether those named really stand where a line says."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from sen.capabilities.assignments.errors import ReceiverUnknown
from sen.capabilities.assignments.types import Target, Targets, TaskLine
from sen.foundation.accounts.selectors import appointments_on
from sen.foundation.agencies.selectors import agencies_on, list_agencies_by_ids, list_divisions
from sen.kernel.actor import Actor, Role


@dataclass(frozen=True, slots=True)
class _Post:
    name: str
    division_id: int | None
    division: str


@dataclass(frozen=True, slots=True)
class Receivers:
    """The receivers of some lines as they stand on a day."""

    posts: dict[tuple[int, int], _Post] = field(default_factory=dict)
    divisions: dict[int, tuple[int, str]] = field(default_factory=dict)
    agencies: dict[int, str] = field(default_factory=dict)

    def officer(self, officer_id: int, agency_id: int) -> tuple[str, int | None]:
        """Name and division of an officer of the agency; raises ReceiverUnknown."""
        post = self.posts.get((officer_id, agency_id))
        if post is None:
            raise ReceiverUnknown
        return post.name, post.division_id

    def division_of(self, line: TaskLine) -> int | None:
        """The division a line's task stands in: the one named, or the officer's own."""
        if line.division_id is not None:
            return line.division_id
        return self.officer(line.officer_id, line.agency_id)[1] if line.officer_id else None

    def name_of(self, line: TaskLine) -> str:
        """How people call the receiver."""
        if line.officer_id:
            return self.officer(line.officer_id, line.agency_id)[0]
        return self.divisions[line.division_id][1] if line.division_id else self.agencies[line.agency_id]

    def of_division(self, actor: Actor) -> frozenset[int]:
        """Those of the receivers who sit in the actor's own division."""
        own = [key[0] for key, post in self.posts.items() if key[1] == actor.agency_id and post.division == actor.division]
        return frozenset(own)


def receivers_of(lines: Sequence[TaskLine], on: dt.date) -> Receivers:
    """Look the receivers of lines up on a day; raises ReceiverUnknown when one does not stand where its line says."""
    officers = {line.officer_id for line in lines if line.officer_id}
    found = appointments_on(on).filter(account__in=officers, agency__in={line.agency_id for line in lines}).order_by("-pk")
    rows = found.values_list("account_id", "agency_id", "account__name", "division_id", "division__name")
    posts = {(account, agency): _Post(name, division_id, division or "") for account, agency, name, division_id, division in rows}
    agencies = {key: agency.name for key, agency in list_agencies_by_ids(line.agency_id for line in lines).items()}
    places = {line.agency_id for line in lines if line.division_id}
    divisions = {row.pk: (place, row.name) for place in places for row in list_divisions(place)}
    receivers = Receivers(posts, divisions, agencies)
    for line in lines:
        _check(receivers, line)
    return receivers


def _check(receivers: Receivers, line: TaskLine) -> None:
    if line.agency_id not in receivers.agencies:
        raise ReceiverUnknown
    if line.division_id is not None and receivers.divisions.get(line.division_id, (0, ""))[0] != line.agency_id:
        raise ReceiverUnknown
    if line.officer_id is not None:
        receivers.officer(line.officer_id, line.agency_id)


def agencies_below(actor: Actor, lines: Sequence[TaskLine]) -> frozenset[int]:
    """Of the agencies the lines name, those an agency the actor leads directs: its children, and every one for the province's committee."""
    leading = actor.agencies(Role.LEADER)
    if not leading:
        return frozenset()
    found = list_agencies_by_ids(line.agency_id for line in lines)
    if _leads_province(actor):
        return frozenset(found)
    return frozenset(key for key, agency in found.items() if agency.parent_id in leading)


def _leads_province(actor: Actor) -> bool:
    return any(grant.role is Role.LEADER and grant.provincial for grant in actor.grants)


def list_targets(actor: Actor, agency_id: int, on: dt.date, *, with_agencies: bool = False) -> Targets:
    """Divisions and officers of an agency, leaders first, and if asked the agencies below it: whom its leader may give tasks to."""
    posts = appointments_on(on).filter(agency=agency_id).exclude(account=actor.account_id or 0)
    rows = posts.values_list("account_id", "account__name", "title", "division__name", "role").order_by("division__name", "pk")
    officers: dict[int, Target] = {}
    for account, name, title, division, _role in sorted(rows, key=lambda row: row[4] != Role.LEADER):
        officers.setdefault(account, Target(f"officer-{account}", name, title, division or ""))
    divisions = tuple(Target(f"division-{row.pk}", row.name) for row in list_divisions(agency_id))
    below: tuple[Target, ...] = ()
    if with_agencies and actor.has(Role.LEADER, agency_id):
        agencies = agencies_on(on).exclude(pk=agency_id).order_by("level", "name_sort")
        if not _leads_province(actor):
            agencies = agencies.filter(parent=agency_id)
        below = tuple(Target(f"agency-{pk}", name) for pk, name in agencies.values_list("pk", "name"))
    return Targets(divisions, tuple(officers.values()), below)
