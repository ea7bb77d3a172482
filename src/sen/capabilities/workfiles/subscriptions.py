"""What work files do when something they hold goes on elsewhere."""

from sen.capabilities.correspondence.events import DocumentSent
from sen.capabilities.workfiles.events import ExportMoved
from sen.capabilities.workfiles.services.exporting import advance_export
from sen.capabilities.workfiles.services.following import follow_issued_draft
from sen.foundation.jobs.services import subscribe
from sen.foundation.jobs.types import Pace
from sen.kernel import clock


def collect_issued(event: DocumentSent) -> None:
    """Put an issued document beside its draft."""
    follow_issued_draft(outgoing_id=event.outgoing_id, now=clock.now())


def carry_export_on(event: ExportMoved) -> None:
    """Make the next part of an export."""
    advance_export(export_id=event.export_id, position=event.position, now=clock.now())


subscribe(DocumentSent, collect_issued)
subscribe(ExportMoved, carry_export_on, pace=Pace.LONG)
