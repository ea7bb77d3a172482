"""Things lie in files by reference; closing puts them in order, freezes them and decides whether the work was online."""

import datetime as dt

import pytest

from sen.capabilities.workfiles import services
from sen.capabilities.workfiles.adapters.memory import MemorySource
from sen.capabilities.workfiles.errors import (
    AlreadyInFile,
    EndBeforeStart,
    FileEmpty,
    FileFrozen,
    FileNotOpen,
    ItemsStillOpen,
    NoteEmpty,
    ReasonMissing,
    RecordNotVisible,
)
from sen.capabilities.workfiles.models import WorkFile, WorkFileItem
from sen.capabilities.workfiles.selectors import codes_of_records, files_of_record
from sen.capabilities.workfiles.states import WorkFileState
from sen.capabilities.workfiles.tests.conftest import close, put, record, stored_pdf
from sen.capabilities.workfiles.types import FiledFile, NewFile
from sen.foundation.history.selectors import list_events
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY


def other_file(actor, agency, rules):
    values = NewFile("Hồ sơ giao ban tuần", rules["13.02"].pk, dt.date(2026, 1, 5), 2026)
    return services.open_own_file(actor=actor, agency_id=agency.pk, values=values, now=MONDAY)


def test_one_document_lies_in_many_files_without_a_copy(workfile, specialist, agency, rules):
    second = other_file(specialist, agency, rules)
    put(specialist, workfile, record(7))
    put(specialist, second, 7)
    assert {holding.workfile.pk for holding in files_of_record(specialist, "incoming", 7)} == {workfile.pk, second.pk}
    assert codes_of_records("incoming", [7, 8]) == {7: ["02.TH", "01.HSCV"]}


def test_a_document_lies_once_in_a_file(workfile, specialist):
    put(specialist, workfile, record(1))
    with pytest.raises(AlreadyInFile):
        put(specialist, workfile, 1)
    assert workfile.items.count() == 1


def test_ordinals_and_amounts_count_by_themselves(workfile, specialist):
    assert [put(specialist, workfile, record(n)).ordinal for n in (1, 2, 3)] == [1, 2, 3]
    workfile.refresh_from_db()
    assert (workfile.doc_total, workfile.page_total) == (3, 6)


def test_a_document_somebody_may_not_see_cannot_be_put_in(workfile, specialist, colleague):
    MemorySource.readers[record(1)] = frozenset({colleague.account_id})
    with pytest.raises(RecordNotVisible):
        put(specialist, workfile, 1)
    assert not workfile.items.exists()


def test_several_documents_go_in_together_and_strange_ones_are_left_out(workfile, specialist, colleague):
    for number in (1, 2, 3):
        record(number)
    MemorySource.readers[3] = frozenset({colleague.account_id})
    put(specialist, workfile, 1)
    picked = [("incoming", n) for n in (1, 2, 2, 3, 99)]
    assert services.put_records(actor=specialist, workfile_id=workfile.pk, records=picked, now=MONDAY) == 1
    assert list(workfile.items.values_list("record_id", flat=True)) == [1, 2]


def test_a_note_needs_words_or_a_file(workfile, specialist):
    with pytest.raises(NoteEmpty):
        services.put_note(actor=specialist, workfile_id=workfile.pk, title="Biên bản", now=MONDAY)
    item = services.put_note(actor=specialist, workfile_id=workfile.pk, title="Biên bản", text="Họp tại hiện trường", now=MONDAY)
    assert (item.kind, item.author, item.text) == ("note", "Nguyễn Văn Bình", "Họp tại hiện trường")


def test_taking_out_leaves_the_history(workfile, specialist):
    item = put(specialist, workfile, record(1))
    with pytest.raises(ReasonMissing):
        services.remove_item(actor=specialist, workfile_id=workfile.pk, item_id=item.pk, reason="", now=MONDAY)
    services.remove_item(actor=specialist, workfile_id=workfile.pk, item_id=item.pk, reason="Bản trùng", now=MONDAY)
    workfile.refresh_from_db()
    assert (workfile.doc_total, files_of_record(specialist, "incoming", 1)) == (0, [])
    last = list_events("workfile", workfile.pk)[-1]
    assert (last.action, last.reason, last.payload["record"]) == ("remove", "Bản trùng", 1)


