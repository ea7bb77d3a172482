"""Officers' accounts: opening, closing, and passwords for those who lost theirs."""

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from sen.foundation.accounts.errors import (
    AccountClosedAlready,
    FactorNotFound,
    LoginMalformed,
    LoginTaken,
    OfficerNameMissing,
    PhoneMalformed,
    ReasonMissing,
)
from sen.foundation.accounts.events import AccountClosed
from sen.foundation.accounts.models import (
    Account,
    AccountKind,
    RecoveryCode,
    SecurityKey,
    SecurityNotice,
    SignInFailure,
    TotpFactor,
    TrustedDevice,
)
from sen.foundation.accounts.policies import access_appointing, access_officer, check_whole_officer
from sen.foundation.accounts.selectors.factors import count_factors
from sen.foundation.accounts.services.appointments import give_position
from sen.foundation.accounts.services.ending import end_other_sessions, tell_changed
from sen.foundation.accounts.services.noticing import tell
from sen.foundation.accounts.services.temporary_passwords import draw_password
from sen.foundation.accounts.types import NewPost
from sen.foundation.audit.services import record_change
from sen.foundation.jobs.services import publish
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.identifiers import normal_phone
from sen.kernel.text import clean, fold

_LOGIN_LENGTH = 120


@transaction.atomic
def create_officer(*, actor: Actor, login: str, name: str, post: NewPost, now: dt.datetime, phone: str = "") -> tuple[Account, str]:
    """Open an officer's account with its first position; returns the account and its temporary password, which is kept nowhere.

    Raises NotAllowed, LoginMalformed, LoginTaken, OfficerNameMissing, PhoneMalformed and what ``appoint`` raises.
    """
    scope = access_appointing(actor, clock.local(now).date())
    login, name, number = _checked(login, name, phone)
    password = draw_password()
    account, fresh = Account.objects.get_or_create(
        login=login,
        defaults={
            "kind": AccountKind.OFFICER,
            "name": name,
            "name_folded": fold(name),
            "email": login,
            "phone": number,
            "password": make_password(password),
            "must_change_password": True,
            "assurance": 2,
            "created_at": now,
        },
    )
    if not fresh:
        raise LoginTaken("login")
    _record(actor, "account.create", account, now, agency_id=post.agency_id, detail={"login": login, "name": name})
    give_position(account, post, actor=actor, scope=scope, now=now)
    return account, password


@transaction.atomic
def open_officer(*, actor: Actor, login: str, name: str, now: dt.datetime, phone: str = "") -> Account:
    """Open an officer's account without a position and without a password: slips hand one over, or another way in is used.

    Raises NotAllowed, LoginMalformed, LoginTaken, OfficerNameMissing, PhoneMalformed.
    """
    access_appointing(actor, clock.local(now).date())
    login, name, number = _checked(login, name, phone)
    account, fresh = Account.objects.get_or_create(
        login=login,
        defaults={
            "kind": AccountKind.OFFICER,
            "name": name,
            "name_folded": fold(name),
            "email": login,
            "phone": number,
            "password": make_password(None),
            "must_change_password": True,
            "assurance": 2,
            "created_at": now,
            "changed_at": now,
        },
    )
    if not fresh:
        raise LoginTaken("login")
    tell_changed(account.pk, now)
    _record(actor, "account.create", account, now, detail={"login": login, "name": name})
    return account


@transaction.atomic
def correct_officer(*, actor: Actor, account_id: int, login: str, name: str, phone: str, now: dt.datetime) -> Account:
    """Correct an officer's mail address, name and telephone; harmless when nothing differs.

    Raises NotAllowed, AccountNotFound, LoginMalformed, LoginTaken, OfficerNameMissing, PhoneMalformed.
    """
    account = access_officer(access_appointing(actor, clock.local(now).date()), account_id, lock=True)
    login, name, number = _checked(login, name, phone)
    before = {"login": account.login, "name": account.name, "phone": account.phone}
    if before == {"login": login, "name": name, "phone": number}:
        return account
    if login != account.login and Account.objects.filter(login=login).exists():
        raise LoginTaken("login")
    if account.email == account.login:
        account.email = login
    account.login, account.name, account.name_folded, account.phone = login, name, fold(name), number
    account.save(update_fields=["login", "email", "name", "name_folded", "phone"])
    tell_changed(account.pk, now)
    _record(actor, "account.correct", account, now, detail={"before": before, "login": login, "name": name})
    return account


