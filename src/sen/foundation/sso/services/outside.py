"""Citizens who come by another identity provider: found, opened or tied to the account that is already there."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from sen.foundation.accounts.errors import AccountNotFound
from sen.foundation.accounts.selectors import account_by_login, actor_of, get_account
from sen.foundation.accounts.services import sign_in
from sen.foundation.accounts.services.vouched import open_vouched_account, take_password_away, vouch_for_account
from sen.foundation.accounts.types import AccountFacts
from sen.foundation.audit.services import record_change, record_sign_in
from sen.foundation.sso.errors import AccountShut, IdentityTaken, ProviderAnswerWrong
from sen.foundation.sso.models import OutsideIdentity
from sen.foundation.sso.types import OutsidePerson
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.identifiers import is_citizen_number

_PROVED = 2


@dataclass(frozen=True, slots=True)
class Arrival:
    """Which account the person gets; without one, the account that stands under the number must first be claimed."""

    account_id: int | None
    claimed_id: int | None = None


@transaction.atomic
def enter_by_provider(*, person: OutsidePerson, address: str | None, now: dt.datetime) -> Arrival:
    """The account of a person the provider vouches for: the one tied before, a new one, or one that was proved to be theirs.

    An account somebody opened with the number and only a password is not given away: it must be claimed first, because a
    number can be stated by anybody.  Raises ProviderAnswerWrong, IdentityTaken, AccountShut.
    """
    if not is_citizen_number(person.identity_number):
        raise ProviderAnswerWrong
    tie = OutsideIdentity.objects.select_for_update().filter(issuer=person.issuer, subject=person.subject).first()
    if tie is not None:
        return Arrival(_return(tie, person, address, now))
    standing = _standing(person.identity_number)
    if standing is None:
        account_id = open_vouched_account(
            identity_number=person.identity_number, name=person.name, born_on=person.born_on, level=person.level, now=now
        )
        return Arrival(_tie(account_id, person, address, now))
    if OutsideIdentity.objects.filter(issuer=person.issuer, account_id=standing.id).exists():
        raise IdentityTaken
    if standing.kind != "citizen":
        raise AccountShut
    _check_open(standing.id, now)
    if standing.assurance < _PROVED:
        return Arrival(None, claimed_id=standing.id)
    return Arrival(_tie(standing.id, person, address, now))


def claim_by_password(*, person: OutsidePerson, password: str, address: str | None, now: dt.datetime) -> int:
    """Tie the account under the person's number after its password was given.  Raises WrongCredentials, TooManyAttempts, IdentityTaken."""
    account = sign_in(login=person.identity_number, password=password, address=address, now=now)
    with transaction.atomic():
        return _tie(account.pk, person, address, now)


@transaction.atomic
def claim_without_password(*, person: OutsidePerson, address: str | None, now: dt.datetime) -> int:
    """Tie the account under the person's number and take away the password, which the person did not set or no longer knows.

    Whoever set it is signed out everywhere.  Raises IdentityTaken, AccountShut, AccountNotFound.
    """
    account = account_by_login(person.identity_number)
    _check_open(account.id, now)
    take_password_away(account_id=account.id, now=now)
    return _tie(account.id, person, address, now)


def _return(tie: OutsideIdentity, person: OutsidePerson, address: str | None, now: dt.datetime) -> int:
    if get_account(tie.account_id).login != person.identity_number:
        raise IdentityTaken
    actor = _check_open(tie.account_id, now)
    tie.used_at, tie.level = now, person.level
    tie.save(update_fields=["used_at", "level"])
    vouch_for_account(account_id=tie.account_id, level=min(person.level, _PROVED), now=now)
    record_sign_in(actor=actor, action="signed_in", account_id=tie.account_id, now=now, address=address or "", detail=_by(person))
    return tie.account_id


def _tie(account_id: int, person: OutsidePerson, address: str | None, now: dt.datetime) -> int:
    if OutsideIdentity.objects.filter(issuer=person.issuer, account_id=account_id).exists():
        raise IdentityTaken
    OutsideIdentity.objects.create(
        issuer=person.issuer, subject=person.subject, account_id=account_id, level=person.level, linked_at=now, used_at=now
    )
    vouch_for_account(account_id=account_id, level=min(person.level, _PROVED), now=now)
    actor = _check_open(account_id, now)
    record_change(
        actor=actor,
        action="sso.tie",
        subject_type="account",
        subject_id=account_id,
        now=now,
        person_id=actor.person_id,
        detail=_by(person),
    )
    record_sign_in(actor=actor, action="signed_in", account_id=account_id, now=now, address=address or "", detail=_by(person))
    return account_id


def _standing(identity_number: str) -> AccountFacts | None:
    try:
        return account_by_login(identity_number)
    except AccountNotFound:
        return None


def _check_open(account_id: int, now: dt.datetime) -> Actor:
    actor = actor_of(account_id, clock.local(now).date())
    if actor.account_id is None:
        raise AccountShut
    return actor


def _by(person: OutsidePerson) -> dict[str, object]:
    return {"provider": person.issuer, "level": person.level}
