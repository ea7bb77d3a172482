"""A letter that failed is sent again by hand, perhaps to a corrected address, or answered for in another way."""

from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.urls import reverse

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.errors import LetterNotFailed, ReasonMissing
from sen.capabilities.dossiers.models import ApplicantLetter, Dossier, DossierEvent
from sen.capabilities.dossiers.selectors.letters import failed_letters, trouble_words
from sen.foundation.agencies.models import Agency
from sen.foundation.audit.models import AuditEntry
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotFound
from tests.dossier_factories import accepted
from tests.factories import MONDAY, make_officer, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_monday")]
LIST = "dossiers:failed_letters"


@pytest.fixture(autouse=True)
def _a_mail_server(settings: LazySettings) -> None:
    settings.LETTERS_ENABLED, settings.SHORT_MESSAGES = True, ""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def letter(citizen: Actor, clerk: Actor, agency: Agency) -> ApplicantLetter:
    """The letter about the acceptance, which the server refused to the end."""
    dossier = accepted(citizen, clerk, agency)
    Dossier.objects.filter(pk=dossier.pk).update(applicant_email="mia@thu.example")
    event = DossierEvent.objects.get(dossier_id=dossier.pk, action="accept")
    written = services.write_letter(dossier_id=dossier.pk, sequence=event.sequence, now=MONDAY)
    assert written is not None
    ApplicantLetter.objects.filter(pk=written.pk).update(state="failed", attempts=8, trouble="SMTPRecipientsRefused")
    return ApplicantLetter.objects.get(pk=written.pk)


def test_it_leaves_once_more_and_the_trail_says_who_did_it(letter: ApplicantLetter, clerk: Actor) -> None:
    services.send_again(actor=clerk, public_id=letter.public_id, now=MONDAY)
    assert services.send_letter(letter_id=letter.pk, now=MONDAY)
    assert [sent.to for sent in mail.outbox] == [["mia@thu.example"]]
    assert AuditEntry.objects.get(action="letter.send_again").actor_id == clerk.account_id
    assert not failed_letters(clerk).exists()


def test_a_corrected_address_is_used_now_and_for_the_letters_to_come(letter: ApplicantLetter, clerk: Actor) -> None:
    services.send_again(actor=clerk, public_id=letter.public_id, address="mai@thu.example", now=MONDAY)
    assert services.send_letter(letter_id=letter.pk, now=MONDAY)
    assert [sent.to for sent in mail.outbox] == [["mai@thu.example"]]
    assert Dossier.objects.get(pk=letter.dossier_id).applicant_email == "mai@thu.example"


def test_who_was_told_otherwise_needs_no_letter(letter: ApplicantLetter, clerk: Actor) -> None:
    with pytest.raises(ReasonMissing):
        services.note_told(actor=clerk, public_id=letter.public_id, note=" ", now=MONDAY)
    services.note_told(actor=clerk, public_id=letter.public_id, note="Gọi điện lúc 14 giờ", now=MONDAY)
    assert not failed_letters(clerk).exists() and not mail.outbox
    assert AuditEntry.objects.get(action="letter.told").detail["note"] == "Gọi điện lúc 14 giờ"


def test_the_second_of_two_officers_is_told(letter: ApplicantLetter, clerk: Actor) -> None:
    services.send_again(actor=clerk, public_id=letter.public_id, now=MONDAY)
    for late in (
        lambda: services.send_again(actor=clerk, public_id=letter.public_id, now=MONDAY),
        lambda: services.note_told(actor=clerk, public_id=letter.public_id, note="Gọi điện", now=MONDAY),
    ):
        with pytest.raises(LetterNotFailed):
            late()


def test_only_the_one_stop_of_its_agencies_touches_it(letter: ApplicantLetter, other_agency: Agency, specialist: Actor) -> None:
    for outsider in (make_officer(Role.ONE_STOP, other_agency), specialist):
        assert not failed_letters(outsider).exists()
        with pytest.raises(NotFound):
            services.send_again(actor=outsider, public_id=letter.public_id, now=MONDAY)
        with pytest.raises(NotFound):
            services.note_told(actor=outsider, public_id=letter.public_id, note="Gọi điện", now=MONDAY)
    letter.refresh_from_db()
    assert letter.state == "failed" and not AuditEntry.objects.filter(action__startswith="letter.").exists()


def test_the_reason_is_said_in_words(letter: ApplicantLetter) -> None:
    assert "địa chỉ có thể sai" in trouble_words(letter)
    letter.trouble = "TimeoutError"
    assert trouble_words(letter) == "Không nối được máy chủ thư"
    letter.way = "sms"
    assert trouble_words(letter) == "Không nối được tổng đài tin nhắn"


def test_the_list_sends_the_ticked_ones_again(client: Client, letter: ApplicantLetter, clerk: Actor) -> None:
    browser, url = signed_in(client, clerk), reverse(LIST)
    text = browser.get(url).content.decode()
    assert letter.dossier.code in text and "mi•••@thu.example" in text and "mia@thu" not in text
    assert url in browser.get(reverse("onestop:home")).content.decode()
    assert "Chưa có thư nào" in browser.post(url, {"thu": ["rác", str(uuid4())]}, follow=True).content.decode()
    assert "Đang gửi lại 1 thư" in browser.post(url, {"thu": str(letter.public_id)}, follow=True).content.decode()
    assert not failed_letters(clerk).exists()


def test_the_page_of_a_letter_corrects_the_address_or_notes_the_call(client: Client, letter: ApplicantLetter, clerk: Actor) -> None:
    browser, url = signed_in(client, clerk), reverse("dossiers:letter", args=[letter.public_id])
    told = reverse("dossiers:letter_told", args=[letter.public_id])
    assert browser.post(url, {"address": "không phải thư"}).status_code == 422
    assert browser.post(told, {"note": ""}).status_code == 422
    assert failed_letters(clerk).exists()
    assert browser.post(url, {"address": "Mai@Thu.example"}).headers["Location"] == reverse(LIST)
    letter.refresh_from_db()
    assert (letter.state, letter.address) == ("waiting", "mai@thu.example")
    assert "không còn chờ ai" in browser.get(url).content.decode()
    ApplicantLetter.objects.update(state="failed")
    assert browser.post(told, {"note": "Gọi điện"}).headers["Location"] == reverse(LIST)
    letter.refresh_from_db()
    assert letter.state == "told"


def test_other_roles_do_not_reach_the_pages(client: Client, letter: ApplicantLetter, specialist: Actor) -> None:
    browser = signed_in(client, specialist)
    assert browser.get(reverse(LIST)).status_code == 403
    assert browser.get(reverse("dossiers:letter", args=[letter.public_id])).status_code == 403
