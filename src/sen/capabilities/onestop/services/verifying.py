"""Proving a citizen's account at the counter: the person, the card, the account and the register of people must say the same."""

import datetime as dt

from django.db import transaction

from sen.capabilities.national.services import find_resident
from sen.capabilities.onestop.errors import AccountStatesOther, RegisterKnowsNobody, RegisterStatesOther
from sen.capabilities.onestop.policies import desk_agency
from sen.capabilities.onestop.types import ShownCard
from sen.foundation.accounts.selectors import account_by_login
from sen.foundation.accounts.services.vouched import vouch_for_account
from sen.kernel.actor import Actor
from sen.kernel.text import fold

PURPOSE = "Xác minh tài khoản tại quầy"
ISSUE = "xac-minh-tai-khoan"
PROVED = 2


def verify_account(*, actor: Actor, card: ShownCard, now: dt.datetime) -> str:
    """Raise the account of the card's owner to level 2 and return the owner's name; the register is asked through the axis.

    The officer has compared the person with the card.  Raises NotAllowed, AccountNotFound, AccountStatesOther,
    RegisterKnowsNobody, RegisterStatesOther.  Basis: 69/2024/NĐ-CP, Articles 5 and 8 (levels of an account).
    """
    desk_agency(actor)
    account = account_by_login(card.number)
    if fold(account.name) != fold(card.name):
        raise AccountStatesOther("name")
    known = find_resident(actor=actor, number=card.number, purpose=PURPOSE, issue=ISSUE, now=now)
    if known is None:
        raise RegisterKnowsNobody("number")
    if (fold(known.name), known.born_on) != (fold(card.name), card.born_on):
        raise RegisterStatesOther("name")
    with transaction.atomic():
        vouch_for_account(account_id=account.id, level=PROVED, now=now, by=actor)
    return account.name
