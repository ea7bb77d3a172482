"""A version goes from draft to publication, and the one before it keeps its dossiers."""

import datetime as dt

import pytest

from sen.capabilities.procedures import services
from sen.capabilities.procedures.errors import DecisionMissing, DraftExists, IncompleteRecord, NotDraft, WrongValidity
from sen.capabilities.procedures.models import CatalogueEvent, ProcedureVersion, RequiredDocument
from sen.capabilities.procedures.selectors import get_published, missing_parts, version_facts
from sen.capabilities.procedures.selectors.comparison import compare_versions
from sen.capabilities.procedures.states import VersionState
from sen.capabilities.procedures.types import FeeDraft, MethodDraft, PaperDraft
from sen.kernel.actor import Actor
from sen.kernel.errors import IllegalTransition, NotAllowed
from sen.kernel.hashing import GENESIS
from tests.factories import MONDAY

from .conftest import BIRTH, TODAY

FIRST_DAY = dt.date(2026, 12, 1)


@pytest.fixture
def draft(birth: ProcedureVersion, control_officer: Actor) -> ProcedureVersion:
    return services.create_draft_version(actor=control_officer, procedure_id=birth.procedure_id, change_note="Giảm giấy tờ", now=MONDAY)


def test_a_draft_copies_everything_of_the_version_in_force(birth: ProcedureVersion, draft: ProcedureVersion) -> None:
    assert draft.number == 2
    assert draft.required_documents.count() == birth.required_documents.count() == 33
    assert draft.methods.count() == birth.methods.count()
    assert draft.legal_bases.count() == birth.legal_bases.count()
    assert compare_versions(birth.pk, draft.pk) == []


def test_a_second_draft_is_refused(birth: ProcedureVersion, draft: ProcedureVersion, control_officer: Actor) -> None:
    with pytest.raises(DraftExists):
        services.create_draft_version(actor=control_officer, procedure_id=birth.procedure_id, now=MONDAY)


def test_only_control_may_start_a_draft(birth: ProcedureVersion, specialist: Actor) -> None:
    with pytest.raises(NotAllowed):
        services.create_draft_version(actor=specialist, procedure_id=birth.procedure_id, now=MONDAY)
    assert ProcedureVersion.objects.count() == 1


def test_the_whole_way_to_publication(birth: ProcedureVersion, draft: ProcedureVersion, control_officer: Actor) -> None:
    published = _publish(draft, control_officer)
    birth.refresh_from_db()
    assert published.state == VersionState.PUBLISHED
    assert (birth.state, birth.valid_to) == (VersionState.REPLACED, dt.date(2026, 11, 30))
    assert get_published(BIRTH, dt.date(2026, 11, 30)).version_id == birth.pk
    assert get_published(BIRTH, FIRST_DAY).version_id == draft.pk
    assert version_facts(birth.pk).is_open_on(dt.date(2026, 11, 30))
    assert not version_facts(birth.pk).is_open_on(FIRST_DAY)
    assert not version_facts(draft.pk).is_open_on(dt.date(2026, 11, 30))
    events = CatalogueEvent.objects.filter(version=draft).order_by("sequence")
    assert [event.action for event in events] == ["create", "check", "approve", "publish"]
    assert len({event.hash for event in events} | {GENESIS}) == 5


def test_a_record_without_a_mandatory_part_cannot_be_checked(draft: ProcedureVersion, control_officer: Actor) -> None:
    services.edit_papers(actor=control_officer, version_id=draft.pk, cases=[], papers=[], copies=1, now=MONDAY)
    with pytest.raises(IncompleteRecord) as refused:
        services.check_version(actor=control_officer, version_id=draft.pk, now=MONDAY)
    assert "thành phần" in refused.value.message
    draft.refresh_from_db()
    assert draft.state == VersionState.DRAFT


@pytest.mark.parametrize("attribute", ["name", "steps_text", "subjects", "executing_agency", "copies", "limit_amount"])
def test_each_mandatory_part_is_missed_when_it_is_gone(birth: ProcedureVersion, attribute: str) -> None:
    setattr(birth, attribute, {"subjects": [], "copies": 0, "limit_amount": None}.get(attribute, ""))
    key = {"steps_text": "steps", "executing_agency": "agency", "copies": "components", "limit_amount": "limit"}.get(attribute, attribute)
    assert missing_parts(birth) == [key]


