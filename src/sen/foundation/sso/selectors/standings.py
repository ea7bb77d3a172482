"""What stands behind a session, a code's owner or a token at this moment.

Every question is one statement that looks at the session and the account itself: when either is gone, so is the token.
"""

import datetime as dt
from typing import Any

from django.db import connection

from sen.foundation.sso.types import Bearer, Owner, Standing
from sen.kernel.statements import planned

# The stored session's own expiry follows the real clock, also in a demonstration of another year.
_STANDING = """
    SELECT live.sid, live.account_id, account.kind, coalesce(live.confirmed_at, live.started_at), live.methods, live.assurance,
        consent.scopes, EXISTS (SELECT 1 FROM sso_subject subject WHERE subject.account_id = live.account_id)
    FROM accounts_livesession live
    JOIN accounts_account account ON account.id = live.account_id AND account.is_active
    JOIN django_session stored ON stored.session_key = live.session_key AND stored.expire_date > now()
    LEFT JOIN sso_consent consent ON consent.account_id = live.account_id AND consent.client_id = %s AND consent.revoked_at IS NULL
    WHERE live.session_key = %s
"""
_BEARER = """
    SELECT token.kind, client.client_id, token.scopes, token.issued_at, token.expires_at, sign_on.account_id, subject.key, sign_on.sid,
        sign_on.proved_at, sign_on.assurance, sign_on.methods, owner.login, owner.kind, owner.name, owner.email, owner.phone
    FROM sso_token token
    JOIN sso_client client ON client.id = token.client_id AND client.disabled_at IS NULL
    LEFT JOIN sso_signon sign_on ON sign_on.id = token.sign_on_id
    LEFT JOIN accounts_account owner ON owner.id = sign_on.account_id
    LEFT JOIN sso_subject subject ON subject.account_id = sign_on.account_id
    WHERE token.digest = %(digest)s AND token.revoked_at IS NULL AND token.used_at IS NULL AND token.expires_at > %(now)s
      AND (token.sign_on_id IS NULL OR (sign_on.ended_at IS NULL AND EXISTS (
        SELECT 1 FROM accounts_livesession live
        JOIN accounts_account account ON account.id = live.account_id AND account.is_active
        JOIN django_session stored ON stored.session_key = live.session_key AND stored.expire_date > now()
        WHERE live.sid = sign_on.sid AND live.account_id = sign_on.account_id)))
"""


def find_standing(session_key: str, client_id: int) -> Standing | None:
    """The session of a signed-in browser and what its owner allowed to the system; None when nobody is signed in."""
    with planned(connection) as cursor:
        cursor.execute(_STANDING, [client_id, session_key])
        row = cursor.fetchone()
    if row is None:
        return None
    sid, account_id, kind, proved_at, methods, assurance, allowed, named = row
    return Standing(sid, account_id, kind, proved_at, tuple(methods), assurance, frozenset(allowed or ()), named)


def find_bearer(digest: bytes, now: dt.datetime) -> Bearer | None:
    """The token with this digest while it, its system, its session and its account all live; otherwise None."""
    with planned(connection) as cursor:
        cursor.execute(_BEARER, {"digest": digest, "now": now})
        row = cursor.fetchone()
    return _bearer(row) if row else None


def session_name(session_key: str) -> str:
    """The name other systems know a browser's session by; empty when it has ended."""
    with planned(connection) as cursor:
        cursor.execute("SELECT sid::text FROM accounts_livesession WHERE session_key = %s", [session_key])
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _bearer(row: tuple[Any, ...]) -> Bearer:
    kind, client_id, scopes, issued_at, expires_at, account_id, subject, sid, proved_at, assurance, methods, *owner = row
    return Bearer(
        kind,
        client_id,
        tuple(scopes),
        issued_at,
        expires_at,
        account_id,
        str(subject) if subject else "",
        str(sid) if sid else "",
        proved_at,
        assurance or 0,
        tuple(methods or ()),
        Owner(*owner) if account_id else None,
    )
