"""Use cases over national databases: asking about a person or business, comparing legal documents."""

from sen.capabilities.national.services.businesses import read_business, search_businesses
from sen.capabilities.national.services.citizens import confirm_citizen, look_up_citizen, take_late_confirmation
from sen.capabilities.national.services.legislation import compare_legislation
from sen.capabilities.national.services.register import find_resident, read_own_record

__all__ = [
    "compare_legislation",
    "confirm_citizen",
    "find_resident",
    "look_up_citizen",
    "read_business",
    "read_own_record",
    "search_businesses",
    "take_late_confirmation",
]
