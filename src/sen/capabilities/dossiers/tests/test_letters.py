"""Applicants hear of what happened to their dossiers: once, briefly, with nothing personal, and see it tried again."""

import datetime as dt
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.urls import reverse

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.adapters.sandbox_sms.client import SandboxLine
from sen.capabilities.dossiers.models import ApplicantLetter, Dossier, DossierEvent, LetterRefusal
from sen.capabilities.dossiers.services.letters import COURTESIES
from sen.capabilities.dossiers.states import CONCERNS_APPLICANT
from sen.capabilities.dossiers.subscriptions import send_written_letter, tell_applicant
from sen.foundation.agencies.models import Agency
from sen.foundation.jobs.models import OutboxEvent
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound
from tests.dossier_factories import accepted, in_work, submitted
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_mail_server(settings: LazySettings) -> None:
    settings.LETTERS_ENABLED, settings.SHORT_MESSAGES = True, ""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def dossier(citizen: Actor, agency: Agency) -> Dossier:
    found = submitted(citizen, agency)
    Dossier.objects.filter(pk=found.pk).update(applicant_email="Mai@thu.example")
    return found


def written(dossier: Dossier, now: dt.datetime = MONDAY) -> ApplicantLetter | None:
    """The letter about the last event of the dossier."""
    last = DossierEvent.objects.filter(dossier_id=dossier.pk).latest("sequence")
    return services.write_letter(dossier_id=dossier.pk, sequence=last.sequence, now=now)


def test_the_letter_names_dossier_agency_and_page_and_nobody(dossier: Dossier, clerk: Actor, citizen: Actor, agency: Agency) -> None:
    services.refuse_dossier(actor=clerk, dossier_id=dossier.pk, reason="Chưa đủ điều kiện cư trú", now=MONDAY)
    letter = written(dossier)
    assert letter is not None and services.send_letter(letter_id=letter.pk, now=MONDAY)
    (sent,) = mail.outbox
    assert sent.to == ["mai@thu.example"] and dossier.code in sent.subject
    assert agency.name in sent.body and reverse("portal:tracking", args=[dossier.public_id]) in sent.body
    assert "<" not in sent.body and "&" not in sent.body
    for personal in (citizen.name, "087198004512", "cư trú", dossier.version.name):
        assert personal not in sent.subject + sent.body
    assert str(letter.public_id) in sent.extra_headers["Message-ID"]


@pytest.mark.parametrize("action", sorted(CONCERNS_APPLICANT))
def test_every_piece_of_news_has_its_words(dossier: Dossier, action: str) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(due_at=MONDAY)
    DossierEvent.objects.create(
        dossier_id=dossier.pk, sequence=99, action=action, to_state=dossier.state, actor_name="x", occurred_at=MONDAY, recorded_at=MONDAY
    )
    letter = services.write_letter(dossier_id=dossier.pk, sequence=99, now=MONDAY)
    assert letter is not None and "ông/bà" in letter.text and "  " not in letter.text and "<" not in letter.text
    assert (reverse("portal:fewer_letters", args=[letter.public_id]) in letter.text) is (letter.kind in COURTESIES)


def test_from_the_change_to_the_letter_through_the_outbox(dossier: Dossier, clerk: Actor) -> None:
    services.accept_dossier(actor=clerk, dossier_id=dossier.pk, now=MONDAY)
    topics = list(OutboxEvent.objects.order_by("pk").values_list("topic", flat=True))
    assert topics.count("dossiers.ApplicantConcerned") == 1
    assert tell_applicant.__module__ == send_written_letter.__module__


def test_an_event_delivered_twice_makes_one_letter_and_a_job_run_twice_sends_one(dossier: Dossier, clerk: Actor) -> None:
    services.accept_dossier(actor=clerk, dossier_id=dossier.pk, now=MONDAY)
    first, second = written(dossier), written(dossier)
    assert first is not None and first == second
    assert services.send_letter(letter_id=first.pk, now=MONDAY) and not services.send_letter(letter_id=first.pk, now=MONDAY)
    assert len(mail.outbox) == ApplicantLetter.objects.count() == 1


