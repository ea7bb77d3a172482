"""Use cases of the one-stop, one module per topic.  The only place that writes."""

from sen.capabilities.onestop.services.counter import (
    ask_supplement_at_counter,
    confirm_applicant,
    look_up_applicant,
    receive_case,
    refuse_at_counter,
)
from sen.capabilities.onestop.services.halls import load_halls, save_group, set_desk_count, set_desk_groups
from sen.capabilities.onestop.services.handover import make_handover
from sen.capabilities.onestop.services.printing import export_register, print_handover, print_register, print_signature_line
from sen.capabilities.onestop.services.queue import (
    call_next,
    finish_ticket,
    leave_desk,
    recall_ticket,
    serve_ticket,
    sit_down,
    skip_ticket,
    take_ticket,
)
from sen.capabilities.onestop.services.reporting import load_reporting_calendar, set_reporting_rule
from sen.capabilities.onestop.services.transfers import transfer_many
from sen.capabilities.onestop.services.verifying import verify_account

__all__ = [
    "ask_supplement_at_counter",
    "call_next",
    "confirm_applicant",
    "export_register",
    "finish_ticket",
    "leave_desk",
    "load_halls",
    "load_reporting_calendar",
    "look_up_applicant",
    "make_handover",
    "print_handover",
    "print_register",
    "print_signature_line",
    "recall_ticket",
    "receive_case",
    "refuse_at_counter",
    "save_group",
    "serve_ticket",
    "set_desk_count",
    "set_desk_groups",
    "set_reporting_rule",
    "sit_down",
    "skip_ticket",
    "take_ticket",
    "transfer_many",
    "verify_account",
]
