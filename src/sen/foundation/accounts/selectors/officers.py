"""Reads of officers and accounts."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from sen.foundation.accounts.errors import AccountNotFound
from sen.foundation.accounts.models import Account, Appointment, Delegation, LiveSession
from sen.foundation.accounts.types import AccountFacts, Officer, OpenSession, Position
from sen.kernel.actor import Actor, Role


def appointments_on(on: dt.date) -> QuerySet[Appointment]:
    """Appointments in force on the date whose account is open."""
    return Appointment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, account__is_active=True)


def delegations_on(on: dt.date) -> QuerySet[Delegation]:
    """Delegations in force on the date, whose giver still holds the role."""
    held = appointments_on(on).filter(account=OuterRef("giver"), agency=OuterRef("agency"), role=OuterRef("role"))
    valid = Delegation.objects.filter(valid_from__lte=on, valid_to__gte=on, revoked_at__isnull=True, receiver__is_active=True)
    return valid.filter(Exists(held))


def list_officers(agency_id: int, role: Role | str | None = None, *, on: dt.date) -> list[Officer]:
    """Officers of an agency who hold the role (or any), by appointment first and then by delegation, in the order of appointment."""
    posts = appointments_on(on).filter(agency=agency_id).select_related("account", "division").order_by("pk")
    lent = delegations_on(on).filter(agency=agency_id).select_related("receiver").order_by("pk")
    if role:
        posts, lent = posts.filter(role=role), lent.filter(role=role)
    found = [
        Officer(post.account_id, post.account.name, post.title, post.division.name if post.division else "", Role(post.role), agency_id)
        for post in posts
    ]
    by_delegation = [Officer(d.receiver_id, d.receiver.name, "", "", Role(d.role), agency_id, by_delegation=True) for d in lent]
    return found + by_delegation


def holds_role(account_id: int, role: Role | str, agency_id: int, on: dt.date) -> bool:
    """Whether the account holds the role in the agency on the date, by appointment or delegation."""
    if appointments_on(on).filter(account=account_id, role=role, agency=agency_id).exists():
        return True
    return delegations_on(on).filter(receiver=account_id, role=role, agency=agency_id).exists()


def names_of(account_ids: Iterable[int | None]) -> dict[int, str]:
    """Names by account id, in one query; unknown ids are left out."""
    return dict(Account.objects.filter(pk__in={i for i in account_ids if i}).values_list("pk", "name"))


def titles_of(account_ids: Iterable[int | None], agency_id: int, on: dt.date) -> dict[int, str]:
    """Positions as printed on documents, by account id, of officers of the agency on the date."""
    posts = appointments_on(on).filter(account__in={i for i in account_ids if i}, agency=agency_id).order_by("-pk")
    return dict(posts.values_list("account_id", "title"))


def get_account(account_id: int) -> AccountFacts:
    """What the account says about its owner; raises AccountNotFound."""
    return _facts(Account.objects.filter(pk=account_id).first())


def account_by_login(login: str) -> AccountFacts:
    """The account with the log-in name; raises AccountNotFound."""
    return _facts(Account.objects.filter(login=login.strip().lower()).first())


def list_positions(account_id: int, on: dt.date) -> list[Position]:
    """The account's appointments, those in force or to come first."""
    posts = Appointment.objects.filter(account=account_id).select_related("agency", "division").order_by("-valid_to", "pk")
    return [
        Position(p.agency_id, p.agency.name, p.division.name if p.division else "", Role(p.role), p.title, p.valid_from, p.valid_to)
        for p in posts
        if p.valid_to is None or p.valid_to >= on
    ]


def list_delegations(actor: Actor) -> QuerySet[Delegation]:
    """Delegations the actor gave or received, newest first."""
    mine = Delegation.objects.filter(Q(giver=actor.account_id) | Q(receiver=actor.account_id))
    return mine.select_related("giver", "receiver", "agency").order_by("-valid_from", "-pk")


def list_sessions(actor: Actor, session_key: str | None) -> list[OpenSession]:
    """The actor's signed-in browsers, last seen first."""
    open_keys = Session.objects.filter(expire_date__gt=Now()).values("session_key")
    rows = LiveSession.objects.filter(account=actor.account_id, session_key__in=open_keys).order_by("-seen_at")
    return [OpenSession(r.pk, r.browser, r.address or "", r.started_at, r.seen_at, r.session_key == session_key) for r in rows]


def demo_accounts() -> QuerySet[Account]:
    """Accounts of the demonstration."""
    return Account.objects.filter(is_demo=True)


def _facts(account: Account | None) -> AccountFacts:
    if account is None:
        raise AccountNotFound
    return AccountFacts(
        account.pk,
        account.login,
        account.kind,
        account.name,
        account.email,
        account.phone,
        account.assurance,
        account.person_id,
        account.is_demo,
    )
