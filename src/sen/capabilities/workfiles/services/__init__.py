"""Use cases of work files.  Loading of rules and demonstration lies in their own modules."""

from sen.capabilities.workfiles.services.archiving import answer_hand_over, answer_keeping, ask_to_keep, call_for_files, submit_files
from sen.capabilities.workfiles.services.closing import close_file, reopen_file
from sen.capabilities.workfiles.services.exporting import advance_export, ask_export, discard_exports, take_export
from sen.capabilities.workfiles.services.filing import put_note, put_record, put_records, remove_item
from sen.capabilities.workfiles.services.listing import (
    add_entry,
    add_heading,
    approve_list,
    make_list,
    remove_entry,
    remove_heading,
    send_back_list,
    submit_list,
)
from sen.capabilities.workfiles.services.opening import (
    correct_file,
    drop_file,
    freeze_file,
    open_listed_file,
    open_own_file,
    pass_files,
    unfreeze_file,
)
from sen.capabilities.workfiles.services.printing import print_index, print_list
from sen.capabilities.workfiles.services.recording import record_view
from sen.capabilities.workfiles.services.retention import change_term, check_term
from sen.capabilities.workfiles.services.rights import confirm_access, give_access, withdraw_access

__all__ = [
    "add_entry",
    "add_heading",
    "advance_export",
    "answer_hand_over",
    "answer_keeping",
    "approve_list",
    "ask_export",
    "ask_to_keep",
    "call_for_files",
    "change_term",
    "check_term",
    "close_file",
    "confirm_access",
    "correct_file",
    "discard_exports",
    "drop_file",
    "freeze_file",
    "give_access",
    "make_list",
    "open_listed_file",
    "open_own_file",
    "pass_files",
    "print_index",
    "print_list",
    "put_note",
    "put_record",
    "put_records",
    "record_view",
    "remove_entry",
    "remove_heading",
    "remove_item",
    "reopen_file",
    "send_back_list",
    "submit_files",
    "submit_list",
    "take_export",
    "unfreeze_file",
    "withdraw_access",
]
