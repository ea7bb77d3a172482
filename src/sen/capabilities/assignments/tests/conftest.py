"""What tests of tasks share: one commune with a division, its head, two specialists, its leader and clerk."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from sen.capabilities.assignments.models import Task
from sen.capabilities.assignments.services import give_tasks
from sen.capabilities.assignments.types import SourceRef, TaskLine
from sen.foundation.agencies.models import Agency, Division
from sen.kernel.actor import Actor, Role
from tests.factories import MONDAY, make_division, make_officer

FRIDAY = MONDAY + dt.timedelta(days=4)
PAPER = SourceRef("incoming", 77, "Về việc rà soát hộ nghèo", "12/UBND-VX")


@pytest.fixture
def division(agency: Agency) -> Division:
    return make_division(agency, "Phòng Văn hóa - Xã hội")


@pytest.fixture
def chief(agency: Agency, division: Division) -> Actor:
    """The head of the division."""
    return make_officer(Role.HEAD, agency, name="Trương Thị Sen", title="Trưởng phòng", division=division)


@pytest.fixture
def worker(agency: Agency, division: Division) -> Actor:
    """A specialist of the division."""
    return make_officer(Role.SPECIALIST, agency, name="Ngô Văn Lúa", title="Chuyên viên", division=division)


@pytest.fixture
def colleague(agency: Agency) -> Actor:
    """A specialist of another division."""
    return make_officer(Role.SPECIALIST, agency, name="Đỗ Thị Sông", title="Chuyên viên", division=make_division(agency, "Phòng Kinh tế"))


Give = Callable[..., Task]


@pytest.fixture
def give(approver: Actor, agency: Agency, worker: Actor) -> Give:
    """Give one task; by default the leader asks the worker to lead until Friday."""

    def _give(*, by: Actor | None = None, to: Actor | None = None, source: SourceRef | None = None, **values: Any) -> Task:
        line = {"role": "lead", "agency_id": agency.pk, "officer_id": (to or worker).account, "due_at": FRIDAY, "instruction": "Làm ngay"}
        if values.get("division_id") and to is None:
            line["officer_id"] = None
        parent_id, title = values.pop("parent_id", None), values.pop("title", "Lập danh sách hộ nghèo")
        lines = [TaskLine(**{**line, **values})]
        return give_tasks(actor=by or approver, source=source, title=title, lines=lines, now=MONDAY, parent_id=parent_id)[0]

    return _give
