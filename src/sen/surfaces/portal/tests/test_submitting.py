"""Checking the answers and submitting once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sen.capabilities.dossiers.models import Dossier, Draft, OfficialForm
from sen.foundation.accounts.models import LiveSession, Mandate
from sen.surfaces.portal.tests.conftest import PDF
from tests.factories import LONG_AGO, MONDAY, make_unit, signed_in

pytestmark = pytest.mark.django_db


def _file() -> SimpleUploadedFile:
    return SimpleUploadedFile("giay-de-nghi.pdf", PDF)


def _submit(browser: Client, draft, **values: str):
    return browser.post(f"/nop/ho-so/{draft.public_id}/kiem-tra/", {"truthful": "on", **values})


def test_a_filled_sheet_becomes_a_dossier_with_what_was_answered(browser: Client, draft, fill, attach, agency, resident, home_unit):
    fill(draft, noi_dung={"note": "Xin hai bản"})
    attach(draft, _file())
    response = _submit(browser, draft)
    dossier = Dossier.objects.get()
    assert response["Location"] == f"/ho-so/{dossier.public_id}/da-nop/"
    assert (dossier.applicant_name, dossier.applicant_phone, dossier.applicant_unit_id) == (
        "Nguyễn Thị Bích Trâm",
        "0900000123",
        home_unit.pk,
    )
    assert (dossier.applicant_account_id, dossier.applicant_person_id) == (resident.account_id, resident.person_id)
    assert (dossier.competent_agency_id, dossier.receiving_agency_id) == (agency.pk, agency.pk)
    assert (dossier.note, dossier.channel, dossier.agent) == ("Xin hai bản", "online", None)
    assert [paper.files.count() for paper in dossier.documents.all()] == [1]


def test_pressing_twice_makes_one_dossier(browser: Client, draft, fill, attach):
    fill(draft)
    attach(draft, _file())
    first, second = _submit(browser, draft), _submit(browser, draft)
    assert Dossier.objects.count() == 1
    assert first["Location"].endswith("/da-nop/")
    assert second["Location"] == first["Location"]


def test_the_review_names_what_is_missing_and_submitting_is_refused(browser: Client, draft, fill):
    fill(draft, nhan_ket_qua=None)
    page = browser.get(f"/nop/ho-so/{draft.public_id}/kiem-tra/").content.decode()
    assert "Chưa có tệp" in page
    assert "Chưa trả lời xong" in page
    response = _submit(browser, draft)
    assert response.status_code == 422
    assert "Giấy tờ 1; Nhận kết quả" in response.content.decode()
    assert not Dossier.objects.exists()


def test_without_the_promise_nothing_is_sent(browser: Client, draft, fill, attach):
    fill(draft)
    attach(draft, _file())
    assert browser.post(f"/nop/ho-so/{draft.public_id}/kiem-tra/", {}).status_code == 422
    assert not Dossier.objects.exists()


def test_the_back_button_after_submission_leads_to_the_dossier(browser: Client, draft, fill, attach):
    fill(draft)
    attach(draft, _file())
    _submit(browser, draft)
    for page in ("", "ve-ban/", "kiem-tra/"):
        assert browser.get(f"/nop/ho-so/{draft.public_id}/{page}")["Location"] == f"/ho-so/{draft.public_id}/"
    browser.post(f"/nop/ho-so/{draft.public_id}/ve-ban/", {"phone": "0911111111"})
    assert Dossier.objects.get().applicant_phone == "0900000123"


def test_an_application_for_another_names_both_people(browser: Client, draft, fill, attach, resident):
    child = {"name": "Lê Minh Khôi", "number": "", "born_on_day": "14", "born_on_month": "11", "born_on_year": "2024", "phone": ""}
    fill(draft, nop_cho_ai={"who": "other"}, nguoi_duoc_nop=child, uy_quyen={"basis": "parent", "paper": ""})
    attach(draft, _file())
    _submit(browser, draft)
    dossier = Dossier.objects.get()
    assert dossier.applicant_name == "Lê Minh Khôi"
    assert dossier.applicant_account_id == resident.account_id
    assert dossier.applicant_person_id is None
    assert dossier.agent["name"] == "Nguyễn Thị Bích Trâm"
    assert "Cha, mẹ" in dossier.agent["paper"]


def test_another_commune_decides_when_the_applicant_says_why_it_may(browser: Client, draft, fill, attach, other_agency, home_unit):
    place = make_unit("Phường Sa Đéc", parent=home_unit.parent, code="29905")
    fill(draft, co_quan={"choice": "khac", "place": str(place.pk), "place_text": place.path_name})
    attach(draft, _file())
    _submit(browser, draft)
    assert Dossier.objects.get().competent_agency_id == other_agency.pk


def test_the_result_is_handed_over_at_the_desk_that_was_chosen(browser: Client, draft, fill, attach, agency, other_agency):
    fill(draft, nhan_ket_qua={"way": "counter", "desk": str(other_agency.pk), "address": ""})
    attach(draft, _file())
    _submit(browser, draft)
    dossier = Dossier.objects.get()
    assert (dossier.receiving_agency_id, dossier.return_agency_id, dossier.receipt_way) == (agency.pk, other_agency.pk, "counter")


def test_post_needs_an_address(browser: Client, draft):
    response = browser.post(f"/nop/ho-so/{draft.public_id}/nhan-ket-qua/", {"way": "post", "address": "", "desk": ""})
    assert response.status_code == 422
    assert "địa chỉ nhận kết quả" in response.content.decode()


def test_the_confirmation_shows_code_clock_files_and_hashes(browser: Client, draft, fill, attach):
    fill(draft)
    attach(draft, _file())
    page = browser.get(_submit(browser, draft)["Location"]).content.decode()
    dossier = Dossier.objects.get()
    stored = dossier.documents.get().files.get().file
    assert dossier.code in page
    assert stored.sha256 in page
    assert "Cán bộ phải trả lời trước" in page
    assert OfficialForm.objects.get(dossier=dossier).kind == "proof"


def test_a_strangers_confirmation_does_not_exist(browser: Client, draft, fill, attach, other_citizen):
    fill(draft)
    attach(draft, _file())
    address = _submit(browser, draft)["Location"]
    assert signed_in(Client(), other_citizen).get(address).status_code == 404


def _act_for_business(browser: Client, resident, scope: str) -> Mandate:
    mandate = Mandate.objects.create(
        principal_kind="business", principal_id=7, principal_code="1400123456", principal_name="Công ty TNHH Sen Hồng",
        representative_id=resident.account_id, ground="legal", scope=scope, valid_from=LONG_AGO, granted_at=MONDAY,
    )  # fmt: skip
    LiveSession.objects.update(mandate=mandate)
    return mandate


def test_a_representative_submits_for_the_business_and_both_are_named(browser: Client, draft, fill, attach, resident):
    mandate = _act_for_business(browser, resident, "all")
    fill(draft, nop_cho_ai={"who": f"uy-quyen-{mandate.pk}"})
    attach(draft, _file())
    _submit(browser, draft)
    dossier = Dossier.objects.get()
    assert (dossier.applicant_name, dossier.applicant_number) == ("Công ty TNHH Sen Hồng", "1400123456")
    assert (dossier.applicant_account_id, dossier.applicant_person_id) == (resident.account_id, None)
    assert dossier.agent["name"] == "Nguyễn Thị Bích Trâm"
    assert str(mandate.pk) in dossier.agent["paper"]


def test_a_mandate_for_following_only_submits_nothing(browser: Client, draft, fill, attach, resident):
    mandate = _act_for_business(browser, resident, "read")
    fill(draft, nop_cho_ai={"who": f"uy-quyen-{mandate.pk}"})
    attach(draft, _file())
    assert _submit(browser, draft).status_code in {403, 422}
    assert not Dossier.objects.exists()


def test_a_mandate_for_following_only_begins_nothing(browser: Client, procedure, resident):
    _act_for_business(browser, resident, "read")
    refused = browser.post(f"/nop/{procedure.procedure.code}/")
    assert refused.status_code in {403, 422}
    assert not Draft.objects.exists()


def test_under_a_mandate_the_questions_name_the_business_and_keep_the_agents_home_out(browser: Client, draft, resident):
    _act_for_business(browser, resident, "all")
    address = f"/nop/ho-so/{draft.public_id}"
    asked = browser.get(f"{address}/nop-cho-ai/").content.decode()
    assert "Cho chính tôi" not in asked
    home = browser.get(f"{address}/noi-o/").content.decode()
    assert "Công ty TNHH Sen Hồng ở đâu?" in home
    assert "Số 12, Khóm 3" not in home


def test_a_draft_begun_for_oneself_is_not_submitted_for_the_business(browser: Client, draft, fill, attach, resident):
    fill(draft)
    attach(draft, _file())
    _act_for_business(browser, resident, "all")
    assert _submit(browser, draft).status_code == 422
    assert not Dossier.objects.exists()
