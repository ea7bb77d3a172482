"""The pages of drafts, with and without scripts."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sen.capabilities.drafting import services
from sen.capabilities.drafting.models import Draft, DraftTemplate
from sen.capabilities.drafting.states import DraftState
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from tests.document_factories import make_book
from tests.draft_factories import BODY, at_signature, make_draft, submitted
from tests.factories import MONDAY, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_monday")]


def url(name: str, *args: object) -> str:
    """The address of a page of drafts."""
    return reverse(f"drafting:{name}", args=args)


def form_of(draft: Draft, **changes: object) -> dict[str, object]:
    """What the editor sends."""
    names = ("kind_code", "subject", "body", "legal_basis", "addressees", "places", "signer_id", "signer_competence", "signer_title")
    return {**{name: getattr(draft, name) or "" for name in names}, "unit_sign": "", "urgency": 0, "seen": draft.revision, **changes}


def test_a_draft_is_begun_from_the_template_of_its_kind(client: Client, specialist: Actor, agency: Agency) -> None:
    make_book(agency)
    DraftTemplate.objects.create(kind_code="thong-bao", name="Thông báo", body="[Nội dung]", changed_at=MONDAY)
    page = signed_in(client, specialist)
    assert page.get(url("new")).status_code == 200
    answer = page.post(url("new"), {"agency_id": agency.pk, "kind_code": "thong-bao", "subject": "Nghỉ lễ"})
    draft = Draft.objects.get()
    assert answer.headers["Location"] == url("edit", draft.pk)
    assert (draft.subject, draft.body, draft.author_id) == ("Nghỉ lễ", "[Nội dung]", specialist.account_id)


def test_the_editor_saves_and_shows_what_was_saved(client: Client, specialist: Actor, draft: Draft) -> None:
    page = signed_in(client, specialist)
    assert BODY.splitlines()[0] in page.get(url("edit", draft.pk)).content.decode()
    answer = page.post(url("edit", draft.pk), form_of(draft, subject="Mời họp đột xuất", tiep="xem"))
    assert answer.headers["Location"] == url("page", draft.pk)
    assert "Mời họp đột xuất" in page.get(url("page", draft.pk)).content.decode()


def test_the_editor_saves_by_itself_and_says_the_new_revision(client: Client, specialist: Actor, draft: Draft) -> None:
    page = signed_in(client, specialist)
    answer = page.post(url("edit", draft.pk), form_of(draft, subject="Tự lưu"), headers={"X-Autosave": "1"})
    assert answer.json()["seen"] == 2
    assert answer.json()["saved_at"] == "09:30"


def test_a_clash_shows_both_texts_and_a_second_save_decides(client: Client, specialist: Actor, colleague: Actor, draft: Draft) -> None:
    services.add_member(actor=specialist, draft_id=draft.pk, account_id=colleague.account, now=MONDAY)
    mine, theirs = signed_in(Client(), specialist), signed_in(client, colleague)
    theirs.get(url("edit", draft.pk))
    mine.post(url("edit", draft.pk), form_of(draft, subject="Giao ban"))
    automatic = theirs.post(url("edit", draft.pk), form_of(draft, subject="Mời ban"), headers={"X-Autosave": "1"})
    assert automatic.status_code == 409
    shown = theirs.post(url("edit", draft.pk), form_of(draft, subject="Mời ban"))
    text = shown.content.decode()
    assert shown.status_code == 409
    assert "vừa sửa cùng chỗ" in text
    assert "<ins>Giao</ins>" in text
    assert "<del>Mời</del>" in text
    assert 'name="seen" value="2"' in text
    theirs.post(url("edit", draft.pk), form_of(draft, subject="Mời ban", seen=2))
    draft.refresh_from_db()
    assert draft.subject == "Mời ban"


def test_the_other_writers_text_arrives_while_the_editor_is_open(client: Client, specialist: Actor, colleague: Actor, draft: Draft) -> None:
    services.add_member(actor=specialist, draft_id=draft.pk, account_id=colleague.account, now=MONDAY)
    mine, theirs = signed_in(Client(), specialist), signed_in(client, colleague)
    theirs.get(url("edit", draft.pk))
    mine.post(url("edit", draft.pk), form_of(draft, subject="Mới"))
    news = theirs.get(url("follow", draft.pk), {"thay": "1"}).json()
    assert (news["seen"], news["fields"]["subject"]) == (2, "Mới")
    assert "fields" not in theirs.get(url("follow", draft.pk), {"thay": "2"}).json()


def test_recipients_are_chosen_with_the_picker_and_kept_when_saved(
    client: Client, specialist: Actor, agency: Agency, approver: Actor, other_agency: Agency, department: Agency
) -> None:
    draft = make_draft(specialist, agency, approver, None)
    page, address = signed_in(client, specialist), url("recipients", draft.pk)
    chosen = {"noi-nhan-co": "1", "noi-nhan": [f"inside:{other_agency.pk}:", "axis:G22:Văn phòng Chính phủ"]}
    before = list(draft.recipients)

    more = page.post(address, chosen | {"noi-nhan-lam": "them:cap-department"}).content.decode()
    draft.refresh_from_db()
    assert f'value="inside:{department.pk}:"' in more
    assert draft.recipients == before

    page.post(address, chosen)
    draft.refresh_from_db()
    assert draft.recipients == [{"agency_id": other_agency.pk}, {"organ_code": "G22", "organ_name": "Văn phòng Chính phủ"}]


def test_the_head_reads_and_approves_and_a_stranger_finds_nothing(
    client: Client, specialist: Actor, head: Actor, draft: Draft, outsider_officer: Actor
) -> None:
    submitted(draft, specialist)
    page = signed_in(client, head)
    assert "Duyệt nội dung" in page.get(url("page", draft.pk)).content.decode()
    assert BODY.splitlines()[0] in page.get(url("approve", draft.pk)).content.decode()
    page.post(url("approve", draft.pk), {"seen": 1, "note": "Đồng ý"})
    draft.refresh_from_db()
    assert draft.state == DraftState.FORM_CHECK
    stranger = signed_in(Client(), outsider_officer)
    for name in ("page", "edit", "versions", "compare", "pdf"):
        assert stranger.get(url(name, draft.pk)).status_code == 404


def test_the_leader_signs_from_the_list_and_reads_why_one_was_not_signed(
    client: Client, specialist: Actor, head: Actor, registrar: Actor, approver: Actor, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_signature(draft, specialist, head, registrar)
    page = signed_in(client, approver)
    assert draft.subject in page.get(url("signing")).content.decode()
    assert page.get(url("sign", draft.pk)).status_code == 200
    refused = page.post(url("signing"), {"du-thao": [f"{draft.pk}-9"]})
    assert refused.status_code == 422
    assert "vừa sửa dự thảo này" in refused.content.decode()
    draft.refresh_from_db()
    assert draft.state == DraftState.TO_SIGN


def test_the_leader_signs_the_clerk_issues_and_the_page_shows_the_number(
    client: Client, specialist: Actor, head: Actor, registrar: Actor, approver: Actor, draft: Draft
) -> None:
    at_signature(draft, specialist, head, registrar)
    answer = signed_in(client, approver).post(url("signing"), {"du-thao": [f"{draft.pk}-1"]}, follow=True)
    assert "Đã ký 1 văn bản" in answer.content.decode()
    desk = signed_in(Client(), registrar)
    assert "01/UBND" in desk.get(url("issuing")).content.decode()
    assert desk.get(url("issue", draft.pk)).status_code == 200
    desk.post(url("issue", draft.pk), {"seen": 1})
    draft.refresh_from_db()
    assert draft.state == DraftState.ISSUED
    author = signed_in(Client(), specialist)
    assert "01/UBND" in author.get(url("page", draft.pk)).content.decode()
    assert author.get(url("pdf", draft.pk)).headers["Content-Type"] == "application/pdf"
    assert author.get(url("edit", draft.pk)).status_code == 403


def test_every_page_of_a_writer_opens(client: Client, specialist: Actor, draft: Draft) -> None:
    page = signed_in(client, specialist)
    names = ("page", "edit", "versions", "compare", "recipients", "ask", "members", "attach", "as_template", "submit", "drop", "comment")
    assert {name: page.get(url(name, draft.pk)).status_code for name in names} == dict.fromkeys(names, 200)
    assert page.get(url("restore", draft.pk, 1)).status_code == 200


def test_lists_are_paged_with_a_fixed_number_of_queries(
    client: Client,
    specialist: Actor,
    agency: Agency,
    approver: Actor,
    other_agency: Agency,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(27):
        make_draft(specialist, agency, approver, other_agency, subject=f"Dự thảo số {number}")
    page = signed_in(client, specialist)
    with django_assert_max_num_queries(12):
        text = page.get(url("list"), {"ngan": "cua-toi"}).content.decode()
    assert text.count("Dự thảo số") == 25
    assert page.get(url("list"), {"ngan": "cua-toi", "trang": "2"}).content.decode().count("Dự thảo số") == 2
    assert page.get(url("list"), {"ngan": "tat-ca", "q": "số 26"}).content.decode().count("Dự thảo số 26") == 1
