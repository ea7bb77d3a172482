"""A procedure may demand that its applicant is known more surely than by a password."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sen.capabilities.dossiers.models import Dossier, Draft
from sen.capabilities.procedures.models import ProcedureVersion
from sen.foundation.accounts.models import LiveSession
from sen.surfaces.portal.tests.conftest import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def demanding(procedure: ProcedureVersion) -> ProcedureVersion:
    ProcedureVersion.objects.filter(pk=procedure.pk).update(required_assurance=2)
    return procedure


def known_as(level: int) -> None:
    LiveSession.objects.update(assurance=level)


def test_whoever_is_not_sure_enough_is_led_to_step_up_before_the_first_question(browser: Client, demanding: ProcedureVersion) -> None:
    known_as(1)
    path = f"/nop/{demanding.procedure.code}/"
    answer = browser.post(path)
    assert answer["Location"].startswith("/dang-nhap/nang-muc/?tiep=%2Fnop%2F")
    assert not Draft.objects.exists()
    known_as(2)
    assert browser.get(path).status_code == 200


def test_a_draft_begun_surely_is_not_submitted_from_a_session_that_is_not(browser: Client, draft: Draft, demanding, fill, attach) -> None:
    fill(draft)
    attach(draft, SimpleUploadedFile("giay-de-nghi.pdf", PDF))
    known_as(1)
    address = f"/nop/ho-so/{draft.public_id}/kiem-tra/"
    refused = browser.post(address, {"truthful": "on"})
    assert refused.status_code in (403, 422)
    assert "tài khoản đã xác thực định danh" in refused.content.decode()
    assert not Dossier.objects.exists()
    known_as(2)
    assert browser.post(address, {"truthful": "on"}).status_code == 302
    assert Dossier.objects.count() == 1
