"""The effect of a document on a day follows from its dates and from what others did to it."""

import datetime as dt

import pytest

from sen.foundation.agencies.models import Agency
from sen.foundation.feeds.selectors import changes_after
from sen.kernel.actor import SYSTEM, Actor, Role
from sen.kernel.errors import NotAllowed
from sen.registries.legislation import selectors, services
from sen.registries.legislation.errors import DatesDisagree, NumberTaken, RelationTaken, SameDocument
from sen.registries.legislation.models import LegalDocument, LegalRelation
from sen.registries.legislation.services.titles import relations_in
from sen.registries.legislation.states import Effect, RelationKind
from sen.registries.legislation.types import DocumentDraft, RelationDraft
from tests.factories import MONDAY, make_officer

pytestmark = pytest.mark.django_db
START, LATER = dt.date(2018, 6, 21), dt.date(2025, 7, 1)
DAY_BEFORE = LATER - dt.timedelta(days=1)


@pytest.fixture
def keeper(province_office: Agency) -> Actor:
    return make_officer(Role.REGISTRY, province_office)


@pytest.fixture
def old() -> LegalDocument:
    return write("61/2018/NĐ-CP", effective_on=START)


@pytest.fixture
def new() -> LegalDocument:
    return write("118/2025/NĐ-CP", effective_on=LATER)


def write(number: str, **facts: dt.date) -> LegalDocument:
    return services.record_document(actor=SYSTEM, draft=DocumentDraft(number, title=f"Về {number}", **facts), now=MONDAY)


def relate(source: LegalDocument, kind: str, target: str, **facts: object) -> LegalRelation:
    return services.record_relation(actor=SYSTEM, document_id=source.pk, draft=RelationDraft(kind, target, **facts), now=MONDAY)


def effect(document: LegalDocument, on: dt.date) -> Effect:
    return selectors.effects_of([document.pk], on)[document.pk]


def test_a_document_waits_for_its_day(old: LegalDocument) -> None:
    assert effect(old, START - dt.timedelta(days=1)) == Effect.NOT_YET
    assert effect(old, START) == Effect.IN_FORCE


def test_without_dates_nothing_is_claimed() -> None:
    assert effect(write("1/2020/QĐ-UBND"), MONDAY.date()) == Effect.UNKNOWN
    assert effect(write("2/2020/QĐ-UBND", issued_on=LATER), DAY_BEFORE) == Effect.NOT_YET


def test_a_document_ends_on_its_own_day(old: LegalDocument) -> None:
    draft = DocumentDraft(old.number, title=old.title, effective_on=START, ends_on=LATER)
    services.record_document(actor=SYSTEM, draft=draft, document_id=old.pk, now=MONDAY)
    assert (effect(old, DAY_BEFORE), effect(old, LATER)) == (Effect.IN_FORCE, Effect.ENDED)


@pytest.mark.parametrize("kind", [RelationKind.REPLACES, RelationKind.REPEALS])
def test_a_document_replaced_or_repealed_as_a_whole_has_ended(old: LegalDocument, new: LegalDocument, kind: RelationKind) -> None:
    relate(new, kind, old.number)
    assert (effect(old, DAY_BEFORE), effect(old, LATER)) == (Effect.IN_FORCE, Effect.ENDED)
    assert effect(new, LATER) == Effect.IN_FORCE


def test_a_part_taken_away_leaves_the_rest(old: LegalDocument, new: LegalDocument) -> None:
    relate(new, RelationKind.REPEALS, old.number, is_whole=False, provisions="Điều 5")
    assert effect(old, LATER) == Effect.PARTLY


def test_an_amended_document_is_partly_without_effect(old: LegalDocument, new: LegalDocument) -> None:
    relate(new, RelationKind.AMENDS, old.number, effective_on=dt.date(2021, 12, 6))
    assert (effect(old, dt.date(2021, 12, 5)), effect(old, dt.date(2021, 12, 6))) == (Effect.IN_FORCE, Effect.PARTLY)


def test_a_suspension_begins_and_ends(old: LegalDocument, new: LegalDocument) -> None:
    relate(new, RelationKind.SUSPENDS, old.number, effective_on=LATER, until_on=LATER + dt.timedelta(days=9))
    days = [effect(old, LATER + dt.timedelta(days=shift)) for shift in (-1, 0, 9, 10)]
    assert days == [Effect.IN_FORCE, Effect.SUSPENDED, Effect.SUSPENDED, Effect.IN_FORCE]


@pytest.mark.parametrize("kind", [RelationKind.GUIDES, RelationKind.BASED_ON, RelationKind.CORRECTS])
def test_guiding_or_citing_changes_no_effect(old: LegalDocument, new: LegalDocument, kind: RelationKind) -> None:
    relate(new, kind, old.number)
    assert effect(old, LATER) == Effect.IN_FORCE


def test_a_relation_may_lead_to_a_document_nobody_has_yet(new: LegalDocument) -> None:
    relation = relate(new, RelationKind.REPEALS, "64/2007/NĐ-CP")
    assert (relation.target.number, relation.target.title) == ("64/2007/NĐ-CP", "")
    assert effect(relation.target, LATER) == Effect.ENDED


def test_a_relation_is_written_once_and_not_to_itself(old: LegalDocument, new: LegalDocument) -> None:
    relate(new, RelationKind.REPLACES, old.number)
    with pytest.raises(RelationTaken):
        relate(new, RelationKind.REPLACES, old.number)
    with pytest.raises(SameDocument):
        relate(new, RelationKind.REPLACES, new.number)
    assert LegalRelation.objects.count() == 1


