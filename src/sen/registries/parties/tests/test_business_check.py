"""What accounts ask the registers; the same promises as the double in memory."""

import datetime as dt

import pytest

from sen.foundation.accounts import services
from sen.foundation.accounts.models import Mandate
from sen.foundation.accounts.types import BusinessAnswer, BusinessCheck, MemoryBusinessCheck
from sen.kernel.actor import SYSTEM
from sen.kernel.text import fold
from sen.registries.parties.events import BusinessChanged
from sen.registries.parties.models import Business, Person
from sen.registries.parties.selectors.business_check import check
from sen.registries.parties.subscriptions import end_old_mandates
from tests.factories import MONDAY, make_citizen, make_person

CODE = "1400123456"
BORN = dt.date(1990, 5, 17)
pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return make_person("Trần Thị Mai")


@pytest.fixture
def business(person: Person) -> Business:
    return Business.objects.create(
        number=CODE, name="Công ty TNHH Sen Hồng", name_folded=fold("Công ty TNHH Sen Hồng"), kind="cttnhh1",
        representative=person, representative_name=person.name, representative_number=person.identity_number,
    )  # fmt: skip


@pytest.fixture(params=["register", "memory"])
def asked(request: pytest.FixtureRequest, person: Person, business: Business) -> BusinessCheck:
    if request.param == "register":
        return check
    answer = BusinessAnswer(business.pk, CODE, business.name, True, frozenset({person.identity_number}))
    return MemoryBusinessCheck({CODE: answer})


def test_a_business_names_its_legal_representatives(asked: BusinessCheck, person: Person) -> None:
    found = asked.business(code=CODE, actor=SYSTEM, now=MONDAY)
    assert found is not None
    assert (found.code, found.is_active, found.representatives) == (CODE, True, frozenset({person.identity_number}))
    assert asked.business(code="0000000000", actor=SYSTEM, now=MONDAY) is None


def test_a_new_representative_ends_the_old_ones_mandate(business: Business, person: Person) -> None:
    owner = make_citizen(person=person, assurance=2)
    services.claim_business(actor=owner, code=CODE, now=MONDAY)
    end_old_mandates(BusinessChanged(business.pk, 1))
    assert Mandate.objects.get().withdrawn_at is None
    Business.objects.update(representative_number="087190000001")
    end_old_mandates(BusinessChanged(business.pk, 2))
    assert Mandate.objects.get().withdrawn_at is not None


def test_a_business_that_was_closed_may_not_act(business: Business) -> None:
    Business.objects.update(state="closed")
    found = check.business(code=CODE, actor=SYSTEM, now=MONDAY)
    assert found is not None
    assert not found.is_active
