"""Codes and refresh tokens exchanged for tokens, tokens revoked, systems recognised."""

import base64
import datetime as dt
import hashlib
import hmac
import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from sen.foundation.sso.errors import InvalidClient, InvalidGrant, InvalidScope, UnauthorizedClient
from sen.foundation.sso.models import SignOn, Token, TokenForm, TokenKind
from sen.foundation.sso.services.keys import signed
from sen.foundation.sso.services.secrets import digest_of, new_secret
from sen.foundation.sso.types import ClientFacts, TokenAnswer
from sen.kernel import clock
from sen.kernel.statements import planned

ACCESS_LIFE = dt.timedelta(minutes=10)
ID_LIFE = dt.timedelta(minutes=5)
REFRESH_LIFE = dt.timedelta(hours=8)
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_ALIVE = """sign_on.ended_at IS NULL AND EXISTS (
        SELECT 1 FROM accounts_livesession live
        JOIN accounts_account account ON account.id = live.account_id AND account.is_active
        JOIN django_session stored ON stored.session_key = live.session_key AND stored.expire_date > now()
        WHERE live.sid = sign_on.sid AND live.account_id = sign_on.account_id)"""
_FAMILY = f"""sign_on.id, subject.key, sign_on.sid, sign_on.scopes, sign_on.nonce, sign_on.proved_at, sign_on.assurance, sign_on.methods,
    {_ALIVE}"""
# The code is used up by whoever shows it first, in the same statement that reads it.
_TAKE_CODE = f"""
    WITH found AS (SELECT id, code_used_at FROM sso_signon WHERE code_digest = %(digest)s AND client_id = %(client)s FOR UPDATE)
    UPDATE sso_signon sign_on SET code_used_at = coalesce(sign_on.code_used_at, %(now)s)
    FROM found, sso_subject subject
    WHERE sign_on.id = found.id AND subject.account_id = sign_on.account_id
    RETURNING {_FAMILY}, found.code_used_at, sign_on.code_until, sign_on.redirect_uri, sign_on.challenge
"""  # noqa: S608 - made of constants
_TAKE_REFRESH = f"""
    WITH found AS (
        SELECT id, used_at FROM sso_token WHERE digest = %(digest)s AND client_id = %(client)s AND kind = 'refresh' FOR UPDATE)
    UPDATE sso_token token SET used_at = coalesce(token.used_at, %(now)s)
    FROM found, sso_signon sign_on, sso_subject subject
    WHERE token.id = found.id AND sign_on.id = token.sign_on_id AND subject.account_id = sign_on.account_id
    RETURNING {_FAMILY}, found.used_at, token.expires_at, token.revoked_at, token.scopes
"""  # noqa: S608 - made of constants
_INSERT = """
    INSERT INTO sso_token (digest, kind, client_id, sign_on_id, scopes, issued_at, expires_at) VALUES (%s, %s, %s, %s, %s, %s, %s)"""


@dataclass(frozen=True)
class _Family:
    """The sign-on behind a code or refresh token."""

    id: uuid.UUID
    subject: str
    sid: str
    scopes: tuple[str, ...]
    nonce: str
    proved_at: dt.datetime
    assurance: int
    methods: tuple[str, ...]
    alive: bool


def recognise_client(client: ClientFacts | None, secret: str | None, now: dt.datetime) -> ClientFacts:
    """The system when it may speak and its secret fits (a public one has none); raises InvalidClient."""
    if client is None or client.disabled:
        raise InvalidClient("unknown client")
    if client.is_public:
        if secret is not None:
            raise InvalidClient("this client has no secret")
        return client
    given = digest_of(secret or "")
    former = client.former_digest if client.former_until and client.former_until > now else None
    if not any(hmac.compare_digest(given, kept) for kept in (client.secret_digest, former) if kept):
        raise InvalidClient("client authentication failed")
    return client


