"""What happened to accounts, for apps above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CitizenRegistered:
    """A citizen made an account; the register of people links it with the person."""

    account_id: int
    identity_number: str
    name: str
    born_on: str
    phone: str
