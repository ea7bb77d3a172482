"""What accounts do by themselves."""

import datetime as dt

from sen.foundation.accounts.services import forget_ended_sessions
from sen.foundation.jobs.services import every


@every("20 2 * * *")
def forget_sessions(now: dt.datetime) -> None:
    """Delete sessions that have run out."""
    forget_ended_sessions(now=now)
