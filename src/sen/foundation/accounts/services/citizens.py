"""Citizens' accounts and everybody's password."""

import datetime as dt

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from sen.foundation.accounts.errors import (
    AccountNotFound,
    AlreadyRegistered,
    BirthdayInFuture,
    BirthdayMismatch,
    IdentityNumberMalformed,
    PasswordTooWeak,
    PasswordWrong,
    PhoneMalformed,
)
from sen.foundation.accounts.events import CitizenRegistered
from sen.foundation.accounts.models import Account, AccountKind, TrustedDevice
from sen.foundation.accounts.services.attempts import check_attempts, count_refusal
from sen.foundation.accounts.services.ending import end_other_sessions
from sen.foundation.audit.services import record_change
from sen.foundation.jobs.services import publish
from sen.kernel import clock
from sen.kernel.actor import Actor, ActorKind
from sen.kernel.identifiers import is_citizen_number, normal_phone
from sen.kernel.text import clean, fold

PASSWORD_LENGTH = 10
_TOO_COMMON = ("1234567890", "0123456789", "matkhau", "password", "qwerty", "dongthap")


@transaction.atomic
def register_citizen(
    *, identity_number: str, name: str, born_on: dt.date, phone: str, password: str, address: str | None, now: dt.datetime
) -> Account:
    """Open a citizen's account at assurance level 1: the number and birthday are stated, not proved.

    Raises TooManyAttempts, IdentityNumberMalformed, BirthdayInFuture, BirthdayMismatch, PhoneMalformed, PasswordTooWeak, AlreadyRegistered.
    Basis: 69/2024/NĐ-CP, Article 8.
    """
    number, phone_number, name = clean(identity_number), normal_phone(phone), clean(name)
    check_attempts(login=number, address=address, now=now)
    _check_identity(number, born_on, clock.local(now).date())
    if not phone_number:
        raise PhoneMalformed("phone")
    check_password_strength(password, number, phone_number)
    account, fresh = Account.objects.get_or_create(
        login=number,
        defaults={
            "kind": AccountKind.CITIZEN,
            "name": name,
            "name_folded": fold(name),
            "phone": phone_number,
            "password": make_password(password),
            "created_at": now,
        },
    )
    if not fresh:
        raise AlreadyRegistered("identity_number")
    actor = Actor(ActorKind.CITIZEN, account_id=account.pk, name=name)
    record_change(actor=actor, action="account.register", subject_type="account", subject_id=account.pk, now=now)
    publish(CitizenRegistered(account.pk, number, name, born_on.isoformat(), phone_number), now=now)
    return account


@transaction.atomic
def link_person(*, account_id: int, person_id: int) -> None:
    """Tie a citizen's account to the row of the register of people; harmless when done twice."""
    Account.objects.filter(pk=account_id, kind=AccountKind.CITIZEN).update(person_id=person_id)


def change_password(*, actor: Actor, old: str, new: str, session_key: str | None, now: dt.datetime) -> None:
    """Replace the actor's password and end every other session; a wrong old password is counted like a refused sign-in.

    Raises TooManyAttempts, PasswordWrong, PasswordTooWeak.
    """
    with transaction.atomic():
        account = Account.objects.select_for_update().filter(pk=actor.account_id or 0).first()
        if account is None:
            raise AccountNotFound
        check_attempts(login=account.login, address=None, now=now)
        fits = check_password(old, account.password)
        if not fits:
            count_refusal(login=account.login, address=None, now=now)
        else:
            check_password_strength(new, account.login, account.phone, field="new_password")
            account.password = make_password(new)
            account.save(update_fields=["password"])
            TrustedDevice.objects.filter(account=account).delete()
            ended = end_other_sessions(account.pk, session_key, now=now)
            detail = {"sessions_ended": ended}
            record_change(
                actor=actor, action="account.change_password", subject_type="account", subject_id=account.pk, now=now, detail=detail
            )
    if not fits:
        raise PasswordWrong("old_password")


def check_password_strength(password: str, login: str, phone: str, *, field: str = "password") -> None:
    """Pass for a password that is long, mixed and not made of what others know; raises PasswordTooWeak.

    Basis: 85/2016/NĐ-CP and its standard on log-in secrets.
    """
    lowered = password.casefold()
    known = [text for text in (login.split("@")[0], phone) if len(text) >= 4]
    weak = len(password) < PASSWORD_LENGTH or password.isdigit() or password.isalpha() or len(set(password)) < 4
    if weak or any(text in lowered for text in known) or fold(password).replace(" ", "") in _TOO_COMMON:
        raise PasswordTooWeak(field)


def _check_identity(number: str, born_on: dt.date, today: dt.date) -> None:
    if not is_citizen_number(number):
        raise IdentityNumberMalformed("identity_number")
    if born_on > today:
        raise BirthdayInFuture("born_on")
    century = 19 + int(number[3]) // 2
    if f"{century}{number[4:6]}" != f"{born_on.year:04d}":
        raise BirthdayMismatch("born_on")
