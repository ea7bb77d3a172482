"""Changes at signing on, by topic."""

from sen.foundation.sso.services.authorizing import check_audience, issue_code, needs_consent, proof_is_fresh
from sen.foundation.sso.services.clients import (
    change_client,
    disable_client,
    enable_client,
    forget_former_secret,
    put_demo_client,
    register_client,
    rotate_secret,
)
from sen.foundation.sso.services.consents import give_consent, revoke_consent
from sen.foundation.sso.services.keys import public_keys, rotate_keys, rotate_old_keys, verified
from sen.foundation.sso.services.leaving import end_everywhere, end_orphans, end_sign_ons, logout_token
from sen.foundation.sso.services.telling import tell_client
from sen.foundation.sso.services.tokens import (
    forget_old_tokens,
    grant_alone,
    recognise_client,
    redeem_code,
    refresh_tokens,
    revoke_token,
)

__all__ = [
    "change_client",
    "check_audience",
    "disable_client",
    "enable_client",
    "end_everywhere",
    "end_orphans",
    "end_sign_ons",
    "forget_former_secret",
    "forget_old_tokens",
    "give_consent",
    "grant_alone",
    "issue_code",
    "logout_token",
    "needs_consent",
    "proof_is_fresh",
    "public_keys",
    "put_demo_client",
    "recognise_client",
    "redeem_code",
    "refresh_tokens",
    "register_client",
    "revoke_consent",
    "revoke_token",
    "rotate_keys",
    "rotate_old_keys",
    "rotate_secret",
    "tell_client",
    "verified",
]
