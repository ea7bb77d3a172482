"""Signing one or many gives number and date; the clerk of documents adds the agency's signature and sends."""

import datetime as dt

import pytest

from sen.capabilities.correspondence.services.outgoing import send_outgoing
from sen.capabilities.correspondence.services.sealing import seal_files
from sen.capabilities.correspondence.states import OutgoingState
from sen.capabilities.drafting import services
from sen.capabilities.drafting.errors import BookMissing, DraftChanged
from sen.capabilities.drafting.models import Draft
from sen.capabilities.drafting.services.signing import follow_issue
from sen.capabilities.drafting.states import DraftState
from sen.foundation.agencies.models import Agency
from sen.foundation.files.selectors import read_bytes
from sen.foundation.files.services import store_bytes
from sen.foundation.printing.services import render_pdf
from sen.foundation.signing.services import validate_pdf
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import DomainError, NotAllowed, NotFound
from tests.draft_factories import at_signature, make_draft, text_of
from tests.factories import MONDAY, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(draft: Draft, specialist: Actor, head: Actor, registrar: Actor) -> Draft:
    """The draft with its signer."""
    return at_signature(draft, specialist, head, registrar)


def test_the_signature_gives_number_and_date_and_a_document_that_waits_for_the_clerk(waiting: Draft, approver: Actor) -> None:
    services.sign_draft(actor=approver, draft_id=waiting.pk, seen=1, now=MONDAY)
    draft = Draft.objects.select_related("outgoing__content", "file").get(pk=waiting.pk)
    assert (draft.state, draft.number, draft.code, draft.issued_on) == (DraftState.SIGNED, 1, "01/UBND", dt.date(2026, 11, 16))
    assert draft.file is not None
    assert draft.outgoing is not None
    assert [(report.signer_name, report.valid) for report in validate_pdf(read_bytes(draft.file))] == [(approver.name, True)]
    assert (draft.outgoing.state, draft.outgoing.content.code, draft.outgoing.content.pages) == (OutgoingState.REGISTERED, "01/UBND", 1)
    assert draft.outgoing.deliveries.count() == 1


def test_the_clerk_seals_and_sends_to_everybody_named(waiting: Draft, approver: Actor, registrar: Actor, specialist: Actor) -> None:
    services.sign_draft(actor=approver, draft_id=waiting.pk, seen=1, now=MONDAY)
    with pytest.raises(NotAllowed):
        services.issue_draft(actor=specialist, draft_id=waiting.pk, now=MONDAY)
    services.issue_draft(actor=registrar, draft_id=waiting.pk, now=MONDAY)
    draft = Draft.objects.select_related("outgoing", "file").get(pk=waiting.pk)
    assert draft.file is not None
    assert draft.outgoing is not None
    assert (draft.state, draft.outgoing.state) == (DraftState.ISSUED, OutgoingState.SENT)
    reports = validate_pdf(read_bytes(draft.file))
    assert [(report.area, report.valid) for report in reports] == [("person", True), ("agency", True)]


def test_a_document_sealed_and_sent_from_the_register_is_sealed_the_same_and_takes_its_draft_along(
    waiting: Draft, approver: Actor, registrar: Actor
) -> None:
    services.sign_draft(actor=approver, draft_id=waiting.pk, seen=1, now=MONDAY)
    waiting.refresh_from_db()
    assert waiting.outgoing_id is not None
    seal_files(actor=registrar, outgoing_id=waiting.outgoing_id, now=MONDAY)
    send_outgoing(actor=registrar, outgoing_id=waiting.outgoing_id, now=MONDAY)
    assert follow_issue(outgoing_id=waiting.outgoing_id, now=MONDAY)
    assert not follow_issue(outgoing_id=waiting.outgoing_id, now=MONDAY)
    draft = Draft.objects.select_related("file").get(pk=waiting.pk)
    assert draft.state == DraftState.ISSUED
    assert draft.file is not None
    assert [(report.area, report.valid) for report in validate_pdf(read_bytes(draft.file))] == [("person", True), ("agency", True)]


