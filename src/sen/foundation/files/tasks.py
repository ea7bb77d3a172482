"""Work by the clock."""

import datetime as dt

from sen.foundation.files import services
from sen.foundation.jobs.services import every


@every("*/5 * * * *")
def rescan_waiting(now: dt.datetime) -> None:
    """Every five minutes, look at files the scanner has not answered for."""
    services.rescan_waiting(now=now)


@every("40 2 * * *")
def clear_incoming(now: dt.datetime) -> None:
    """Every night, forget uploads nobody finished and bytes nothing refers to."""
    services.discard_stale_uploads(now=now)
    services.discard_orphans()
