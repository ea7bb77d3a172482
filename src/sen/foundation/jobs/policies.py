"""Who may look after background work."""

from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed

OPERATORS = (Role.ADMIN, Role.CONTROL)


def can_operate(actor: Actor) -> bool:
    """Whether the actor may see failed jobs of the whole province and send them again: its administrators and procedure control."""
    return actor.administers_province or actor.is_control


def require_operator(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may look after background work."""
    if not can_operate(actor):
        raise NotAllowed
