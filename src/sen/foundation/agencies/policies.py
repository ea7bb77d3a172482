"""Who may change agencies and the calendar."""

from sen.kernel.actor import Actor, ActorKind, Role
from sen.kernel.errors import NotAllowed


def can_manage_agencies(actor: Actor) -> bool:
    """Whether the actor may edit codes, office hours and the calendar: administrators, procedure-control officers, the system."""
    return actor.kind is ActorKind.SYSTEM or actor.has(Role.ADMIN) or actor.has(Role.CONTROL)


def access_management(actor: Actor) -> None:
    """Pass, or raise NotAllowed."""
    if not can_manage_agencies(actor):
        raise NotAllowed
