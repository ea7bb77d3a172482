"""Values agencies hand out."""

from dataclasses import dataclass

FEED = "co-quan"


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """What is typed about an agency that is added; ``one_stop_name`` is empty when others receive for it."""

    name: str
    level: str
    one_stop_name: str
    phone: str
    address: str
    basis: str
