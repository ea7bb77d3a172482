"""Signing in and out, with the counting of refusals that makes guessing slow."""

import datetime as dt
from collections.abc import Sequence
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.functions import Now

from sen.foundation.accounts.errors import SessionNotFound, WrongCredentials
from sen.foundation.accounts.models import Account, LiveSession, RateCount, SecurityNotice, SignInFailure
from sen.foundation.accounts.selectors.actors import BY_SESSION, read_actor
from sen.foundation.accounts.selectors.factors import count_factors
from sen.foundation.accounts.services.attempts import FAILURES_PER_LOGIN, check_attempts, count_refusal, one_at_a_time
from sen.foundation.accounts.services.ending import end_sessions
from sen.foundation.accounts.services.noticing import MANY_REFUSALS, tell, watch_sign_in
from sen.foundation.accounts.types import Visit
from sen.foundation.audit.services import record_change, record_sign_in
from sen.kernel import clock
from sen.kernel.actor import ANONYMOUS, Actor, ActorKind
from sen.kernel.text import clean

SECOND_FACTORS = frozenset({"otp", "hwk"})
SEEN_EVERY = dt.timedelta(minutes=5)
_SEEN = "WITH seen AS (UPDATE accounts_livesession SET seen_at = %(now)s WHERE session_key = %(key)s AND seen_at < %(stale)s) "


def sign_in(*, login: str, password: str, address: str | None, now: dt.datetime) -> Account:
    """Check a log-in name and its password and return the account; a refusal is counted and kept.

    An unknown name costs as much time as a known one.  Attempts on one name wait for each other.
    Raises WrongCredentials, TooManyAttempts.
    """
    login = clean(login).lower()[:120]
    with transaction.atomic():
        one_at_a_time(login)
        check_attempts(login=login, address=address, now=now)
        account = Account.objects.filter(login=login).first()
        fits = check_password(password, account.password if account else _nobody())
        if account is not None and fits and account.is_active:
            refused, _ = SignInFailure.objects.filter(login=login).delete()
            if refused >= MANY_REFUSALS:
                tell(account_id=account.pk, kind=SecurityNotice.Kind.REFUSALS, visit=Visit("", address), count=refused, now=now)
            record_sign_in(actor=_as_actor(account), action="signed_in", account_id=account.pk, now=now, address=address or "")
            return account
        refused = count_refusal(login=login, address=address, now=now)
        if account is not None and refused == FAILURES_PER_LOGIN:
            tell(account_id=account.pk, kind=SecurityNotice.Kind.REFUSALS, visit=Visit("", address), count=refused, now=now)
        record_sign_in(actor=ANONYMOUS, action="refused", account_id=account.pk if account else 0, now=now, address=address or "")
    raise WrongCredentials


@transaction.atomic
def start_session(
    *,
    account_id: int,
    session_key: str,
    browser: str,
    address: str | None,
    now: dt.datetime,
    methods: Sequence[str] = ("pwd",),
    assurance: int = 0,
) -> LiveSession:
    """Write down that a browser's session now belongs to the account, and how its owner proved it (words of RFC 8176).

    ``assurance`` is the level an outside identity provider vouches for; the account's own level counts when it is higher.
    """
    account = Account.objects.get(pk=account_id)
    visit = Visit(browser_name(browser), address)
    watch_sign_in(account=account, visit=visit, now=now)
    LiveSession.objects.filter(session_key=session_key).delete()
    proved = SECOND_FACTORS.intersection(methods) or not count_factors(account_id)
    return LiveSession.objects.create(
        account=account,
        session_key=session_key,
        browser=visit.browser,
        address=address,
        started_at=now,
        seen_at=now,
        methods=list(methods),
        assurance=assurance_of(max(account.assurance, assurance), methods),
        # A browser that was spared the second factor has yet to prove itself before a grave change.
        confirmed_at=now if proved else None,
    )


def assurance_of(known: int, methods: Sequence[str]) -> int:
    """The level of a session: 1 the owner stated an identity, 2 it is verified, 3 verified and proved with two factors."""
    return 3 if known >= 2 and SECOND_FACTORS.intersection(methods) else min(known, 2)


def resume_session(*, session: SessionBase | str, now: dt.datetime) -> Actor:
    """The signed-in person behind a session, with today's rights; notes at most every five minutes that the session is used.

    One statement, so that it may run on every request.  ANONYMOUS when the session has ended.
    """
    key = session if isinstance(session, str) else session.session_key
    if not key:
        return ANONYMOUS
    return read_actor(_SEEN + BY_SESSION, {"key": key, "on": clock.local(now).date(), "now": now, "stale": now - SEEN_EVERY})


@transaction.atomic
def sign_out(*, actor: Actor, session_key: str, now: dt.datetime) -> None:
    """End the browser's session; harmless when it has ended already."""
    ended = end_sessions(list(LiveSession.objects.filter(session_key=session_key, account=actor.account_id)), now=now)
    Session.objects.filter(session_key=session_key).delete()
    if ended and actor.account_id:
        record_sign_in(actor=actor, action="signed_out", account_id=actor.account_id, now=now)


@transaction.atomic
def revoke_session(*, actor: Actor, session_id: int, now: dt.datetime) -> None:
    """End one of the actor's own sessions wherever it is open; raises SessionNotFound."""
    live = LiveSession.objects.select_for_update().filter(pk=session_id, account=actor.account_id).first()
    if live is None:
        raise SessionNotFound
    end_sessions([live], now=now)
    record_change(
        actor=actor, action="session.revoke", subject_type="account", subject_id=live.account_id, now=now, detail={"browser": live.browser}
    )


@transaction.atomic
def forget_ended_sessions(*, now: dt.datetime) -> int:
    """Delete sessions that have run out and refusals of sign-in older than a day; returns how many sessions."""
    # Stored sessions run out by the real clock, also in a demonstration of another year.
    Session.objects.filter(expire_date__lt=Now()).delete()
    SignInFailure.objects.filter(failed_at__lt=now - dt.timedelta(days=1)).delete()
    RateCount.objects.filter(since__lt=now - dt.timedelta(days=1)).delete()
    return end_sessions(list(LiveSession.objects.exclude(session_key__in=Session.objects.values("session_key"))), now=now)


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


@cache
def _nobody() -> str:
    """A hash nobody's password fits, checked for unknown names so that they take as long as known ones."""
    return make_password("không ai dùng mật khẩu này")


def _as_actor(account: Account) -> Actor:
    kind = ActorKind.OFFICER if account.kind == "officer" else ActorKind.CITIZEN
    return Actor(kind, account_id=account.pk, name=account.name, person_id=account.person_id)
