"""Documents to bodies outside the platform: queued, sent once, tried again, split, refused, retried by hand."""

import datetime as dt
import hashlib

import pytest

from sen.capabilities.correspondence.models import Delivery
from sen.capabilities.correspondence.services import note_delivery_state, recall_outgoing
from sen.capabilities.correspondence.types import NewFile, Recipient
from sen.capabilities.edocs import services
from sen.capabilities.edocs.adapters.edxml.reading import read_packet
from sen.capabilities.edocs.errors import AxisAnswerUnclear, AxisRefused, NothingToRetry, ReasonMissing
from sen.capabilities.edocs.models import Packet
from sen.capabilities.edocs.tests.packets import PDF
from sen.capabilities.edocs.types import Business
from sen.capabilities.exchange.errors import AxisUnreachable
from sen.capabilities.exchange.models import LedgerRecord
from sen.foundation.files.services.storing import store_bytes
from sen.foundation.history.selectors import list_events
from sen.kernel.actor import SYSTEM, Role
from sen.kernel.errors import IllegalTransition, NotAllowed, NotFound
from tests.document_factories import issue, new_content
from tests.factories import MONDAY, make_officer

LATER = MONDAY + dt.timedelta(hours=1)


def deliveries(letter):
    return {each.organ_code: each for each in Delivery.objects.filter(outgoing=letter)}


def queued(letter) -> Packet:
    packet = services.queue_document(outgoing_id=letter.pk, now=MONDAY)
    assert packet is not None
    return packet


def test_a_document_issued_to_outside_bodies_goes_out_as_one_packet(letter, axis, run_events):
    run_events()
    [(kind, sender, receivers, packet)] = axis.sent
    message = read_packet(packet)
    assert (kind, sender, receivers) == ("edoc", letter.content.issuer_code, ("G22", "H61"))
    assert message.document_id == letter.content.document_id
    assert (message.number, message.notation) == ("01", letter.content.notation)
    assert (message.type_code, message.type_name) == ("3", "Chỉ thị")
    assert (message.signer.competence, message.signer.name) == ("KT.", "Phạm Minh Đức")
    assert [(each.name, each.content) for each in message.attachments] == [("chi-thi.pdf", PDF)]
    assert {each.state for each in deliveries(letter).values()} == {"sent"}


def test_both_sides_keep_the_same_hash_and_the_way_is_written_down(letter, axis, run_events):
    run_events()
    packet = Packet.objects.get()
    assert packet.sha256 == hashlib.sha256(axis.sent[0][3]).hexdigest()
    lines = list_events("packet", packet.pk)
    assert [line.action for line in lines] == ["queue", "send"]
    assert lines[1].payload["sha256"] == packet.sha256
    assert LedgerRecord.objects.get(record_key=str(packet.public_id)).state == "matched"


def test_the_same_event_twice_makes_one_packet_and_sends_it_once(letter, axis):
    packet = queued(letter)
    assert services.queue_document(outgoing_id=letter.pk, now=MONDAY) is None
    assert services.send_packet(packet_id=packet.pk, now=MONDAY) == "sent"
    assert services.send_packet(packet_id=packet.pk, now=LATER) is None
    assert len(axis.sent) == 1


@pytest.mark.parametrize(
    "trouble",
    [AxisUnreachable(service="x"), AxisAnswerUnclear(), AxisRefused(number="20", reason="Lỗi hệ thống")],
    ids=lambda each: each.code,
)
def test_a_passing_trouble_is_tried_again_with_growing_pauses(letter, axis, trouble):
    packet, now, pauses = queued(letter), MONDAY, []
    for _turn in range(6):
        axis.trouble = trouble
        assert services.send_packet(packet_id=packet.pk, now=now) == "waiting"
        packet.refresh_from_db()
        pauses.append((packet.next_attempt_at - now).seconds)
        assert services.send_packet(packet_id=packet.pk, now=now) is None
        now = packet.next_attempt_at
    assert pauses == [30, 60, 120, 240, 480, 1800]
    assert "Trục" in deliveries(letter)["G22"].trouble
    assert services.send_packet(packet_id=packet.pk, now=now) == "sent"
    assert deliveries(letter)["G22"].trouble == ""
    assert (packet.trouble != "", len(axis.sent)) == (True, 1)


def test_after_too_many_attempts_a_packet_waits_for_a_person(letter, axis, sender):
    packet = queued(letter)
    Packet.objects.filter(pk=packet.pk).update(attempts=74)
    axis.trouble = AxisAnswerUnclear()
    assert services.send_packet(packet_id=packet.pk, now=MONDAY) == "failed"
    assert services.retry_packets(actor=sender, public_ids=[packet.public_id], now=LATER) == 1
    assert services.send_packet(packet_id=packet.pk, now=LATER) == "sent"


def test_one_unknown_receiver_does_not_keep_the_document_from_the_other(letter, axis, run_events):
    axis.locked = {"H61"}
    run_events()
    assert [receivers for _kind, _sender, receivers, _packet in axis.sent] == [("G22",)]
    states = {each.organ_code: each.state for each in deliveries(letter).values()}
    assert states == {"G22": "sent", "H61": "waiting"}
    assert "khóa" in deliveries(letter)["H61"].trouble
    assert sorted(Packet.objects.values_list("state", flat=True)) == ["refused", "sent", "split"]


