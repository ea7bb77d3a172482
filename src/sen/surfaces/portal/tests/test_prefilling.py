"""What the shared database knows is filled in over the axis and in no other way; the citizen sees the read."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sen.capabilities.dossiers.models import Dossier, Draft
from sen.foundation.accounts.models import Account
from sen.foundation.audit.models import AuditEntry
from sen.kernel.actor import Actor
from sen.registries.parties.models import Person
from sen.surfaces.portal.tests.conftest import PDF
from tests.factories import make_citizen, signed_in

ABOUT, HOME = "ve-ban", "noi-o"


def page(browser: Client, draft: Draft, slug: str) -> str:
    return browser.get(f"/nop/ho-so/{draft.public_id}/{slug}/").content.decode()


def test_the_register_fills_the_questions_in_and_is_asked_once(browser: Client, draft: Draft, register_on_axis):
    assert "Số 12, Khóm 3" in page(browser, draft, HOME)
    assert "Phường Cao Lãnh" in page(browser, draft, HOME)
    browser.post(f"/nop/{draft.version.procedure.code}/")
    assert len(register_on_axis.asked) == 1


def test_the_citizen_sees_the_read_with_the_dossier_it_became(browser: Client, draft: Draft, fill, attach, agency, resident: Actor):
    assert AuditEntry.objects.get(kind="read", person_id=resident.person_id).detail["dossier"] == str(draft.public_id)
    before = browser.get("/ai-da-xem/").content.decode()
    assert f"Điền sẵn hồ sơ trực tuyến: {draft.version.name}" in before
    assert str(draft.public_id) not in before
    fill(draft)
    attach(draft, SimpleUploadedFile("giay-de-nghi.pdf", PDF))
    browser.post(f"/nop/ho-so/{draft.public_id}/kiem-tra/", {"truthful": "on"})
    assert Dossier.objects.get().code in browser.get("/ai-da-xem/").content.decode()


def test_while_the_axis_is_silent_the_form_is_empty_and_says_why(browser: Client, procedure, resident: Actor, register_on_axis):
    register_on_axis.down = True
    browser.post(f"/nop/{procedure.procedure.code}/")
    draft = Draft.objects.get(account_id=resident.account_id)
    shown = page(browser, draft, HOME)
    assert "chưa trả lời" in shown
    assert "Số 12, Khóm 3" not in shown
    assert not AuditEntry.objects.filter(kind="read").exists()


def test_asking_again_fills_in_what_was_missing(browser: Client, procedure, resident: Actor, register_on_axis):
    register_on_axis.down = True
    browser.post(f"/nop/{procedure.procedure.code}/")
    draft = Draft.objects.get(account_id=resident.account_id)
    register_on_axis.down = False
    browser.post(f"/nop/ho-so/{draft.public_id}/{HOME}/", {"hoi-lai": "1"})
    shown = page(browser, draft, HOME)
    assert "chưa trả lời" not in shown
    assert "Số 12, Khóm 3" in shown


def test_a_register_that_was_silent_is_asked_again_before_its_question(browser: Client, procedure, resident: Actor, register_on_axis):
    register_on_axis.down = True
    browser.post(f"/nop/{procedure.procedure.code}/")
    draft = Draft.objects.get(account_id=resident.account_id)
    register_on_axis.down = False
    browser.post(f"/nop/ho-so/{draft.public_id}/nop-cho-ai/", {"who": "self"})
    shown = page(browser, draft, HOME)
    assert "chưa trả lời" not in shown
    assert "Số 12, Khóm 3" in shown


def test_a_draft_that_never_asked_says_so_and_is_filled_in_on_the_way(browser: Client, draft: Draft):
    Draft.objects.filter(pk=draft.pk).update(answers={})
    assert "Bản nháp này chưa được điền sẵn" in page(browser, draft, ABOUT)
    browser.post(f"/nop/ho-so/{draft.public_id}/nop-cho-ai/", {"who": "self"})
    assert "Số 12, Khóm 3" in page(browser, draft, HOME)


def test_what_was_typed_while_it_was_silent_stays(browser: Client, procedure, resident: Actor, register_on_axis):
    register_on_axis.down = True
    browser.post(f"/nop/{procedure.procedure.code}/")
    draft = Draft.objects.get(account_id=resident.account_id)
    browser.post(f"/nop/ho-so/{draft.public_id}/{HOME}/", {"place": "", "place_text": "cao lanh", "address": "Số 7, Khóm 1"})
    register_on_axis.down = False
    browser.post(f"/nop/ho-so/{draft.public_id}/{HOME}/", {"hoi-lai": "1"})
    assert "Số 7, Khóm 1" in page(browser, draft, HOME)


def test_an_account_not_linked_to_a_person_asks_nobody(client: Client, procedure, register_on_axis):
    stranger = make_citizen("Phạm Văn Chưa", assurance=1)
    Account.objects.filter(pk=stranger.account_id).update(person_id=None)
    signed_in(client, stranger).post(f"/nop/{procedure.procedure.code}/")
    assert register_on_axis.asked == []
    assert Draft.objects.filter(account_id=stranger.account_id).exists()


def test_a_record_of_somebody_else_fills_nothing_in(browser: Client, procedure, resident: Actor, register_on_axis):
    number = Person.objects.get(pk=resident.person_id).identity_number
    Person.objects.filter(pk=resident.person_id).update(identity_number="087199990999")
    Person.objects.create(identity_number=number, name="Người Khác", name_folded="nguoi khac", address="Số 99, Khóm 9")
    browser.post(f"/nop/{procedure.procedure.code}/")
    draft = Draft.objects.get(account_id=resident.account_id)
    assert "Số 99" not in page(browser, draft, HOME)
