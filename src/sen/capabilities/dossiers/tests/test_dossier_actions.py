"""Every action is a form that works by itself, tells what is wrong, and loses nothing that was typed."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import Consultation, Dossier, DossierEvent, OfficialForm, Outcome, WorkItem
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from tests.dossier_factories import at_signature, open_item
from tests.factories import MONDAY, make_officer, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_monday")]


def _url(name: str, dossier: Dossier, *more: int) -> str:
    return reverse(f"dossiers:{name}", args=[dossier.code, *more])


def _reload(dossier: Dossier) -> Dossier:
    return Dossier.objects.get(pk=dossier.pk)


@pytest.fixture
def with_specialist(dossier: Dossier, head: Actor, specialist: Actor) -> Dossier:
    """The dossier at the specialist's step."""
    services.complete_step(actor=head, item_id=open_item(dossier).pk, now=MONDAY, assignee_id=specialist.account_id)
    return _reload(dossier)


def test_a_head_finishes_the_step_and_names_the_next_person(client: Client, head: Actor, specialist: Actor, dossier: Dossier) -> None:
    browser = signed_in(client, head)
    url = _url("finish", dossier, open_item(dossier).pk)
    assert specialist.name in browser.get(url).content.decode()
    answer = browser.post(url, {"seen": dossier.event_count, "note": "Xem kỹ trang 2", "assignee": specialist.account_id})
    assert answer["Location"] == _url("page", dossier)
    item = open_item(dossier)
    assert (item.name, item.assignee_id) == ("Thẩm định", specialist.account_id)
    assert DossierEvent.objects.filter(dossier_id=dossier.pk).latest("sequence").reason == "Xem kỹ trang 2"


