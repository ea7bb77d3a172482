"""Hostile, broken and oversized packets are refused with a reason, and cost little memory."""

import dataclasses
import io
import struct
import tracemalloc
import zipfile

import pytest

from sen.capabilities.edocs.adapters.edxml.limits import LIMITS, MEGABYTE
from sen.capabilities.edocs.adapters.edxml.reading import read_packet
from sen.capabilities.edocs.adapters.edxml.writing import write_document
from sen.capabilities.edocs.errors import (
    AttachmentBroken,
    DeclarationForbidden,
    FieldMissing,
    PacketTooLarge,
    PacketUnreadable,
    TooManyAttachments,
    WrongEncoding,
)
from sen.capabilities.edocs.tests.packets import DOCUMENT, DOCUMENT_ID, PDF, carried, small_packet, zipped

SMALL = dataclasses.replace(LIMITS, packet_bytes=MEGABYTE, file_bytes=MEGABYTE // 2)


def refused(packet, kind=PacketUnreadable, limits=LIMITS):
    with pytest.raises(kind) as caught:
        read_packet(packet if isinstance(packet, bytes) else packet.encode(), limits)
    assert type(caught.value) is kind
    assert "{" not in caught.value.message
    return caught.value


def with_declaration(declaration: str, subject: str = "") -> str:
    text = small_packet().replace("?>", f"?>{declaration}", 1)
    return text.replace("Về việc thử", subject) if subject else text


def test_a_bomb_of_entities_is_not_opened():
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    refused(with_declaration(f'<!DOCTYPE edXML [<!ENTITY a0 "lol">{lines}]>', "&a11;"), DeclarationForbidden)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE edXML [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE edXML SYSTEM "http://127.0.0.1:1/x.dtd">',
        '<!DOCTYPE edXML PUBLIC "-//X" "http://127.0.0.1:1/x.dtd" [<!ENTITY % y SYSTEM "http://127.0.0.1:1/y">%y;]>',
        "<!DOCTYPE edXML>",
    ],
)
def test_a_declaration_of_a_document_type_is_never_followed(declaration):
    refused(with_declaration(declaration, "&x;"), DeclarationForbidden)


def test_an_entity_nobody_declared_is_no_text():
    refused(small_packet().replace("Về việc thử", "&x;"))


@pytest.mark.parametrize("encoding", ["windows-1258", "utf-7", "iso-2022-jp", "hoang-duong", "cp1252"])
def test_an_encoding_that_is_not_unicode_is_refused(encoding):
    refused(small_packet().replace('encoding="utf-8"', f'encoding="{encoding}"'), WrongEncoding)


def test_bytes_that_are_not_the_encoding_they_claim_are_refused():
    refused(small_packet().encode("utf-8").replace("Văn".encode(), b"V\xe3n"), WrongEncoding)
    refused(small_packet().replace('encoding="utf-8"', 'encoding="utf-16"'), WrongEncoding)


@pytest.mark.parametrize(
    "packet",
    [b"", b"   ", b"{}", b"PK\x03\x04", b"\x00" * 100, b"<edXML>", b"<edXML/>" * 2, b"<html><body/></html>", b"\xff\xfe<\x00", b"<" * 1000],
    ids=["nothing", "blank", "json", "zip", "zeros", "open", "two roots", "other root", "half a mark", "signs"],
)
def test_what_is_no_packet_is_refused(packet):
    with pytest.raises(PacketUnreadable):
        read_packet(packet)


@pytest.mark.parametrize(
    ("old", "name"),
    [
        ("<edXML:From><edXML:OrganId>G22</edXML:OrganId>", "OrganId"),
        ("<edXML:To><edXML:OrganId>H20</edXML:OrganId></edXML:To>", "To"),
        ("<edXML:PromulgationDate>2026/11/20</edXML:PromulgationDate>", "PromulgationDate"),
    ],
)
def test_a_packet_without_what_every_document_has_is_refused(old, name):
    text = small_packet().replace(old, "<edXML:From>" if "From" in old else "")
    text = text.replace(DOCUMENT_ID, "") if name == "PromulgationDate" else text
    assert name in refused(text, FieldMissing).message


