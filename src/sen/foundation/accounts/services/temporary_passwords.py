"""Passwords an administrator hands over: shown once, good for nothing but choosing one's own.

Basis: 85/2016/NĐ-CP and its standard on log-in secrets.
"""

import datetime as dt
import secrets

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from sen.foundation.accounts.errors import OutOfYourScope, RenewalOver
from sen.foundation.accounts.models import Account
from sen.foundation.accounts.policies import access_appointing
from sen.foundation.accounts.selectors.managing import agencies_outside, list_without_password
from sen.foundation.accounts.services.citizens import check_password_strength
from sen.foundation.accounts.services.ending import end_other_sessions
from sen.foundation.audit.services import record_change
from sen.kernel import clock
from sen.kernel.actor import Actor, ActorKind

# Read aloud or copied by hand: no 0 and o, no 1, l and i.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 4
SLIPS = 30


def draw_password() -> str:
    """A fresh temporary password of four groups, about 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))


def renewal_proof(account: Account) -> str:
    """What proves later that the account's present password was given just now; worthless once the password is another."""
    return salted_hmac("sen.accounts.renewal", f"{account.pk}:{account.password}", algorithm="sha256").hexdigest()


def proven_account(*, account_id: int, proof: str) -> Account | None:
    """The open account whose present password was given just now; None when the password or the account changed since."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    return account if account is not None and constant_time_compare(proof, renewal_proof(account)) else None


@transaction.atomic
def choose_password(*, account_id: int, proof: str, new: str, now: dt.datetime) -> Account:
    """Replace a temporary password by the person's own, before the first session begins.

    Raises RenewalOver, PasswordTooWeak.
    """
    account = Account.objects.select_for_update().filter(pk=account_id, is_active=True, must_change_password=True).first()
    if account is None or not constant_time_compare(proof, renewal_proof(account)):
        raise RenewalOver
    check_password_strength(new, account.login, account.phone, field="new_password")
    account.password, account.must_change_password = make_password(new), False
    account.save(update_fields=["password", "must_change_password"])
    end_other_sessions(account.pk, None, now=now)
    actor = Actor(ActorKind.OFFICER if account.kind == "officer" else ActorKind.CITIZEN, account_id=account.pk, name=account.name)
    record_change(actor=actor, action="account.choose_password", subject_type="account", subject_id=account.pk, now=now)
    return account


@transaction.atomic
def hand_out_passwords(*, actor: Actor, agency_id: int, now: dt.datetime) -> list[tuple[Account, str]]:
    """Give officers of an agency who never had a password a temporary one, at most ``SLIPS`` at a time; kept nowhere but on the slips.

    Raises NotAllowed, OutOfYourScope.
    """
    today = clock.local(now).date()
    scope = access_appointing(actor, today)
    if scope is not None and agency_id not in scope:
        raise OutOfYourScope
    waiting = list_without_password(scope, agency_id, today).select_for_update(of=("self",))
    given: list[tuple[Account, str]] = []
    for account in waiting:
        if len(given) == SLIPS:
            break
        if agencies_outside(account.pk, scope, today):
            continue
        password = draw_password()
        account.password, account.must_change_password = make_password(password), True
        account.save(update_fields=["password", "must_change_password"])
        record_change(
            actor=actor, action="account.reset_password", subject_type="account", subject_id=account.pk, now=now, agency_id=agency_id
        )
        given.append((account, password))
    return given
