"""Letting a person into a system: from a checked request to a code."""

import datetime as dt
import uuid

from django.db import connection, transaction

from sen.foundation.sso.errors import AccessDenied
from sen.foundation.sso.models import Audience
from sen.foundation.sso.services.secrets import digest_of, new_secret
from sen.foundation.sso.types import ALWAYS_ASKED, AuthorizationRequest, Standing
from sen.kernel.actor import Actor
from sen.kernel.statements import planned

CODE_LIFE = dt.timedelta(seconds=60)
_INSERT = """
    INSERT INTO sso_signon (id, client_id, account_id, sid, scopes, nonce, redirect_uri, challenge, code_digest, code_until,
        proved_at, assurance, methods, started_at, reason)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '')
"""
_SUBJECT = "INSERT INTO sso_subject (key, account_id) VALUES (%s, %s) ON CONFLICT (account_id) DO NOTHING"


def check_audience(wanted: AuthorizationRequest, standing: Standing) -> None:
    """Pass when the system accepts this kind of account; raises AccessDenied."""
    audience = wanted.client.audience
    officers_only, citizens_only = audience == Audience.OFFICERS, audience == Audience.CITIZENS
    is_officer = standing.kind == "officer"
    if (officers_only and not is_officer) or (citizens_only and is_officer):
        raise AccessDenied("this kind of account is not admitted")


def proof_is_fresh(wanted: AuthorizationRequest, standing: Standing, asked_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether the last proof satisfies ``prompt=login`` and ``max_age``; ``asked_at`` is when this request sent the person to prove it."""
    if asked_at is not None and standing.proved_at >= asked_at:
        return True
    if "login" in wanted.prompts:
        return False
    return wanted.max_age is None or now - standing.proved_at <= dt.timedelta(seconds=wanted.max_age)


def needs_consent(wanted: AuthorizationRequest, standing: Standing) -> bool:
    """Whether the person must be asked first: something not yet allowed, or a system that wants to ask again."""
    asked = set(wanted.scopes) if wanted.client.asks_consent else ALWAYS_ASKED & set(wanted.scopes)
    return "consent" in wanted.prompts or not asked <= standing.allowed


def issue_code(*, actor: Actor, wanted: AuthorizationRequest, standing: Standing, now: dt.datetime) -> str:
    """Write down that the person enters the system from this session, and return the code: usable once, for a minute.

    The row is also the record of who entered what and when.
    """
    code = new_secret()
    with transaction.atomic(savepoint=False), planned(connection) as cursor:
        if not standing.named:
            cursor.execute(_SUBJECT, [uuid.uuid4(), actor.account])
        values = [
            uuid.uuid4(),
            wanted.client.id,
            actor.account,
            standing.sid,
            list(wanted.scopes),
            wanted.nonce,
            wanted.redirect_uri,
            wanted.challenge,
            digest_of(code),
            now + CODE_LIFE,
            standing.proved_at,
            standing.assurance,
            list(standing.methods),
            now,
        ]
        cursor.execute(_INSERT, values)
    return code
