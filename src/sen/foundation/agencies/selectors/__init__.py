"""Every read of agencies and the working calendar."""

from sen.foundation.agencies.models import ROLE_NAMES
from sen.foundation.agencies.selectors.agencies import (
    agencies_on,
    agency_by_key,
    commune_agency,
    current_successor,
    district_agency,
    divisions_by_agency,
    find_agencies,
    get_agency,
    list_agencies_by_ids,
    list_divisions,
    list_receiving_agencies,
    matching_agencies,
    names_of_agencies,
    province_agency,
    province_one_stop,
)
from sen.foundation.agencies.selectors.calendar import (
    calendar_for,
    forget_calendars,
    list_calendar_days,
    list_office_hours,
    prefix_of,
    receiving_agency_for,
)

__all__ = [
    "ROLE_NAMES",
    "agencies_on",
    "agency_by_key",
    "calendar_for",
    "commune_agency",
    "current_successor",
    "district_agency",
    "divisions_by_agency",
    "find_agencies",
    "forget_calendars",
    "get_agency",
    "list_agencies_by_ids",
    "list_calendar_days",
    "list_divisions",
    "list_office_hours",
    "list_receiving_agencies",
    "matching_agencies",
    "names_of_agencies",
    "prefix_of",
    "province_agency",
    "province_one_stop",
    "receiving_agency_for",
]
