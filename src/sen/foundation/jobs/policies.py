"""Who may look after background work."""

from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed

OPERATORS = (Role.ADMIN, Role.CONTROL)


def can_operate(actor: Actor) -> bool:
    """Whether the actor may see failed jobs and send them again."""
    return any(actor.has(role) for role in OPERATORS)


def require_operator(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may look after background work."""
    if not can_operate(actor):
        raise NotAllowed
