"""Anybody checks a result."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import Outcome
from sen.foundation.files.selectors import read_bytes
from sen.foundation.printing.services import render_pdf
from sen.kernel import clock
from sen.surfaces.portal.tests.conftest import PDF
from tests.dossier_factories import at_signature, in_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome(resident, clerk, head, specialist, approver, agency, procedure) -> Outcome:
    now = clock.now()
    dossier = in_work(resident, clerk, agency, version=procedure, now=now)
    services.sign_outcome(actor=approver, item_id=at_signature(dossier, head, specialist, now=now).pk, now=now)
    return Outcome.objects.select_related("file").get(dossier=dossier)


def test_a_valid_result_shows_its_facts_and_only_initials(client: Client, outcome):
    page = client.get(f"/kiem-tra/{outcome.verify_code}/").content.decode()
    assert "có thật và còn hiệu lực" in page
    assert outcome.number in page
    assert "N. T. B. T." in page
    assert "Bích Trâm" not in page


def test_a_code_is_read_with_separators_and_small_letters(client: Client, outcome):
    code = outcome.verify_code.lower()
    response = client.get(f"/kiem-tra/?ma={code[:4]}-{code[4:8]}+{code[8:]}")
    assert response["Location"] == f"/kiem-tra/{outcome.verify_code}/"


def test_an_unknown_code_is_said_to_be_unknown(client: Client, db):
    response = client.get("/kiem-tra/ABCDEFGHJKMN/")
    assert response.status_code == 404
    assert "Không có kết quả nào mang mã này" in response.content.decode()


def test_a_revoked_result_is_said_to_be_revoked(client: Client, outcome, approver):
    services.revoke_outcome(actor=approver, dossier_id=outcome.dossier_id, reason="Ban hành nhầm người", now=clock.now())
    page = client.get(f"/kiem-tra/{outcome.verify_code}/").content.decode()
    assert "đã bị thu hồi" in page
    assert "còn hiệu lực" not in page


def test_the_original_file_equals_the_record_and_its_signature_holds(client: Client, outcome):
    original = SimpleUploadedFile("ket-qua.pdf", read_bytes(outcome.file))
    page = client.post(f"/kiem-tra/{outcome.verify_code}/", {"tep": original}).content.decode()
    assert "Tệp trùng khớp bản đã ban hành" in page
    assert "Chữ ký hợp lệ" in page


def test_a_changed_file_is_told_apart(client: Client, outcome):
    changed = SimpleUploadedFile("ket-qua.pdf", read_bytes(outcome.file) + b"\n%them mot dong\n")
    page = client.post(f"/kiem-tra/{outcome.verify_code}/", {"tep": changed}).content.decode()
    assert "Tệp khác bản đã ban hành" in page


def test_a_file_without_signature_is_said_to_have_none(client: Client, db):
    pdf = render_pdf(
        "dossiers/forms/ticket.typ", {"office": "Một cửa", "service": "Hộ tịch", "number": "A012", "issued_at": "2026-11-23T09:10"}
    )
    page = client.post("/kiem-tra/", {"tep": SimpleUploadedFile("a.pdf", pdf)}).content.decode()
    assert "Tệp không có chữ ký số" in page


def test_what_is_no_pdf_is_refused_with_what_to_do(client: Client, db):
    response = client.post("/kiem-tra/", {"tep": SimpleUploadedFile("a.pdf", b"khong phai pdf")})
    assert response.status_code == 422
    assert "Không đọc được tệp PDF" in response.content.decode()


def test_nothing_of_a_checked_file_is_kept(client: Client, db, tmp_path):
    client.post("/kiem-tra/", {"tep": SimpleUploadedFile("a.pdf", PDF)})
    assert not (tmp_path / "files").exists()
