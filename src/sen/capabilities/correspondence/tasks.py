"""Work that comes with time."""

import datetime as dt

from sen.capabilities.correspondence.services import delivering
from sen.foundation.jobs.services import every


@every("* * * * * */2")
def deliver_what_waits(now: dt.datetime) -> None:
    """Every two seconds, hand on deliveries whose worker died before they arrived."""
    delivering.receive_waiting(now=now)
