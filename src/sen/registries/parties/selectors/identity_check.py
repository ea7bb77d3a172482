"""What accounts ask the registers: whether a stated identity is right, and who represents a business by law."""

import datetime as dt

from sen.foundation.accounts.types import BusinessAnswer
from sen.kernel.text import fold
from sen.registries.parties.models import Business, BusinessState, Person

_MAY_NOT_ACT = frozenset({BusinessState.REVOKED, BusinessState.BANKRUPT, BusinessState.CLOSED})


class RegisterCheck:
    """The port's answers from the registers of this province.  Yes, no or a name; never a record."""

    def person_matches(self, *, number: str, name: str, born_on: dt.date | None, now: dt.datetime) -> bool | None:
        """Whether the register knows the person under the number with this name and birthday; None for an unknown number."""
        known = Person.objects.filter(identity_number=number).values_list("name_folded", "born_on").first()
        return None if known is None else (known[0].strip() == fold(name) and known[1] == born_on)

    def business(self, *, code: str, asked_by: int, now: dt.datetime) -> BusinessAnswer | None:
        """The business with the number; None when there is none."""
        row = Business.objects.filter(number=code).first()
        if row is None:
            return None
        return BusinessAnswer(row.pk, row.number, row.name, row.state not in _MAY_NOT_ACT, legal_numbers(row))


def legal_numbers(row: Business) -> frozenset[str]:
    """Identity numbers of a business's legal representatives."""
    return frozenset({row.representative_number} - {""})


def legal_numbers_of(business_id: int) -> frozenset[str]:
    """Identity numbers of those who may act for the business by law now; nobody's when it may not act."""
    row = Business.objects.filter(pk=business_id).first()
    return legal_numbers(row) if row is not None and row.state not in _MAY_NOT_ACT else frozenset()


check = RegisterCheck()
