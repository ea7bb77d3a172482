"""Use cases on documents, one module per topic.  The only place that writes."""

from sen.capabilities.correspondence.services.answers import (
    answer_change,
    answer_paper_recall,
    ask_change_from_outside,
    note_change_answer,
    write_down_answer,
)
from sen.capabilities.correspondence.services.arriving import receive_by_hand, receive_from_outside
from sen.capabilities.correspondence.services.books import (
    NewBook,
    close_book,
    give_book_right,
    load_books,
    open_book,
    rename_book,
    withdraw_book_right,
)
from sen.capabilities.correspondence.services.changes import recall_outgoing, replace_outgoing, update_outgoing
from sen.capabilities.correspondence.services.contents import write_content
from sen.capabilities.correspondence.services.copies import NewCopyUse, return_copy, use_copy
from sen.capabilities.correspondence.services.delivering import (
    note_delivery_state,
    note_delivery_trouble,
    receive_inside,
    receive_waiting,
)
from sen.capabilities.correspondence.services.groups import load_groups, remove_group, save_group
from sen.capabilities.correspondence.services.handling import (
    direct_all,
    direct_incoming,
    finish_by_tasks,
    finish_incoming,
    note_answer,
    pass_on,
    reopen_incoming,
    start_incoming,
)
from sen.capabilities.correspondence.services.kinds import load_kinds
from sen.capabilities.correspondence.services.numbering import reserve_numbers, take_number, void_number
from sen.capabilities.correspondence.services.outgoing import (
    Origin,
    add_recipients,
    issue_document,
    register_outgoing,
    seal_outgoing,
    send_outgoing,
    set_recipients,
)
from sen.capabilities.correspondence.services.registering import correct_entry, refuse_incoming, register_all, register_incoming
from sen.capabilities.correspondence.services.rights import confirm_grant, grant_document, note_view, withdraw_grant
from sen.capabilities.correspondence.services.secrets import register_secret

__all__ = [
    "NewBook",
    "NewCopyUse",
    "Origin",
    "add_recipients",
    "answer_change",
    "answer_paper_recall",
    "ask_change_from_outside",
    "close_book",
    "confirm_grant",
    "correct_entry",
    "direct_all",
    "direct_incoming",
    "finish_by_tasks",
    "finish_incoming",
    "give_book_right",
    "grant_document",
    "issue_document",
    "load_books",
    "load_groups",
    "load_kinds",
    "note_answer",
    "note_change_answer",
    "note_delivery_state",
    "note_delivery_trouble",
    "note_view",
    "open_book",
    "pass_on",
    "recall_outgoing",
    "receive_by_hand",
    "receive_from_outside",
    "receive_inside",
    "receive_waiting",
    "refuse_incoming",
    "register_all",
    "register_incoming",
    "register_outgoing",
    "register_secret",
    "remove_group",
    "rename_book",
    "reopen_incoming",
    "replace_outgoing",
    "reserve_numbers",
    "save_group",
    "return_copy",
    "seal_outgoing",
    "send_outgoing",
    "set_recipients",
    "start_incoming",
    "take_number",
    "update_outgoing",
    "use_copy",
    "void_number",
    "withdraw_book_right",
    "withdraw_grant",
    "write_content",
    "write_down_answer",
]
