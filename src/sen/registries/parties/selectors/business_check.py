"""What accounts ask the register: who represents a business by law, and whether it may act."""

import datetime as dt

from sen.foundation.accounts.types import BusinessAnswer
from sen.kernel.actor import Actor
from sen.registries.parties.models import Business, BusinessState

_MAY_NOT_ACT = frozenset({BusinessState.REVOKED, BusinessState.BANKRUPT, BusinessState.CLOSED})


class RegisterCheck:
    """The port's answers from the register of this province."""

    def business(self, *, code: str, actor: Actor, now: dt.datetime) -> BusinessAnswer | None:
        """The business with the number; None when there is none."""
        row = Business.objects.filter(number=code).first()
        if row is None:
            return None
        return BusinessAnswer(row.pk, row.number, row.name, may_act(row.state), legal_numbers(row))


def key_of(number: str) -> int | None:
    """The row of the business with the number; None when there is none."""
    return Business.objects.filter(number=number).values_list("pk", flat=True).first()


def may_act(state: str) -> bool:
    """Whether a business in this state may act in its own name."""
    return state not in _MAY_NOT_ACT


def legal_numbers(row: Business) -> frozenset[str]:
    """Identity numbers of a business's legal representatives."""
    return frozenset({row.representative_number} - {""})


def legal_numbers_of(business_id: int) -> frozenset[str]:
    """Identity numbers of those who may act for the business by law now; nobody's when it may not act."""
    row = Business.objects.filter(pk=business_id).first()
    return legal_numbers(row) if row is not None and may_act(row.state) else frozenset()


check = RegisterCheck()
