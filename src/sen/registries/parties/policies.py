"""Who may look people up and change what is known of them."""

from sen.kernel.actor import Actor, ActorKind, Role
from sen.registries.parties.errors import LookUpNotAllowed, RegistryNotAllowed

_LOOK_UP_ROLES = (Role.ONE_STOP, Role.SPECIALIST, Role.HEAD, Role.LEADER, Role.CONTROL, Role.REGISTRY)


def can_look_up(actor: Actor) -> bool:
    """Whether the actor may look a person up by number: officers who receive or settle dossiers, keepers, the system."""
    return actor.kind is ActorKind.SYSTEM or any(actor.has(role) for role in _LOOK_UP_ROLES)


def access_look_up(actor: Actor) -> None:
    """Pass, or raise LookUpNotAllowed."""
    if not can_look_up(actor):
        raise LookUpNotAllowed


def can_keep(actor: Actor) -> bool:
    """Whether the actor keeps the shared databases: changes, merges, imports, whole records."""
    return actor.kind is ActorKind.SYSTEM or actor.has(Role.REGISTRY)


def access_keeping(actor: Actor) -> None:
    """Pass, or raise RegistryNotAllowed."""
    if not can_keep(actor):
        raise RegistryNotAllowed
