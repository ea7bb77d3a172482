"""Work by the clock."""

import datetime as dt

from sen.foundation.jobs.services import every
from sen.foundation.signing.services.revocation import network_revocation


@every("15 3 * * *")
def forget_expired_answers(now: dt.datetime) -> None:
    """Every night, forget what authorities said about certificates once it has expired."""
    network_revocation().forget_expired()
