"""Who may act for a business is asked over the axis, directly when it does not answer; accounts ask exactly this."""

import pytest

from sen.capabilities.exchange.adapters.axis.double import MemoryCarrier
from sen.capabilities.exchange.services.asking import carried_by
from sen.capabilities.national.services.register import business_check
from sen.foundation.accounts.types import registered_business_check
from sen.registries.parties.models import Business
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db

SERVICE = "VN-DT/GOV/H20/CSDL/doanh-nghiep"
NUMBER, PERSON = "1400000018", "087190990001"
TOLD = {"name": "Công ty TNHH Sen Mẫu", "state": "active", "representative_number": PERSON}


@pytest.fixture(autouse=True)
def known_service(monkeypatch, settings):
    settings.AXIS_URL = "http://127.0.0.1:1"
    monkeypatch.setattr("sen.capabilities.exchange.services.asking.full_identifier", lambda _service: SERVICE)


@pytest.fixture
def business():
    return Business.objects.create(
        number=NUMBER, name="Công ty TNHH Sen Mẫu", name_folded="cong ty tnhh sen mau", kind="cttnhh1", representative_number="087190990009"
    )


def asked(carrier, actor):
    with carried_by(carrier):
        return registered_business_check().business(code=NUMBER, actor=actor, now=MONDAY)


def test_accounts_ask_this_one():
    assert registered_business_check() is business_check


def test_the_axis_says_who_represents_it_and_in_whose_name_it_was_asked(citizen, business):
    carrier = MemoryCarrier()
    carrier.prepare(SERVICE, "/record", TOLD, method="POST")
    answer = asked(carrier, citizen)
    assert (answer.id, answer.is_active, answer.representatives) == (business.pk, True, frozenset({PERSON}))
    assert carrier.asked[0].headers["X-Road-Issue"] == "uy-quyen"


def test_a_business_nobody_has_is_none(citizen):
    assert asked(MemoryCarrier(), citizen) is None


def test_without_the_axis_the_register_is_read(citizen, business):
    answer = asked(MemoryCarrier(down=True), citizen)
    assert (answer.id, answer.representatives) == (business.pk, frozenset({"087190990009"}))


def test_a_closed_business_acts_for_nobody(citizen, business):
    carrier = MemoryCarrier()
    carrier.prepare(SERVICE, "/record", {**TOLD, "state": "closed"}, method="POST")
    assert not asked(carrier, citizen).is_active