def test_the_second_of_two_officers_is_told_and_keeps_what_was_typed(
    client: Client, specialist: Actor, agency: Agency, with_specialist: Dossier
) -> None:
    second = make_officer(Role.LEADER, agency, name="Phạm Minh Đức")
    dossier = with_specialist
    url = _url("suspend", dossier)
    services.consult_agencies(
        actor=specialist,
        dossier_id=dossier.pk,
        agency_ids=[agency.pk],
        question="Hỏi một câu",
        due_at=MONDAY + dt.timedelta(days=2),
        now=MONDAY,
    )
    browser = signed_in(client, second)
    answer = browser.post(url, {"seen": dossier.event_count, "reason": "Nộp lệ phí trước bạ"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert specialist.name in text and "Nộp lệ phí trước bạ" in text
    assert _reload(dossier).state == "processing"
    assert f'value="{dossier.event_count + 1}"' in text
    again = browser.post(url, {"seen": dossier.event_count + 1, "reason": "Nộp lệ phí trước bạ"})
    assert again.status_code == 302 and _reload(dossier).state == "financial_duty"


def test_a_step_of_somebody_else_cannot_be_finished(client: Client, agency: Agency, with_specialist: Dossier) -> None:
    other = make_officer(Role.SPECIALIST, agency, name="Lê Văn Khác")
    answer = signed_in(client, other).post(_url("finish", with_specialist, open_item(with_specialist).pk), {"note": "x"})
    assert answer.status_code == 409
    assert _reload(with_specialist).event_count == with_specialist.event_count


def test_a_head_gives_the_work_to_another_person(client: Client, head: Actor, agency: Agency, with_specialist: Dossier) -> None:
    other = make_officer(Role.SPECIALIST, agency, name="Lê Văn Khác", title="Chuyên viên")
    url = _url("assign", with_specialist, open_item(with_specialist).pk)
    browser = signed_in(client, head)
    assert "Lê Văn Khác" in browser.get(url).content.decode()
    assert browser.post(url, {"seen": with_specialist.event_count, "assignee": other.account_id}).status_code == 302
    assert open_item(with_specialist).assignee_id == other.account_id


def test_sending_back_needs_a_reason_and_returns_to_the_one_who_did_the_step(
    client: Client, head: Actor, specialist: Actor, with_specialist: Dossier
) -> None:
    browser = signed_in(client, specialist)
    url = _url("send_back", with_specialist, open_item(with_specialist).pk)
    assert browser.post(url, {"seen": with_specialist.event_count, "reason": "x"}).status_code == 422
    assert open_item(with_specialist).name == "Thẩm định"
    assert browser.post(url, {"seen": with_specialist.event_count, "reason": "Giao nhầm người thụ lý"}).status_code == 302
    item = open_item(with_specialist)
    assert (item.name, item.assignee_id) == ("Phân công thụ lý", head.account_id)


def test_agencies_are_asked_each_with_its_own_term_and_answer_on_their_own_page(
    client: Client, specialist: Actor, other_agency: Agency, department: Agency, outsider_officer: Actor, with_specialist: Dossier
) -> None:
    browser = signed_in(client, specialist)
    url = _url("consult", with_specialist)
    rows = {"co-TOTAL_FORMS": 2, "co-INITIAL_FORMS": 0, "co-0-agency": other_agency.pk, "co-0-due_on": "18/11/2026"}
    rows |= {
        "co-1-agency": department.pk,
        "co-1-due_on": "20/11/2026",
        "seen": with_specialist.event_count,
        "question": "Hộ này có tranh chấp không?",
    }
    assert browser.post(url, rows).status_code == 302
    asked = dict(Consultation.objects.values_list("work_item__agency_id", "work_item__due_at"))
    assert {agency: clock.local(due).date().day for agency, due in asked.items()} == {other_agency.pk: 18, department.pk: 20}

    consulted = signed_in(Client(), outsider_officer)
    item = WorkItem.objects.get(agency=other_agency, kind="consultation")
    page = consulted.get(_url("page", with_specialist)).content.decode()
    assert "Trả lời ý kiến" in page and "tranh chấp" in page and "Soạn kết quả" not in page
    answer = consulted.post(_url("answer", with_specialist, item.pk), {"agrees": "yes", "answer": "Không có tranh chấp"})
    assert answer.status_code == 302
    assert Consultation.objects.get(work_item=item).agrees is True
    back = browser.get(_url("page", with_specialist)).content.decode()
    assert "Không có tranh chấp" in back


def test_a_question_without_agency_or_term_is_refused_with_links_to_the_fields(
    client: Client, specialist: Actor, other_agency: Agency, with_specialist: Dossier
) -> None:
    browser = signed_in(client, specialist)
    rows = {"co-TOTAL_FORMS": 2, "co-INITIAL_FORMS": 0, "seen": with_specialist.event_count, "question": "Có tranh chấp không?"}
    none = browser.post(_url("consult", with_specialist), rows)
    assert none.status_code == 422 and "Chọn ít nhất một cơ quan" in none.content.decode()
    undated = browser.post(_url("consult", with_specialist), rows | {"co-0-agency": other_agency.pk})
    assert undated.status_code == 422 and "#id_co-0-due_on" in undated.content.decode()
    assert not Consultation.objects.exists()


def test_one_more_agency_keeps_what_was_typed_without_javascript(client: Client, specialist: Actor, with_specialist: Dossier) -> None:
    rows = {"co-TOTAL_FORMS": 2, "co-INITIAL_FORMS": 0, "question": "Có tranh chấp không?", "add": "1"}
    answer = signed_in(client, specialist).post(_url("consult", with_specialist), rows)
    assert answer.status_code == 200
    assert "Cơ quan thứ 3" in answer.content.decode() and "Có tranh chấp không?" in answer.content.decode()


def test_going_on_without_all_opinions_needs_a_reason(
    client: Client, specialist: Actor, other_agency: Agency, with_specialist: Dossier
) -> None:
    dossier = with_specialist
    services.consult_agencies(
        actor=specialist,
        dossier_id=dossier.pk,
        agency_ids=[other_agency.pk],
        question="Hỏi một câu",
        due_at=MONDAY + dt.timedelta(days=2),
        now=MONDAY,
    )
    browser = signed_in(client, specialist)
    browser.post(_url("propose", dossier), {"kind": "granted", "title": "Giấy chứng nhận", "content": ""})
    step = open_item(dossier, "step")
    refused = browser.post(_url("finish", dossier, step.pk), {"seen": dossier.event_count + 1})
    assert refused.status_code == 422 and "chưa trả lời ý kiến" in refused.content.decode()
    passed = browser.post(_url("finish", dossier, step.pk), {"seen": dossier.event_count + 1, "without_opinions": "Quá hạn trả lời"})
    assert passed.status_code == 302 and open_item(dossier, "signing")


def test_a_refusal_is_drafted_with_its_reason_and_a_result_without_one(client: Client, specialist: Actor, with_specialist: Dossier) -> None:
    browser = signed_in(client, specialist)
    url = _url("propose", with_specialist)
    assert with_specialist.version.name in browser.get(url).content.decode()
    assert browser.post(url, {"kind": "refused", "title": "Văn bản trả lời", "content": ""}).status_code == 422
    assert not Outcome.objects.exists()
    assert browser.post(url, {"kind": "granted", "title": "Giấy chứng nhận", "content": ""}).status_code == 302
    assert Outcome.objects.get().title == "Giấy chứng nhận"
    assert "Giấy chứng nhận" in browser.get(_url("draft", with_specialist)).content.decode()


def test_the_draft_is_shown_as_a_pdf_without_number_or_code(client: Client, specialist: Actor, with_specialist: Dossier) -> None:
    browser = signed_in(client, specialist)
    browser.post(_url("propose", with_specialist), {"kind": "granted", "title": "Giấy chứng nhận", "content": ""})
    answer = browser.get(_url("draft_pdf", with_specialist))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert Outcome.objects.get().number == ""


def test_a_leader_reads_the_draft_and_signs_it(client: Client, head: Actor, specialist: Actor, approver: Actor, dossier: Dossier) -> None:
    signing = at_signature(dossier, head, specialist)
    browser = signed_in(client, approver)
    url = _url("sign", dossier, signing.pk)
    assert "Giấy chứng nhận" in browser.get(url).content.decode()
    assert browser.post(url, {"seen": _reload(dossier).event_count}).status_code == 302
    outcome = Outcome.objects.get()
    assert outcome.signed_by_id == approver.account_id and outcome.number
    text = browser.get(_url("page", dossier)).content.decode()
    assert outcome.number in text and "Mở bản ký" in text
    sent = browser.get(reverse("dossiers:file", args=[dossier.code, outcome.file.public_id]))
    assert b"".join(sent.streaming_content).startswith(b"%PDF")


def test_a_supplement_names_each_component_with_a_reason(client: Client, specialist: Actor, with_specialist: Dossier) -> None:
    browser = signed_in(client, specialist)
    url = _url("supplement", with_specialist)
    document = with_specialist.documents.first()
    assert document is not None
    assert "Chỉ được yêu cầu một lần" in browser.get(url).content.decode()
    nothing = browser.post(url, {"seen": with_specialist.event_count})
    assert nothing.status_code == 422 and "ít nhất một giấy tờ" in nothing.content.decode()
    no_reason = browser.post(url, {"seen": with_specialist.event_count, f"d{document.pk}_lacks": "on"})
    assert no_reason.status_code == 422 and "Ghi lý do" in no_reason.content.decode()
    assert _reload(with_specialist).state == "processing"
    data = {"seen": with_specialist.event_count, f"d{document.pk}_lacks": "on", f"d{document.pk}_reason": "Trang 2 bị mờ"}
    data |= {"other_lacks": "on", "other_name": "Giấy ủy quyền", "other_reason": "Người nộp thay chưa có ủy quyền"}
    assert browser.post(url, data).status_code == 302
    items = _reload(with_specialist).supplements.get().items.all()
    assert [(item.name, item.reason) for item in items] == [
        (document.name, "Trang 2 bị mờ"),
        ("Giấy ủy quyền", "Người nộp thay chưa có ủy quyền"),
    ]
    assert OfficialForm.objects.filter(dossier=with_specialist, kind="supplement").count() == 1


def test_a_second_supplement_is_only_the_leaders_and_needs_a_reason(
    client: Client, citizen: Actor, specialist: Actor, approver: Actor, with_specialist: Dossier
) -> None:
    dossier = with_specialist
    Dossier.objects.filter(pk=dossier.pk).update(supplement_count=1)
    document = dossier.documents.first()
    assert document is not None
    data = {
        "seen": dossier.event_count,
        f"d{document.pk}_lacks": "on",
        f"d{document.pk}_reason": "Trang 2 bị mờ",
        "override_reason": "Thật cần",
    }
    assert signed_in(client, specialist).post(_url("supplement", dossier), data).status_code == 422
    assert _reload(dossier).state == "processing"
    leader = signed_in(Client(), approver)
    assert leader.post(_url("supplement", dossier), data | {"override_reason": ""}).status_code == 422
    assert leader.post(_url("supplement", dossier), data | {"override_reason": "Giấy tờ giả, phải làm rõ"}).status_code == 302
    assert _reload(dossier).supplement_count == 2


def test_an_apology_shows_the_latest_lawful_moment_and_warns_after_it(
    client: Client, monkeypatch: pytest.MonkeyPatch, approver: Actor, dossier: Dossier
) -> None:
    browser = signed_in(client, approver)
    url = _url("extend", dossier)
    assert "08:30 thứ Tư 18/11" in browser.get(url).content.decode()  # due 08:30 on the 19th, one working day before
    monkeypatch.setattr(clock, "now", lambda: clock.at_local(dt.date(2026, 11, 18), dt.time(14)))
    assert "Đã quá thời điểm xin lỗi" in browser.get(url).content.decode()
    data = {
        "seen": dossier.event_count,
        "new_due_day": "24",
        "new_due_month": "11",
        "new_due_year": "2026",
        "at": "10:00",
        "reason": "Chờ xác minh",
    }
    late = browser.post(url, data)
    assert late.status_code == 422 and _reload(dossier).extension_count == 0
    assert browser.post(url, data | {"although_late": "on"}).status_code == 302
    again = _reload(dossier)
    assert again.due_at is not None
    assert f"{clock.local(again.due_at):%d/%m %H:%M}" == "24/11 10:00"
    assert OfficialForm.objects.filter(kind="apology").count() == 1


def test_a_financial_duty_stops_the_clock_and_its_end_starts_it(client: Client, specialist: Actor, with_specialist: Dossier) -> None:
    browser = signed_in(client, specialist)
    browser.post(_url("suspend", with_specialist), {"seen": with_specialist.event_count, "reason": "Nộp thuế trước bạ"})
    text = browser.get(_url("page", with_specialist)).content.decode()
    assert "Đồng hồ của hồ sơ đang dừng" in text and "Xác nhận đã xong nghĩa vụ tài chính" in text
    assert browser.get(_url("finish", with_specialist, open_item(with_specialist).pk)).status_code == 409
    browser.post(_url("resume", with_specialist), {"seen": with_specialist.event_count + 1})
    assert _reload(with_specialist).state == "processing"


def test_stopping_and_declining_a_withdrawal_are_for_head_and_leader(
    client: Client, citizen: Actor, specialist: Actor, head: Actor, with_specialist: Dossier
) -> None:
    browser = signed_in(client, specialist)
    assert browser.get(_url("stop", with_specialist)).status_code == 403
    services.ask_withdrawal(actor=citizen, dossier_id=with_specialist.pk, reason="Đổi ý", now=MONDAY)
    chief = signed_in(Client(), head)
    url = _url("withdrawal", with_specialist)
    seen = with_specialist.event_count + 1
    assert chief.post(url, {"seen": seen, "decision": "keep", "reason": ""}).status_code == 422
    assert chief.post(url, {"seen": seen, "decision": "keep", "reason": "Kết quả đã được quyết định"}).status_code == 302
    assert _reload(with_specialist).state == "processing"
    assert chief.post(_url("stop", with_specialist), {"seen": seen + 1, "reason": "Không bổ sung đúng hạn"}).status_code == 302
    assert _reload(with_specialist).state == "stopped"


def test_an_issued_result_is_revoked_by_the_leader_with_a_reason(
    client: Client, head: Actor, specialist: Actor, approver: Actor, dossier: Dossier
) -> None:
    signing = at_signature(dossier, head, specialist)
    services.sign_outcome(actor=approver, item_id=signing.pk, now=MONDAY)
    browser = signed_in(client, approver)
    assert signed_in(Client(), specialist).get(_url("revoke", dossier)).status_code == 403
    assert browser.post(_url("revoke", dossier), {"seen": _reload(dossier).event_count, "reason": "Sai số nhà"}).status_code == 302
    assert Outcome.objects.get().revoked_at is not None


def test_a_draft_at_signature_is_changed_by_its_signer_only(
    client: Client, head: Actor, specialist: Actor, approver: Actor, dossier: Dossier
) -> None:
    at_signature(dossier, head, specialist)
    browser = signed_in(client, specialist)
    changed = {"kind": "granted", "title": "Giấy chứng nhận khác", "content": ""}
    refused = browser.post(_url("propose", dossier), changed)
    assert refused.status_code == 422 and "đang chờ ký" in refused.content.decode()
    assert Outcome.objects.get().title == "Giấy chứng nhận"
    assert _url("propose", dossier) not in browser.get(_url("page", dossier)).content.decode()
    assert signed_in(Client(), approver).post(_url("propose", dossier), changed).status_code == 302
    assert Outcome.objects.get().title == "Giấy chứng nhận khác"
