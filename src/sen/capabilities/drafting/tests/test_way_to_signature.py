"""Content by the head, form by the clerk of documents, back with a reason."""

import pytest

from sen.capabilities.drafting import services
from sen.capabilities.drafting.errors import DraftChanged, DraftIncomplete, ReasonNeeded, SignerNotFound
from sen.capabilities.drafting.models import Draft
from sen.capabilities.drafting.selectors import drafts_in_turn
from sen.capabilities.drafting.states import DraftState
from sen.foundation.agencies.models import Agency
from sen.foundation.history.selectors import list_events
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import IllegalTransition, NotAllowed, NotFound
from tests.draft_factories import approved, at_signature, make_draft, submitted, text_of
from tests.factories import MONDAY, make_division, make_officer

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()


def turns(actor: Actor) -> list[str]:
    """What the actor is to do, in words of the code."""
    return [row.turn for row in drafts_in_turn(actor, TODAY)]  # type: ignore[attr-defined]


def test_a_draft_goes_from_its_author_by_head_and_clerk_to_the_signer(
    draft: Draft, specialist: Actor, head: Actor, registrar: Actor, approver: Actor
) -> None:
    assert turns(specialist) == ["write"]
    submitted(draft, specialist)
    assert (turns(head), turns(specialist), turns(registrar)) == (["approve"], [], [])
    services.approve_draft(actor=head, draft_id=draft.pk, seen=1, now=MONDAY)
    assert (turns(head), turns(registrar)) == ([], ["check"])
    services.check_form(actor=registrar, draft_id=draft.pk, seen=1, now=MONDAY)
    assert turns(approver) == ["sign"]
    draft.refresh_from_db()
    assert (draft.approved_by_name, draft.checked_by_name) == (head.name, registrar.name)
    assert [event.action for event in list_events("draft", draft.pk)] == ["create", "submit", "approve", "check_form"]


def test_a_head_who_writes_answers_for_the_content_at_once(
    head: Actor, agency: Agency, approver: Actor, other_agency: Agency, registrar: Actor
) -> None:
    own = make_draft(head, agency, approver, other_agency)
    submitted(own, head)
    own.refresh_from_db()
    assert (own.state, own.approved_by_name) == (DraftState.FORM_CHECK, head.name)


def test_the_head_of_another_division_does_not_approve(specialist: Actor, agency: Agency, approver: Actor, other_agency: Agency) -> None:
    finance, culture = make_division(agency, "Phòng Kinh tế"), make_division(agency, "Phòng Văn hóa")
    own_head = make_officer(Role.HEAD, agency, division=finance)
    other_head = make_officer(Role.HEAD, agency, division=culture)
    draft = make_draft(specialist, agency, approver, other_agency)
    Draft.objects.filter(pk=draft.pk).update(division=finance)
    submitted(draft, specialist)
    with pytest.raises(NotFound):
        services.approve_draft(actor=other_head, draft_id=draft.pk, seen=1, now=MONDAY)
    assert turns(own_head) == ["approve"]
    assert turns(other_head) == []


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"subject": ""}, "trích yếu"),
        ({"body": ""}, "nội dung"),
        ({"recipients": []}, "nơi gửi"),
        ({"body": "Kính mời [thành phần] dự họp."}, "[thành phần]"),
    ],
)
def test_what_is_missing_is_named_and_nothing_moves(
    values: dict[str, object], missing: str, specialist: Actor, agency: Agency, approver: Actor, other_agency: Agency
) -> None:
    draft = make_draft(specialist, agency, approver, other_agency, **values)
    with pytest.raises(DraftIncomplete) as refused:
        submitted(draft, specialist)
    assert missing in refused.value.message
    draft.refresh_from_db()
    assert draft.state == DraftState.WRITING


def test_a_head_signs_by_order_only(specialist: Actor, agency: Agency, head: Actor, other_agency: Agency) -> None:
    in_own_name = make_draft(specialist, agency, head, other_agency, signer_competence="KT")
    with pytest.raises(SignerNotFound):
        submitted(in_own_name, specialist)
    by_order = make_draft(specialist, agency, head, other_agency)
    assert submitted(by_order, specialist).state == DraftState.HEAD_REVIEW


def test_a_reader_of_an_older_text_does_not_approve_the_newer_one(draft: Draft, specialist: Actor, head: Actor, approver: Actor) -> None:
    submitted(draft, specialist)
    services.save_draft(actor=head, draft_id=draft.pk, content=text_of(approver, subject="Trưởng phòng sửa"), seen=1, now=MONDAY)
    with pytest.raises(DraftChanged):
        services.approve_draft(actor=head, draft_id=draft.pk, seen=1, now=MONDAY)
    draft.refresh_from_db()
    assert draft.state == DraftState.HEAD_REVIEW


def test_a_return_needs_a_reason_which_the_author_reads(draft: Draft, specialist: Actor, head: Actor) -> None:
    submitted(draft, specialist)
    with pytest.raises(ReasonNeeded):
        services.return_draft(actor=head, draft_id=draft.pk, reason=" ", now=MONDAY)
    services.return_draft(actor=head, draft_id=draft.pk, reason="Bổ sung thành phần dự họp", now=MONDAY)
    draft.refresh_from_db()
    assert (draft.state, draft.return_reason) == (DraftState.RETURNED, "Bổ sung thành phần dự họp")
    assert turns(specialist) == ["redo"]
    submitted(draft, specialist)
    draft.refresh_from_db()
    assert draft.return_reason == ""


def test_the_author_takes_a_submitted_draft_back_and_others_cannot(draft: Draft, specialist: Actor, head: Actor, registrar: Actor) -> None:
    at_signature(draft, specialist, head, registrar)
    with pytest.raises(NotAllowed):
        services.take_back_draft(actor=head, draft_id=draft.pk, now=MONDAY)
    services.take_back_draft(actor=specialist, draft_id=draft.pk, now=MONDAY)
    draft.refresh_from_db()
    assert draft.state == DraftState.WRITING


def test_a_step_out_of_turn_is_refused(draft: Draft, specialist: Actor, head: Actor, registrar: Actor) -> None:
    approved(draft, specialist, head)
    with pytest.raises(IllegalTransition):
        services.approve_draft(actor=head, draft_id=draft.pk, seen=1, now=MONDAY)
    with pytest.raises(NotAllowed):
        services.check_form(actor=head, draft_id=draft.pk, seen=1, now=MONDAY)
    draft.refresh_from_db()
    assert draft.state == DraftState.FORM_CHECK


def test_a_dropped_draft_keeps_everything_and_ends(draft: Draft, specialist: Actor) -> None:
    services.drop_draft(actor=specialist, draft_id=draft.pk, reason="Không còn cần", now=MONDAY)
    draft.refresh_from_db()
    assert draft.state == DraftState.DROPPED
    assert draft.versions.count() == 1
    with pytest.raises(IllegalTransition):
        submitted(draft, specialist)