def test_a_refused_packet_goes_out_after_its_cause_is_mended(letter, axis, run_events, sender):
    axis.locked = {"H61"}
    run_events()
    axis.locked = set()
    refused = Packet.objects.get(state="refused")
    services.retry_packets(actor=sender, public_ids=[refused.public_id], now=LATER)
    run_events()
    assert deliveries(letter)["H61"].state == "sent"


def test_what_was_sent_goes_out_again_only_when_that_is_said(letter, axis, run_events, sender):
    run_events()
    packet = Packet.objects.get()
    with pytest.raises(NothingToRetry):
        services.retry_packets(actor=sender, public_ids=[packet.public_id], now=LATER)
    services.retry_packets(actor=sender, public_ids=[packet.public_id], now=LATER, also_sent=True)
    run_events()
    assert [each[3] for each in axis.sent] == [axis.sent[0][3]] * 2


def test_only_the_agency_itself_and_operators_may_touch_a_packet(letter, axis, sender, receiver, operator, leader_of_department):
    packet = queued(letter)
    for stranger, error in ((receiver, NotFound), (leader_of_department, NotAllowed)):
        with pytest.raises(error):
            services.retry_packets(actor=stranger, public_ids=[packet.public_id], now=LATER)
        with pytest.raises(error):
            services.cancel_packet(actor=stranger, public_id=packet.public_id, reason="Nhầm", now=LATER)
    packet.refresh_from_db()
    assert (packet.state, packet.attempts) == ("waiting", 0)
    assert services.retry_packets(actor=operator, public_ids=[packet.public_id], now=LATER) == 1


def test_cancelling_needs_a_reason_and_sends_nothing(letter, axis, sender, run_events):
    packet = queued(letter)
    with pytest.raises(ReasonMissing):
        services.cancel_packet(actor=sender, public_id=packet.public_id, reason=" ", now=MONDAY)
    services.cancel_packet(actor=sender, public_id=packet.public_id, reason="Gửi nhầm nơi", now=MONDAY)
    run_events()
    assert axis.sent == []
    with pytest.raises(NothingToRetry):
        services.retry_packets(actor=sender, public_ids=[packet.public_id], now=LATER)
    with pytest.raises(IllegalTransition):
        services.cancel_packet(actor=sender, public_id=packet.public_id, reason="Nhầm", now=LATER)


def test_a_document_recalled_before_it_was_sent_never_leaves(letter, axis, sender, run_events):
    packet = queued(letter)
    recall_outgoing(actor=sender, outgoing_id=letter.pk, reason="Ban hành nhầm", now=MONDAY)
    run_events()
    packet.refresh_from_db()
    assert (packet.state, axis.sent) == ("cancelled", [])


def test_a_recall_takes_back_what_was_not_accepted_and_recalls_what_was(letter, axis, sender, run_events):
    run_events()
    note_delivery_state(delivery_id=deliveries(letter)["H61"].pk, state="accepted", at=MONDAY, now=MONDAY)
    recall_outgoing(actor=sender, outgoing_id=letter.pk, reason="Ban hành nhầm", now=LATER)
    run_events()
    (_edoc, status, recall) = axis.sent
    asked = read_packet(status[3])
    assert (status[0], status[2], asked.code, asked.description) == ("status", ("G22",), "13", "Ban hành nhầm")
    assert asked.answered.document_id == letter.content.document_id
    message = read_packet(recall[3])
    assert (recall[0], recall[2], message.business.kind) == ("edoc", ("H61",), Business.RECALL)
    assert (message.business.document_id, message.business.reason) == (letter.content.document_id, "Ban hành nhầm")
    assert {each.state for each in deliveries(letter).values()} == {"recall_asked"}


def test_the_round_hands_due_packets_to_the_worker(letter, axis, run_events):
    packet = queued(letter)
    axis.trouble = AxisAnswerUnclear()
    services.send_packet(packet_id=packet.pk, now=MONDAY)
    assert services.publish_due_packets(now=MONDAY + dt.timedelta(seconds=29)) == 0
    assert services.publish_due_packets(now=MONDAY + dt.timedelta(seconds=30)) == 1
    run_events()
    packet.refresh_from_db()
    assert packet.state == "sent"


def test_a_subject_longer_than_the_standard_is_cut_and_the_document_still_goes(axis, sender, department, run_events):
    file = store_bytes(name="chi-thi.pdf", content=PDF, actor=SYSTEM, now=MONDAY, media_type="application/pdf", produced=True)
    content = new_content("Rất dài " * 100, files=[NewFile(file.pk)])
    issue(sender, department, [Recipient(organ_code="G22", organ_name="Văn phòng Chính phủ")], content=content)
    run_events()
    assert len(read_packet(axis.sent[0][3]).subject) == 500


@pytest.fixture
def leader_of_department(department):
    return make_officer(Role.LEADER, department, name="Lê Quốc Phong", title="Giám đốc")
