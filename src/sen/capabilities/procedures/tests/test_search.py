"""Finding procedures by the words people use."""

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sen.capabilities.procedures.selectors import find_by_code_or_words, list_fields, list_life_events, search_procedures

from .conftest import BIRTH, COPY, HOUSEHOLD, MARRIAGE, SEARCHED, TODAY


@pytest.fixture(autouse=True)
def _catalogue(load: Callable[..., Any]) -> None:
    load(fields=SEARCHED)


EXPECTED = {
    "khai sinh": BIRTH,
    "Đăng ký khai sinh": BIRTH,
    "dang ky khai sinh": BIRTH,
    "THỦ TỤC ĐĂNG KÝ KHAI SINH": BIRTH,
    "khai sanh": BIRTH,
    "lam giay khai sinh": BIRTH,
    "con toi moi sinh lam giay khai sinh": BIRTH,
    "khay sinhh": BIRTH,
    "1.001193": BIRTH,
    "dang ky ho kinh doanh": HOUSEHOLD,
    "mo quan": HOUSEHOLD,
    "cưới": MARRIAGE,
    "sao y": COPY,
    "ho khau": "1.004222",
    "xay nha": "1.013225",
}


def test_the_expected_procedure_comes_first_with_and_without_accents() -> None:
    assert {typed: search_procedures(typed, on=TODAY).rows[0].code for typed in EXPECTED} == EXPECTED


def test_a_slip_of_the_pen_gets_a_suggestion_with_accents() -> None:
    found = search_procedures("khay sinhh", on=TODAY)
    assert found.is_approximate
    assert found.suggestion == "khai sinh"


def test_nonsense_finds_nothing_and_suggests_nothing() -> None:
    found = search_procedures("zzzz qqq", on=TODAY)
    assert (found.total, found.suggestion) == (0, "")


def test_a_search_is_one_query_and_quick() -> None:
    search_procedures("khai sinh", on=TODAY)
    with CaptureQueriesContext(connection) as queries:
        started = time.perf_counter()
        search_procedures("dang ky khai sinh", on=TODAY)
        spent = time.perf_counter() - started
    assert len(queries) == 1
    assert spent < 0.5


def test_a_search_that_must_guess_stays_within_three_queries() -> None:
    search_procedures("khay sinhh", on=TODAY)
    with CaptureQueriesContext(connection) as queries:
        search_procedures("khay sinhh", on=TODAY)
    assert len(queries) <= 3


def test_filters_narrow_the_list() -> None:
    everything = search_procedures("", on=TODAY)
    events = search_procedures("", on=TODAY, life_event="ket-hon")
    province = search_procedures("", on=TODAY, level="province")
    full = search_procedures("khai sinh", on=TODAY, service_level="full")
    assert 0 < events.total < everything.total
    assert all("Cấp tỉnh" in row.levels for row in province.rows)
    assert {row.service_level for row in full.rows} == {"full"}


def test_pages_do_not_overlap() -> None:
    first, second = (search_procedures("", on=TODAY, page=number) for number in (1, 2))
    assert len(first.rows) == 10
    assert not {row.code for row in first.rows} & {row.code for row in second.rows}
    assert first.pages == -(-first.total // 10)


def test_nothing_is_found_before_the_first_day() -> None:
    assert search_procedures("khai sinh", on=dt.date(2025, 6, 30)).total == 0


def test_the_counter_finds_by_code_and_by_words() -> None:
    assert find_by_code_or_words("1.0011", TODAY)[0].code == BIRTH
    assert find_by_code_or_words("ket hon", TODAY, limit=3)[0].code == MARRIAGE
    assert find_by_code_or_words("  ", TODAY) == []


def test_fields_and_life_events_say_how_much_they_hold() -> None:
    fields = list_fields(TODAY)
    assert {field.name for field in fields} == set(SEARCHED)
    assert all(field.count > 0 for field in fields)
    birth = next(event for event in list_life_events() if event.key == "sinh-con")
    assert birth.count > 3
