"""Every read of the one-stop that leaves the app."""

from sen.capabilities.onestop.selectors.counter import procedure_in_hand
from sen.capabilities.onestop.selectors.handover import group_by_receiver, list_handovers, list_to_hand_over
from sen.capabilities.onestop.selectors.periods import free_period, period_of, reporting_rule
from sen.capabilities.onestop.selectors.queue import desk_of, list_lines, queue_board
from sen.capabilities.onestop.selectors.reports import build_report, report_facts

__all__ = [
    "build_report",
    "desk_of",
    "free_period",
    "group_by_receiver",
    "list_handovers",
    "list_lines",
    "list_to_hand_over",
    "period_of",
    "procedure_in_hand",
    "queue_board",
    "report_facts",
    "reporting_rule",
]
