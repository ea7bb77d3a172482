"""Whatever arrives, the reader gives a message or a reason: no other error, no long run, no large memory."""

import time
import tracemalloc

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sen.capabilities.edocs.adapters.edxml.limits import MEGABYTE
from sen.capabilities.edocs.adapters.edxml.moments import as_moment
from sen.capabilities.edocs.adapters.edxml.reading import read_packet
from sen.capabilities.edocs.adapters.edxml.writing import write_document, write_status
from sen.capabilities.edocs.errors import PacketUnreadable
from sen.capabilities.edocs.tests.packets import DOCUMENT, PDF, REPLACE, STATUSES, UPDATE, carried, small_packet, zipped
from sen.capabilities.edocs.types import DocumentMessage, StatusMessage

SEEDS = [
    write_document(DOCUMENT), write_document(UPDATE), write_document(REPLACE), write_status(STATUSES[1]),
    small_packet(payload=carried(PDF)).encode(), small_packet(payload=carried(zipped(PDF))).encode(),
]  # fmt: skip
PIECES = [
    b"<", b">", b"&", b"&amp;", b"</edXML>", b"<!DOCTYPE a [", b"<!ENTITY a 'b'>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?xml ?>", b"\x00",
    b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"ContentTransferEncoded>", b"<ContentTransferEncoded>", b"xmlns:a='b'", b"PK\x03\x04", b"PK\x05\x06",
    b"AAAA", b"====", b"9" * 30, b"<edXML:To>", b"<edXML:Bussiness>", b"2026/13/45", b"encoding='utf-16'", "Đồng Tháp".encode(),
]  # fmt: skip
CALM = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def judge(packet: bytes) -> None:
    try:
        message = read_packet(packet)
    except PacketUnreadable as error:
        assert error.message
    else:
        assert isinstance(message, DocumentMessage | StatusMessage)
        if isinstance(message, DocumentMessage):
            assert message.sender.code and message.receivers and message.document_id


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good packet with a few cuts, doublings, swaps and insertions."""
    packet = bytearray(draw(st.sampled_from(SEEDS)))
    for _turn in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(packet)))
        end = min(len(packet), start + draw(st.integers(0, 200)))
        change = draw(st.sampled_from(["cut", "double", "insert", "noise", "move"]))
        piece = bytes(packet[start:end])
        if change == "cut":
            del packet[start:end]
        elif change == "double":
            packet[start:start] = piece * draw(st.integers(1, 20))
        elif change == "insert":
            packet[start:start] = draw(st.sampled_from(PIECES))
        elif change == "noise":
            packet[start:start] = draw(st.binary(max_size=20))
        else:
            del packet[start:end]
            place = draw(st.integers(0, len(packet)))
            packet[place:place] = piece
    return bytes(packet)


@CALM
@given(damaged())
def test_a_damaged_packet_is_read_or_refused(packet):
    judge(packet)


@CALM
@given(st.binary(max_size=2000))
def test_noise_is_refused_or_read(packet):
    judge(packet)


@CALM
@given(st.text(max_size=2000))
def test_any_text_in_any_place_comes_back_or_is_refused(text):
    judge(small_packet(payload=carried(PDF)).replace("Về việc thử", text).encode("utf-8", "surrogatepass"))
    judge(small_packet(payload=text).encode("utf-8", "surrogatepass"))
    judge(write_status(STATUSES[0]).replace("Lý do 01".encode(), text.encode("utf-8", "surrogatepass")))


@CALM
@given(st.binary(min_size=1, max_size=3000))
def test_any_bytes_of_a_file_come_back_or_are_refused(content):
    judge(small_packet(payload=carried(content)).encode())
    judge(small_packet(payload=carried(b"PK\x03\x04" + content)).encode())


@given(st.text(max_size=40))
@example("9999-99-99 99:99:99+99:99")
@example("0001/01/01")
@example("2026/11/20 09:30:15+14:99")
def test_any_text_is_a_moment_or_none(text):
    found = as_moment(text)
    assert found is None or found.tzinfo is not None


def test_ten_thousand_ways_to_nest_and_repeat_cost_little():
    rough = [
        b"<a " + b"".join(b'x%d="1" ' % n for n in range(20_000)) + b"/>",
        b"<edXML>" + b"<a>x</a>" * 19_000 + b"</edXML>",
        b"<edXML>" + b"&#65;" * 60_000 + b"</edXML>",
        b"<" + b"a" * MEGABYTE + b"/>",
        b"<edXML><ContentTransferEncoded>" + b"A&#65;" * 100_000 + b"</ContentTransferEncoded></edXML>",
        b"<edXML>" + b"<!-- ContentTransferEncoded> -->" * 20_000 + b"</edXML>",
        b"<!--" + b"<ContentTransferEncoded>" * 40_000,
        b"<edXML>" + b"<ContentTransferEncoded></ContentTransferEncoded>" * 9_000 + b"</edXML>",
    ]
    tracemalloc.start()
    try:
        started = time.process_time()
        for packet in rough:
            judge(packet)
        assert time.process_time() - started < 15
        assert tracemalloc.get_traced_memory()[1] < 40 * MEGABYTE
    finally:
        tracemalloc.stop()
