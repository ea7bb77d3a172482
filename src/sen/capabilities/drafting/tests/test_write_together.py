"""Writing alone and with others: nothing typed is lost, everybody sees the other's changes or is told."""

import datetime as dt

import pytest

from sen.capabilities.drafting import services
from sen.capabilities.drafting.models import Draft, DraftVersion, VersionKind
from sen.capabilities.drafting.types import SaveOutcome
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed, NotFound
from tests.draft_factories import BODY, make_draft, submitted, text_of
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
SOON = MONDAY + dt.timedelta(minutes=2)


@pytest.fixture
def shared(draft: Draft, specialist: Actor, colleague: Actor) -> Draft:
    """The draft with a colleague who writes along and has it open."""
    services.add_member(actor=specialist, draft_id=draft.pk, account_id=colleague.account, now=MONDAY)
    services.follow_draft(actor=colleague, draft_id=draft.pk, now=MONDAY)
    return draft


def test_a_save_makes_a_version_and_the_same_text_makes_none(draft: Draft, specialist: Actor, approver: Actor) -> None:
    changed = text_of(approver, body=BODY + "\nThêm một dòng.")
    first = services.save_draft(actor=specialist, draft_id=draft.pk, content=changed, seen=1, now=SOON)
    second = services.save_draft(actor=specialist, draft_id=draft.pk, content=changed, seen=2, now=SOON)
    assert (first.outcome, second.outcome) == (SaveOutcome.SAVED, SaveOutcome.UNCHANGED)
    assert DraftVersion.objects.filter(draft=draft).count() == 2


def test_autosaves_of_ten_minutes_are_one_version_and_recipients_stay(draft: Draft, specialist: Actor, approver: Actor) -> None:
    for minute in range(1, 5):
        content = text_of(approver, body=f"{BODY}\nDòng {minute}", recipients=None)
        services.save_draft(
            actor=specialist, draft_id=draft.pk, content=content, seen=minute, now=MONDAY + dt.timedelta(minutes=minute), auto=True
        )
    draft.refresh_from_db()
    assert draft.revision == 5
    assert len(draft.recipients) == 1
    assert list(DraftVersion.objects.filter(draft=draft).values_list("kind", flat=True)) == [VersionKind.SAVED, VersionKind.AUTOSAVED]


def test_two_people_at_different_places_are_put_together(shared: Draft, specialist: Actor, colleague: Actor, approver: Actor) -> None:
    mine = text_of(approver, body=BODY.replace("08 giờ 00", "14 giờ 00"), recipients=None)
    theirs = text_of(approver, body=BODY + "\nTrân trọng.", recipients=None)
    services.save_draft(actor=specialist, draft_id=shared.pk, content=mine, seen=1, now=SOON, auto=True)
    saved = services.save_draft(actor=colleague, draft_id=shared.pk, content=theirs, seen=1, now=SOON)
    assert (saved.outcome, saved.other_name) == (SaveOutcome.MERGED, specialist.name)
    shared.refresh_from_db()
    assert "14 giờ 00" in shared.body
    assert shared.body.endswith("Trân trọng.")


def test_the_same_place_changed_by_both_is_told_and_the_text_is_kept_aside(
    shared: Draft, specialist: Actor, colleague: Actor, approver: Actor
) -> None:
    mine = text_of(approver, body=BODY.replace("08 giờ 00", "14 giờ 00"), recipients=None)
    theirs = text_of(approver, body=BODY.replace("08 giờ 00", "09 giờ 30"), recipients=None)
    services.save_draft(actor=specialist, draft_id=shared.pk, content=mine, seen=1, now=SOON)
    clash = services.save_draft(actor=colleague, draft_id=shared.pk, content=theirs, seen=1, now=SOON)
    shared.refresh_from_db()
    assert clash.outcome is SaveOutcome.CLASH
    assert "14 giờ 00" in shared.body
    assert clash.version is not None
    assert "09 giờ 30" in clash.version.content["body"]
    decided = services.save_draft(actor=colleague, draft_id=shared.pk, content=theirs, seen=shared.revision, now=SOON)
    assert decided.outcome is SaveOutcome.SAVED


def test_repeated_autosaves_of_a_clash_keep_one_text_aside(shared: Draft, specialist: Actor, colleague: Actor, approver: Actor) -> None:
    services.save_draft(actor=specialist, draft_id=shared.pk, content=text_of(approver, subject="A", recipients=None), seen=1, now=SOON)
    for subject in ("B", "Bc"):
        content = text_of(approver, subject=subject, recipients=None)
        services.save_draft(actor=colleague, draft_id=shared.pk, content=content, seen=1, now=SOON, auto=True)
    aside = DraftVersion.objects.get(draft=shared, kind=VersionKind.ASIDE)
    assert aside.content["subject"] == "Bc"


def test_what_is_typed_after_the_draft_was_submitted_is_kept_aside(draft: Draft, specialist: Actor, approver: Actor) -> None:
    submitted(draft, specialist)
    late = services.save_draft(actor=specialist, draft_id=draft.pk, content=text_of(approver, subject="Muộn"), seen=1, now=SOON)
    draft.refresh_from_db()
    assert late.outcome is SaveOutcome.CLASH
    assert (draft.subject, draft.revision) == ("Mời họp giao ban quý IV", 1)


def test_an_earlier_version_can_be_brought_back_and_nothing_goes(draft: Draft, specialist: Actor, approver: Actor) -> None:
    services.save_draft(actor=specialist, draft_id=draft.pk, content=text_of(approver, body="Khác hẳn."), seen=1, now=SOON)
    services.restore_version(actor=specialist, draft_id=draft.pk, number=1, now=SOON)
    draft.refresh_from_db()
    assert draft.body == BODY
    assert [version.content["body"] for version in DraftVersion.objects.filter(draft=draft)] == [BODY, "Khác hẳn.", BODY]


def test_others_who_have_it_open_are_named(shared: Draft, specialist: Actor, colleague: Actor) -> None:
    assert services.follow_draft(actor=specialist, draft_id=shared.pk, now=MONDAY) == [colleague.name]
    assert services.follow_draft(actor=specialist, draft_id=shared.pk, now=MONDAY + dt.timedelta(minutes=5)) == []


def test_a_stranger_neither_sees_nor_writes(draft: Draft, outsider_officer: Actor, colleague: Actor, approver: Actor) -> None:
    for stranger in (outsider_officer, colleague):
        with pytest.raises(NotFound):
            services.save_draft(actor=stranger, draft_id=draft.pk, content=text_of(approver, subject="Lạ"), seen=1, now=SOON)
    draft.refresh_from_db()
    assert draft.revision == 1


def test_the_right_to_write_along_ends_at_once(shared: Draft, specialist: Actor, colleague: Actor, approver: Actor) -> None:
    member = shared.members.get()
    services.remove_member(actor=specialist, draft_id=shared.pk, member_id=member.pk, now=SOON)
    with pytest.raises(NotFound):
        services.save_draft(actor=colleague, draft_id=shared.pk, content=text_of(approver), seen=1, now=SOON)


def test_nobody_begins_drafts_of_an_agency_they_do_not_work_in(outsider_officer: Actor, agency: Agency, approver: Actor) -> None:
    with pytest.raises(NotAllowed):
        make_draft(outsider_officer, agency, approver, None)
    assert not Draft.objects.exists()
