"""Use cases of drafting, by topic."""

from sen.capabilities.drafting.services.approving import (
    approve_draft,
    check_form,
    drop_draft,
    return_draft,
    submit_draft,
    take_back_draft,
)
from sen.capabilities.drafting.services.gathering import (
    add_member,
    ask_opinions,
    attach_file,
    close_opinions,
    comment_draft,
    detach_file,
    give_opinion,
    remove_member,
    settle_comment,
)
from sen.capabilities.drafting.services.signing import issue_draft, issue_drafts, sign_draft, sign_drafts
from sen.capabilities.drafting.services.templates import load_templates, save_as_template
from sen.capabilities.drafting.services.writing import (
    create_draft,
    follow_draft,
    note_reading,
    restore_version,
    save_draft,
    set_recipients,
)

__all__ = [
    "add_member",
    "approve_draft",
    "ask_opinions",
    "attach_file",
    "check_form",
    "close_opinions",
    "comment_draft",
    "create_draft",
    "detach_file",
    "drop_draft",
    "follow_draft",
    "give_opinion",
    "issue_draft",
    "issue_drafts",
    "load_templates",
    "note_reading",
    "remove_member",
    "restore_version",
    "return_draft",
    "save_as_template",
    "save_draft",
    "set_recipients",
    "settle_comment",
    "sign_draft",
    "sign_drafts",
    "submit_draft",
    "take_back_draft",
]
