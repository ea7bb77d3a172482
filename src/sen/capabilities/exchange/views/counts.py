"""Numbers beside menu entries: what wants an operator's attention within 30 days."""

from sen.capabilities.exchange.policies import is_operator
from sen.capabilities.exchange.selectors import warnings
from sen.kernel import clock
from sen.kernel.actor import Actor


def ending_certificates(actor: Actor) -> int:
    """Certificates that end soon without a successor."""
    return warnings.count_certificates_ending(clock.now()) if is_operator(actor) else 0


def ending_agreements(actor: Actor) -> int:
    """Agreements that end soon."""
    return warnings.count_agreements_ending(clock.today()) if is_operator(actor) else 0


def silent_servers(actor: Actor) -> int:
    """Gateways that no longer fetch their configuration."""
    return warnings.count_silent_servers(clock.now()) if is_operator(actor) else 0
