"""A file becomes a draft, a look at the differences, then a version with a day."""

import datetime as dt
import io

import pytest
from django.db import IntegrityError, transaction
from openpyxl import Workbook

from sen.foundation.audit.models import AuditEntry
from sen.foundation.feeds.selectors import changes_after, last_number
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from sen.registries.codelists import selectors, services
from sen.registries.codelists.errors import (
    CodeTaken,
    ColumnsMissing,
    DraftHasProblems,
    DraftNotFound,
    FileUnreadable,
    MappingUnreadable,
    NothingChanged,
    VersionTooEarly,
)
from sen.registries.codelists.models import CodeItem, CodeList, CodeListDraft, CodeMapping
from sen.registries.codelists.services.drafts import rows_of
from sen.registries.codelists.services.reading import read_rows
from sen.registries.codelists.types import CodeRow
from tests.factories import MONDAY

NEW_YEAR = dt.date(2027, 1, 1)
FILE = "ma,ten\r\n1,Thẻ căn cước\r\n2,Hộ chiếu\r\n4,Giấy khai sinh\r\n".encode("utf-8-sig")


def draft(actor: Actor, content: bytes = FILE) -> int:
    return services.upload_draft(actor=actor, key="loai-giay-to", file_name="moi.csv", content=content, now=MONDAY)


def publish(actor: Actor, draft_id: int, valid_from: dt.date = NEW_YEAR) -> int:
    return services.publish_draft(actor=actor, draft_id=draft_id, valid_from=valid_from, basis="QĐ 12", note="", now=MONDAY).number


def test_a_draft_changes_nothing_and_shows_what_it_would(keeper: Actor, papers: CodeList) -> None:
    draft_id = draft(keeper)
    found = selectors.difference(selectors.list_items("loai-giay-to"), rows_of(CodeListDraft.objects.get(pk=draft_id)))
    assert [row.code for row in found.added] == ["4"]
    assert [(row.code, row.before, row.after) for row in found.changed] == [("1", "Căn cước", "Thẻ căn cước")]
    assert [row.code for row in found.removed] == ["3"]
    assert found.unchanged == 1
    assert last_number("danh-muc") == 0
    assert CodeItem.objects.filter(code_list=papers).count() == 3


def test_publishing_keeps_the_past_and_begins_on_its_day(keeper: Actor, papers: CodeList) -> None:
    assert publish(keeper, draft(keeper)) == 2
    before = dict(selectors.choices_of("loai-giay-to", dt.date(2026, 12, 31)))
    after = dict(selectors.choices_of("loai-giay-to", NEW_YEAR))
    assert before == {"1": "Căn cước", "2": "Hộ chiếu", "3": "Giấy phép lái xe"}
    assert after == {"1": "Thẻ căn cước", "2": "Hộ chiếu", "4": "Giấy khai sinh"}
    assert selectors.choices_of("loai-giay-to") == list(after.items())
    assert [version.number for version in selectors.list_versions("loai-giay-to")] == [2, 1]
    assert selectors.version_on("loai-giay-to", MONDAY.date()).number == 1
    assert not CodeListDraft.objects.exists()


def test_publishing_tells_the_feed_and_the_trail(keeper: Actor, papers: CodeList) -> None:
    publish(keeper, draft(keeper))
    told = {(row.key, row.action) for row in changes_after("danh-muc", 0)}
    assert told == {
        ("loai-giay-to/4", "created"),
        ("loai-giay-to/1", "changed"),
        ("loai-giay-to/3", "removed"),
        ("loai-giay-to", "changed"),
    }
    entry = AuditEntry.objects.get(action="code_list.publish")
    assert (entry.actor_id, entry.detail) == (keeper.account_id, {"version": 2, "added": 1, "changed": 1, "removed": 1})


def test_a_version_does_not_begin_before_the_last_one(keeper: Actor, papers: CodeList) -> None:
    publish(keeper, draft(keeper))
    with pytest.raises(VersionTooEarly):
        publish(keeper, draft(keeper, b"ma,ten\n1,X\n"), dt.date(2026, 12, 31))
    assert dict(selectors.choices_of("loai-giay-to"))["1"] == "Thẻ căn cước"


def test_two_changes_of_one_day_make_one_version(keeper: Actor, papers: CodeList) -> None:
    publish(keeper, draft(keeper))
    assert publish(keeper, draft(keeper, "ma,ten\n1,Thẻ CCCD\n2,Hộ chiếu\n3,Giấy phép lái xe\n4,Giấy khai sinh\n".encode())) == 2
    assert dict(selectors.choices_of("loai-giay-to", NEW_YEAR))["1"] == "Thẻ CCCD"
    assert dict(selectors.choices_of("loai-giay-to", dt.date(2026, 12, 31)))["1"] == "Căn cước"


def test_the_same_content_is_no_version(keeper: Actor, papers: CodeList) -> None:
    with pytest.raises(NothingChanged):
        publish(keeper, draft(keeper, "ma,ten\n1,Căn cước\n2,Hộ chiếu\n3,Giấy phép lái xe\n".encode()))
    assert len(selectors.list_versions("loai-giay-to")) == 1


def test_a_file_with_wrong_rows_says_which_and_is_not_published(keeper: Actor, papers: CodeList) -> None:
    draft_id = draft(keeper, "ma;ten\n1;Căn cước\n1;Lặp\n;Không mã\n5;\n".encode())
    problems = CodeListDraft.objects.get(pk=draft_id).problems
    assert [problem.partition(":")[0] for problem in problems] == ["Dòng 3", "Dòng 4", "Dòng 5"]
    with pytest.raises(DraftHasProblems):
        publish(keeper, draft_id)
    assert CodeListDraft.objects.filter(pk=draft_id).exists()


