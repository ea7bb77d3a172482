"""What the catalogue does by the clock."""

import datetime as dt

from sen.capabilities.procedures import services
from sen.foundation.jobs.services import every


@every("15 0 * * *")
def review_bases(now: dt.datetime) -> None:
    """Each night, look for legal bases whose effect ended with the day."""
    services.review_bases(now=now)
