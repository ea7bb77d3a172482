"""Every documented variant of a packet is read as the same message."""

import datetime as dt

import pytest

from sen.capabilities.edocs.adapters.edxml.reading import read_packet
from sen.capabilities.edocs.adapters.edxml.writing import write_document, write_status
from sen.capabilities.edocs.tests.packets import DOCUMENT, DOCUMENT_ID, NS, PDF, REPLACE, STATUSES, UPDATE, carried, small_packet, zipped
from sen.capabilities.edocs.types import Business


def read(text: str):
    return read_packet(text.encode())


def test_a_packet_of_another_program_is_read():
    message = read(small_packet(payload=carried(PDF)))
    assert (message.sender.code, message.receivers[0].code, message.document_id) == ("G22", "H20", DOCUMENT_ID)
    assert (message.number, message.notation, message.issued_on) == ("7816", "VPCP-TTĐT", dt.date(2026, 11, 20))
    assert [(each.name, each.content) for each in message.attachments] == [("7816.pdf", PDF)]


@pytest.mark.parametrize("namespace", [NS, "http://www.e-doc.vn/Schema/", "http://www.go.vn/eDoc"])
@pytest.mark.parametrize("prefix", ["edXML:", ""])
def test_prefix_or_default_namespace_new_or_legacy(namespace, prefix):
    message = read(small_packet(payload=carried(PDF), namespace=namespace, prefix=prefix))
    assert message.document_id == DOCUMENT_ID
    assert message.attachments[0].content == PDF


@pytest.mark.parametrize("root", ["edXML", "EdXML"])
def test_either_spelling_of_the_root(root):
    text = small_packet(payload=carried(PDF)).replace("<edXML xmlns", f"<{root} xmlns").replace("</edXML>", f"</{root}>")
    assert read(text).attachments[0].content == PDF


@pytest.mark.parametrize("root", ["edXMLEnvelope", "EdXMLEnvelope"])
def test_the_envelope_itself_may_be_the_root(root):
    text = small_packet(payload=carried(PDF), prefix="", open_root=f'<edXMLEnvelope xmlns="{NS}">')
    message = read(text.replace("edXMLEnvelope", root))
    assert (message.document_id, message.attachments[0].content) == (DOCUMENT_ID, PDF)
    assert "edXMLEnvelope" in message.variants


@pytest.mark.parametrize("message", [UPDATE, REPLACE], ids=["update", "replace"])
def test_business_with_one_s_or_two(message):
    text = write_document(message).decode()
    assert "Bussiness" in text
    assert read(text.replace("Bussiness", "Business")) == message


def test_elements_in_any_order():
    text = write_document(DOCUMENT).decode()
    cut = text.index("<edXML:Code>"), text.index("<edXML:PromulgationInfo>"), text.index("<edXML:SteeringType>")
    moved = text[: cut[0]] + text[cut[1] : cut[2]] + text[cut[0] : cut[1]] + text[cut[2] :]
    assert read(moved) == DOCUMENT


@pytest.mark.parametrize(
    ("old", "new"), [("<edXML:ContentId>cid:", "<edXML:ContentId>"), ("<ContentId>", "<ContentId>cid:"), ("<ContentId>", "<ContentId>CID:")]
)
def test_content_ids_with_or_without_cid(old, new):
    text = write_document(DOCUMENT).decode()
    assert old in text
    assert read(text.replace(old, new)) == DOCUMENT


def test_a_reference_that_names_its_file_only_by_href():
    text = write_document(DOCUMENT).decode()
    for attachment in DOCUMENT.attachments:
        text = text.replace(f"<edXML:ContentId>cid:{attachment.content_id}</edXML:ContentId>", "")
    assert read(text) == DOCUMENT


def test_encoded_files_with_a_prefix():
    text = small_packet(payload=carried(PDF)).replace("ContentTransferEncoded", "edXML:ContentTransferEncoded")
    text = text.replace("<AttachmentEncoded>", f'<AttachmentEncoded xmlns:edXML="{NS}">')
    assert read(text).attachments[0].content == PDF


@pytest.mark.parametrize(
    "payload",
    [
        "\n".join(carried(PDF)[place : place + 76] for place in range(0, len(carried(PDF)), 76)),
        "\r\n   " + carried(PDF) + "\r\n",
        f"<![CDATA[{carried(PDF)}]]>",
        carried(PDF)[:10] + "&#10;" + carried(PDF)[10:],
        carried(PDF)[:9] + "<!-- ghi chú -->" + carried(PDF)[9:],
    ],
    ids=["lines", "spaces", "cdata", "reference", "comment"],
)
def test_base64_however_it_is_laid_out(payload):
    assert read(small_packet(payload=payload)).attachments[0].content == PDF


def test_a_file_wrapped_in_a_zip_of_one_entry_is_unpacked():
    attachment = read(small_packet(payload=carried(zipped(PDF, "goc/ten khac.pdf")))).attachments[0]
    assert (attachment.name, attachment.content, attachment.unpacked) == ("7816.pdf", PDF, True)


