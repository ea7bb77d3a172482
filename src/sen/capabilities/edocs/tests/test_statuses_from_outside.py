"""What other agencies report about our documents reaches the delivery, in any order, once."""

import dataclasses
import datetime as dt

import pytest

from sen.capabilities.correspondence.models import ChangeAnswer, Delivery, OutgoingDocument
from sen.capabilities.correspondence.services import note_delivery_state, recall_outgoing
from sen.capabilities.edocs import services
from sen.capabilities.edocs.adapters.edxml.writing import write_status
from sen.capabilities.edocs.models import Packet
from sen.capabilities.edocs.services.composing import answered_of
from sen.capabilities.edocs.tests.packets import NEIGHBOUR, STATUSES
from sen.capabilities.edocs.types import MessageType
from tests.factories import MONDAY

LATER = MONDAY + dt.timedelta(hours=2)


@pytest.fixture
def sent(letter, axis, run_events) -> OutgoingDocument:
    run_events()
    return letter


@pytest.fixture
def report(axis, sent, run_events):
    """The neighbour province reports a status of our document."""
    numbers = iter(range(100))

    def one(code, *, at=LATER, text="", sender=NEIGHBOUR, document_id=""):
        answered = answered_of(document_id or sent.content.document_id)
        message = dataclasses.replace(STATUSES[0], sender=sender, answered=answered, code=code, at=at, description=text)
        axis_id = f"s-{next(numbers)}"
        axis.put(axis_id, MessageType.STATUS, sender.code, write_status(message))
        services.note_offered(now=MONDAY)
        run_events()
        return Packet.objects.get(axis_id=axis_id)

    return one


def delivery(sent) -> Delivery:
    return Delivery.objects.get(outgoing=sent, organ_code="H61")


@pytest.mark.parametrize(
    ("code", "state"), [("01", "arrived"), ("02", "refused"), ("03", "accepted"), ("04", "assigned"), ("05", "doing"), ("06", "done")]
)
def test_each_code_moves_the_delivery_of_the_agency_that_reports(report, sent, axis, code, state):
    packet = report(code, text="Ghi chú")
    assert (packet.state, packet.status_code) == ("taken", code)
    assert axis.confirmed[packet.axis_id] is True
    moved = delivery(sent)
    assert (moved.state, getattr(moved, f"{state}_at"), moved.reason) == (state, LATER, "Ghi chú")
    assert Delivery.objects.get(outgoing=sent, organ_code="G22").state == "sent"


def test_reports_in_the_wrong_order_never_lead_back(report, sent):
    for code in ("05", "01", "03"):
        report(code)
    moved = delivery(sent)
    assert (moved.state, moved.arrived_at, moved.accepted_at) == ("doing", LATER, LATER)


def test_a_report_about_a_document_we_never_sent_is_turned_away_without_answer(report, axis):
    count = len(axis.sent)
    packet = report("03", document_id="H20,2020/01/01,99/UBND")
    assert (packet.state, packet.trouble_code, len(axis.sent)) == ("turned_away", "nothing-known", count)


def test_a_code_the_standard_does_not_know_is_turned_away(report, sent):
    assert report("77").trouble_code == "status-unknown"
    assert delivery(sent).state == "sent"


def test_a_time_in_the_future_is_not_believed(report, sent):
    report("03", at=dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
    assert delivery(sent).accepted_at.year < 2099


@pytest.mark.parametrize(("code", "state", "answer"), [("15", "recalled", "accepted"), ("16", "recall_refused", "refused")])
def test_the_answer_to_a_recall_is_written_down(report, sent, sender, run_events, code, state, answer):
    note_delivery_state(delivery_id=delivery(sent).pk, state="accepted", at=MONDAY, now=MONDAY)
    recall_outgoing(actor=sender, outgoing_id=sent.pk, reason="Nhầm", now=MONDAY)
    run_events()
    report(code, text="Đã xử lý xong")
    assert delivery(sent).state == state
    assert ChangeAnswer.objects.get(delivery__organ_code="H61").state == answer
    assert report(code).trouble_code == "nothing-known"


def test_a_whole_recall_ends_the_document(report, sent, sender, run_events):
    recall_outgoing(actor=sender, outgoing_id=sent.pk, reason="Nhầm", now=MONDAY)
    run_events()
    report("15")
    report("15", sender=dataclasses.replace(NEIGHBOUR, code="G22"))
    assert OutgoingDocument.objects.get(pk=sent.pk).state == "recalled"
