"""What correspondence does when something happened."""

from sen.capabilities.assignments.events import TaskMoved
from sen.capabilities.correspondence.events import ContentStored, DeliveryBatchDue, DocumentSent, IncomingMoved
from sen.capabilities.correspondence.services import delivering, following, indexing
from sen.capabilities.correspondence.states import IncomingState
from sen.foundation.contents.events import TextExtracted
from sen.foundation.jobs.services import subscribe
from sen.foundation.jobs.types import Pace
from sen.kernel import clock


def deliver_inside(event: DocumentSent) -> None:
    """Have an issued document arrive at agencies of the platform."""
    delivering.receive_inside(outgoing_id=event.outgoing_id, now=clock.now())


def deliver_next_batch(event: DeliveryBatchDue) -> None:
    """Have the next batch arrive."""
    delivering.receive_inside(outgoing_id=event.outgoing_id, now=clock.now())


def follow_task(event: TaskMoved) -> None:
    """Let a document follow the tasks that come from it."""
    if event.source_kind == "incoming" and event.source_id is not None:
        following.follow_tasks(incoming_id=event.source_id, now=clock.now())


def index_new(event: ContentStored) -> None:
    """Make a new document findable, and have its files read."""
    indexing.index_new_content(content_id=event.content_id, now=clock.now())


def index_recipients(event: DocumentSent) -> None:
    """Let the recipients find what was sent to them."""
    indexing.index_outgoing(outgoing_id=event.outgoing_id)


def index_holder(event: IncomingMoved) -> None:
    """Let an agency that has just received a document find it."""
    if event.state == IncomingState.ARRIVED:
        indexing.note_holder(incoming_id=event.incoming_id)


def index_text(event: TextExtracted) -> None:
    """Make documents findable by the text of their files."""
    indexing.index_text_of_file(file_id=event.file_id)


subscribe(ContentStored, index_new)
subscribe(DocumentSent, index_recipients)
subscribe(IncomingMoved, index_holder)
subscribe(TextExtracted, index_text)
subscribe(DocumentSent, deliver_inside, pace=Pace.FIRST)
subscribe(DeliveryBatchDue, deliver_next_batch, pace=Pace.FIRST)
subscribe(TaskMoved, follow_task)