def test_methods_are_a_mandatory_part(birth: ProcedureVersion) -> None:
    birth.methods.all().delete()
    assert missing_parts(birth) == ["methods"]


def test_approval_needs_a_decision(draft: ProcedureVersion, control_officer: Actor) -> None:
    services.check_version(actor=control_officer, version_id=draft.pk, now=MONDAY)
    with pytest.raises(DecisionMissing):
        services.approve_version(actor=control_officer, version_id=draft.pk, decision_number=" ", decision_on=TODAY, now=MONDAY)
    draft.refresh_from_db()
    assert draft.state == VersionState.CHECKED


def test_publication_needs_approval(draft: ProcedureVersion, control_officer: Actor) -> None:
    with pytest.raises(IllegalTransition):
        services.publish_version(actor=control_officer, version_id=draft.pk, valid_from=FIRST_DAY, now=MONDAY)
    assert not ProcedureVersion.objects.filter(pk=draft.pk, state=VersionState.PUBLISHED).exists()


def test_publication_may_not_start_before_the_version_in_force(
    birth: ProcedureVersion, draft: ProcedureVersion, control_officer: Actor
) -> None:
    _approve(draft, control_officer)
    with pytest.raises(WrongValidity):
        services.publish_version(actor=control_officer, version_id=draft.pk, valid_from=birth.valid_from, now=MONDAY)
    birth.refresh_from_db()
    assert birth.state == VersionState.PUBLISHED


def test_a_checked_version_goes_back_with_a_reason_and_can_be_edited_again(draft: ProcedureVersion, control_officer: Actor) -> None:
    services.check_version(actor=control_officer, version_id=draft.pk, now=MONDAY)
    with pytest.raises(NotDraft):
        services.edit_results(actor=control_officer, version_id=draft.pk, results=[("Giấy khai sinh", "")], now=MONDAY)
    services.send_back(actor=control_officer, version_id=draft.pk, reason="Thiếu căn cứ", now=MONDAY)
    services.edit_bases(actor=control_officer, version_id=draft.pk, numbers=["60/2014/QH13"], now=MONDAY)
    assert list(draft.legal_bases.values_list("document__number", flat=True)) == ["60/2014/QH13"]


def test_edits_show_in_the_comparison(birth: ProcedureVersion, draft: ProcedureVersion, control_officer: Actor) -> None:
    papers = [PaperDraft("Giấy chứng sinh", "submit", 1, 0, case=0), PaperDraft("Tờ khai", "submit", 1, 0)]
    services.edit_papers(actor=control_officer, version_id=draft.pk, cases=["Trong nước"], papers=papers, copies=2, now=MONDAY)
    services.edit_filing(
        actor=control_officer, version_id=draft.pk, methods=[MethodDraft("online", None, "")], fees=[FeeDraft("", True, 8000)], now=MONDAY
    )
    parts = [difference.part for difference in compare_versions(birth.pk, draft.pk)]
    assert parts == ["Cách thức thực hiện", "Thành phần hồ sơ", "Lưu ý về hồ sơ", "Số lượng hồ sơ", "Phí, lệ phí"]
    assert RequiredDocument.objects.get(version=draft, name="Giấy chứng sinh").case.name == "Trong nước"
    assert birth.required_documents.count() == 33


def test_an_abolished_procedure_receives_until_its_last_day(birth: ProcedureVersion, control_officer: Actor) -> None:
    services.abolish_version(actor=control_officer, version_id=birth.pk, decision_number="12/QĐ-UBND", last_day=FIRST_DAY, now=MONDAY)
    birth.refresh_from_db()
    assert (birth.state, birth.valid_to) == (VersionState.ABOLISHED, FIRST_DAY)
    assert get_published(BIRTH, FIRST_DAY).version_id == birth.pk


def _approve(draft: ProcedureVersion, actor: Actor) -> None:
    services.check_version(actor=actor, version_id=draft.pk, now=MONDAY)
    services.approve_version(actor=actor, version_id=draft.pk, decision_number="1521/QĐ-UBND", decision_on=TODAY, now=MONDAY)


def _publish(draft: ProcedureVersion, actor: Actor) -> ProcedureVersion:
    _approve(draft, actor)
    return services.publish_version(actor=actor, version_id=draft.pk, valid_from=FIRST_DAY, now=MONDAY)
