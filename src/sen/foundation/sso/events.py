"""What happened at signing on, for apps above and for the queue."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SystemLeft:
    """A session that had entered a system ended; the system is to be told (back-channel logout)."""

    client_id: int
    account_id: int
    sid: str