def test_only_keepers_upload_publish_and_drop(specialist: Actor, keeper: Actor, papers: CodeList) -> None:
    draft_id = draft(keeper)
    with pytest.raises(NotAllowed):
        draft(specialist)
    with pytest.raises(NotAllowed):
        publish(specialist, draft_id)
    with pytest.raises(NotAllowed):
        services.drop_draft(actor=specialist, draft_id=draft_id, now=MONDAY)
    assert CodeListDraft.objects.count() == 1
    assert services.drop_draft(actor=keeper, draft_id=draft_id, now=MONDAY) == "loai-giay-to"
    with pytest.raises(DraftNotFound):
        publish(keeper, draft_id)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x01", b"ma,ten\n1,a\x00b\n", b"PK\x03\x04rubbish", b"x" * (5 * 1024 * 1024 + 1)])
def test_a_file_nobody_can_read_is_refused(content: bytes) -> None:
    with pytest.raises((FileUnreadable, ColumnsMissing)):
        read_rows(content)


def test_a_work_book_of_ours_can_be_sent_back() -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        ["Loại giấy tờ"],
        ["ngày 01/01/2027"],
        ["ma", "ten", "ma_cha", "ghi_chu"],
        ["01", "Căn cước", None, "x"],
        [2, "Hộ chiếu", "01", None],
    ):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    rows, problems = read_rows(stream.getvalue())
    assert problems == []
    assert rows == [CodeRow("01", "Căn cước", "", {"ghi_chu": "x"}), CodeRow("2", "Hộ chiếu", "01", {})]


def test_a_file_must_name_its_columns() -> None:
    with pytest.raises(ColumnsMissing):
        read_rows(b"a,b\n1,2\n")


def test_a_later_version_is_not_undone_by_loading(keeper: Actor, papers: CodeList, settings: object) -> None:
    services.load_codelists(folder=settings.REFERENCE_DIR / "codes", now=MONDAY)
    services.change_code(actor=keeper, key="gioi-tinh", code="1", row=CodeRow("1", "Nam giới"), on=MONDAY.date(), now=MONDAY)
    services.load_codelists(folder=settings.REFERENCE_DIR / "codes", now=MONDAY)
    assert selectors.get_item_name("gioi-tinh", "1") == "Nam giới"


def test_single_codes_are_added_changed_and_ended(keeper: Actor, papers: CodeList) -> None:
    today = MONDAY.date()
    services.add_code(actor=keeper, key="loai-giay-to", row=CodeRow("9", "Khác"), on=today, now=MONDAY)
    with pytest.raises(CodeTaken):
        services.add_code(actor=keeper, key="loai-giay-to", row=CodeRow("9", "Khác nữa"), on=today, now=MONDAY)
    services.change_code(actor=keeper, key="loai-giay-to", code="9", row=CodeRow("9", "Giấy tờ khác"), on=today, now=MONDAY)
    services.remove_code(actor=keeper, key="loai-giay-to", code="1", on=today, now=MONDAY)
    assert dict(selectors.choices_of("loai-giay-to", today)) == {"2": "Hộ chiếu", "3": "Giấy phép lái xe", "9": "Giấy tờ khác"}
    assert selectors.get_item_name("loai-giay-to", "1", today - dt.timedelta(days=1)) == "Căn cước"


def test_a_mapping_is_written_whole_or_not_at_all(keeper: Actor, papers: CodeList) -> None:
    other = CodeList.objects.create(key="giay-to-moi", name="Giấy tờ mới")
    CodeItem.objects.create(code_list=other, code="A", name="Giấy tờ tùy thân")
    good = b"ma_nguon,ma_dich,quan_he,chinh\n1,A,broader,1\n2,A,broader,1\n"

    def write(content: bytes) -> int:
        return services.import_mappings(
            actor=keeper, source="loai-giay-to", target="giay-to-moi", content=content, basis="QĐ 1", now=MONDAY
        )

    assert write(good) == 2
    with pytest.raises(MappingUnreadable):
        write(b"ma_nguon,ma_dich\n1,A\n77,A\n")
    assert CodeMapping.objects.count() == 2
    assert [(one.code, one.name, one.relation) for one in selectors.mapped_codes("loai-giay-to", "1", "giay-to-moi")] == [
        ("A", "Giấy tờ tùy thân", "broader")
    ]
    assert changes_after("danh-muc", 0, kind="mapping").count() == 1


def test_communes_of_2021_are_said_in_the_codes_of_2025(settings: object, db: None) -> None:
    services.load_codelists(folder=settings.REFERENCE_DIR / "codes", now=MONDAY)
    assert len(selectors.list_items("xa-phuong-2021")) == 315
    assert len(selectors.list_items("xa-phuong-2025")) == 102
    assert [one.name for one in selectors.mapped_codes("xa-phuong-2021", "28249", "xa-phuong-2025")] == ["Phường Đạo Thạnh"]
    split = [code for code in CodeMapping.objects.filter(is_main=False).values_list("source_code", flat=True)]
    assert len(split) == 3


def test_two_statements_of_a_code_never_hold_on_one_day(papers: CodeList) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CodeItem.objects.create(code_list=papers, code="1", name="Lặp", valid_from=NEW_YEAR)
    assert CodeItem.objects.filter(code_list=papers, code="1").count() == 1
