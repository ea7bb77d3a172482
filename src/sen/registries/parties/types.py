"""Values of the register of people."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What the register knows of a person.  ``unit_id`` is the administrative unit as it was when the address was recorded."""

    id: int
    identity_number: str
    name: str
    born_on: dt.date | None
    gender: str
    phone: str
    email: str
    address: str
    unit_id: int | None
    unit_name: str
    is_demo: bool
