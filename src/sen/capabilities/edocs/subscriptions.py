"""What the exchange of documents does when something happened."""

from sen.capabilities.correspondence.events import ChangeAnswered, ChangeAsked, DocumentSent, IncomingMoved
from sen.capabilities.edocs import services
from sen.capabilities.edocs.events import DirectoryPageDue, PacketDue
from sen.foundation.jobs.services import subscribe
from sen.foundation.jobs.types import Pace
from sen.kernel import clock


def queue_outside(event: DocumentSent) -> None:
    """Queue a packet for the recipients of an issued document who are outside the platform."""
    services.queue_document(outgoing_id=event.outgoing_id, now=clock.now())


def queue_question(event: ChangeAsked) -> None:
    """Ask outside recipients for a recall, an update or a replacement."""
    services.queue_change(change_id=event.change_id, now=clock.now())


def report_state(event: IncomingMoved) -> None:
    """Tell the outside sender how far its document has come."""
    services.report_incoming(incoming_id=event.incoming_id, state=event.state, now=clock.now())


def report_change(event: ChangeAnswered) -> None:
    """Tell the outside sender whether its wish was agreed to."""
    services.report_answer(answer_id=event.answer_id, incoming_id=event.incoming_id, accepted=event.accepted, now=clock.now())


def move_packet(event: PacketDue) -> None:
    """Send, fetch or confirm a packet, whichever is its turn; what was fetched is confirmed by the next job, when it is safely kept."""
    now = clock.now()
    sent = services.send_packet(packet_id=event.packet_id, now=now)
    fetched = None if sent else services.fetch_packet(packet_id=event.packet_id, now=now)
    if not sent and not fetched:
        services.confirm_packet(packet_id=event.packet_id, now=now)


def take_directory_page(event: DirectoryPageDue) -> None:
    """Take over a page of the directory."""
    services.fetch_directory_page(sync_id=event.sync_id, page=event.page, now=clock.now())


subscribe(DocumentSent, queue_outside, pace=Pace.FIRST)
subscribe(ChangeAsked, queue_question)
subscribe(IncomingMoved, report_state)
subscribe(ChangeAnswered, report_change)
subscribe(PacketDue, move_packet, pace=Pace.FIRST)
subscribe(DirectoryPageDue, take_directory_page, pace=Pace.LONG)
