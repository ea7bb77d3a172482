"""Who may deposit pictures of signatures."""

from sen.foundation.signing.types import PictureKind
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed


def can_keep(actor: Actor, kind: str, owner_id: int) -> bool:
    """A person their own signature; the agency's clerk, who keeps the seal, or its administrator the seal.

    Basis: 30/2020/NĐ-CP, Articles 32 and 33 (keeping and using the seal).
    """
    if kind == PictureKind.PERSON:
        return actor.is_officer and actor.account_id == owner_id
    return actor.has(Role.CLERK, owner_id) or actor.has(Role.ADMIN, owner_id)


def check_may_keep(actor: Actor, kind: str, owner_id: int) -> None:
    """Raises NotAllowed unless the actor may deposit the picture."""
    if not can_keep(actor, kind, owner_id):
        raise NotAllowed