def test_an_office_file_is_no_wrapping():
    office = zipped(b"<xml/>", "word/document.xml", **{"[Content_Types].xml": b"<Types/>"})
    text = small_packet(payload=carried(office)).replace("7816.pdf", "du-thao.docx")
    attachment = read(text).attachments[0]
    assert (attachment.content, attachment.unpacked) == (office, False)


def test_an_office_file_wrapped_in_a_zip_is_unpacked_once():
    office = zipped(b"<xml/>", "word/document.xml", **{"[Content_Types].xml": b"<Types/>"})
    text = small_packet(payload=carried(zipped(office, "du-thao.docx"))).replace("7816.pdf", "du-thao.docx")
    attachment = read(text).attachments[0]
    assert (attachment.content, attachment.unpacked) == (office, True)


def test_a_file_no_manifest_names_is_kept_too():
    message = read(small_packet(payload=carried(PDF)))
    assert len(message.attachments) == 1


def test_missing_names_and_folders_in_names_do_no_harm():
    text = small_packet(payload=carried(PDF)).replace("7816.pdf", "C:\\tmp\\..\\van ban.pdf")
    assert read(text).attachments[0].name == "van ban.pdf"


@pytest.mark.parametrize("day", ["2026/11/20", "20/11/2026", "2026-11-20", "2026/11/20 08:15:00"])
def test_days_in_the_forms_in_use(day):
    text = small_packet().replace("<edXML:PromulgationDate>2026/11/20", f"<edXML:PromulgationDate>{day}")
    assert read(text).issued_on == dt.date(2026, 11, 20)


def test_a_code_in_one_text_or_only_in_the_documents_id():
    parts = "<edXML:CodeNumber>7816</edXML:CodeNumber><edXML:CodeNotation>VPCP-TTĐT</edXML:CodeNotation>"
    for code in ("7816/VPCP-TTĐT", ""):
        message = read(small_packet().replace(parts, code))
        assert (message.number, message.notation) == ("7816", "VPCP-TTĐT")


def test_an_id_of_the_wrong_structure_is_made_anew():
    message = read(small_packet().replace(DOCUMENT_ID, "7816-VPCP"))
    assert message.document_id == DOCUMENT_ID
    assert "DocumentId" in message.variants


@pytest.mark.parametrize(
    "signature",
    [
        '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><Reference URI=""/></SignedInfo></Signature>',
        "<edXML:DigitalSignature/>",
    ],
)
def test_a_signature_of_the_header_is_noticed_and_does_not_count_as_a_file(signature):
    message = read(small_packet(payload=carried(PDF), extra=signature))
    assert message.signed is ("SignedInfo" in signature)
    assert len(message.attachments) == 1


def test_attributes_of_the_list_of_traces_do_no_harm():
    opening = '<edXML:TraceHeaderList id="1" version="1.0" mustUnderstand="1" actor="http://schemas.xmlsoap.org/soap/actor/next">'
    text = write_document(REPLACE).decode().replace("<edXML:TraceHeaderList>", opening)
    assert read(text) == REPLACE


def test_a_packet_without_business_is_a_new_document():
    assert read(small_packet()).business.kind is Business.NEW


def test_a_packet_with_a_byte_order_mark_and_one_in_utf_16_are_read():
    assert read_packet(b"\xef\xbb\xbf" + small_packet().encode()).document_id == DOCUMENT_ID
    wide = small_packet(payload=carried(PDF)).replace('encoding="utf-8"', 'encoding="utf-16"').encode("utf-16")
    assert read_packet(wide).attachments[0].content == PDF


@pytest.mark.parametrize("name", ["MessageStatus", "Status"])
@pytest.mark.parametrize("moment", ["2026/11/20 09:30:15", "20/11/2026 09:30:15", "2026-11-20T09:30:15+07:00", "2026-11-20T02:30:15Z"])
def test_a_status_under_either_name_and_with_either_form_of_time(name, moment):
    text = write_status(STATUSES[2]).decode().replace("edXML:Status>", f"edXML:{name}>").replace("2026/11/20 09:30:15", moment)
    assert read(text) == STATUSES[2]


@pytest.mark.parametrize("code", ["3", "03", " 03 "])
def test_a_status_code_with_or_without_its_zero(code):
    assert read(write_status(STATUSES[2]).decode().replace(">03<", f">{code}<")).code == "03"


def test_the_code_of_an_answered_document_in_two_parts_or_one():
    text = write_status(STATUSES[0]).decode()
    parts = "<edXML:Code><edXML:CodeNumber>7816</edXML:CodeNumber><edXML:CodeNotation>VPCP-TTĐT</edXML:CodeNotation></edXML:Code>"
    assert read(text.replace("<edXML:Code>7816/VPCP-TTĐT</edXML:Code>", parts)) == STATUSES[0]