def test_five_hundred_files_are_too_many():
    one = dataclasses.replace(DOCUMENT.attachments[0], content_id="")
    message = dataclasses.replace(DOCUMENT, attachments=(one,) * 500)
    error = refused(write_document(message), TooManyAttachments)
    assert (error.document_id, error.sender) == (DOCUMENT_ID, "G22")
    empty = "<Attachment><ContentId>x</ContentId></Attachment>" * 500
    refused(
        small_packet(payload=carried(PDF))
        .replace("<AttachmentEncoded>", f"<AttachmentEncoded>{empty}")
        .replace(
            "<Attachment><ContentId>x</ContentId></Attachment>",
            f"<Attachment><ContentTransferEncoded>{carried(PDF)}</ContentTransferEncoded></Attachment>",
        ),
        TooManyAttachments,
    )


def test_depth_and_number_of_elements_and_length_of_text_are_bounded():
    refused(small_packet().replace("Về việc thử", "<a>" * 100 + "</a>" * 100))
    refused(small_packet(extra="<a/>" * (LIMITS.elements + 1)))
    refused(small_packet().replace("Về việc thử", "x" * (LIMITS.text + 1)))
    refused(small_packet(extra=f"<a>{'x' * LIMITS.text}</a>" * (LIMITS.texts // LIMITS.text + 1)))


def test_oversize_is_refused_before_anything_is_parsed():
    error = refused(b"<" * (SMALL.packet_bytes + 1), PacketTooLarge, SMALL)
    assert "1 MB" in error.message


def test_files_larger_together_than_allowed_are_refused():
    refused(small_packet(payload=carried(b"x" * (SMALL.file_bytes + 1))), PacketTooLarge, SMALL)


@pytest.mark.parametrize(
    "payload",
    ["không phải base64", "AAAA*AAA", "AAA", "AA==AAAA", "AA=A", "====", "&#x41;&#x2A;AA", "AAAA<b/>!"],
)
def test_what_is_not_base64_is_refused(payload):
    error = refused(small_packet(payload=payload), AttachmentBroken)
    assert error.document_id == DOCUMENT_ID


def test_a_file_the_list_names_but_the_packet_lacks_is_refused():
    text = write_document(DOCUMENT).decode()
    refused(text[: text.index("<AttachmentEncoded>")] + "</edXML>", AttachmentBroken)


def test_a_bomb_inside_base64_is_not_blown_up():
    bomb = zipped(b"\x00" * (40 * MEGABYTE))
    tracemalloc.start()
    try:
        error = refused(small_packet(payload=carried(bomb)), AttachmentBroken)
        assert tracemalloc.get_traced_memory()[1] < 4 * MEGABYTE
    finally:
        tracemalloc.stop()
    assert "quá lớn" in error.message


def test_a_bomb_that_lies_about_its_size_is_not_blown_up():
    bomb = bytearray(zipped(b"\x00" * (40 * MEGABYTE)))
    place = bomb.rfind(b"PK\x01\x02")
    struct.pack_into("<I", bomb, place + 24, 1000)
    tracemalloc.start()
    try:
        refused(small_packet(payload=carried(bytes(bomb))), AttachmentBroken)
        assert tracemalloc.get_traced_memory()[1] < 4 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_archives_of_several_files_nested_encrypted_or_broken_ones_are_refused():
    many = zipped(PDF, **{"khac.pdf": PDF})
    nested = zipped(zipped(PDF), "trong.zip")
    locked = bytearray(zipped(PDF))
    struct.pack_into("<H", locked, locked.rfind(b"PK\x01\x02") + 8, 1)
    crowd = zipped(PDF, **{f"{n:04}.txt": b"" for n in range(2000)})
    for content in (many, nested, bytes(locked), crowd, zipped(PDF)[:-30], b"PK\x03\x04" + b"\x00" * 100):
        refused(small_packet(payload=carried(content)), AttachmentBroken)


def test_other_ways_of_packing_are_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.pdf", PDF)
    refused(small_packet(payload=carried(made.getvalue())), AttachmentBroken)


def test_a_kind_of_business_the_standard_does_not_know_is_refused():
    text = write_document(DOCUMENT).decode().replace("<edXML:BussinessDocType>0", "<edXML:BussinessDocType>7")
    refused(text)


def test_reading_a_large_packet_holds_little_more_than_its_files():
    content = bytes(8 * MEGABYTE)
    message = dataclasses.replace(DOCUMENT, attachments=(dataclasses.replace(DOCUMENT.attachments[0], content=content),))
    packet = write_document(message)
    tracemalloc.start()
    try:
        assert read_packet(packet).attachments[0].content == content
        assert tracemalloc.get_traced_memory()[1] < 3 * len(packet)
    finally:
        tracemalloc.stop()
