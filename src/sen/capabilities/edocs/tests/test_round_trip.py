"""What is written is read again as it was: every kind of message of the standard."""

import dataclasses
import re

import pytest

from sen.capabilities.edocs.adapters.edxml.reading import read_packet
from sen.capabilities.edocs.adapters.edxml.writing import write_document, write_status
from sen.capabilities.edocs.errors import FieldUnfit
from sen.capabilities.edocs.tests.packets import DOCUMENT, RECALL, REPLACE, STATUSES, UPDATE
from sen.capabilities.edocs.types import Organ


@pytest.mark.parametrize("message", [DOCUMENT, RECALL, UPDATE, REPLACE], ids=["new", "recall", "update", "replace"])
def test_a_document_packet_reads_as_it_was_written(message):
    assert read_packet(write_document(message)) == message


@pytest.mark.parametrize("message", STATUSES, ids=[message.code for message in STATUSES])
def test_a_status_packet_reads_as_it_was_written(message):
    assert read_packet(write_status(message)) == message


def test_the_same_message_always_gives_the_same_bytes():
    without_ids = dataclasses.replace(
        DOCUMENT, attachments=tuple(dataclasses.replace(each, content_id="") for each in DOCUMENT.attachments)
    )
    assert write_document(without_ids) == write_document(without_ids)
    assert all(each.content_id for each in read_packet(write_document(without_ids)).attachments)


def test_every_element_of_the_envelope_bears_the_prefix_and_the_files_stand_outside():
    text = write_document(UPDATE).decode()
    envelope = text[text.index("<edXML:edXMLEnvelope") : text.index("</edXML:edXMLEnvelope>")]
    assert re.findall(r"<(?!/?edXML:)[^>]+>", envelope) == []
    assert "<edXML:Bussiness>" in envelope
    outside = text[text.index("</edXML:edXMLEnvelope>") :]
    assert outside.startswith("</edXML:edXMLEnvelope><AttachmentEncoded><Attachment><ContentType>")
    assert "<edXML:" not in outside


def test_characters_xml_has_no_place_for_are_left_out():
    message = dataclasses.replace(DOCUMENT, subject="Về\x00 việc\x0b <&>\ud800")
    assert read_packet(write_document(message)).subject == "Về việc <&>"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"subject": "x" * 501}, "Subject"),
        ({"sender": Organ("H" * 36)}, "OrganId"),
        ({"sender": Organ("")}, "OrganId"),
        ({"number": "1" * 12}, "CodeNumber"),
        ({"to_places": ("x" * 600, "y" * 401)}, "ToPlaces"),
        ({"receivers": ()}, "To"),
        ({"pages": 1000}, "PageAmount"),
    ],
)
def test_what_is_longer_than_the_standard_allows_is_not_written(change, name):
    with pytest.raises(FieldUnfit) as caught:
        write_document(dataclasses.replace(DOCUMENT, **change))
    assert caught.value.values["name"] == name
