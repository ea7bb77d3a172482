"""Changes of agencies and the calendar, by topic."""

from sen.foundation.agencies.services.adding import add_agency, correct_agency
from sen.foundation.agencies.services.calendar import remove_calendar_day, set_calendar_day, set_office_hours
from sen.foundation.agencies.services.codes import set_identification_codes
from sen.foundation.agencies.services.loading import load_agencies, load_calendar
from sen.foundation.agencies.services.receiving import assign_reception

__all__ = [
    "add_agency",
    "assign_reception",
    "correct_agency",
    "load_agencies",
    "load_calendar",
    "remove_calendar_day",
    "set_calendar_day",
    "set_identification_codes",
    "set_office_hours",
]
