"""Changes of accounts, by topic."""

from sen.foundation.accounts.services.appointments import appoint, delegate, end_appointment, move_officer, revoke_delegation
from sen.foundation.accounts.services.citizens import change_password, link_person, register_citizen
from sen.foundation.accounts.services.demonstration import NameBook, demo_hash, load_demo_citizens, load_officers
from sen.foundation.accounts.services.officers import close_account, create_officer, reopen_account, reset_password
from sen.foundation.accounts.services.signing_in import (
    forget_ended_sessions,
    resume_session,
    revoke_session,
    sign_in,
    sign_out,
    start_session,
)
from sen.foundation.accounts.services.temporary_passwords import choose_password, renewal_proof

__all__ = [
    "NameBook",
    "appoint",
    "change_password",
    "choose_password",
    "close_account",
    "create_officer",
    "delegate",
    "demo_hash",
    "end_appointment",
    "forget_ended_sessions",
    "link_person",
    "load_demo_citizens",
    "load_officers",
    "move_officer",
    "register_citizen",
    "renewal_proof",
    "reopen_account",
    "reset_password",
    "resume_session",
    "revoke_delegation",
    "revoke_session",
    "sign_in",
    "sign_out",
    "start_session",
]