def test_a_relation_taken_back_gives_the_effect_back(old: LegalDocument, new: LegalDocument) -> None:
    relation = relate(new, RelationKind.REPLACES, old.number)
    services.withdraw_relation(actor=SYSTEM, relation_id=relation.pk, now=MONDAY)
    assert effect(old, LATER) == Effect.IN_FORCE


def test_every_change_goes_to_the_feed(old: LegalDocument, new: LegalDocument) -> None:
    seen = changes_after("van-ban", 0).count()
    relate(new, RelationKind.REPLACES, old.number)
    assert {row.key for row in changes_after("van-ban", seen)} == {str(old.pk), str(new.pk)}
    services.record_document(
        actor=SYSTEM, draft=DocumentDraft(old.number, title=old.title, effective_on=START), document_id=old.pk, now=MONDAY
    )
    assert changes_after("van-ban", seen).count() == 2


def test_dates_must_agree_and_numbers_are_unique(old: LegalDocument, new: LegalDocument) -> None:
    with pytest.raises(DatesDisagree):
        write("9/2020/NĐ-CP", effective_on=LATER, ends_on=START)
    with pytest.raises(NumberTaken):
        services.record_document(actor=SYSTEM, draft=DocumentDraft(old.number), document_id=new.pk, now=MONDAY)
    assert LegalDocument.objects.count() == 2


def test_only_keepers_write(specialist: Actor, keeper: Actor, old: LegalDocument) -> None:
    with pytest.raises(NotAllowed):
        services.record_document(actor=specialist, draft=DocumentDraft("9/2020/NĐ-CP"), now=MONDAY)
    with pytest.raises(NotAllowed):
        services.record_relation(actor=specialist, document_id=old.pk, draft=RelationDraft("repeals", "1/2000/NĐ-CP"), now=MONDAY)
    assert LegalDocument.objects.count() == 1
    assert services.record_document(actor=keeper, draft=DocumentDraft("9/2020/NĐ-CP"), now=MONDAY).pk


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Sửa đổi, bổ sung một số điều của Nghị định số 78/2016/NĐ-CP ngày 01 tháng 7 năm 2016", [(RelationKind.AMENDS, "78/2016/NĐ-CP")]),
        ("Sửa đổi Thông tư 01/2022/TT-BTP hướng dẫn Nghị định 87/2020/NĐ-CP", [(RelationKind.AMENDS, "01/2022/TT-BTP")]),
        ("Về việc hướng dẫn thực hiện Nghị định số 95/2009/NĐ-CP ngày 30 tháng 10", [(RelationKind.GUIDES, "95/2009/NĐ-CP")]),
        ("Sửa đổi, bổ sung một số điều của Luật Đất đai", []),
        ("Quy định về lệ phí theo Nghị định số 1/2020/NĐ-CP", []),
    ],
)
def test_a_title_is_believed_only_where_it_leaves_no_doubt(title: str, found: list[tuple[RelationKind, str]]) -> None:
    assert list(relations_in(title)) == found


def test_shipped_facts_say_that_the_one_stop_decree_of_2018_has_ended(settings: object) -> None:
    services.load_legislation(folder=settings.REFERENCE_DIR / "legal", now=MONDAY)
    old = LegalDocument.objects.get(number="61/2018/NĐ-CP")
    assert (effect(old, DAY_BEFORE), effect(old, LATER)) == (Effect.PARTLY, Effect.ENDED)
    assert LegalRelation.objects.filter(origin="title").count() > 60
    count = LegalRelation.objects.count()
    services.load_legislation(folder=settings.REFERENCE_DIR / "legal", now=MONDAY)
    assert LegalRelation.objects.count() == count


def test_what_a_person_wrote_is_not_undone_by_loading(settings: object, keeper: Actor) -> None:
    services.load_legislation(folder=settings.REFERENCE_DIR / "legal", now=MONDAY)
    document = LegalDocument.objects.get(number="32/2024/QH15")
    draft = DocumentDraft(document.number, title="Luật Các tổ chức tín dụng", kind="Luật", effective_on=dt.date(2024, 7, 1))
    services.record_document(actor=keeper, draft=draft, document_id=document.pk, now=MONDAY)
    services.load_legislation(folder=settings.REFERENCE_DIR / "legal", now=MONDAY)
    document.refresh_from_db()
    assert document.effective_on == dt.date(2024, 7, 1)


def test_a_list_is_imported_with_a_report_of_wrong_rows(keeper: Actor) -> None:
    content = (
        "so_ky_hieu,trich_yeu,loai,ngay_hieu_luc,thay_the\r\n"
        "118/2025/NĐ-CP,Về cơ chế một cửa,Nghị định,01/07/2025,61/2018/NĐ-CP; 107/2021/NĐ-CP\r\n"
        ",không số,,,\r\n"
        "5/2026/NĐ-CP,Ngày sai,,31/02/2026,\r\n"
    ).encode()
    report = services.import_documents(actor=keeper, content=content, now=MONDAY)
    assert (report.created, len(report.problems)) == (1, 2)
    assert [problem[:6] for problem in report.problems] == ["Dòng 3", "Dòng 4"]
    ended = LegalDocument.objects.filter(number__in=["61/2018/NĐ-CP", "107/2021/NĐ-CP"])
    assert {effect(document, LATER) for document in ended} == {Effect.ENDED}
    again = services.import_documents(actor=keeper, content=content, now=MONDAY)
    assert (again.created, again.unchanged) == (0, 1)
