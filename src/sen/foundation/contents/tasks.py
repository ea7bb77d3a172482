"""Work by the clock."""

import datetime as dt

from sen.foundation.contents import services
from sen.foundation.jobs.services import every


@every("20 * * * *")
def read_waiting_scans(now: dt.datetime) -> None:
    """Once an hour, take up scans that came in while letters could not be recognised."""
    services.read_waiting_scans(now=now)
