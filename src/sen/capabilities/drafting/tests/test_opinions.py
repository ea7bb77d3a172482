"""Opinions with a term, comments, files."""

import datetime as dt

import pytest

from sen.capabilities.drafting import services
from sen.capabilities.drafting.errors import AnnexNotPdf, NoSuchOfficer, OpinionNotAsked, TermPassed
from sen.capabilities.drafting.models import Draft, DraftOpinion
from sen.capabilities.drafting.policies import visible_drafts
from sen.capabilities.drafting.selectors import drafts_in_turn
from sen.capabilities.drafting.states import DraftState
from sen.capabilities.drafting.types import OpinionAsked
from sen.foundation.files.services import store_bytes
from sen.kernel.actor import Actor
from sen.kernel.errors import BadValue, NotFound
from tests.draft_factories import submitted
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
TOMORROW = MONDAY + dt.timedelta(days=1)


def asked(draft: Draft, author: Actor, *people: Actor) -> list[DraftOpinion]:
    """The people asked by tomorrow."""
    wanted = [OpinionAsked(one.account, one.agency_id) for one in people]
    return services.ask_opinions(actor=author, draft_id=draft.pk, asked=wanted, question="Thời gian họp", due_at=TOMORROW, now=MONDAY)


def test_an_officer_of_another_agency_sees_the_draft_once_asked_and_the_last_answer_brings_it_back(
    draft: Draft, specialist: Actor, colleague: Actor, outsider_officer: Actor
) -> None:
    today = MONDAY.date()
    assert not visible_drafts(outsider_officer, today).exists()
    asked(draft, specialist, colleague, outsider_officer)
    (waiting,) = drafts_in_turn(outsider_officer, today)
    assert (waiting.turn, waiting.turn_due_at) == ("opine", TOMORROW)  # type: ignore[attr-defined]
    services.give_opinion(actor=colleague, draft_id=draft.pk, verdict="agree", answer="", now=MONDAY)
    draft.refresh_from_db()
    assert draft.state == DraftState.OPINIONS
    services.give_opinion(actor=outsider_officer, draft_id=draft.pk, verdict="agree_with", answer="Đổi sang buổi chiều", now=MONDAY)
    draft.refresh_from_db()
    assert draft.state == DraftState.WRITING
    assert list(draft.opinions.values_list("answer", flat=True)) == ["", "Đổi sang buổi chiều"]
    assert not drafts_in_turn(outsider_officer, today).exists()


def test_disagreeing_needs_words_and_nobody_answers_unasked(draft: Draft, specialist: Actor, colleague: Actor) -> None:
    asked(draft, specialist, colleague)
    with pytest.raises(BadValue):
        services.give_opinion(actor=colleague, draft_id=draft.pk, verdict="disagree", answer=" ", now=MONDAY)
    with pytest.raises(OpinionNotAsked):
        services.give_opinion(actor=specialist, draft_id=draft.pk, verdict="agree", answer="", now=MONDAY)
    assert draft.opinions.get().answered_at is None


def test_the_same_person_is_asked_once_and_terms_lie_ahead(draft: Draft, specialist: Actor, colleague: Actor, citizen: Actor) -> None:
    asked(draft, specialist, colleague)
    assert asked(draft, specialist, colleague) == []
    with pytest.raises(TermPassed):
        services.ask_opinions(
            actor=specialist, draft_id=draft.pk, asked=[OpinionAsked(colleague.account)], question="", due_at=MONDAY, now=MONDAY
        )
    with pytest.raises(NoSuchOfficer):
        asked(draft, specialist, citizen)
    assert draft.opinions.count() == 1


def test_submitting_ends_the_wait_and_keeps_what_came(draft: Draft, specialist: Actor, colleague: Actor, head: Actor) -> None:
    asked(draft, specialist, colleague)
    submitted(draft, specialist)
    draft.refresh_from_db()
    opinion = draft.opinions.get()
    assert draft.state == DraftState.HEAD_REVIEW
    assert opinion.closed_at is not None
    with pytest.raises(OpinionNotAsked):
        services.give_opinion(actor=colleague, draft_id=draft.pk, verdict="agree", answer="", now=MONDAY)


def test_closing_by_hand_brings_the_draft_back(draft: Draft, specialist: Actor, colleague: Actor) -> None:
    asked(draft, specialist, colleague)
    services.close_opinions(actor=specialist, draft_id=draft.pk, now=MONDAY)
    draft.refresh_from_db()
    assert draft.state == DraftState.WRITING


def test_comments_stay_with_the_revision_they_were_made_on(draft: Draft, specialist: Actor, colleague: Actor, head: Actor) -> None:
    submitted(draft, specialist)
    comment = services.comment_draft(actor=head, draft_id=draft.pk, text="Ghi rõ thành phần", quote="các đơn vị", now=MONDAY)
    assert comment.revision == 1
    with pytest.raises(NotFound):
        services.comment_draft(actor=colleague, draft_id=draft.pk, text="Lạ", now=MONDAY)
    services.settle_comment(actor=specialist, draft_id=draft.pk, comment_id=comment.pk, now=MONDAY)
    assert draft.comments.get().settled_by_name == specialist.name


def test_an_annex_is_a_pdf_of_the_one_who_adds_it(draft: Draft, specialist: Actor, colleague: Actor) -> None:
    text = store_bytes(name="ghi-chu.txt", content="Ghi chú".encode(), actor=specialist, now=MONDAY, media_type="text/plain", produced=True)
    with pytest.raises(AnnexNotPdf):
        services.attach_file(actor=specialist, draft_id=draft.pk, file_id=text.pk, role="annex", now=MONDAY)
    kept = services.attach_file(actor=specialist, draft_id=draft.pk, file_id=text.pk, role="reference", now=MONDAY)
    strange = store_bytes(name="la.txt", content=b"abc", actor=colleague, now=MONDAY, media_type="text/plain", produced=True)
    with pytest.raises(NotFound):
        services.attach_file(actor=specialist, draft_id=draft.pk, file_id=strange.pk, role="reference", now=MONDAY)
    services.detach_file(actor=specialist, draft_id=draft.pk, file_id=kept.pk, now=MONDAY)
    assert draft.files.get().removed_at is not None
