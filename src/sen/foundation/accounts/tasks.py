"""What accounts do by themselves."""

import datetime as dt

from sen.foundation.accounts.services import forget_ended_sessions, tell_ended_positions
from sen.foundation.jobs.services import every


@every("20 2 * * *")
def forget_sessions(now: dt.datetime) -> None:
    """Delete sessions that have run out."""
    forget_ended_sessions(now=now)


@every("5 0 * * *")
def tell_of_ended_positions(now: dt.datetime) -> None:
    """Tell the apps above of positions that end or begin by their dates."""
    tell_ended_positions(now=now)