def redeem_code(*, client: ClientFacts, code: str, redirect_uri: str, verifier: str, now: dt.datetime) -> TokenAnswer:
    """Tokens for a code shown for the first time, by its own system, in time, from the right address, with the right verifier.

    A code shown again ends the whole sign-on with every token of it.  Raises InvalidGrant, with what was ended kept.
    """
    with transaction.atomic(savepoint=False):
        row = _one(_TAKE_CODE, {"digest": digest_of(code), "client": client.id, "now": now})
        if row is None:
            fault = "the code is unknown"
        else:
            family, used_at, until, kept_uri, challenge = _family(row[:9]), *row[9:]
            fault = _code_fault(family, used_at, until > now, redirect_uri == kept_uri, _fits(verifier, challenge))
            if not fault:
                return _issue(client, family, family.scopes, now, nonce=family.nonce)
            if used_at is not None:
                _end_family(family.id, "code-replayed", now)
    raise InvalidGrant(fault)


def refresh_tokens(*, client: ClientFacts, refresh_token: str, scope: str, now: dt.datetime) -> TokenAnswer:
    """New tokens for a refresh token, which is thereby used up; shown again, it ends the sign-on with every token of it.

    Raises InvalidGrant, InvalidScope.
    """
    fault = "the refresh token is unknown"
    with transaction.atomic(savepoint=False):
        row = _one(_TAKE_REFRESH, {"digest": digest_of(refresh_token), "client": client.id, "now": now})
        if row is not None:
            family, used_at, until, revoked_at, held = _family(row[:9]), *row[9:]
            fault = _refresh_fault(family, used_at, until > now, revoked_at)
            narrowed = tuple(scope.split()) or tuple(held)
            if not fault and set(narrowed) <= set(held):
                return _issue(client, family, narrowed, now, refresh_scopes=tuple(held))
            if used_at is not None:
                _end_family(family.id, "refresh-replayed", now)
    if not fault:
        raise InvalidScope("the scope is wider than what was granted")
    raise InvalidGrant(fault)


def grant_alone(*, client: ClientFacts, scope: str, now: dt.datetime) -> TokenAnswer:
    """A token in the system's own name, with no person behind it; raises UnauthorizedClient, InvalidScope."""
    if not client.acts_alone or client.is_public:
        raise UnauthorizedClient("this client may not use client_credentials")
    if scope:
        raise InvalidScope("no scope is granted to a client alone")
    token = new_secret()
    with planned(connection) as cursor:
        cursor.execute(_INSERT, [digest_of(token), TokenKind.ACCESS.value, client.id, None, [], now, now + ACCESS_LIFE])
    return TokenAnswer(token, int(ACCESS_LIFE.total_seconds()), ())


@transaction.atomic
def revoke_token(*, client: ClientFacts, token: str, now: dt.datetime) -> None:
    """Take back a token of this system; with a refresh token the whole sign-on ends.  Quiet about unknown and other systems' tokens."""
    found = Token.objects.select_for_update().filter(digest=digest_of(token), client_id=client.id, revoked_at__isnull=True).first()
    if found is None:
        return
    found.revoked_at = now
    found.save(update_fields=["revoked_at"])
    if found.kind == TokenKind.REFRESH and found.sign_on_id:
        _end_family(found.sign_on_id, "revoked", now)


@transaction.atomic
def forget_old_tokens(*, now: dt.datetime) -> int:
    """Delete tokens that ran out a day ago and sign-ons that ended 90 days ago; returns how many tokens."""
    # A used refresh token is kept while its family lives: shown again, it must still be recognised.
    ran_out = Token.objects.filter(expires_at__lt=now - dt.timedelta(days=1))
    forgotten, _rows = ran_out.delete()
    SignOn.objects.filter(ended_at__lt=now - dt.timedelta(days=90)).delete()
    return forgotten


def epoch(instant: dt.datetime) -> int:
    """The instant as other programs count it, by the real clock also in a demonstration of another year."""
    return int((instant - clock.clock_shift()).timestamp())


