"""Use cases of packets: sending, taking, statuses, the directory, and what people do when something is stuck."""

from sen.capabilities.edocs.services.directory import fetch_directory_page, start_sync
from sen.capabilities.edocs.services.fetching import confirm_packet, fetch_packet, note_offered
from sen.capabilities.edocs.services.operating import cancel_packet, replay_packet, retry_packets
from sen.capabilities.edocs.services.sending import publish_due_packets, queue_change, queue_document, send_packet
from sen.capabilities.edocs.services.statuses import report_answer, report_incoming

__all__ = [
    "cancel_packet",
    "confirm_packet",
    "fetch_directory_page",
    "fetch_packet",
    "note_offered",
    "publish_due_packets",
    "queue_change",
    "queue_document",
    "replay_packet",
    "report_answer",
    "report_incoming",
    "retry_packets",
    "send_packet",
    "start_sync",
]
