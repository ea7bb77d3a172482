"""Dates, money and deadlines in words."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from sen.kernel.clock import at_local
from sen.ui.format import date_text, due_view, moment_text, money_text, number_text, size_text

NOW = at_local(dt.date(2026, 11, 23), dt.time(9, 42))


def at(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> dt.datetime:
    return at_local(dt.date(year, month, day), dt.time(hour, minute))


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (at(23, 10, 30), "10:30 hôm nay"),
        (at(25, 9, 10), "09:10 thứ Tư 25/11"),
        (at(29, 7), "07:00 Chủ nhật 29/11"),
        (at(4, 8, month=1, year=2027), "08:00 thứ Hai 04/01/2027"),
    ],
)
def test_a_moment_is_said_with_its_weekday_and_only_the_year_that_is_needed(instant: dt.datetime, words: str) -> None:
    assert moment_text(instant, NOW) == words


def test_without_a_present_the_year_is_always_said() -> None:
    assert moment_text(at(25, 9, 10)) == "09:10 thứ Tư 25/11/2026"


def test_an_instant_is_read_on_the_clock_of_the_province() -> None:
    midnight_in_utc = dt.datetime(2026, 11, 23, 17, 30, tzinfo=dt.UTC)
    assert moment_text(midnight_in_utc, NOW) == "00:30 thứ Ba 24/11"
    assert date_text(midnight_in_utc) == "24/11/2026"


def test_a_missing_value_is_an_empty_text() -> None:
    assert (moment_text(None), date_text(None), money_text(None), number_text(None)) == ("", "", "", "")


def test_numbers_have_vietnamese_separators_and_english_ones_in_english() -> None:
    assert number_text(48216) == "48.216"
    assert number_text(Decimal("97.85"), 1) == "97,9"
    with override("en"):
        assert number_text(48216) == "48,216"


def test_money_is_whole_dong_and_nothing_is_said_as_nothing() -> None:
    assert money_text(150000) == "150.000 đồng"
    assert money_text(0, free=True) == "Không thu"
    assert money_text(0) == "0 đồng"


def test_sizes_are_said_in_the_unit_people_know() -> None:
    assert [size_text(n) for n in (900, 2048, 1_887_437)] == ["900 B", "2 KB", "1,8 MB"]


@pytest.mark.parametrize(
    ("due", "options", "tone", "label"),
    [
        (at(19, 17), {"minutes_left": -642}, "late", "Trễ 2 ngày làm việc"),
        (at(20, 16, 20), {"minutes_left": -202}, "late", "Trễ 1 ngày làm việc"),
        (at(19, 17), {}, "late", "Trễ 4 ngày"),
        (at(23, 8, 30), {"minutes_left": -72}, "late", "Trễ 1 giờ"),
        (at(23, 9, 30), {}, "late", "Trễ 12 phút"),
        (at(23, 10, 30), {"minutes_left": 48}, "soon", "Còn 48 phút"),
        (at(23, 15), {}, "soon", "Còn 5 giờ"),
        (at(24, 7, 30), {"minutes_left": 40}, "soon", "Còn 40 phút làm việc"),
        (at(24, 10), {"minutes_left": 200}, "soon", "Còn 3 giờ làm việc"),
        (at(25, 9, 10), {"minutes_left": 448}, "", "Còn 1 ngày làm việc"),
        (at(26, 10), {"minutes_left": 978}, "", "Còn 2 ngày làm việc"),
        (at(26, 10), {}, "", "Còn 3 ngày"),
    ],
)
def test_a_deadline_says_how_much_is_left_or_lost(due: dt.datetime, options: dict[str, Any], tone: str, label: str) -> None:
    view = due_view(due, NOW, **options)
    assert (view.tone, view.label) == (tone, label)
    assert view.detail == moment_text(due, NOW)


def test_the_minute_it_falls_due_is_not_yet_late() -> None:
    assert due_view(NOW, NOW).label == "Còn 0 phút"
    assert due_view(NOW, NOW + dt.timedelta(minutes=1)).tone == "late"


def test_a_paused_term_says_since_when() -> None:
    view = due_view(at(20, 9), NOW, paused_since=at(19, 8))
    assert (view.tone, view.label, view.detail) == ("wait", "Tạm dừng", "từ thứ Năm 19/11")


@pytest.mark.parametrize(
    ("finished", "tone", "label"),
    [(at(23, 8, 15), "done", "Trước hạn"), (at(25, 9, 0), "done", "Đúng hạn"), (at(27, 9), "late", "Trễ 2 ngày")],
)
def test_finished_work_says_whether_it_was_in_time(finished: dt.datetime, tone: str, label: str) -> None:
    view = due_view(at(25, 9, 10), at(30, 8), finished_at=finished)
    assert (view.tone, view.label) == (tone, label)
    assert view.detail.startswith("xong ")


def test_work_without_a_term_is_never_late() -> None:
    assert due_view(None, NOW).label == "Chưa có hạn"
    assert due_view(None, NOW, finished_at=NOW).label == "Đã xong"
