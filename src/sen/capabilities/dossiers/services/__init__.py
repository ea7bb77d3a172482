"""Use cases on dossiers, one module per topic.  The only place that writes."""

from sen.capabilities.dossiers.services.deadlines import extend_deadline, resume_dossier, suspend_for_financial_duty
from sen.capabilities.dossiers.services.drafts import (
    attach_to_draft,
    choose_case,
    discard_draft,
    remove_from_draft,
    save_answers,
    start_draft,
    submit_draft,
)
from sen.capabilities.dossiers.services.ending import ask_withdrawal, confirm_withdrawal, keep_dossier, stop_dossier, withdraw_dossier
from sen.capabilities.dossiers.services.handing_back import hand_back_work
from sen.capabilities.dossiers.services.intake import open_dossier, receive_at_counter, submit_application
from sen.capabilities.dossiers.services.letters import refuse_letters, send_letter, send_waiting_letters, write_letter
from sen.capabilities.dossiers.services.outcomes import (
    draft_outcome,
    return_result,
    revoke_outcome,
    sign_outcome,
    sign_outcomes,
    undo_return,
)
from sen.capabilities.dossiers.services.reception import accept_dossier, refuse_dossier, transfer_dossier, undo_accept, undo_transfer
from sen.capabilities.dossiers.services.resending import note_told, send_again
from sen.capabilities.dossiers.services.routing import redirect_dossier
from sen.capabilities.dossiers.services.slips import sign_form
from sen.capabilities.dossiers.services.steps import answer_consultation, assign_item, complete_step, consult_agencies, send_back
from sen.capabilities.dossiers.services.supplements import answer_supplement, request_supplement
from sen.capabilities.dossiers.services.tally import fold_tally, recount_tally

__all__ = [
    "accept_dossier",
    "answer_consultation",
    "answer_supplement",
    "ask_withdrawal",
    "assign_item",
    "attach_to_draft",
    "choose_case",
    "complete_step",
    "confirm_withdrawal",
    "consult_agencies",
    "discard_draft",
    "draft_outcome",
    "extend_deadline",
    "fold_tally",
    "hand_back_work",
    "keep_dossier",
    "note_told",
    "open_dossier",
    "receive_at_counter",
    "recount_tally",
    "redirect_dossier",
    "refuse_dossier",
    "refuse_letters",
    "remove_from_draft",
    "request_supplement",
    "resume_dossier",
    "return_result",
    "revoke_outcome",
    "save_answers",
    "send_again",
    "send_back",
    "send_letter",
    "send_waiting_letters",
    "sign_form",
    "sign_outcome",
    "sign_outcomes",
    "start_draft",
    "stop_dossier",
    "submit_application",
    "submit_draft",
    "suspend_for_financial_duty",
    "transfer_dossier",
    "undo_accept",
    "undo_return",
    "undo_transfer",
    "withdraw_dossier",
    "write_letter",
]