def test_annexes_travel_with_the_agencys_signature(waiting: Draft, approver: Actor, registrar: Actor) -> None:
    pdf = render_pdf("printing/sample.typ", {"title": "Phụ lục", "qr_text": "1"})
    stored = store_bytes(name="phu-luc.pdf", content=pdf, actor=approver, now=MONDAY, media_type="application/pdf", produced=True)
    services.attach_file(actor=approver, draft_id=waiting.pk, file_id=stored.pk, role="annex", name="Phụ lục số liệu", now=MONDAY)
    services.sign_draft(actor=approver, draft_id=waiting.pk, seen=1, now=MONDAY)
    services.issue_draft(actor=registrar, draft_id=waiting.pk, now=MONDAY)
    draft = Draft.objects.select_related("outgoing__content").get(pk=waiting.pk)
    assert draft.outgoing is not None
    main, annex = draft.outgoing.content.files.select_related("file")
    assert (main.role, annex.role, annex.name) == ("main", "annex", "Phụ lục số liệu")
    assert [report.valid for report in validate_pdf(read_bytes(annex.file))] == [True]


def test_many_are_signed_each_on_its_own_with_numbers_in_order(
    specialist: Actor, agency: Agency, approver: Actor, head: Actor, registrar: Actor, other_agency: Agency
) -> None:
    drafts = [at_signature(make_draft(specialist, agency, approver, other_agency), specialist, head, registrar) for _ in range(3)]
    services.save_draft(actor=approver, draft_id=drafts[1].pk, content=text_of(approver, subject="Sửa"), seen=1, now=MONDAY)
    results = services.sign_drafts(actor=approver, picks=[(draft.pk, 1) for draft in drafts], now=MONDAY)
    assert [error.code if error else None for _, error in results] == [None, "draft-changed", None]
    codes = [Draft.objects.get(pk=draft.pk).code for draft in drafts]
    assert codes == ["01/UBND", "", "02/UBND"]


def test_only_the_named_signer_signs(waiting: Draft, agency: Agency, specialist: Actor, head: Actor) -> None:
    other_leader = make_officer(Role.LEADER, agency, name="Đỗ Văn Hai", title="Phó Chủ tịch")
    refused: list[type[DomainError]] = []
    for actor in (other_leader, head, specialist):
        with pytest.raises(DomainError) as error:
            services.sign_draft(actor=actor, draft_id=waiting.pk, seen=1, now=MONDAY)
        refused.append(type(error.value))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.number) == (DraftState.TO_SIGN, None)
    assert {kind.__name__ for kind in refused} == {"NotTheSigner"}


def test_a_signed_text_is_changed_by_nobody(waiting: Draft, approver: Actor, specialist: Actor) -> None:
    services.sign_draft(actor=approver, draft_id=waiting.pk, seen=1, now=MONDAY)
    with pytest.raises(NotAllowed):
        services.save_draft(actor=approver, draft_id=waiting.pk, content=text_of(approver, subject="Đổi"), seen=1, now=MONDAY)
    services.save_draft(actor=specialist, draft_id=waiting.pk, content=text_of(approver, subject="Đổi"), seen=1, now=MONDAY)
    with pytest.raises(DomainError):
        services.restore_version(actor=specialist, draft_id=waiting.pk, number=1, now=MONDAY)
    waiting.refresh_from_db()
    assert waiting.subject == "Mời họp giao ban quý IV"


def test_a_failed_signature_takes_no_number(waiting: Draft, approver: Actor, agency: Agency) -> None:
    with pytest.raises(DraftChanged):
        services.sign_draft(actor=approver, draft_id=waiting.pk, seen=7, now=MONDAY)
    services.sign_draft(actor=approver, draft_id=waiting.pk, seen=1, now=MONDAY)
    waiting.refresh_from_db()
    assert waiting.number == 1


def test_without_a_number_book_nothing_is_signed(
    specialist: Actor, agency: Agency, approver: Actor, head: Actor, registrar: Actor, other_agency: Agency
) -> None:
    draft = make_draft(specialist, agency, approver, other_agency, kind_code="quyet-dinh-phap-quy")
    at_signature(draft, specialist, head, registrar)
    with pytest.raises(BookMissing):
        services.sign_draft(actor=approver, draft_id=draft.pk, seen=1, now=MONDAY)
    draft.refresh_from_db()
    assert draft.state == DraftState.TO_SIGN


def test_an_outsider_finds_nothing(waiting: Draft, outsider_officer: Actor) -> None:
    with pytest.raises(NotFound):
        services.sign_draft(actor=outsider_officer, draft_id=waiting.pk, seen=1, now=MONDAY)
    waiting.refresh_from_db()
    assert waiting.state == DraftState.TO_SIGN