def test_closing_orders_by_time_and_freezes_words_and_hashes(workfile, specialist):
    file = stored_pdf()
    put(specialist, workfile, record(1, day=dt.date(2026, 6, 1), files=(FiledFile(file.pk, "van-ban.pdf"),)))
    put(specialist, workfile, record(2, day=dt.date(2026, 4, 1)))
    closed = close(specialist, workfile, title="Hồ sơ hạn mặn mùa khô 2026")
    items = list(closed.items.order_by("ordinal"))
    assert [(item.ordinal, item.record_id) for item in items] == [(1, 2), (2, 1)]
    assert items[1].files == [{"file_id": file.pk, "name": "van-ban.pdf", "role": "main", "sha256": file.sha256, "size": file.size}]
    assert items[1].metadata["DocOrdinal"] == 2
    assert items[1].metadata["SignerInfo"] == {"Position": "Phó Chủ tịch", "FullName": "Lê Văn Sáu"}
    assert (closed.state, closed.title) == (WorkFileState.CLOSED, "Hồ sơ hạn mặn mùa khô 2026")


def test_a_closed_file_says_when_it_goes_to_the_archive(workfile, specialist):
    put(specialist, workfile, record(1))
    assert close(specialist, workfile).hand_over_due_on == dt.date(2027, 11, 10)


def test_files_kept_for_less_than_five_years_are_not_handed_over(workfile, specialist):
    put(specialist, workfile, record(1))
    assert close(specialist, workfile, code="12.05").hand_over_due_on is None


def test_basic_construction_has_three_months(workfile, specialist):
    WorkFile.objects.filter(pk=workfile.pk).update(is_construction=True)
    put(specialist, workfile, record(1))
    assert close(specialist, workfile, end_on=dt.date(2026, 8, 31)).hand_over_due_on == dt.date(2026, 11, 30)


def test_an_empty_file_is_not_closed_nor_one_that_ends_before_it_starts(workfile, specialist):
    with pytest.raises(FileEmpty):
        close(specialist, workfile)
    put(specialist, workfile, record(1))
    with pytest.raises(EndBeforeStart):
        close(specialist, workfile, end_on=dt.date(2026, 1, 1))
    workfile.refresh_from_db()
    assert workfile.state == WorkFileState.OPEN


def test_open_work_stops_closing_until_somebody_says_why(workfile, specialist):
    put(specialist, workfile, record(1, open_reason="Văn bản đến chưa giải quyết xong"))
    with pytest.raises(ItemsStillOpen):
        close(specialist, workfile)
    closed = close(specialist, workfile, open_reason="Chuyển sang hồ sơ năm sau")
    assert list_events("workfile", closed.pk)[-1].reason == "Chuyển sang hồ sơ năm sau"


def test_a_file_of_the_list_with_electronic_documents_was_processed_online(closed_file):
    assert (closed_file.is_online, closed_file.paper_reasons) == (True, [])


def test_paper_steps_and_files_outside_the_list_are_not_online(workfile, specialist, agency, rules):
    put(specialist, workfile, record(1, paper_reason="Văn bản giấy chưa được số hóa"))
    closed = close(specialist, workfile)
    assert (closed.is_online, closed.paper_reasons) == (False, [{"ordinal": 1, "reason": "Văn bản giấy chưa được số hóa"}])
    second = other_file(specialist, agency, rules)
    put(specialist, second, record(2))
    assert close(specialist, second).paper_reasons == [{"ordinal": 0, "reason": "Hồ sơ mở ngoài danh mục hồ sơ của năm"}]


def test_nothing_goes_into_a_closed_file(closed_file, specialist):
    with pytest.raises(FileNotOpen):
        put(specialist, closed_file, record(9))
    assert closed_file.items.count() == 2


def test_only_those_above_open_a_file_again(closed_file, specialist, approver):
    with pytest.raises(NotAllowed):
        services.reopen_file(actor=specialist, workfile_id=closed_file.pk, reason="Thiếu văn bản", now=MONDAY)
    services.reopen_file(actor=approver, workfile_id=closed_file.pk, reason="Thiếu văn bản", now=MONDAY)
    closed_file.refresh_from_db()
    assert (closed_file.state, closed_file.is_online, closed_file.hand_over_due_on) == (WorkFileState.OPEN, None, None)


def test_a_frozen_file_stays_as_it_is(workfile, specialist, approver):
    put(specialist, workfile, record(1))
    services.freeze_file(actor=approver, workfile_id=workfile.pk, reason="Thanh tra", now=MONDAY)
    with pytest.raises(FileFrozen):
        put(specialist, workfile, record(2))
    with pytest.raises(FileFrozen):
        close(specialist, workfile)
    services.unfreeze_file(actor=approver, workfile_id=workfile.pk, reason="Thanh tra xong", now=MONDAY)
    put(specialist, workfile, 2)
    assert WorkFileItem.objects.count() == 2


def test_the_maker_does_not_freeze_its_own_file(workfile, specialist):
    with pytest.raises(NotAllowed):
        services.freeze_file(actor=specialist, workfile_id=workfile.pk, reason="Thử", now=MONDAY)
    workfile.refresh_from_db()
    assert workfile.frozen_at is None
