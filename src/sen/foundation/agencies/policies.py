"""Who may change agencies and the calendar."""

from sen.kernel.actor import Actor, ActorKind
from sen.kernel.errors import NotAllowed


def can_manage_agencies(actor: Actor) -> bool:
    """Whether the actor may edit codes, office hours and the calendar: the province's administrators, procedure control, the system.

    These bind the whole province, so that an administrator of one agency does not touch them.
    """
    return actor.kind is ActorKind.SYSTEM or actor.administers_province or actor.is_control


def access_management(actor: Actor) -> None:
    """Pass, or raise NotAllowed."""
    if not can_manage_agencies(actor):
        raise NotAllowed
