"""What else a gateway does besides carrying messages is hung on here, at its start."""

from sen.gateway.core import Gateway
from sen.gateway.evidence import attach


def install(gateway: Gateway) -> None:
    """Add routes, observers and background work to the gateway."""
    attach(gateway)
