"""Who may change other people's accounts."""

from sen.kernel.actor import Actor, ActorKind, Role
from sen.kernel.errors import NotAllowed


def can_appoint(actor: Actor) -> bool:
    """Whether the actor may give and end positions: administrators and the system."""
    return actor.kind is ActorKind.SYSTEM or actor.has(Role.ADMIN)


def access_appointing(actor: Actor) -> None:
    """Pass, or raise NotAllowed."""
    if not can_appoint(actor):
        raise NotAllowed
