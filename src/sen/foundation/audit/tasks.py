"""Work by the clock."""

import datetime as dt

from sen.foundation.audit import services
from sen.foundation.jobs.services import every


@every("10 1 * * *")
def ensure_partitions(now: dt.datetime) -> None:
    """Every night, have next months' partitions ready."""
    services.ensure_partitions(now=now)
