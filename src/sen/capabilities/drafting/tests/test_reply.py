"""Answering a document that came in."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from sen.capabilities.correspondence.models import IncomingDocument
from sen.capabilities.drafting import services
from sen.capabilities.drafting.models import Draft
from sen.capabilities.drafting.selectors import drafts_of_incoming
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor, Role
from tests.document_factories import arrive, issue, make_book
from tests.draft_factories import text_of
from tests.factories import MONDAY, make_officer, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_monday")]


@pytest.fixture
def incoming(department: Agency, agency: Agency) -> IncomingDocument:
    """A directive of the department, arrived at the commune."""
    make_book(department, sign="STP")
    sender = make_officer(Role.CLERK, department, name="Trần Thị Hoa", title="Văn thư")
    return arrive(issue(sender, department, [agency]))[0]


def test_the_answer_names_what_it_answers_and_goes_back_to_the_issuer(
    client: Client, registrar: Actor, incoming: IncomingDocument, department: Agency, agency: Agency
) -> None:
    make_book(agency)
    page = signed_in(client, registrar)
    address = reverse("drafting:reply", args=[incoming.pk])
    assert incoming.content.code in page.get(address).content.decode()
    assert not Draft.objects.exists()
    page.post(address)
    draft = Draft.objects.get()
    assert draft.incoming_id == incoming.pk
    assert draft.recipients[0]["agency_id"] == department.pk
    assert incoming.content.code in draft.body
    assert [one.id for one in drafts_of_incoming(incoming.pk, MONDAY.date())] == [draft.pk]


def test_the_document_knows_its_answer_once_the_clerk_has_issued_it(
    client: Client, specialist: Actor, head: Actor, registrar: Actor, approver: Actor, incoming: IncomingDocument, agency: Agency
) -> None:
    make_book(agency)
    signed_in(client, registrar).post(reverse("drafting:reply", args=[incoming.pk]))
    draft = Draft.objects.get()
    content = replace(text_of(approver), subject=draft.subject, recipients=None)
    services.save_draft(actor=registrar, draft_id=draft.pk, content=content, seen=1, now=MONDAY)
    services.submit_draft(actor=registrar, draft_id=draft.pk, seen=2, now=MONDAY)
    services.approve_draft(actor=head, draft_id=draft.pk, seen=2, now=MONDAY)
    services.check_form(actor=registrar, draft_id=draft.pk, seen=2, now=MONDAY)
    services.sign_draft(actor=approver, draft_id=draft.pk, seen=2, now=MONDAY)
    incoming.refresh_from_db()
    assert incoming.answered_by_id is None
    services.issue_draft(actor=registrar, draft_id=draft.pk, now=MONDAY)
    draft.refresh_from_db()
    incoming.refresh_from_db()
    assert draft.outgoing_id is not None
    assert incoming.answered_by_id == draft.outgoing_id


def test_who_may_not_see_the_document_answers_nothing(client: Client, incoming: IncomingDocument, outsider_officer: Actor) -> None:
    assert signed_in(client, outsider_officer).post(reverse("drafting:reply", args=[incoming.pk])).status_code == 404
    assert not Draft.objects.exists()
