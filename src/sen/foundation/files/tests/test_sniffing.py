"""What a file really is."""

import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sen.foundation.files import errors
from sen.foundation.files.services import sniff
from sen.foundation.files.services.archives import MAX_ENTRIES
from sen.foundation.files.tests.conftest import JPEG, PDF, PNG, docx, zipped
from sen.kernel.errors import DomainError

SIGNED_XML = b'<?xml version="1.0"?><don xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:Signature/></don>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def wide(text):
    return text.encode("utf-16-le")


def kind_of(tmp_path, content, name):
    path = tmp_path / "sample"
    path.write_bytes(content)
    return sniff(path, name)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PDF", b"\xef\xbb\xbf\r\n" + PDF, "application/pdf"),
        ("a.jpg", JPEG, "image/jpeg"),
        ("a.JPEG", JPEG, "image/jpeg"),
        ("a", JPEG, "image/jpeg"),
        ("a.png", PNG, "image/png"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        ("a.tif", b"II*\x00" + b"\x00" * 8, "image/tiff"),
        ("a.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (
            "a.xlsx",
            zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            "a.odt",
            zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
            "application/vnd.oasis.opendocument.text",
        ),
        ("a.doc", OLE + wide("WordDocument"), "application/msword"),
        ("a.xls", OLE + wide("Workbook"), "application/vnd.ms-excel"),
        ("a.txt", "Kính gửi Ủy ban nhân dân xã".encode(), "text/plain"),
        ("a.xml", SIGNED_XML, "application/xml"),
    ],
)
def test_an_accepted_kind_is_told_from_its_content(tmp_path, name, content, media_type):
    assert kind_of(tmp_path, content, name).media_type == media_type


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.pdf", JPEG, errors.WrongExtension),
        ("a.jpg", PDF, errors.WrongExtension),
        ("a.pdf.exe", PDF, errors.WrongExtension),
        ("a.pdf", b"MZ\x90\x00" + b"\x00" * 60, errors.KindNotAccepted),
        ("a.jpg", b"\x7fELF\x02" + b"\x00" * 60, errors.KindNotAccepted),
        ("a.txt", b"#!/bin/sh\nrm -rf /\n", errors.KindNotAccepted),
        ("a.txt", b"@echo off\r\ndel *.*", errors.KindNotAccepted),
        ("a.txt", "Xin chào <script>alert(1)</script>".encode(), errors.KindNotAccepted),
        ("a.html", b"<!DOCTYPE html><p>x</p>", errors.KindNotAccepted),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', errors.KindNotAccepted),
        ("a.png", b'<?xml version="1.0"?><svg onload="alert(1)"/>', errors.KindNotAccepted),
        ("a.xml", b'<?xml version="1.0"?><don/>', errors.KindNotAccepted),
        ("a.xml", SIGNED_XML[:-3], errors.KindNotAccepted),
        ("a.xml", b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + SIGNED_XML, errors.KindNotAccepted),
        ("a.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 32, errors.UnknownKind),
        ("a.bin", bytes(range(256)), errors.UnknownKind),
        ("a.txt", "Ủy ban".encode("utf-16"), errors.UnknownKind),
        ("a.pdf", b"%PDF-1.7\ncut off here", errors.DamagedFile),
        ("a.zip", zipped({"a.txt": "x"}), errors.ArchiveRefused),
        ("a.rar", b"Rar!\x1a\x07\x00", errors.ArchiveRefused),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", errors.ArchiveRefused),
        ("a.docx", docx(**{"word/vbaProject.bin": "x"}), errors.MacroRefused),
        ("a.doc", OLE + wide("WordDocument") + wide("_VBA_PROJECT"), errors.MacroRefused),
        ("a.doc", OLE, errors.UnknownKind),
        ("a.docx", docx(**{"word/embeddings/run.exe": "x"}), errors.ArchiveRefused),
        ("a.docx", docx(**{"word/inner.zip": "x"}), errors.ArchiveRefused),
        ("a.docx", docx(**{"../../evil.xml": "x"}), errors.ArchiveRefused),
        ("a.docx", docx()[:-30], errors.DamagedFile),
        ("a.docx", b"PK\x03\x04" + b"\x00" * 40, errors.DamagedFile),
    ],
)
def test_everything_else_is_refused_with_what_to_do_next(tmp_path, name, content, error):
    with pytest.raises(error) as refused:
        kind_of(tmp_path, content, name)
    assert "{" not in refused.value.message
    assert refused.value.message.endswith(".")


def test_a_zip_bomb_is_refused_without_unpacking_it(tmp_path):
    bomb = docx(**{"word/media/bomb.bin": b"\x00" * (40 * 1024 * 1024)})
    assert len(bomb) < 100_000
    with pytest.raises(errors.SuspiciousArchive):
        kind_of(tmp_path, bomb, "a.docx")


def test_an_archive_that_lies_about_its_size_is_refused(tmp_path):
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": "x" * 1000}
    content = bytearray(zipped(parts, zipfile.ZIP_STORED))
    directory = content.index(b"PK\x01\x02")
    struct.pack_into("<L", content, directory + 20, 0x7FFFFFFF)
    with pytest.raises((errors.SuspiciousArchive, errors.DamagedFile)):
        kind_of(tmp_path, bytes(content), "a.docx")


def test_too_many_parts_are_refused(tmp_path):
    with pytest.raises(errors.SuspiciousArchive):
        kind_of(tmp_path, docx(**{f"word/media/{number}.txt": "x" for number in range(MAX_ENTRIES)}), "a.docx")


@given(st.binary(max_size=3000), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-", b"<?xml ", OLE[:8], b"RIFF", b"\xff\xd8\xff"]))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_either_accepted_or_refused_by_name(tmp_path_factory, content, start):
    path = tmp_path_factory.mktemp("any") / "sample"
    path.write_bytes(start + content)
    try:
        assert sniff(path, "").media_type
    except DomainError as refused:
        assert refused.message
