"""An answer is linked on both sides: on the document answered and on the one that answers it."""

import pytest
from django.test import Client
from django.urls import reverse

from sen.capabilities.correspondence import services
from sen.capabilities.correspondence.models import IncomingDocument, OutgoingDocument
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.document_factories import arrive, issue, new_content
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


def page_of(actor: Actor, document: IncomingDocument | OutgoingDocument) -> str:
    kind = "incoming" if isinstance(document, IncomingDocument) else "outgoing"
    return signed_in(Client(), actor).get(reverse(f"correspondence:{kind}_page", args=[document.pk])).content.decode()


def link(document: IncomingDocument | OutgoingDocument) -> str:
    kind = "incoming" if isinstance(document, IncomingDocument) else "outgoing"
    return f'href="{reverse(f"correspondence:{kind}_page", args=[document.pk])}"'


@pytest.fixture
def answer(incoming: IncomingDocument, registrar: Actor, agency: Agency, department: Agency) -> OutgoingDocument:
    """What the commune writes back."""
    services.register_incoming(actor=registrar, incoming_id=incoming.pk, now=MONDAY)
    content = new_content("Báo cáo kết quả thực hiện", replies_to=[incoming.content.document_id])
    return issue(registrar, agency, [department], content=content)


def test_the_agency_that_answers_goes_from_one_to_the_other(incoming: IncomingDocument, answer: OutgoingDocument, registrar: Actor) -> None:
    assert link(answer) in page_of(registrar, incoming)
    assert link(incoming) in page_of(registrar, answer)


def test_the_agency_that_asked_goes_from_one_to_the_other(outgoing: OutgoingDocument, answer: OutgoingDocument, sender: Actor) -> None:
    (came_back,) = arrive(answer)
    assert link(came_back) in page_of(sender, outgoing)
    assert link(outgoing) in page_of(sender, came_back)


def test_an_answer_named_at_the_end_of_the_work_is_linked_too(
    incoming: IncomingDocument, registrar: Actor, agency: Agency, department: Agency
) -> None:
    services.register_incoming(actor=registrar, incoming_id=incoming.pk, now=MONDAY)
    answer = issue(registrar, agency, [department])
    services.finish_incoming(actor=registrar, incoming_id=incoming.pk, now=MONDAY, answered_by_id=answer.pk)
    assert link(answer) in page_of(registrar, incoming)
    assert link(incoming) in page_of(registrar, answer)


def test_who_may_not_open_the_answer_reads_its_number_only(
    incoming: IncomingDocument, answer: OutgoingDocument, registrar: Actor, specialist: Actor
) -> None:
    services.finish_incoming(actor=registrar, incoming_id=incoming.pk, now=MONDAY, answered_by_id=answer.pk)
    services.grant_document(
        actor=registrar, kind="incoming", record_id=incoming.pk, account_id=specialist.account, reason="Theo dõi", now=MONDAY
    )
    page = page_of(specialist, incoming)
    assert answer.content.code in page
    assert link(answer) not in page