@transaction.atomic
def close_account(*, actor: Actor, account_id: int, reason: str, now: dt.datetime) -> int:
    """Close an officer's account and end all its sessions at once; returns how many sessions ended.

    Positions and history stay.  Raises NotAllowed, AccountNotFound, OwnAccount, OfficerElsewhere, ReasonMissing, AccountClosedAlready.
    """
    account, reason = _whole_account(actor, account_id, now), clean(reason)
    if len(reason) < 5:
        raise ReasonMissing("reason")
    if not account.is_active:
        raise AccountClosedAlready
    account.is_active = False
    account.save(update_fields=["is_active"])
    ended = end_other_sessions(account.pk, None, now=now)
    TrustedDevice.objects.filter(account=account).delete()
    publish(AccountClosed(account.pk), now=now)
    tell_changed(account.pk, now)
    _record(actor, "account.close", account, now, detail={"reason": reason, "sessions_ended": ended})
    return ended


@transaction.atomic
def reopen_account(*, actor: Actor, account_id: int, reason: str, now: dt.datetime) -> None:
    """Open a closed account again, with the positions that are still in force; harmless when it is open.

    Raises NotAllowed, AccountNotFound, OwnAccount, OfficerElsewhere, ReasonMissing.
    """
    account, reason = _whole_account(actor, account_id, now), clean(reason)
    if len(reason) < 5:
        raise ReasonMissing("reason")
    if account.is_active:
        return
    account.is_active = True
    account.save(update_fields=["is_active"])
    tell_changed(account.pk, now)
    _record(actor, "account.reopen", account, now, detail={"reason": reason})


@transaction.atomic
def reset_password(*, actor: Actor, account_id: int, now: dt.datetime) -> str:
    """Give an officer a temporary password, end all sessions, and forget refused sign-ins; returns the password, which is kept nowhere.

    Raises NotAllowed, AccountNotFound, OwnAccount, OfficerElsewhere, AccountClosedAlready.
    """
    account = _whole_account(actor, account_id, now)
    if not account.is_active:
        raise AccountClosedAlready
    password = draw_password()
    account.password, account.must_change_password = make_password(password), True
    account.save(update_fields=["password", "must_change_password"])
    ended = end_other_sessions(account.pk, None, now=now)
    TrustedDevice.objects.filter(account=account).delete()
    SignInFailure.objects.filter(login=account.login).delete()
    _record(actor, "account.reset_password", account, now, detail={"sessions_ended": ended})
    return password


@transaction.atomic
def clear_factors(*, actor: Actor, account_id: int, reason: str, now: dt.datetime) -> int:
    """Remove every second factor of an officer who lost them all, and end all sessions; returns how many factors there were.

    The owner is told.  Raises NotAllowed, AccountNotFound, OwnAccount, OfficerElsewhere, ReasonMissing, FactorNotFound.
    """
    account, reason = _whole_account(actor, account_id, now), clean(reason)
    if len(reason) < 5:
        raise ReasonMissing("reason")
    held = count_factors(account.pk)
    if not held:
        raise FactorNotFound
    for table in (TotpFactor, SecurityKey, RecoveryCode, TrustedDevice):
        table.objects.filter(account=account).delete()
    ended = end_other_sessions(account.pk, None, now=now)
    tell(account_id=account.pk, kind=SecurityNotice.Kind.FACTOR, now=now)
    _record(actor, "factor.clear", account, now, detail={"reason": reason, "sessions_ended": ended, "factors": held})
    return held


def _whole_account(actor: Actor, account_id: int, now: dt.datetime) -> Account:
    """The officer's locked account, when all of it is in the administrator's hands."""
    today = clock.local(now).date()
    scope = access_appointing(actor, today)
    account = access_officer(scope, account_id, lock=True)
    check_whole_officer(actor, scope, account_id, today)
    return account


def _checked(login: str, name: str, phone: str) -> tuple[str, str, str]:
    login, name, number = clean(login).lower(), clean(name), normal_phone(phone) if phone.strip() else ""
    _check_login(login)
    if len(name.split()) < 2:
        raise OfficerNameMissing("name")
    if phone.strip() and not number:
        raise PhoneMalformed("phone")
    return login, name, number or ""


def _check_login(login: str) -> None:
    try:
        validate_email(login)
    except ValidationError:
        raise LoginMalformed("login") from None
    if len(login) > _LOGIN_LENGTH:
        raise LoginMalformed("login")


def _record(
    actor: Actor, action: str, account: Account, now: dt.datetime, *, detail: dict[str, object], agency_id: int | None = None
) -> None:
    record_change(actor=actor, action=action, subject_type="account", subject_id=account.pk, now=now, agency_id=agency_id, detail=detail)
