"""Prefilling from the province's own register: over the axis when there is one, directly when it does not answer."""

import json

import pytest

from sen.capabilities.exchange.adapters.axis.double import MemoryCarrier
from sen.capabilities.exchange.services.asking import carried_by
from sen.capabilities.exchange.types import Answer
from sen.capabilities.national import services
from sen.foundation.audit.models import AuditEntry
from sen.kernel.errors import DomainError
from sen.registries.parties.models import Person
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db

SERVICE = "VN-DT/GOV/H20/CSDL/dan-cu"
NUMBER = "087190990001"
RECORD = {
    "id": 7, "identity_number": NUMBER, "name": "Trần Thị Mai", "born_on": "1990-05-17", "gender": "2", "phone": "0900000000", "email": "",
    "address": "Số 12", "unit_code": "", "unit_name": "", "is_demo": True,
}  # fmt: skip


@pytest.fixture(autouse=True)
def known_service(monkeypatch, settings):
    settings.AXIS_URL = "http://127.0.0.1:1"
    monkeypatch.setattr("sen.capabilities.exchange.services.asking.full_identifier", lambda _service: SERVICE)


def found(actor):
    return services.find_resident(actor=actor, number=NUMBER, purpose="Tiếp nhận hồ sơ tại quầy", issue="quay-1", now=MONDAY)


def test_the_axis_is_asked_with_officer_purpose_and_reception(clerk):
    carrier = MemoryCarrier()
    carrier.prepare(SERVICE, "/people/record", RECORD, method="POST")
    with carried_by(carrier):
        person = found(clerk)
    assert (person.name, person.id, person.unit_id) == ("Trần Thị Mai", 7, None)
    asked = carrier.asked[0]
    assert asked.headers["X-Road-Issue"] == "quay-1"
    assert asked.headers["X-Road-UserId"].startswith("VN")
    assert "Ti%E1%BA%BFp" in asked.headers["X-Sen-Purpose"]


def test_somebody_the_register_does_not_have_is_nobody(clerk):
    with carried_by(MemoryCarrier()):
        assert found(clerk) is None


@pytest.mark.parametrize("broken", ["down", "nonsense"])
def test_nobody_at_the_counter_waits_for_a_gateway(clerk, broken):
    Person.objects.create(identity_number=NUMBER, name="Trần Thị Mai", name_folded="tran thi mai")
    carrier = MemoryCarrier(down=broken == "down")
    carrier.prepare(SERVICE, "/people/record", {"id": "?"}, method="POST")
    with carried_by(carrier):
        assert found(clerk).name == "Trần Thị Mai"
    assert AuditEntry.objects.get(kind="read").purpose == "Tiếp nhận hồ sơ tại quầy"


def test_a_citizen_looks_nobody_up(citizen):
    carrier = MemoryCarrier()
    with carried_by(carrier), pytest.raises(DomainError):
        found(citizen)
    assert carrier.asked == []


def test_threads_that_wait_for_the_register_leave_others_free_to_answer_it(clerk):
    Person.objects.create(identity_number=NUMBER, name="Trần Thị Mai", name_folded="tran thi mai")
    inner = []

    def answer(question):
        # While this call is out the same process is asked again, and again.
        if len(carrier.asked) < 5:
            inner.append(found(clerk).name)
        return Answer(200, json.dumps(RECORD).encode())

    carrier = MemoryCarrier()
    carrier.prepare(SERVICE, "/people/record", answer, method="POST")
    with carried_by(carrier):
        assert found(clerk).id == 7
        assert found(clerk).id == 7
    # Each time the second call found a place and the third did not: that one was read directly, and recorded here.
    assert inner == ["Trần Thị Mai"] * 4
    assert len(carrier.asked) == 4
    assert AuditEntry.objects.filter(kind="read").count() == 2
    assert {asked.timeout_seconds for asked in carrier.asked} == {1.5}
