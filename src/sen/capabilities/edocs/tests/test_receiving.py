"""Packets from outside: taken once, turned away with a reason the sender is told, confirmed only when safely kept."""

import dataclasses
import datetime as dt

import pytest

from sen.capabilities.correspondence.models import ChangeAnswer, IncomingDocument
from sen.capabilities.correspondence.services import answer_change, register_incoming
from sen.capabilities.edocs import services
from sen.capabilities.edocs.adapters.edxml.reading import read_packet
from sen.capabilities.edocs.adapters.edxml.writing import write_document, write_status
from sen.capabilities.edocs.errors import AxisAnswerUnclear, NothingToReplay
from sen.capabilities.edocs.models import Packet, PacketParty
from sen.capabilities.edocs.tests.packets import DOCUMENT, DOCUMENT_ID, OFFICE, PDF, STATUSES, small_packet
from sen.capabilities.edocs.types import Attachment, Business, BusinessFacts, MessageType, Organ, Replacement
from sen.foundation.files.models import StoredFile
from sen.foundation.files.selectors import read_bytes
from sen.kernel.errors import IllegalTransition
from tests.factories import MONDAY

EDOC, STATUS = MessageType.DOCUMENT, MessageType.STATUS
FILES = (Attachment("7816.pdf", PDF, "application/pdf", "Văn bản", "a-1"),)
pytestmark = pytest.mark.usefixtures("kinds")


@pytest.fixture
def message(agency):
    """A letter of the government's office to the commune."""
    return dataclasses.replace(
        DOCUMENT, receivers=(Organ(agency.dossier_prefix, agency.name),), attachments=FILES, business=BusinessFacts()
    )


@pytest.fixture
def bring(axis, run_events):
    """Let a packet wait on the axis and take what follows."""

    def one(axis_id, message, kind=EDOC):
        packet = message if isinstance(message, bytes) else write_document(message)
        axis.put(axis_id, kind, "G22", packet)
        services.note_offered(now=MONDAY)
        run_events()
        return Packet.objects.get(axis_id=axis_id)

    return one


def told(axis):
    """The statuses sent, as (code, document, receiver)."""
    sent = [(read_packet(packet), receivers) for kind, _from, receivers, packet in axis.sent if kind == STATUS]
    return [(each.code, each.answered.document_id, receivers[0]) for each, receivers in sent]


def test_a_document_arrives_at_the_agency_it_names_and_the_sender_hears_of_it(axis, bring, message, agency):
    packet = bring("x-1", message)
    assert (packet.state, packet.document_id, axis.confirmed) == ("taken", DOCUMENT_ID, {"x-1": True})
    incoming = IncomingDocument.objects.select_related("content").get()
    assert (incoming.agency, incoming.state, incoming.channel, incoming.packet_hash) == (agency, "arrived", "axis", packet.sha256)
    content = incoming.content
    assert (content.code, content.issuer_name, content.kind_code, content.urgency) == ("7816/VPCP-TTĐT", OFFICE.name, "cong-van", 2)
    assert (content.signer_competence, content.due_on, content.document_id) == ("KT", dt.date(2026, 12, 1), DOCUMENT_ID)
    assert read_bytes(content.files.get().file) == PDF
    assert told(axis) == [("01", DOCUMENT_ID, "G22")]


def test_the_packet_is_kept_as_it_came(bring, message):
    packet = bring("x-1", message)
    assert read_bytes(packet.raw) == write_document(message)


def test_the_same_packet_is_taken_once_even_when_the_confirmation_got_lost(axis, bring, message):
    bring("x-1", message)
    axis.confirmed.clear()
    bring("x-1", message)
    assert (IncomingDocument.objects.count(), Packet.objects.filter(direction="in").count()) == (1, 1)
    assert axis.confirmed == {}
    services.publish_due_packets(now=MONDAY + dt.timedelta(days=30))
    assert services.confirm_packet(packet_id=Packet.objects.get(axis_id="x-1").pk, now=MONDAY) is True
    assert axis.confirmed == {"x-1": True}


def test_the_same_document_in_another_packet_is_not_doubled(axis, bring, message):
    bring("x-1", message)
    packet = bring("x-2", message)
    assert IncomingDocument.objects.count() == 1
    assert packet.parties.get().repeated is True
    assert axis.confirmed == {"x-1": True, "x-2": True}
    assert told(axis) == [("01", DOCUMENT_ID, "G22")]


