"""Who acts: the value every use case receives.  Built by accounts, read everywhere."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from sen.kernel.errors import NotAllowed


class Role(StrEnum):
    """What an appointment lets an officer do in its agency."""

    ONE_STOP = "one_stop"
    SPECIALIST = "specialist"
    HEAD = "head"
    LEADER = "leader"
    CONTROL = "control"
    CLERK = "clerk"
    ADMIN = "admin"
    AXIS = "axis"
    REGISTRY = "registry"
    ARCHIVE = "archive"


class ActorKind(StrEnum):
    """Which side of the counter the actor stands on."""

    OFFICER = "officer"
    CITIZEN = "citizen"
    ANONYMOUS = "anonymous"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one agency, held by appointment or by delegation."""

    role: Role
    agency_id: int
    provincial: bool = field(default=False, compare=False)
    """Whether the agency is the People's Committee of the province or its office."""


@dataclass(frozen=True, slots=True)
class Represented:
    """In whose name the actor acts by a mandate: ``kind`` ``business`` or ``person``, its row, number and name, and the scope."""

    mandate_id: int
    kind: str
    id: int
    code: str
    name: str
    scope: str


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or process behind a use case, with rights already resolved to a set."""

    kind: ActorKind
    account_id: int | None = None
    name: str = ""
    grants: frozenset[Grant] = field(default_factory=frozenset)
    agency_id: int | None = None
    title: str = ""
    division: str = ""
    person_id: int | None = None
    assurance: int = 0
    """How sure the session is of its owner: 1 identity stated, 2 verified, 3 verified with two factors."""
    confirmed_at: dt.datetime | None = field(default=None, compare=False)
    """When the owner last proved to be there: by password, or by the second factor where there is one."""
    acting_for: Represented | None = None
    """The business or person whose mandate the session uses now."""

    def has(self, role: Role, agency_id: int | None = None) -> bool:
        """Whether the actor holds the role, in the given agency or in any."""
        return any(g.role == role and agency_id in (None, g.agency_id) for g in self.grants)

    def agencies(self, *roles: Role) -> frozenset[int]:
        """Agencies in which the actor holds one of the roles, or any role when none is named."""
        return frozenset(g.agency_id for g in self.grants if not roles or g.role in roles)

    @property
    def account(self) -> int:
        """The account's number, for use cases that need a person behind them; raises NotAllowed for nobody and for the system."""
        if self.account_id is None:
            raise NotAllowed
        return self.account_id

    @property
    def is_officer(self) -> bool:
        """Whether the actor works for an agency."""
        return self.kind is ActorKind.OFFICER

    @property
    def is_control(self) -> bool:
        """Whether the actor controls procedures for the whole province."""
        return self.has(Role.CONTROL)

    @property
    def administers_province(self) -> bool:
        """Whether the actor is an administrator of the whole province, not of one agency."""
        return any(grant.role is Role.ADMIN and grant.provincial for grant in self.grants)


ANONYMOUS = Actor(ActorKind.ANONYMOUS)
SYSTEM = Actor(ActorKind.SYSTEM, name="Hệ thống")
