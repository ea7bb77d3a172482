"""Who keeps the systems, and how surely a person must be known for a task."""

from sen.foundation.sso.errors import AssuranceTooLow, ReturnAddressUnknown, SecondFactorNeeded, UnknownSystem
from sen.foundation.sso.selectors.clients import KEEPERS, find_client
from sen.foundation.sso.types import ClientFacts
from sen.kernel.actor import Actor

STATED, VERIFIED, TWO_FACTORS = 1, 2, 3


def can_keep_clients(actor: Actor) -> bool:
    """Whether the actor registers and changes systems: administrators and operators of the axis."""
    return any(actor.has(role) for role in KEEPERS)


def access_returning_client(client_id: str, redirect_uri: str) -> ClientFacts:
    """The system that may be answered at exactly this address; raises UnknownSystem, ReturnAddressUnknown.

    These two are told to the person and never sent to the address, which may be an attacker's.
    """
    client = find_client(client_id)
    if client is None or client.disabled:
        raise UnknownSystem
    if redirect_uri not in client.redirect_uris:
        raise ReturnAddressUnknown
    return client


def require_assurance(actor: Actor, level: int) -> None:
    """Pass when the actor's session is known as surely as the task demands: 1 stated, 2 verified, 3 verified with two factors.

    Raises AssuranceTooLow, SecondFactorNeeded.  Basis: 69/2024/NĐ-CP, Articles 5 and 8.
    """
    if level <= STATED or actor.assurance >= level:
        return
    raise AssuranceTooLow if level == VERIFIED or actor.assurance < VERIFIED else SecondFactorNeeded
