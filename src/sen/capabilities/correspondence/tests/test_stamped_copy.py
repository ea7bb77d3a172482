"""The copy for printing with the stamp of arrival: laid where nothing is printed, the file that came in untouched."""

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from sen.capabilities.correspondence import services
from sen.capabilities.correspondence.errors import NoFile, NotStampable
from sen.capabilities.correspondence.models import IncomingDocument
from sen.capabilities.correspondence.selectors.stamping import stamped_copy
from sen.capabilities.correspondence.types import NewFile
from sen.foundation.agencies.models import Agency
from sen.foundation.files.selectors import read_bytes
from sen.foundation.files.services import store_bytes
from sen.foundation.printing.services import blank_place_mm, render_pdf
from sen.kernel.actor import Actor
from tests.document_factories import make_kinds, outside_content
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db


def received(registrar: Actor, agency: Agency, content: bytes) -> IncomingDocument:
    make_kinds()
    file = store_bytes(name="van-ban.pdf", content=content, actor=registrar, now=MONDAY)
    return services.receive_by_hand(
        actor=registrar,
        agency_id=agency.pk,
        content=outside_content(files=[NewFile(file.pk)]),
        channel="paper",
        arrived_at=MONDAY,
        now=MONDAY,
    )


@pytest.fixture
def paper() -> bytes:
    return render_pdf("correspondence/forms/arrival_stamp.typ", {"issuer": {"unit": "Bộ Nội vụ"}, "document": "Văn bản thử"})


def words_of(pdf: bytes) -> str:
    return str(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range())


def test_the_copy_bears_number_and_day_and_the_file_stays(registrar: Actor, agency: Agency, paper: bytes) -> None:
    document = received(registrar, agency, paper)
    stored = document.content.files.get().file

    stamped = stamped_copy(document)

    assert words_of(stamped).count("ĐẾN") == 2
    assert "16/11/2026" in words_of(stamped)
    assert read_bytes(stored) == paper
    assert "16/11/2026" not in words_of(paper)


def test_the_stamp_covers_nothing_that_is_printed(paper: bytes) -> None:
    width, height = 50, 35
    # The sheet's own stamp stands at the top right: there is no room there, below it there is.
    assert blank_place_mm(paper, [(84, 14), (84, 90)], width_mm=width, height_mm=height) == (84, 90)
    assert blank_place_mm(paper, [(84, 14), (140, 14)], width_mm=width, height_mm=height) is None


def test_what_is_no_pdf_is_refused_in_words(registrar: Actor, agency: Agency) -> None:
    broken = received(registrar, agency, b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n")
    with pytest.raises(NotStampable):
        stamped_copy(broken)


def test_an_unregistered_document_has_no_number_to_stamp(incoming: IncomingDocument) -> None:
    with pytest.raises(NoFile):
        stamped_copy(incoming)


def test_only_who_may_see_the_document_gets_the_copy(
    client: Client, registrar: Actor, outsider_officer: Actor, agency: Agency, paper: bytes
) -> None:
    document = received(registrar, agency, paper)
    address = reverse("correspondence:incoming_stamped", args=[document.pk])
    browser = signed_in(client, registrar)

    assert address in browser.get(reverse("correspondence:incoming_page", args=[document.pk])).content.decode()
    assert b"".join(browser.get(address).streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert signed_in(Client(), outsider_officer).get(address).status_code == 404