def test_a_server_that_refuses_is_tried_again_later_and_given_up_in_the_end(
    dossier: Dossier, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> int:
        raise ConnectionRefusedError

    services.accept_dossier(actor=clerk, dossier_id=dossier.pk, now=MONDAY)
    letter = written(dossier)
    assert letter is not None
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        assert not services.send_letter(letter_id=letter.pk, now=MONDAY)
        letter.refresh_from_db()
        assert (letter.state, letter.attempts, letter.trouble) == ("waiting", 1, "ConnectionRefusedError")
        assert services.send_waiting_letters(now=MONDAY) == 0
    assert services.send_waiting_letters(now=MONDAY + dt.timedelta(minutes=3)) == 1

    ApplicantLetter.objects.update(state="waiting", sent_at=None, attempts=7)
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    services.send_letter(letter_id=letter.pk, now=MONDAY + dt.timedelta(days=1))
    letter.refresh_from_db()
    assert letter.state == "failed"


def test_whoever_asked_for_fewer_letters_still_gets_what_the_law_demands(
    client: Client, dossier: Dossier, clerk: Actor, citizen: Actor, agency: Agency
) -> None:
    services.accept_dossier(actor=clerk, dossier_id=dossier.pk, now=MONDAY)
    letter = written(dossier)
    assert letter is not None
    url = reverse("portal:fewer_letters", args=[letter.public_id])
    assert "ma•••@thu.example" in client.get(url).content.decode() and not LetterRefusal.objects.exists()
    assert "Đã ghi nhận" in client.post(url).content.decode()
    client.post(url)
    assert LetterRefusal.objects.get().address == "mai@thu.example"

    other = accepted(citizen, clerk, agency)
    Dossier.objects.filter(pk=other.pk).update(applicant_email="mai@thu.example")
    assert written(other) is None
    third = submitted(citizen, agency)
    Dossier.objects.filter(pk=third.pk).update(applicant_email="mai@thu.example")
    services.refuse_dossier(actor=clerk, dossier_id=third.pk, reason="Không thuộc thẩm quyền", now=MONDAY)
    assert written(third) is not None


def test_a_letter_nobody_wrote_refuses_nothing(client: Client) -> None:
    assert client.post(reverse("portal:fewer_letters", args=[uuid4()])).status_code == 404
    with pytest.raises(NotFound):
        services.refuse_letters(public_id=uuid4(), now=MONDAY)
    assert not LetterRefusal.objects.exists()


def test_without_a_server_or_an_address_nothing_is_written(dossier: Dossier, clerk: Actor, settings: LazySettings) -> None:
    services.accept_dossier(actor=clerk, dossier_id=dossier.pk, now=MONDAY)
    settings.LETTERS_ENABLED = False
    assert written(dossier) is None
    settings.LETTERS_ENABLED = True
    Dossier.objects.filter(pk=dossier.pk).update(applicant_email="")
    assert written(dossier) is None and not ApplicantLetter.objects.exists()


def test_invented_people_are_written_to_in_files_only(dossier: Dossier, clerk: Actor, settings: LazySettings) -> None:
    services.accept_dossier(actor=clerk, dossier_id=dossier.pk, now=MONDAY)
    Dossier.objects.filter(pk=dossier.pk).update(is_demo=True)
    settings.OUTBOX_OF_FILES = False
    assert written(dossier) is None
    settings.OUTBOX_OF_FILES = True
    assert written(dossier) is not None


def test_without_an_email_a_text_message_goes_to_the_line_of_the_sandbox(
    dossier: Dossier, clerk: Actor, settings: LazySettings, tmp_path: Path
) -> None:
    settings.SHORT_MESSAGES, settings.DATA_DIR = f"{SandboxLine.__module__}.{SandboxLine.__qualname__}", tmp_path
    Dossier.objects.filter(pk=dossier.pk).update(applicant_email="")
    services.refuse_dossier(actor=clerk, dossier_id=dossier.pk, reason="Không thuộc thẩm quyền", now=MONDAY)
    letter = written(dossier)
    assert letter is not None and letter.way == "sms" and services.send_letter(letter_id=letter.pk, now=MONDAY)
    (file,) = tmp_path.rglob("*.txt")
    text = file.read_text(encoding="utf-8")
    assert text.startswith("TIN NHẮN THỬ") and "0900000123" in text and dossier.code in text


@pytest.mark.usefixtures("_monday")
def test_officials_see_on_the_dossier_what_left_and_what_did_not(
    client: Client, citizen: Actor, clerk: Actor, head: Actor, agency: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    Dossier.objects.filter(pk=dossier.pk).update(applicant_email="mai@thu.example")
    accept = DossierEvent.objects.get(dossier_id=dossier.pk, action="accept")
    letter = services.write_letter(dossier_id=dossier.pk, sequence=accept.sequence, now=MONDAY)
    assert letter is not None
    browser, url = signed_in(client, head), reverse("dossiers:page", args=[dossier.code])
    before = browser.get(url).content.decode()
    assert "Đã báo cho người nộp" in before and "Chờ gửi" in before and "ma•••@thu.example" in before and "mai@thu" not in before
    services.send_letter(letter_id=letter.pk, now=MONDAY)
    assert "Đã gửi" in browser.get(url).content.decode()