def test_a_packet_for_several_of_our_agencies_arrives_at_each(bring, message, agency, other_agency, province):
    receivers = (*(Organ(each.dossier_prefix) for each in (agency, other_agency)), Organ("H20"), Organ("H61"))
    bring("x-1", dataclasses.replace(message, receivers=receivers))
    assert set(IncomingDocument.objects.values_list("agency_id", flat=True)) == {agency.pk, other_agency.pk, province.pk}
    assert PacketParty.objects.count() >= 3


def test_a_packet_for_nobody_here_is_turned_away_and_its_sender_told(axis, bring, message):
    packet = bring("x-1", dataclasses.replace(message, receivers=(Organ("H61"),)))
    assert (packet.state, packet.trouble_code, axis.confirmed) == ("turned_away", "nobody-here", {"x-1": False})
    assert told(axis) == [("02", DOCUMENT_ID, "G22")]
    assert IncomingDocument.objects.count() == 0


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda packet: packet.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>', 1), "declaration-forbidden"),
        (lambda packet: packet[: len(packet) // 2], "packet-unreadable"),
        (lambda packet: b"", "packet-unreadable"),
        (lambda packet: packet.replace(b"utf-8", b"koi8-r"), "wrong-encoding"),
    ],
    ids=["entities", "cut", "empty", "encoding"],
)
def test_a_packet_nobody_can_read_is_turned_away_with_the_reason(axis, bring, message, damage, code):
    packet = bring("x-1", damage(write_document(message)))
    assert (packet.state, packet.trouble_code, axis.confirmed) == ("turned_away", code, {"x-1": False})
    assert packet.sender_code == "G22"
    assert IncomingDocument.objects.count() == 0


def test_a_file_that_is_not_what_it_says_turns_the_whole_packet_away(axis, bring, message):
    wrong = dataclasses.replace(message, attachments=(*FILES, Attachment("chay.pdf", b"MZ" + bytes(200), content_id="a-2")))
    packet = bring("x-1", wrong)
    assert packet.state == "turned_away"
    assert (IncomingDocument.objects.count(), StoredFile.objects.exclude(pk=packet.raw_id).count()) == (0, 0)
    assert told(axis) == [("02", DOCUMENT_ID, "G22")]


def test_a_new_document_without_a_file_is_turned_away(bring, message):
    assert bring("x-1", dataclasses.replace(message, attachments=())).trouble_code == "field-missing"


def test_an_axis_that_stumbles_is_asked_again(axis, message, run_events):
    axis.put("x-1", EDOC, "G22", write_document(message))
    services.note_offered(now=MONDAY)
    packet = Packet.objects.get()
    axis.trouble = AxisAnswerUnclear()
    assert services.fetch_packet(packet_id=packet.pk, now=MONDAY) == "offered"
    packet.refresh_from_db()
    assert packet.next_attempt_at == MONDAY + dt.timedelta(seconds=30)
    assert services.fetch_packet(packet_id=packet.pk, now=packet.next_attempt_at) == "taken"


def test_what_was_turned_away_is_read_again_from_what_was_kept(axis, bring, message, operator, run_events, agency):
    code = agency.dossier_prefix
    agency.dossier_prefix = "H20.KHAC"
    agency.save()
    packet = bring("x-1", message)
    assert packet.state == "turned_away"
    agency.dossier_prefix = code
    agency.save()
    axis.packets.clear()
    services.replay_packet(actor=operator, public_id=packet.public_id, now=MONDAY)
    run_events()
    packet.refresh_from_db()
    assert (packet.state, IncomingDocument.objects.count()) == ("taken", 1)
    with pytest.raises(IllegalTransition):
        services.replay_packet(actor=operator, public_id=packet.public_id, now=MONDAY)


def test_without_the_original_there_is_nothing_to_read_again(bring, operator):
    packet = bring("x-1", b"")
    with pytest.raises(NothingToReplay):
        services.replay_packet(actor=operator, public_id=packet.public_id, now=MONDAY)


