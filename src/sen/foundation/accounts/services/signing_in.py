"""Signing in and out, with the counting of refusals that makes guessing slow."""

import datetime as dt
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models.functions import Now

from sen.foundation.accounts.errors import SessionNotFound, TooManyAttempts, WrongCredentials
from sen.foundation.accounts.models import Account, LiveSession, SignInFailure
from sen.foundation.accounts.selectors.actors import ACTOR, BY_SESSION, read_actor
from sen.foundation.audit.services import record_change, record_sign_in
from sen.kernel import clock
from sen.kernel.actor import ANONYMOUS, Actor, ActorKind
from sen.kernel.text import clean

WINDOW = dt.timedelta(minutes=15)
FAILURES_PER_LOGIN = 5
FAILURES_PER_ADDRESS = 30
SEEN_EVERY = dt.timedelta(minutes=5)
_SEEN = "WITH seen AS (UPDATE accounts_livesession SET seen_at = %(now)s WHERE session_key = %(key)s AND seen_at < %(stale)s) "


def sign_in(*, login: str, password: str, address: str | None, now: dt.datetime) -> Account:
    """Check a log-in name and its password and return the account; a refusal is counted and kept.

    An unknown name costs as much time as a known one.  Attempts on one name wait for each other.
    Raises WrongCredentials, TooManyAttempts.
    """
    login = clean(login).lower()[:120]
    with transaction.atomic():
        _one_at_a_time(login)
        check_attempts(login=login, address=address, now=now)
        account = Account.objects.filter(login=login).first()
        fits = check_password(password, account.password if account else _nobody())
        if account is not None and fits and account.is_active:
            SignInFailure.objects.filter(login=login).delete()
            record_sign_in(actor=_as_actor(account), action="signed_in", account_id=account.pk, now=now, address=address or "")
            return account
        count_refusal(login=login, address=address, now=now)
        record_sign_in(actor=ANONYMOUS, action="refused", account_id=account.pk if account else 0, now=now, address=address or "")
    raise WrongCredentials


def check_attempts(*, login: str, address: str | None, now: dt.datetime) -> None:
    """Pass while the log-in name and the network address have few recent refusals; raises TooManyAttempts with the time to come back."""
    recent = SignInFailure.objects.filter(failed_at__gt=now - WINDOW)
    waits = []
    for failures, limit in ((recent.filter(login=login), FAILURES_PER_LOGIN), (recent.filter(address=address), FAILURES_PER_ADDRESS)):
        newest = list(failures.order_by("-failed_at").values_list("failed_at", flat=True)[:limit])
        if len(newest) == limit and (address is not None or limit == FAILURES_PER_LOGIN):
            waits.append(newest[-1] + WINDOW)
    if waits:
        # A minute is added because the message names whole minutes.
        raise TooManyAttempts(at=f"{clock.local(max(waits) + dt.timedelta(minutes=1)):%H:%M}")


def count_refusal(*, login: str, address: str | None, now: dt.datetime) -> None:
    """Count one refusal and forget those too old to matter."""
    SignInFailure.objects.create(login=login, address=address, failed_at=now)
    SignInFailure.objects.filter(failed_at__lt=now - dt.timedelta(days=1)).delete()


@transaction.atomic
def start_session(*, account_id: int, session_key: str, browser: str, address: str | None, now: dt.datetime) -> LiveSession:
    """Write down that a browser's session now belongs to the account."""
    LiveSession.objects.filter(session_key=session_key).delete()
    return LiveSession.objects.create(
        account_id=account_id, session_key=session_key, browser=browser_name(browser), address=address, started_at=now, seen_at=now
    )


def resume_session(*, session: SessionBase | str, now: dt.datetime) -> Actor:
    """The signed-in person behind a session, with today's rights; notes at most every five minutes that the session is used.

    One statement, so that it may run on every request.  ANONYMOUS when the session has ended.
    """
    key = session if isinstance(session, str) else session.session_key
    if not key:
        return ANONYMOUS
    return read_actor(_SEEN + ACTOR + BY_SESSION, {"key": key, "on": clock.local(now).date(), "now": now, "stale": now - SEEN_EVERY})


@transaction.atomic
def sign_out(*, actor: Actor, session_key: str, now: dt.datetime) -> None:
    """End the browser's session; harmless when it has ended already."""
    ended, _ = LiveSession.objects.filter(session_key=session_key, account=actor.account_id).delete()
    Session.objects.filter(session_key=session_key).delete()
    if ended and actor.account_id:
        record_sign_in(actor=actor, action="signed_out", account_id=actor.account_id, now=now)


@transaction.atomic
def revoke_session(*, actor: Actor, session_id: int, now: dt.datetime) -> None:
    """End one of the actor's own sessions wherever it is open; raises SessionNotFound."""
    live = LiveSession.objects.select_for_update().filter(pk=session_id, account=actor.account_id).first()
    if live is None:
        raise SessionNotFound
    Session.objects.filter(session_key=live.session_key).delete()
    live.delete()
    record_change(
        actor=actor, action="session.revoke", subject_type="account", subject_id=live.account_id, now=now, detail={"browser": live.browser}
    )


@transaction.atomic
def forget_ended_sessions(*, now: dt.datetime) -> int:
    """Delete sessions that have run out and refusals of sign-in older than a day; returns how many sessions."""
    # Stored sessions run out by the real clock, also in a demonstration of another year.
    Session.objects.filter(expire_date__lt=Now()).delete()
    SignInFailure.objects.filter(failed_at__lt=now - dt.timedelta(days=1)).delete()
    ended, _ = LiveSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return ended


def end_other_sessions(account_id: int, keep: str | None) -> int:
    """End every session of the account but one; returns how many ended.  For use inside other services."""
    others = LiveSession.objects.filter(account=account_id).exclude(session_key=keep or "")
    Session.objects.filter(session_key__in=list(others.values_list("session_key", flat=True))).delete()
    return others.delete()[0]


def browser_name(agent: str) -> str:
    """A browser's own description shortened to what a person recognises: ``Firefox, Windows``."""
    names = (
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("coc_coc", "Cốc Cốc"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )
    browser = next((name for sign, name in names if sign in agent), "")
    system = next((name for sign, name in systems if sign in agent), "")
    return ", ".join(part for part in (browser, system) if part) or clean(agent)[:60]


def _one_at_a_time(login: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [login])


@cache
def _nobody() -> str:
    """A hash nobody's password fits, checked for unknown names so that they take as long as known ones."""
    return make_password("không ai dùng mật khẩu này")


def _as_actor(account: Account) -> Actor:
    kind = ActorKind.OFFICER if account.kind == "officer" else ActorKind.CITIZEN
    return Actor(kind, account_id=account.pk, name=account.name, person_id=account.person_id)
