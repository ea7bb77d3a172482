"""Handing in files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sen.capabilities.dossiers.models import DraftFile
from sen.capabilities.procedures.models import RequiredDocument
from sen.foundation.files.services import store_bytes
from sen.surfaces.portal.tests.conftest import PDF
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db


def _file(name: str = "giay-de-nghi.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _url(draft) -> str:
    return f"/nop/ho-so/{draft.public_id}/giay-to-{RequiredDocument.objects.get(version=draft.version, is_conditional=False).pk}/"


def test_a_file_sent_with_the_form_is_attached_and_leads_on(draft, attach):
    response = attach(draft, _file())
    assert response.status_code == 302
    assert DraftFile.objects.get().file.name == "giay-de-nghi.pdf"


def test_the_page_lists_what_arrived_with_its_hash(browser: Client, draft, attach):
    attach(draft, _file())
    page = browser.get(_url(draft)).content.decode()
    assert "giay-de-nghi.pdf" in page
    assert DraftFile.objects.get().file.sha256 in page


def test_adding_another_file_stays_on_the_page(draft, attach):
    response = attach(draft, _file(), them="1")
    assert response["Location"] == _url(draft)


def test_a_refused_file_is_named_and_does_not_cost_the_others(browser: Client, draft, attach):
    response = attach(draft, _file("anh.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 64), _file("dung.pdf"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "anh.heic" in page
    assert [one.file.name for one in DraftFile.objects.all()] == ["dung.pdf"]
    assert "dung.pdf" in page


def test_an_empty_file_is_refused(draft, attach):
    assert attach(draft, _file("trong.pdf", b"")).status_code == 422
    assert not DraftFile.objects.exists()


def test_going_on_without_a_required_file_is_refused(draft, attach):
    response = attach(draft)
    assert response.status_code == 422
    assert "Chưa có tệp nào" in response.content.decode()


def test_a_file_that_arrived_in_pieces_is_attached_by_its_value_once(browser: Client, resident, draft):
    stored = store_bytes(name="manh.pdf", content=PDF, actor=resident, now=MONDAY)
    for _ in range(2):
        assert browser.post(_url(draft), {"tep_received": str(stored.public_id)}).status_code == 302
    assert DraftFile.objects.get().file_id == stored.pk


def test_somebody_elses_file_cannot_be_attached(browser: Client, draft, other_citizen):
    stored = store_bytes(name="cua-nguoi-khac.pdf", content=PDF, actor=other_citizen, now=MONDAY)
    response = browser.post(_url(draft), {"tep_received": str(stored.public_id)})
    assert response.status_code == 422
    assert not DraftFile.objects.exists()


def test_taking_a_file_off_asks_first(browser: Client, draft, attach):
    attach(draft, _file())
    address = f"/nop/ho-so/{draft.public_id}/tep/{DraftFile.objects.get().pk}/bo/"
    assert "Bỏ tệp này" in browser.get(address).content.decode()
    assert DraftFile.objects.exists()
    assert browser.post(address)["Location"] == _url(draft)
    assert not DraftFile.objects.exists()
