"""What happened in the directory."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PushWaiting:
    """Changes wait to be pushed to a target system."""

    target_id: int
