"""Pages of lists."""

import pytest

from sen.ui.paging import list_page, page_number


def test_a_page_knows_its_place_and_whether_more_follows() -> None:
    page = list_page(list(range(60)), 2, 25)
    assert (list(page), page.start, page.end, page.more, len(page)) == (list(range(25, 50)), 26, 50, True, 25)
    last = list_page(list(range(60)), 3, 25)
    assert (last.start, last.end, last.more) == (51, 60, False)


def test_a_page_past_the_end_is_empty_and_not_an_error() -> None:
    page = list_page([1, 2], 9)
    assert (page.items, page.start, page.more) == ([], 0, False)


def test_a_full_last_page_promises_nothing_more() -> None:
    assert not list_page(list(range(25)), 1, 25).more


@pytest.mark.parametrize(("text", "number"), [(None, 1), ("", 1), ("abc", 1), ("-3", 1), ("0", 1), ("7", 7), ("²", 1), ("9" * 30, 10000)])
def test_nonsense_in_the_address_is_the_first_page(text: str | None, number: int) -> None:
    assert page_number(text) == number
