"""Answering a supplement request on the page of each paper that lacks."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import SubmittedFile, SupplementItem
from sen.capabilities.dossiers.states import DossierState
from sen.capabilities.dossiers.types import Lack
from sen.kernel import clock
from sen.surfaces.portal.tests.conftest import PDF
from tests.dossier_factories import submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(resident, clerk, agency, procedure):
    made = submitted(resident, agency, version=procedure, now=clock.now())
    documents = list(made.documents.all())
    lacks = [Lack(documents[0].name, "Bản chụp bị mờ ở trang 2", documents[0].pk), Lack("Giấy ủy quyền", "Chưa có chữ ký")]
    services.request_supplement(actor=clerk, dossier_id=made.pk, lacks=lacks, now=clock.now())
    made.refresh_from_db()
    return made


@pytest.fixture
def items(dossier) -> list[SupplementItem]:
    return list(SupplementItem.objects.filter(request__dossier=dossier))


def _page(dossier, end: str = "") -> str:
    return f"/ho-so/{dossier.public_id}/bo-sung/{end}"


def _file() -> SimpleUploadedFile:
    return SimpleUploadedFile("ban-ro.pdf", PDF)


def test_every_lacking_paper_is_listed_with_its_reason(browser: Client, dossier):
    page = browser.get(_page(dossier)).content.decode()
    assert "Cần bổ sung 2 giấy tờ" in page
    assert "Bản chụp bị mờ ở trang 2" in page
    assert "Chưa có chữ ký" in page


def test_one_page_for_each_paper_then_check_and_send(browser: Client, dossier, items):
    first = browser.post(_page(dossier, f"{items[0].pk}/"), {"tep": [_file()], "note": ""})
    assert first["Location"] == _page(dossier, f"{items[1].pk}/")
    second = browser.post(_page(dossier, f"{items[1].pk}/"), {"note": "Tôi tự làm, không ủy quyền cho ai."})
    assert second["Location"] == _page(dossier, "gui/")
    check = browser.get(_page(dossier, "gui/")).content.decode()
    assert "ban-ro.pdf" in check
    assert "không ủy quyền" in check
    browser.post(_page(dossier, "gui/"))
    dossier.refresh_from_db()
    assert dossier.state == DossierState.SUBMITTED
    assert SubmittedFile.objects.filter(document__dossier=dossier, superseded_at__isnull=True, file__name="ban-ro.pdf").exists()


def test_going_on_without_file_or_words_is_refused(browser: Client, dossier, items):
    response = browser.post(_page(dossier, f"{items[0].pk}/"), {"note": ""})
    assert response.status_code == 422
    assert "Chưa có giấy tờ hoặc lời giải thích" in response.content.decode()


def test_a_file_can_be_taken_back_before_sending(browser: Client, dossier, items):
    here = _page(dossier, f"{items[0].pk}/")
    browser.post(here, {"tep": [_file()], "note": "", "them": "1"})
    kept = browser.session["bo_sung"]
    dropped = next(iter(kept.values()))[str(items[0].pk)]["files"][0]
    assert "Bỏ tệp này" in browser.get(f"{here}?bo={dropped}").content.decode()
    browser.post(f"{here}?bo={dropped}")
    assert "ban-ro.pdf" not in browser.get(here).content.decode()


def test_sending_nothing_is_refused(browser: Client, dossier):
    assert browser.post(_page(dossier, "gui/")).status_code == 422
    dossier.refresh_from_db()
    assert dossier.state == DossierState.INTAKE_SUPPLEMENT


def test_without_an_open_request_there_is_no_page(browser: Client, resident, agency, procedure):
    quiet = submitted(resident, agency, version=procedure, now=clock.now())
    assert browser.get(_page(quiet)).status_code == 404


def test_an_item_of_another_request_does_not_exist(browser: Client, dossier, items):
    assert browser.get(_page(dossier, f"{items[1].pk + 50}/")).status_code == 404
