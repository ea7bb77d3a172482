"""Citizens another provider vouches for: accounts opened without a password, levels raised, unproved passwords taken away."""

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sen.foundation.accounts.errors import AccountNotFound, AlreadyRegistered
from sen.foundation.accounts.events import CitizenRegistered
from sen.foundation.accounts.models import Account, AccountKind
from sen.foundation.accounts.services.ending import end_other_sessions
from sen.foundation.audit.services import record_change
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor, ActorKind
from sen.kernel.text import clean, fold


@transaction.atomic
def open_vouched_account(*, identity_number: str, name: str, born_on: dt.date, level: int, now: dt.datetime) -> int:
    """Open a citizen's account on the word of an identity provider; nobody can sign in to it by password.  Returns its id.

    Raises AlreadyRegistered.  Basis: 69/2024/NĐ-CP, Article 5.
    """
    name = clean(name)[:120]
    account, fresh = Account.objects.get_or_create(
        login=identity_number,
        defaults={
            "kind": AccountKind.CITIZEN,
            "name": name,
            "name_folded": fold(name),
            "password": make_password(None),
            "assurance": level,
            "created_at": now,
        },
    )
    if not fresh:
        raise AlreadyRegistered("identity_number")
    actor = Actor(ActorKind.CITIZEN, account_id=account.pk, name=name)
    detail = {"vouched_level": level}
    record_change(actor=actor, action="account.register", subject_type="account", subject_id=account.pk, now=now, detail=detail)
    publish(CitizenRegistered(account.pk, identity_number, name, born_on.isoformat(), ""), now=now)
    return account.pk


@transaction.atomic
def vouch_for_account(*, account_id: int, level: int, now: dt.datetime, by: Actor | None = None) -> None:
    """Raise a citizen's account to the level a provider vouches for, or the officer ``by``; it never falls by this.

    Raises AccountNotFound.
    """
    account = _citizen(account_id)
    if account.assurance >= level:
        return
    before, account.assurance = account.assurance, level
    account.save(update_fields=["assurance"])
    actor = by or Actor(ActorKind.CITIZEN, account_id=account.pk, name=account.name, person_id=account.person_id)
    detail = {"before": before, "after": level}
    record_change(
        actor=actor,
        action="account.vouch",
        subject_type="account",
        subject_id=account.pk,
        person_id=account.person_id,
        now=now,
        detail=detail,
    )


@transaction.atomic
def take_password_away(*, account_id: int, now: dt.datetime) -> int:
    """Take an unproved password from a citizen's account and end every session opened with it; returns how many ended.

    For an account somebody opened with a number that was only stated.  Raises AccountNotFound.
    """
    account = _citizen(account_id)
    account.password = make_password(None)
    account.save(update_fields=["password"])
    ended = end_other_sessions(account.pk, None, now=now)
    actor = Actor(ActorKind.CITIZEN, account_id=account.pk, name=account.name, person_id=account.person_id)
    detail = {"sessions_ended": ended}
    record_change(actor=actor, action="account.take_password", subject_type="account", subject_id=account.pk, now=now, detail=detail)
    return ended


def _citizen(account_id: int) -> Account:
    account = Account.objects.select_for_update().filter(pk=account_id, kind=AccountKind.CITIZEN).first()
    if account is None:
        raise AccountNotFound
    return account
