"""What contents do when something happened."""

from sen.foundation.contents.events import TextWanted
from sen.foundation.contents.services import extract
from sen.foundation.jobs.services import subscribe
from sen.foundation.jobs.types import Pace
from sen.kernel import clock


def read_wanted(event: TextWanted) -> None:
    """Read the file somebody wants to be found by its text."""
    extract(file_id=event.file_id, now=clock.now())


subscribe(TextWanted, read_wanted, pace=Pace.LONG)
