"""The inbox over several sources: order, groups, filters, counts, and one statement for each question."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sen.foundation.inbox.selectors import count_late_by_holder, count_work, list_work
from sen.foundation.inbox.types import Lane, MemoryWorkSource, WorkFilter
from sen.kernel.actor import Actor
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def row(number: int, due_at: dt.datetime | None, **values: Any) -> dict[str, Any]:
    return {"record": number, "title": f"Việc {number}", "kind": "buoc", "due_at": due_at, "opened_at": MONDAY - DAY, **values}


def titles(actor: Actor, **wanted: Any) -> list[str]:
    return [line.title for line in list_work(actor, MONDAY, WorkFilter(**wanted))]


@pytest.fixture
def filled(first: MemoryWorkSource, second: MemoryWorkSource, specialist: Actor) -> Actor:
    first.mine_of[specialist.account] = [
        row(1, MONDAY + 3 * DAY, words="cap phep xay dung"),
        row(2, MONDAY - HOUR, code="12/UBND-VX", lane=Lane.DECIDE),
        row(3, None, urgency=2),
    ]
    second.mine_of[specialist.account] = [row(4, MONDAY + HOUR, lane=Lane.ARRIVED), row(5, MONDAY - DAY, words="ho tich"), row(6, None)]
    return specialist


def test_lines_of_all_sources_stand_in_one_order(filled: Actor) -> None:
    lines = list_work(filled, MONDAY)
    assert [line.title for line in lines] == ["Việc 5", "Việc 2", "Việc 4", "Việc 1", "Việc 3", "Việc 6"]
    assert [line.group for line in lines] == ["Trễ hạn", "Trễ hạn", "Hôm nay", "Sắp tới", "Chưa có hạn", "Chưa có hạn"]
    assert [line.is_late for line in lines] == [True, True, False, False, False, False]
    assert [line.source_label for line in lines][:2] == ["Nguồn hai", "Nguồn một"]


def test_counts_agree_with_the_lists(filled: Actor) -> None:
    counts = count_work(filled, MONDAY)
    assert counts.total() == len(list_work(filled, MONDAY)) == 6
    assert counts.late() == len(titles(filled, group="tre")) == 2
    assert counts.today() == len(titles(filled, group="hom-nay")) == 1
    assert counts.total(source="hai") == len(titles(filled, source="hai")) == 3
    assert counts.total(lane=Lane.DECIDE) == len(titles(filled, lanes=(Lane.DECIDE,))) == 1


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"text": "hộ tịch"}, ["Việc 5"]),
        ({"text": "12/ubnd"}, ["Việc 2"]),
        ({"text": "%"}, []),
        ({"group": "sap-toi"}, ["Việc 1"]),
        ({"group": "chua-co-han"}, ["Việc 3", "Việc 6"]),
        ({"urgent": True}, ["Việc 3"]),
        ({"lanes": (Lane.ARRIVED,)}, ["Việc 4"]),
        ({"kinds": ("khac",)}, []),
        ({"source": "khong-co"}, []),
        ({"group": "khong-co"}, ["Việc 5", "Việc 2", "Việc 4", "Việc 1", "Việc 3", "Việc 6"]),
    ],
)
def test_filters_narrow(filled: Actor, wanted: dict[str, Any], found: list[str]) -> None:
    assert titles(filled, **wanted) == found


def test_pages_follow_each_other_without_a_gap(filled: Actor) -> None:
    pages = [list_work(filled, MONDAY, page=number, size=4) for number in (1, 2)]
    assert [[line.title for line in page] for page in pages] == [["Việc 5", "Việc 2", "Việc 4", "Việc 1"], ["Việc 3", "Việc 6"]]
    assert [page.more for page in pages] == [True, False]


def test_a_list_and_a_count_are_one_statement_each_however_many_sources(filled: Actor) -> None:
    with CaptureQueriesContext(connection) as caught:
        list_work(filled, MONDAY)
        count_work(filled, MONDAY)
    assert len(caught) == 2


def test_nobody_sees_the_work_of_another(filled: Actor, head: Actor, second: MemoryWorkSource) -> None:
    assert titles(head) == []
    assert count_work(head, MONDAY).total() == 0
    second.below_of[head.account] = [row(7, MONDAY - DAY, holder="Bình"), row(8, MONDAY - HOUR, holder="Bình"), row(9, None, holder="Mai")]
    assert titles(head) == []
    assert titles(head, below=True) == ["Việc 7", "Việc 8", "Việc 9"]
    assert count_work(head, MONDAY, below=True).late() == 2
    assert count_late_by_holder(head, MONDAY) == [("Bình", 2)]


def test_without_any_source_the_inbox_is_empty_and_asks_nothing(monkeypatch: pytest.MonkeyPatch, specialist: Actor) -> None:
    monkeypatch.setattr("sen.foundation.inbox.types._sources", [])
    with CaptureQueriesContext(connection) as caught:
        assert titles(specialist) == [] and count_work(specialist, MONDAY).total() == 0
    assert len(caught) == 0
