"""What the feeds tell the rest of the platform."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegistryChanged:
    """Records of a registry changed; the feed holds them as numbers ``first`` to ``last``."""

    registry: str
    first: int
    last: int
