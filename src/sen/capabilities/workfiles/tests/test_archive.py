"""Files go to the archive of the agency with their forms; the archive answers each; keeping longer needs consent."""

import datetime as dt

import pypdfium2
import pytest

from sen.capabilities.workfiles import services
from sen.capabilities.workfiles.adapters.memory import MemorySource
from sen.capabilities.workfiles.errors import AnswerIncomplete, KeepTooLong, NotForArchive, ReasonMissing, TermTooShort
from sen.capabilities.workfiles.models import HandOver, HandOverCall
from sen.capabilities.workfiles.selectors import calls_for, due_files, waiting_for
from sen.capabilities.workfiles.selectors.counting import in_words
from sen.capabilities.workfiles.selectors.files import item_views
from sen.capabilities.workfiles.states import HandOverState, WorkFileState
from sen.capabilities.workfiles.tests.conftest import close, put, record
from sen.foundation.files.selectors import read_bytes
from sen.kernel.errors import IllegalTransition, NotAllowed
from tests.factories import MONDAY


def submit(actor, *files):
    return services.submit_files(actor=actor, workfile_ids=[f.pk for f in files], block_name="Hồ sơ phòng Kinh tế năm 2026", now=MONDAY)


def answer(actor, made, accepted=(), refused=None):
    return services.answer_hand_over(
        actor=actor,
        hand_over_id=made.pk,
        accepted=[f.pk for f in accepted],
        refused={f.pk: reason for f, reason in (refused or {}).items()},
        condition="Đầy đủ, mở được",
        now=MONDAY,
    )


def words(stored) -> str:
    document = pypdfium2.PdfDocument(read_bytes(stored))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_a_submitted_file_waits_for_the_archive_with_its_list(closed_file, specialist, archivist):
    made = submit(specialist, closed_file)
    closed_file.refresh_from_db()
    assert (closed_file.state, str(made), waiting_for(archivist)) == (WorkFileState.SUBMITTED, "01/2026", 1)
    text = words(made.index_file)
    for told in ("MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU", "02.TH", "20 năm", "Số tờ/ Số trang", "viết bằng chữ: một hồ sơ"):
        assert told in text


def test_the_archive_accepts_and_the_record_is_kept(closed_file, specialist, archivist):
    made = answer(archivist, submit(specialist, closed_file), accepted=[closed_file])
    closed_file.refresh_from_db()
    assert (made.state, closed_file.state, closed_file.archived_at) == (HandOverState.ACCEPTED, WorkFileState.ARCHIVED, MONDAY)
    text = words(made.record_file)
    for told in ("BIÊN BẢN GIAO NHẬN", "Nguyễn Văn Bình", "Trương Thị Sen", "Tổng số hồ sơ: 1", "Tổng số tệp tin", "Đầy đủ, mở được"):
        assert told in text


def test_a_file_sent_back_tells_why_and_may_come_again(closed_file, specialist, archivist):
    made = answer(archivist, submit(specialist, closed_file), refused={closed_file: "Thiếu văn bản trả lời"})
    closed_file.refresh_from_db()
    assert (made.state, made.record_file) == (HandOverState.SENT_BACK, None)
    assert (closed_file.state, closed_file.sent_back_reason) == (WorkFileState.CLOSED, "Thiếu văn bản trả lời")
    assert submit(specialist, closed_file).number == 2


def test_every_file_is_answered_and_a_refusal_has_a_reason(closed_file, specialist, archivist):
    made = submit(specialist, closed_file)
    with pytest.raises(AnswerIncomplete):
        answer(archivist, made)
    with pytest.raises(ReasonMissing):
        answer(archivist, made, refused={closed_file: " "})
    made.refresh_from_db()
    assert made.state == HandOverState.SUBMITTED


def test_only_the_archive_answers_and_only_once(closed_file, specialist, approver, archivist):
    made = submit(specialist, closed_file)
    for actor in (specialist, approver):
        with pytest.raises(NotAllowed):
            answer(actor, made, accepted=[closed_file])
    answer(archivist, made, accepted=[closed_file])
    with pytest.raises(IllegalTransition):
        answer(archivist, made, accepted=[closed_file])
    assert HandOver.objects.get().state == HandOverState.ACCEPTED


def test_short_lived_files_stay_with_their_makers(workfile, specialist):
    put(specialist, workfile, record(1))
    closed = close(specialist, workfile, code="12.05")
    with pytest.raises(NotForArchive):
        submit(specialist, closed)
    assert not HandOver.objects.exists()


def test_the_archive_opens_documents_only_once_the_file_was_given_to_it(closed_file, specialist, archivist):
    for number in (1, 2):
        MemorySource.readers[number] = frozenset({specialist.account_id})
    assert all(view.is_hidden for view in item_views(archivist, closed_file, MONDAY.date()))
    submit(specialist, closed_file)
    closed_file.refresh_from_db()
    assert not any(view.is_hidden for view in item_views(archivist, closed_file, MONDAY.date()))


def test_the_notice_of_the_archive_leaves_thirty_days(archivist, specialist, agency, rules):
    told = {"actor": archivist, "agency_id": agency.pk, "year": 2025, "note": "", "now": MONDAY}
    with pytest.raises(TermTooShort):
        services.call_for_files(due_on=dt.date(2026, 12, 15), **told)
    assert not HandOverCall.objects.exists()
    services.call_for_files(due_on=dt.date(2026, 12, 16), **told)
    assert [call.due_on for call in calls_for(specialist, MONDAY.date())] == [dt.date(2026, 12, 16)]


def test_a_file_is_told_thirty_days_before_its_hand_over(closed_file, specialist):
    due = closed_file.hand_over_due_on
    assert list(due_files(specialist, due - dt.timedelta(days=30), 30)) == [closed_file]
    assert list(due_files(specialist, due - dt.timedelta(days=31), 30)) == []


def test_keeping_longer_needs_the_consent_of_a_leader(closed_file, specialist, approver, archivist):
    until = dt.date(2029, 11, 10)
    services.ask_to_keep(actor=specialist, workfile_id=closed_file.pk, until=until, reason="Còn theo dõi", now=MONDAY)
    due = dt.date(2027, 11, 1)
    assert closed_file in due_files(specialist, due, 30)
    with pytest.raises(NotAllowed):
        services.answer_keeping(actor=archivist, workfile_id=closed_file.pk, consent=True, now=MONDAY)
    services.answer_keeping(actor=approver, workfile_id=closed_file.pk, consent=True, now=MONDAY)
    assert closed_file not in due_files(specialist, due, 30)


def test_nothing_is_kept_longer_than_two_years(closed_file, specialist):
    with pytest.raises(KeepTooLong):
        services.ask_to_keep(actor=specialist, workfile_id=closed_file.pk, until=dt.date(2029, 11, 11), reason="Còn theo dõi", now=MONDAY)
    closed_file.refresh_from_db()
    assert closed_file.keep_until is None


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (44, "bốn mươi tư"),
        (105, "một trăm lẻ năm"),
        (1000, "một nghìn"),
        (2015, "hai nghìn không trăm mười lăm"),
        (12345, "mười hai nghìn ba trăm bốn mươi lăm"),
    ],
)
def test_amounts_are_written_in_words(number, told):
    assert in_words(number) == told