def _code_fault(family: _Family, used_at: dt.datetime | None, in_time: bool, same_address: bool, fits: bool) -> str:
    if used_at is not None:
        return "the code was used before"
    checks = (
        (in_time, "the code has expired"),
        (same_address, "redirect_uri differs from the request"),
        (fits, "code_verifier does not fit"),
        (family.alive, "the session has ended"),
    )
    return next((fault for passed, fault in checks if not passed), "")


def _refresh_fault(family: _Family, used_at: dt.datetime | None, in_time: bool, revoked_at: dt.datetime | None) -> str:
    if used_at is not None:
        return "the refresh token was used before"
    checks = (
        (revoked_at is None, "the refresh token was revoked"),
        (in_time, "the refresh token has expired"),
        (family.alive, "the session has ended"),
    )
    return next((fault for passed, fault in checks if not passed), "")


def _fits(verifier: str, challenge: str) -> bool:
    """RFC 7636, section 4.6."""
    if not _VERIFIER.fullmatch(verifier):
        return False
    made = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")
    return hmac.compare_digest(made, challenge)


def _issue(
    client: ClientFacts,
    family: _Family,
    scopes: tuple[str, ...],
    now: dt.datetime,
    *,
    nonce: str = "",
    refresh_scopes: tuple[str, ...] | None = None,
) -> TokenAnswer:
    access = _access_token(client, family, scopes, now)
    rows = [[digest_of(access), TokenKind.ACCESS.value, client.id, family.id, list(scopes), now, now + ACCESS_LIFE]]
    refresh = ""
    if client.refreshes:
        refresh = new_secret()
        kept = list(refresh_scopes or scopes)
        rows.append([digest_of(refresh), TokenKind.REFRESH.value, client.id, family.id, kept, now, now + REFRESH_LIFE])
    with planned(connection) as cursor:
        cursor.execute(_INSERT + ", (%s, %s, %s, %s, %s, %s, %s)" * (len(rows) - 1), [value for row in rows for value in row])
    id_token = signed(_id_claims(client, family, access, nonce, now), kind="JWT")
    return TokenAnswer(access, int(ACCESS_LIFE.total_seconds()), scopes, refresh, id_token)


def _access_token(client: ClientFacts, family: _Family, scopes: tuple[str, ...], now: dt.datetime) -> str:
    if client.token_form == TokenForm.OPAQUE:
        return new_secret()
    claims = {
        "iss": settings.SITE_URL,
        "sub": family.subject,
        "aud": client.client_id,
        "client_id": client.client_id,
        "scope": " ".join(scopes),
        "iat": epoch(now),
        "exp": epoch(now + ACCESS_LIFE),
        "jti": uuid.uuid4().hex,
        **_proof(family),
    }
    return signed(claims, kind="at+jwt")


def _id_claims(client: ClientFacts, family: _Family, access: str, nonce: str, now: dt.datetime) -> dict[str, Any]:
    half = hashlib.sha256(access.encode("ascii")).digest()[:16]
    claims = {
        "iss": settings.SITE_URL,
        "sub": family.subject,
        "aud": client.client_id,
        "iat": epoch(now),
        "exp": epoch(now + ID_LIFE),
        "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode("ascii"),
        **_proof(family),
    }
    return claims | ({"nonce": nonce} if nonce else {})


def _proof(family: _Family) -> dict[str, Any]:
    return {
        "sid": family.sid,
        "auth_time": epoch(family.proved_at),
        "acr": f"loa{family.assurance}",
        "amr": list(family.methods),
    }


def _end_family(sign_on_id: uuid.UUID, reason: str, now: dt.datetime) -> None:
    SignOn.objects.filter(pk=sign_on_id, ended_at__isnull=True).update(ended_at=now, reason=reason)


def _one(statement: str, values: dict[str, Any]) -> tuple[Any, ...] | None:
    with planned(connection) as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def _family(row: tuple[Any, ...]) -> _Family:
    id, subject, sid, scopes, nonce, proved_at, assurance, methods, alive = row
    return _Family(id, str(subject), str(sid), tuple(scopes), nonce, proved_at, assurance, tuple(methods), alive)
