"""Work by the clock."""

import datetime as dt

from sen.capabilities.workfiles.services.exporting import discard_exports
from sen.foundation.jobs.services import every


@every("40 2 * * *")
def discard_old_exports(now: dt.datetime) -> None:
    """Every night, remove exports that were kept long enough."""
    discard_exports(now=now)
