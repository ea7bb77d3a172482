"""Changes of the directory."""

from sen.foundation.directory.services.clients import register_client, revoke_client
from sen.foundation.directory.services.pushing import (
    pause_target,
    push_all_due,
    push_due,
    queue_change,
    register_target,
    resync_target,
    retry_failed,
)

__all__ = [
    "pause_target",
    "push_all_due",
    "push_due",
    "queue_change",
    "register_client",
    "register_target",
    "resync_target",
    "retry_failed",
    "revoke_client",
]
