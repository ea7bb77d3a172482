"""What signing on does by itself."""

import datetime as dt

from sen.foundation.jobs.services import every
from sen.foundation.sso import services
from sen.kernel.actor import SYSTEM


@every("* * * * *")
def end_orphans(now: dt.datetime) -> None:
    """Tell systems about sessions that ran out by themselves."""
    services.end_orphans(now=now)


@every("40 2 * * *")
def forget_old_tokens(now: dt.datetime) -> None:
    """Delete what no longer opens anything, and change the signing key when it has served its time."""
    services.forget_old_tokens(now=now)
    services.rotate_old_keys(actor=SYSTEM, now=now)
