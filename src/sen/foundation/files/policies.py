"""Who may send files, and how large."""

from django.conf import settings

from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed


def owner_key(actor: Actor) -> str:
    """The key uploads of the actor are kept under.  Raises NotAllowed for an anonymous reader."""
    if actor.account_id is None:
        raise NotAllowed
    return f"account:{actor.account_id}"


def max_bytes(actor: Actor) -> int:
    """The largest file the actor may send, in bytes."""
    return int(settings.FILES_MAX_OFFICER_BYTES if actor.is_officer else settings.FILES_MAX_CITIZEN_BYTES)
