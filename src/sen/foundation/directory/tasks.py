"""What the directory does by itself."""

import datetime as dt

from sen.foundation.directory.services import push_all_due
from sen.foundation.jobs.services import every


@every("* * * * *")
def push_waiting_changes(now: dt.datetime) -> None:
    """Push changes whose pause is over."""
    push_all_due(now=now)
