"""What the one-stop keeps of its own: queue, hand-over records, reporting calendar."""

from sen.capabilities.onestop.models.handover import HandOver, HandOverLine
from sen.capabilities.onestop.models.queue import Desk, Ticket, TicketGroup
from sen.capabilities.onestop.models.reporting import ReportingCalendar

__all__ = ["Desk", "HandOver", "HandOverLine", "ReportingCalendar", "Ticket", "TicketGroup"]
