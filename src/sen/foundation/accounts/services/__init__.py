"""Changes of accounts, by topic."""

from sen.foundation.accounts.services.appointments import appoint, delegate, end_appointment, revoke_delegation
from sen.foundation.accounts.services.citizens import change_password, link_person, register_citizen
from sen.foundation.accounts.services.demonstration import NameBook, demo_hash, load_demo_citizens, load_officers
from sen.foundation.accounts.services.signing_in import (
    forget_ended_sessions,
    resume_session,
    revoke_session,
    sign_in,
    sign_out,
    start_session,
)

__all__ = [
    "NameBook",
    "appoint",
    "change_password",
    "delegate",
    "demo_hash",
    "end_appointment",
    "forget_ended_sessions",
    "link_person",
    "load_demo_citizens",
    "load_officers",
    "register_citizen",
    "resume_session",
    "revoke_delegation",
    "revoke_session",
    "sign_in",
    "sign_out",
    "start_session",
]
