"""Answering the questions of an application."""

import datetime as dt
import json

import pytest
from django.test import Client

from sen.capabilities.dossiers.models import Dossier, Draft
from sen.capabilities.procedures.models import ProcedureCase, RequiredDocument
from sen.kernel import clock
from sen.surfaces.portal.types import PREFILL
from tests.factories import make_unit, signed_in

pytestmark = pytest.mark.django_db


def _url(draft: Draft, page: str) -> str:
    return f"/nop/ho-so/{draft.public_id}/{page}/"


def test_a_visitor_is_sent_to_sign_in_and_comes_back(client: Client, procedure):
    response = client.get(f"/nop/{procedure.procedure.code}/")
    assert response.status_code == 302
    assert response["Location"] == f"/dang-nhap/?tiep=/nop/{procedure.procedure.code}/"


def test_reading_the_start_page_opens_no_draft(browser: Client, procedure):
    assert browser.get(f"/nop/{procedure.procedure.code}/").status_code == 200
    assert not Draft.objects.exists()


def test_starting_twice_takes_up_the_same_draft(browser: Client, procedure, draft):
    response = browser.post(f"/nop/{procedure.procedure.code}/")
    assert response["Location"] == f"/nop/ho-so/{draft.public_id}/"
    assert Draft.objects.count() == 1


def test_a_draft_opens_at_its_first_open_question(browser: Client, draft):
    assert browser.get(f"/nop/ho-so/{draft.public_id}/")["Location"] == _url(draft, "nop-cho-ai")
    browser.post(_url(draft, "nop-cho-ai"), {"who": "self"})
    assert browser.get(f"/nop/ho-so/{draft.public_id}/")["Location"] == _url(draft, "ve-ban")


def test_what_the_account_proved_is_shown_and_cannot_be_changed(browser: Client, draft, fill):
    page = browser.get(_url(draft, "ve-ban")).content.decode()
    assert "Nguyễn Thị Bích Trâm" in page
    assert 'name="name"' not in page
    browser.post(_url(draft, "ve-ban"), {"name": "Người Khác", "phone": "0900000123"})
    assert "Người Khác" not in browser.get(_url(draft, "kiem-tra")).content.decode()


