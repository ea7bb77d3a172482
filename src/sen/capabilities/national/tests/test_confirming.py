"""Confirming a person at the national database: the answer, the trace, and what happens when nobody answers."""

import dataclasses
import datetime as dt
from contextlib import contextmanager

import pytest

from sen.capabilities.exchange.adapters.axis.double import MemoryCarrier
from sen.capabilities.exchange.models import LedgerRecord
from sen.capabilities.exchange.services.asking import carried_by
from sen.capabilities.exchange.types import Answer
from sen.capabilities.national import services
from sen.capabilities.national.adapters.business.double import MemoryBusinesses
from sen.capabilities.national.adapters.population.double import MemoryPopulation
from sen.capabilities.national.errors import AnswerNotUnderstood, AnswerOfSomebodyElse
from sen.capabilities.national.types import BusinessRecord, CitizenQuestion, CitizenRecord, Verdict
from sen.foundation.audit.models import AuditEntry
from sen.kernel.errors import DomainError
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db

MAI = CitizenQuestion("087190990001", "Trần Thị Mai", dt.date(1990, 5, 17), "VN1", "1.001612")
RECORD = CitizenRecord("087190990001", "Trần Thị Mai", "19900517", "2", "29869", "Số 12, Ấp 1", "H1")
CODE = "H20.1-261123-0001"
SERVICE = "VN-DT/GOV/SO/QG/dan-cu-quoc-gia"


def confirmed(clerk, question=MAI, **choices):
    return services.confirm_citizen(actor=clerk, question=question, purpose="Tiếp nhận hồ sơ", issue=CODE, now=MONDAY, **choices)


def test_facts_that_fit_are_confirmed_and_leave_a_trace_with_purpose_and_dossier(clerk):
    assert confirmed(clerk, source=MemoryPopulation([RECORD])) is Verdict.MATCHES
    read = AuditEntry.objects.get(kind="read")
    assert (read.purpose, read.detail["dossier"], read.detail["service"]) == ("Tiếp nhận hồ sơ", CODE, "dan-cu-quoc-gia")
    line = LedgerRecord.objects.get()
    assert (line.system, line.dossier_code, line.difference) == ("dan-cu-quoc-gia", CODE, "none")
    assert MAI.number not in line.record_key + line.title


def test_facts_that_do_not_fit_stand_in_the_ledger_as_a_difference(clerk):
    assert confirmed(clerk, source=MemoryPopulation([])) is Verdict.DIFFERS
    assert LedgerRecord.objects.get().difference == "state"


def test_with_the_axis_down_work_goes_on_and_the_question_waits(clerk):
    with carried_by(MemoryCarrier(down=True)):
        with _known_service():
            assert confirmed(clerk) is Verdict.QUEUED
    line = LedgerRecord.objects.get()
    assert (line.state, line.kind, line.dossier_code) == ("waiting", "xac-nhan", CODE)
    assert AuditEntry.objects.filter(kind="read").count() == 1


def test_a_late_answer_settles_the_waiting_line(clerk):
    with carried_by(MemoryCarrier(down=True)), _known_service():
        confirmed(clerk)
    line = LedgerRecord.objects.get()
    late = Answer(200, b'{"error_code": "0", "message": "OK", "result": {"KetQua": "0"}}')
    services.take_late_confirmation(record_key=line.record_key, dossier_code=CODE, answer=late, now=MONDAY)
    line.refresh_from_db()
    assert line.difference == "none"


def test_an_unreadable_late_answer_stays_visible(clerk):
    with carried_by(MemoryCarrier(down=True)), _known_service():
        confirmed(clerk)
    line = LedgerRecord.objects.get()
    services.take_late_confirmation(record_key=line.record_key, dossier_code=CODE, answer=Answer(200, b"<html>"), now=MONDAY)
    line.refresh_from_db()
    assert line.difference == "missing_there"
    assert line.cause == AnswerNotUnderstood(source="").code


def test_an_answer_about_somebody_else_is_not_used(clerk):
    class Lying(MemoryPopulation):
        def look_up(self, question):
            return [dataclasses.replace(RECORD, number="087085990002")]

    with pytest.raises(AnswerOfSomebodyElse):
        services.look_up_citizen(actor=clerk, question=MAI, purpose="Tiếp nhận", issue=CODE, now=MONDAY, source=Lying())
    assert LedgerRecord.objects.get().difference != "none"
    assert AuditEntry.objects.filter(kind="read").exists()


def test_an_answer_about_another_business_stands_in_the_ledger(clerk):
    class Lying(MemoryBusinesses):
        def read(self, number):
            return BusinessRecord("1400000099", "Công ty khác", "", "", "", "")

    with pytest.raises(AnswerOfSomebodyElse):
        services.read_business(actor=clerk, number="1400000018", purpose="Tiếp nhận", now=MONDAY, source=Lying())
    line = LedgerRecord.objects.get()
    assert (line.our_state, line.their_state, line.difference) == ("1400000018", "1400000099", "state")


def test_two_equal_answers_count_as_one(clerk):
    source = MemoryPopulation([RECORD, RECORD])
    assert services.look_up_citizen(actor=clerk, question=MAI, purpose="Tiếp nhận", issue=CODE, now=MONDAY, source=source) == RECORD


def test_a_citizen_may_not_ask(citizen):
    with pytest.raises(DomainError):
        confirmed(citizen, source=MemoryPopulation([RECORD]))
    assert not LedgerRecord.objects.exists()
    assert not AuditEntry.objects.filter(kind="read").exists()


@contextmanager
def _known_service():
    """Questions name the whole identifier, as if the axis had the service."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sen.capabilities.exchange.services.asking.full_identifier", lambda _service: SERVICE)
        yield
