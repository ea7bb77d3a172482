"""Recalls of what went on paper: the recipient answers in the platform or on paper, and the sender sees it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from sen.capabilities.correspondence import services
from sen.capabilities.correspondence.errors import ChangeAnswered, NotOnPaper, ReasonMissing
from sen.capabilities.correspondence.models import ChangeAnswer, IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.types import Recipient
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound
from tests.document_factories import issue, new_content
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db
LATER = MONDAY + dt.timedelta(hours=1)
WHY = "Ban hành nhầm phụ lục"


@pytest.fixture
def on_paper(sender: Actor, department: Agency, agency: Agency) -> OutgoingDocument:
    """A directive sent on paper to the commune of ``registrar`` and to a newspaper."""
    whom = [Recipient(organ_name=agency.name, paper=True), Recipient(organ_name="Báo Đồng Tháp", paper=True)]
    return issue(sender, department, whom)


@pytest.fixture
def copy(on_paper: OutgoingDocument, registrar: Actor, agency: Agency) -> IncomingDocument:
    """The same directive as the commune's clerk entered it from the envelope."""
    content = on_paper.content
    entered = new_content(
        content.subject, number=content.number, code=content.code, issued_on=content.issued_on, issuer_name=content.issuer_name, files=[]
    )
    return services.receive_by_hand(actor=registrar, agency_id=agency.pk, content=entered, channel="paper", arrived_at=MONDAY, now=MONDAY)


def recall(actor: Actor, document: OutgoingDocument) -> None:
    services.recall_outgoing(actor=actor, outgoing_id=document.pk, reason=WHY, now=LATER)


def test_a_copy_entered_by_hand_is_found_and_its_clerk_answers(
    on_paper: OutgoingDocument, copy: IncomingDocument, sender: Actor, registrar: Actor
) -> None:
    recall(sender, on_paper)
    answer = ChangeAnswer.objects.get(incoming=copy)
    services.answer_change(actor=registrar, answer_id=answer.pk, accept=True, now=LATER)

    copy.refresh_from_db()
    assert (copy.state, copy.reason) == ("recalled", WHY)
    assert answer.delivery is not None
    assert dict(on_paper.deliveries.values_list("organ_name", "state")) == {copy.agency.name: "recalled", "Báo Đồng Tháp": "recall_asked"}


def test_a_document_of_another_issuer_is_not_taken_for_the_copy(
    on_paper: OutgoingDocument, copy: IncomingDocument, sender: Actor, department: Agency
) -> None:
    other = issue(sender, department, [Recipient(organ_name="Báo", paper=True)], content=new_content("Việc khác"))
    recall(sender, other)
    assert not ChangeAnswer.objects.filter(incoming=copy).exists()


def test_the_sender_writes_down_what_a_paper_recipient_answered_and_the_recall_ends(
    on_paper: OutgoingDocument, sender: Actor, registrar: Actor
) -> None:
    recall(sender, on_paper)
    first, second = ChangeAnswer.objects.order_by("pk")
    with pytest.raises(NotFound):
        services.write_down_answer(actor=registrar, answer_id=first.pk, accept=True, reason="", now=LATER)
    with pytest.raises(ReasonMissing):
        services.write_down_answer(actor=sender, answer_id=first.pk, accept=False, reason=" ", now=LATER)
    on_paper.refresh_from_db()
    assert on_paper.state == "recalling"

    services.write_down_answer(actor=sender, answer_id=first.pk, accept=False, reason="Đã đăng báo", now=LATER)
    services.write_down_answer(actor=sender, answer_id=second.pk, accept=True, reason="Công văn số 5", now=LATER)

    on_paper.refresh_from_db()
    assert on_paper.state == "recalled"
    assert sorted(on_paper.deliveries.values_list("state", flat=True)) == ["recall_refused", "recalled"]
    with pytest.raises(ChangeAnswered):
        services.write_down_answer(actor=sender, answer_id=first.pk, accept=True, reason="", now=LATER)


def test_who_can_answer_in_the_platform_answers_there(on_paper: OutgoingDocument, copy: IncomingDocument, sender: Actor) -> None:
    recall(sender, on_paper)
    with pytest.raises(NotFound):
        services.write_down_answer(actor=sender, answer_id=ChangeAnswer.objects.get(incoming=copy).pk, accept=True, reason="", now=LATER)


def test_a_recall_that_came_on_paper_is_written_down_and_answered(copy: IncomingDocument, registrar: Actor, sender: Actor) -> None:
    with pytest.raises(NotFound):
        services.answer_paper_recall(actor=sender, incoming_id=copy.pk, asked=WHY, accept=True, now=LATER)
    with pytest.raises(ReasonMissing):
        services.answer_paper_recall(actor=registrar, incoming_id=copy.pk, asked=WHY, accept=False, now=LATER)
    assert not ChangeAnswer.objects.exists()

    services.answer_paper_recall(actor=registrar, incoming_id=copy.pk, asked=WHY, accept=False, reason="Đã thực hiện", now=LATER)
    copy.refresh_from_db()
    assert copy.state == "registered"
    services.answer_paper_recall(actor=registrar, incoming_id=copy.pk, asked=WHY, accept=True, now=LATER)
    copy.refresh_from_db()
    assert copy.state == "recalled"


def test_what_came_in_the_platform_is_not_recalled_on_paper(incoming: IncomingDocument, registrar: Actor) -> None:
    services.register_incoming(actor=registrar, incoming_id=incoming.pk, now=MONDAY)
    with pytest.raises(NotOnPaper):
        services.answer_paper_recall(actor=registrar, incoming_id=incoming.pk, asked=WHY, accept=True, now=LATER)
    incoming.refresh_from_db()
    assert incoming.state == "registered"


def test_the_pages_lead_from_the_document_to_every_answer(
    on_paper: OutgoingDocument, sender: Actor, registrar: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    recall(sender, on_paper)
    answer = ChangeAnswer.objects.order_by("pk")[0]
    browser, stranger = signed_in(Client(), sender), signed_in(Client(), registrar)
    answers = reverse("correspondence:outgoing_answers", args=[on_paper.pk, answer.change_id])
    write_down = reverse("correspondence:outgoing_answer", args=[on_paper.pk, answer.pk])

    assert answers in browser.get(reverse("correspondence:outgoing_page", args=[on_paper.pk])).content.decode()
    assert write_down in browser.get(answers).content.decode()
    assert {stranger.get(answers).status_code, stranger.post(write_down, {"accept": "yes"}).status_code} == {404}
    answer.refresh_from_db()
    assert answer.state == "waiting"
    assert browser.post(write_down, {"accept": "no", "reason": ""}).status_code == 422
    browser.post(write_down, {"accept": "no", "reason": "Đã niêm yết"})
    assert "Đã niêm yết" in browser.get(answers).content.decode()