def test_each_step_of_the_clerk_is_told_to_the_sender_once(axis, bring, message, receiver, run_events):
    bring("x-1", message)
    incoming = IncomingDocument.objects.get()
    register_incoming(actor=receiver, incoming_id=incoming.pk, now=MONDAY)
    run_events()
    assert [code for code, _document, _to in told(axis)] == ["01", "03"]
    services.report_incoming(incoming_id=incoming.pk, state="registered", now=MONDAY)
    run_events()
    assert [code for code, _document, _to in told(axis)] == ["01", "03"]


def test_a_recall_before_registration_cancels_the_document_and_says_so(axis, bring, message):
    bring("x-1", message)
    recall = dataclasses.replace(message, attachments=(), business=BusinessFacts(Business.RECALL, "Nhầm", DOCUMENT_ID))
    packet = bring("x-2", recall)
    assert (packet.state, IncomingDocument.objects.get().state) == ("taken", "recalled")
    assert [code for code, _document, _to in told(axis)] == ["01", "15"]


def test_a_recall_after_registration_waits_for_the_clerk(axis, bring, message, receiver, run_events):
    bring("x-1", message)
    register_incoming(actor=receiver, incoming_id=IncomingDocument.objects.get().pk, now=MONDAY)
    recall = dataclasses.replace(message, attachments=(), business=BusinessFacts(Business.RECALL, "Nhầm", DOCUMENT_ID))
    bring("x-2", recall)
    answer = ChangeAnswer.objects.get()
    assert (answer.state, IncomingDocument.objects.get().state) == ("waiting", "registered")
    answer_change(actor=receiver, answer_id=answer.pk, accept=False, reason="Đang xử lý", now=MONDAY)
    run_events()
    assert [code for code, _document, _to in told(axis)] == ["01", "03", "16"]


def test_a_document_asked_back_by_status_is_recalled_too(axis, bring, message):
    bring("x-1", message)
    asked = dataclasses.replace(STATUSES[6], sender=OFFICE, description="Gửi nhầm nơi")
    packet = bring("x-2", write_status(asked), STATUS)
    assert (packet.state, packet.status_code, IncomingDocument.objects.get().state) == ("taken", "13", "recalled")
    assert [code for code, _document, _to in told(axis)] == ["01", "15"]


def test_an_update_brings_the_corrected_particulars(axis, bring, message):
    bring("x-1", message)
    corrected = dataclasses.replace(
        message, subject="Trích yếu đã sửa", business=BusinessFacts(Business.UPDATE, "Đính chính", DOCUMENT_ID, content_changed=True)
    )
    bring("x-2", corrected)
    incoming = IncomingDocument.objects.select_related("content").get()
    assert (incoming.content.subject, incoming.state) == ("Trích yếu đã sửa", "arrived")
    assert [code for code, _document, _to in told(axis)] == ["01", "15"]


def test_a_replacement_arrives_and_the_old_document_is_cancelled(axis, bring, message, agency):
    bring("x-1", message)
    other = dataclasses.replace(
        message,
        number="7900",
        document_id="G22,2026/11/20,7900/VPCP-TTĐT",
        business=BusinessFacts(Business.REPLACE, "Thay thế", replacements=(Replacement(DOCUMENT_ID, (agency.dossier_prefix,)),)),
    )
    bring("x-2", other)
    states = dict(IncomingDocument.objects.values_list("content__code", "state"))
    assert states == {"7816/VPCP-TTĐT": "recalled", "7900/VPCP-TTĐT": "arrived"}


def test_a_recall_of_what_never_came_is_turned_away(axis, bring, message):
    recall = dataclasses.replace(message, attachments=(), business=BusinessFacts(Business.RECALL, "Nhầm", DOCUMENT_ID))
    packet = bring("x-1", recall)
    assert (packet.state, packet.trouble_code) == ("turned_away", "nothing-known")


def test_a_kind_our_list_does_not_know_keeps_the_senders_name_for_it(bring, message):
    bring("x-1", dataclasses.replace(message, type_name="Phiếu trao đổi"))
    content = IncomingDocument.objects.select_related("content").get().content
    assert (content.kind_code, content.kind_name) == ("", "Phiếu trao đổi")


def test_a_packet_of_another_program_arrives(bring, agency):
    packet = small_packet(payload="").replace("H20", agency.dossier_prefix)
    assert bring("x-1", packet.encode()).trouble_code == "field-missing"
