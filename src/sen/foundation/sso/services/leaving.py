"""Leaving: sessions end, and every system entered from them is told."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from sen.foundation.accounts.services.ending import end_other_sessions
from sen.foundation.audit.services import record_change
from sen.foundation.jobs.services import publish
from sen.foundation.sso.events import SystemLeft
from sen.foundation.sso.models import Client, SignOn, Subject
from sen.foundation.sso.services.keys import signed
from sen.foundation.sso.services.tokens import epoch
from sen.kernel.actor import Actor

LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
NOTICE_LIFE = dt.timedelta(minutes=2)
# The stored session's own expiry follows the real clock, also in a demonstration of another year.
_ORPHANS = """
    SELECT DISTINCT sign_on.sid FROM sso_signon sign_on
    WHERE sign_on.ended_at IS NULL AND sign_on.started_at < %s AND NOT EXISTS (
        SELECT 1 FROM accounts_livesession live
        JOIN django_session stored ON stored.session_key = live.session_key AND stored.expire_date > now()
        WHERE live.sid = sign_on.sid)
    LIMIT %s
"""


@transaction.atomic
def end_sign_ons(*, sids: Sequence[str | uuid.UUID], now: dt.datetime, reason: str = "signed-out") -> int:
    """End what was entered from these sessions and queue a message to each system; returns how many sign-ons ended.  May run twice."""
    open_ones = SignOn.objects.select_for_update().filter(sid__in=list(sids), ended_at__isnull=True)
    rows = list(open_ones.values_list("client_id", "account_id", "sid"))
    tell_systems(rows, now=now)
    return SignOn.objects.filter(sid__in=list(sids), ended_at__isnull=True).update(ended_at=now, reason=reason) if rows else 0


@transaction.atomic
def end_everywhere(*, actor: Actor, account_id: int, now: dt.datetime) -> int:
    """Sign the account out of every browser and every system at once; returns how many sessions ended.

    For the owner, and for those who close or lock the account.
    """
    ended = end_other_sessions(account_id, None, now=now)
    sids = list(SignOn.objects.filter(account_id=account_id, ended_at__isnull=True).values_list("sid", flat=True))
    end_sign_ons(sids=sids, now=now, reason="everywhere")
    detail = {"sessions": ended, "sign_ons": len(sids)}
    record_change(actor=actor, action="sso.end_everywhere", subject_type="account", subject_id=account_id, now=now, detail=detail)
    return ended


@transaction.atomic
def end_orphans(*, now: dt.datetime, limit: int = 500) -> int:
    """End sign-ons whose session ran out by itself, and tell their systems; returns how many.  Tokens died with the session already."""
    with connection.cursor() as cursor:
        cursor.execute(_ORPHANS, [now - dt.timedelta(minutes=1), limit])
        found = [row[0] for row in cursor.fetchall()]
    return end_sign_ons(sids=found, now=now, reason="expired") if found else 0


def tell_systems(left: Iterable[tuple[int, int, uuid.UUID]], *, now: dt.datetime) -> None:
    """Queue one message for each (system, account, session) to systems that want to know.  For use inside other services."""
    rows = set(left)
    listening = set(Client.objects.filter(pk__in={row[0] for row in rows}).exclude(backchannel_uri="").values_list("pk", flat=True))
    for client_id, account_id, sid in sorted(rows, key=str):
        if client_id in listening:
            publish(SystemLeft(client_id, account_id, str(sid)), now=now)


def logout_token(*, client: Client, account_id: int, sid: str, now: dt.datetime) -> str:
    """The signed message that a session ended (OpenID Connect Back-Channel Logout 1.0, section 2.4).  It never carries a nonce."""
    subject = Subject.objects.filter(account_id=account_id).values_list("key", flat=True).first()
    claims: dict[str, Any] = {
        "iss": settings.SITE_URL,
        "aud": client.client_id,
        "iat": epoch(now),
        "exp": epoch(now + NOTICE_LIFE),
        "jti": uuid.uuid4().hex,
        "sid": sid,
        "events": {LOGOUT_EVENT: {}},
    }
    return signed(claims | ({"sub": str(subject)} if subject else {}), kind="logout+jwt")
