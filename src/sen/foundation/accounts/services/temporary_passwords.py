"""Passwords an administrator hands over: shown once, good for nothing but choosing one's own.

Basis: 85/2016/NĐ-CP and its standard on log-in secrets.
"""

import datetime as dt
import secrets

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from sen.foundation.accounts.errors import RenewalOver
from sen.foundation.accounts.models import Account
from sen.foundation.accounts.services.citizens import check_password_strength
from sen.foundation.accounts.services.signing_in import end_other_sessions
from sen.foundation.audit.services import record_change
from sen.kernel.actor import Actor, ActorKind

# Read aloud or copied by hand: no 0 and o, no 1, l and i.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 4


def draw_password() -> str:
    """A fresh temporary password of four groups, about 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))


def renewal_proof(account: Account) -> str:
    """What proves later that the account's present password was given just now; worthless once the password is another."""
    return salted_hmac("sen.accounts.renewal", f"{account.pk}:{account.password}", algorithm="sha256").hexdigest()


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
    end_other_sessions(account.pk, None)
    actor = Actor(ActorKind.OFFICER if account.kind == "officer" else ActorKind.CITIZEN, account_id=account.pk, name=account.name)
    record_change(actor=actor, action="account.choose_password", subject_type="account", subject_id=account.pk, now=now)
    return account
