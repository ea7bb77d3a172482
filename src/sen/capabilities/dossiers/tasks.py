"""What dossiers do by the clock."""

import datetime as dt

from sen.capabilities.dossiers.services import send_waiting_letters
from sen.foundation.jobs.services import every


@every("* * * * *")
def retry_letters(now: dt.datetime) -> None:
    """Try again the letters to applicants that a server did not take."""
    send_waiting_letters(now=now)
