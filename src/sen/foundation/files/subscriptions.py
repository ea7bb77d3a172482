"""What files do when something happened."""

from sen.foundation.files.events import FileStored
from sen.foundation.files.services import scan_file
from sen.foundation.jobs.services import subscribe
from sen.kernel import clock


def scan_stored(event: FileStored) -> None:
    """Have the new file looked at."""
    scan_file(file_id=event.file_id, now=clock.now())


subscribe(FileStored, scan_stored)