def test_a_question_that_is_not_answered_well_is_refused_with_a_summary_and_keeps_what_was_typed(browser: Client, draft):
    response = browser.post(_url(draft, "ve-ban"), {"phone": "09 sáu số", "email": "thu@"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Có 2 chỗ cần sửa" in page
    assert "09 sáu số" in page
    draft.refresh_from_db()
    assert draft.answers["ve-ban"]["phone"] == "09 sáu số"


def test_a_birthday_in_the_future_is_refused(browser: Client, draft):
    browser.post(_url(draft, "nop-cho-ai"), {"who": "other"})
    answers = {"name": "Lê Minh Khôi", "born_on_day": "1", "born_on_month": "1", "born_on_year": "2999"}
    response = browser.post(_url(draft, "nguoi-duoc-nop"), answers)
    assert response.status_code == 422
    assert "không thể sau hôm nay" in response.content.decode()


def test_accents_written_in_pieces_are_kept_in_one_form(browser: Client, draft):
    browser.post(_url(draft, "noi-dung"), {"note": "Xin ca\u0302\u0301p hai ba\u0309n"})
    assert "Xin cấp hai bản" in browser.get(_url(draft, "kiem-tra")).content.decode()


def test_saving_for_later_keeps_an_unfinished_answer(browser: Client, draft):
    response = browser.post(_url(draft, "ve-ban"), {"phone": "09", "luu": "1"})
    assert response["Location"] == "/ho-so/"
    draft.refresh_from_db()
    assert draft.answers["ve-ban"]["phone"] == "09"
    shown = browser.get(_url(draft, "ve-ban"))
    assert shown.status_code == 200
    assert 'value="09"' in shown.content.decode()


def test_autosave_answers_with_the_servers_time_and_keeps_the_words(browser: Client, draft):
    response = browser.post(_url(draft, "noi-dung"), {"note": "Đang viết dở"}, headers={"X-Autosave": "1"})
    assert len(json.loads(response.content)["saved_at"]) == 5
    draft.refresh_from_db()
    assert draft.answers["noi-dung"]["note"] == "Đang viết dở"


def test_only_fields_of_the_question_are_kept(browser: Client, draft):
    browser.post(_url(draft, "noi-dung"), {"note": "Xin hai bản", "dossier": "7", "csrfmiddlewaretoken": "x"})
    draft.refresh_from_db()
    assert draft.answers["noi-dung"] == {"note": "Xin hai bản"}


def test_a_place_typed_without_accents_is_found_without_a_script(browser: Client, draft, home_unit):
    response = browser.post(_url(draft, "noi-o"), {"place": "", "place_text": "cao lanh dong thap", "address": ""})
    assert response.status_code == 302
    assert home_unit.path_name in browser.get(_url(draft, "kiem-tra")).content.decode()


def test_several_places_of_a_name_are_offered_as_choices(browser: Client, draft, home_unit):
    make_unit("Xã Cao Lãnh Đông", parent=home_unit.parent)
    response = browser.post(_url(draft, "noi-o"), {"place": "", "place_text": "cao", "address": ""})
    assert response.status_code == 422
    assert response.content.decode().count('type="radio"') == 2


def test_the_agency_that_decides_is_named_with_the_reason(browser: Client, draft, agency, fill):
    fill(draft, co_quan=None)
    page = browser.get(_url(draft, "co-quan")).content.decode()
    assert agency.name in page
    assert "Vì nơi ở thuộc Phường Cao Lãnh" in page


def test_applying_for_another_asks_who_and_by_what_right(browser: Client, draft):
    response = browser.post(_url(draft, "nop-cho-ai"), {"who": "other"})
    assert response["Location"] == _url(draft, "ve-ban")
    for page in ("nguoi-duoc-nop", "uy-quyen"):
        assert browser.get(_url(draft, page)).status_code == 200
    refused = browser.post(_url(draft, "uy-quyen"), {"basis": "written", "paper": ""})
    assert refused.status_code == 422


def test_questions_about_another_do_not_exist_for_oneself(browser: Client, draft):
    browser.post(_url(draft, "nop-cho-ai"), {"who": "self"})
    assert browser.get(_url(draft, "uy-quyen")).status_code == 404


def test_a_conditional_paper_gets_a_page_once_it_applies(browser: Client, draft, fill):
    paper = RequiredDocument.objects.get(version=draft.version, is_conditional=True)
    address = f"/nop/ho-so/{draft.public_id}/giay-to-{paper.pk}/"
    assert browser.get(address).status_code == 404
    fill(draft, giay_to_khac={"papers": [str(paper.pk)]})
    assert browser.get(address).status_code == 200


def test_choosing_a_case_changes_the_papers_asked_for(browser: Client, draft):
    first = ProcedureCase.objects.create(version=draft.version, name="Thành lập mới")
    second = ProcedureCase.objects.create(version=draft.version, name="Thành lập lại", position=1)
    paper = RequiredDocument.objects.create(version=draft.version, case=second, name="Giấy xác nhận đã giải thể", originals=1)
    browser.post(_url(draft, "truong-hop"), {"case": str(first.pk)})
    assert browser.get(f"/nop/ho-so/{draft.public_id}/giay-to-{paper.pk}/").status_code == 404
    browser.post(_url(draft, "truong-hop"), {"case": str(second.pk)})
    assert browser.get(f"/nop/ho-so/{draft.public_id}/giay-to-{paper.pk}/").status_code == 200


def test_a_change_from_the_review_leads_back_to_the_review(browser: Client, draft, fill):
    fill(draft)
    response = browser.post(_url(draft, "noi-dung") + "?ve=kiem-tra", {"note": "Xin hai bản"})
    assert response["Location"] == _url(draft, "kiem-tra")


def test_a_strangers_draft_does_not_exist_and_stays_as_it_was(client: Client, draft, other_citizen):
    stranger = signed_in(Client(), other_citizen)
    for page in ("nop-cho-ai", "kiem-tra", "bo-nhap"):
        assert stranger.get(_url(draft, page)).status_code == 404
        assert stranger.post(_url(draft, page), {"who": "other", "truthful": "on"}).status_code == 404
    draft.refresh_from_db()
    assert set(draft.answers) == {PREFILL}
    assert draft.dossier_id is None
    assert not Dossier.objects.exists()


def test_an_officer_cannot_apply_with_the_office_account(client: Client, clerk, procedure):
    assert signed_in(client, clerk).get(f"/nop/{procedure.procedure.code}/").status_code == 403


def test_throwing_a_draft_away_asks_first(browser: Client, draft):
    assert browser.get(_url(draft, "bo-nhap")).status_code == 200
    assert Draft.objects.exists()
    assert browser.post(_url(draft, "bo-nhap"))["Location"] == "/ho-so/"
    assert not Draft.objects.exists()


def test_an_ended_session_leads_back_to_the_same_question(client: Client, draft):
    visitor = Client()
    response = visitor.get(_url(draft, "ve-ban"))
    assert response["Location"] == f"/dang-nhap/?tiep={_url(draft, 've-ban')}"


def test_words_typed_into_an_ended_session_are_offered_again(client: Client, draft):
    response = Client().post(_url(draft, "noi-dung"), {"note": "Lời đã viết lâu"})
    assert response.status_code == 401
    assert "Lời đã viết lâu" in response.content.decode()


def test_a_question_costs_few_queries(browser: Client, draft, fill, django_assert_max_num_queries):
    fill(draft)
    with django_assert_max_num_queries(24):
        browser.get(_url(draft, "nhan-ket-qua"))


def test_a_place_outside_the_province_cannot_decide(browser: Client, draft, fill, agency, home_unit):
    fill(draft, co_quan=None)
    elsewhere = make_unit("Phường Bến Thành", parent=make_unit("Thành phố Hồ Chí Minh", level="province"))
    response = browser.post(_url(draft, "co-quan"), {"choice": "khac", "place": str(elsewhere.pk), "place_text": elsewhere.path_name})
    assert response.status_code == 422
    assert "không thuộc tỉnh" in response.content.decode()


def test_what_is_left_in_the_box_beside_the_suggested_agency_stops_nobody(browser: Client, draft, fill, agency, home_unit):
    fill(draft, co_quan=None)
    response = browser.post(_url(draft, "co-quan"), {"choice": "goi-y", "place": "", "place_text": "không có nơi này"})
    assert response.status_code == 302


def test_a_province_is_no_place_to_live_in(browser: Client, draft, home_unit):
    province = home_unit.parent
    make_unit("Xã Mỹ Trà", parent=province)
    response = browser.post(_url(draft, "noi-o"), {"place": str(province.pk), "place_text": province.path_name, "address": ""})
    assert response.status_code == 422


def test_before_july_2025_the_address_has_three_levels(browser: Client, draft, monkeypatch):
    assert "Xã, phường, đặc khu" in browser.get(_url(draft, "noi-o")).content.decode()
    monkeypatch.setattr(clock, "_shift", dt.datetime(2020, 11, 16, 8, tzinfo=dt.UTC) - dt.datetime.now(dt.UTC))
    assert "Xã, phường, thị trấn" in browser.get(_url(draft, "noi-o")).content.decode()
