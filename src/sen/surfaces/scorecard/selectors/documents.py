"""Figures of documents as the scorecard shows them: periods, rows with names, cards."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.correspondence.selectors.indicators import DocumentFigures, Period, count_documents, total_of_documents
from sen.capabilities.dossiers.selectors.goals import document_goal_on
from sen.kernel import clock
from sen.surfaces.scorecard.policies import Scope
from sen.surfaces.scorecard.selectors.cards import Card
from sen.surfaces.scorecard.selectors.figures import percent_text
from sen.ui.format import number_text
from sen.ui.types import TagView, Tone

ELECTRONIC_GOAL = 100.0

PERIODS = {
    "thang": gettext_lazy("Tháng này"),
    "thang-truoc": gettext_lazy("Tháng trước"),
    "quy": gettext_lazy("Quý này"),
    "nam": gettext_lazy("Năm nay"),
}
BEHIND_WORDS = {
    "received": gettext_lazy("Văn bản đến"),
    "electronic_in": gettext_lazy("Văn bản đến bằng đường điện tử"),
    "paper_in": gettext_lazy("Văn bản đến bằng bản giấy, thư"),
    "open": gettext_lazy("Văn bản đến đang giải quyết"),
    "late": gettext_lazy("Văn bản đến đang trễ hạn"),
    "done": gettext_lazy("Văn bản đến đã giải quyết"),
    "in_time": gettext_lazy("Văn bản đến giải quyết đúng hạn"),
    "done_late": gettext_lazy("Văn bản đến giải quyết trễ hạn"),
}


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One agency's line of the table; ``opens`` when the reader may open the lists behind its numbers."""

    id: int
    name: str
    figures: DocumentFigures
    opens: bool
    goal: float

    @property
    def short_name(self) -> str:
        """The name with the People's Committee in the abbreviation every document uses."""
        return self.name.replace("Ủy ban nhân dân", "UBND", 1)

    @property
    def below_goal(self) -> bool:
        """Whether fewer than the goal were finished in time."""
        share = self.figures.in_time_share
        return share is not None and share < self.goal


def period_of(name: str, today: dt.date) -> Period:
    """The period of the name; this month for an unknown one."""
    month = today.replace(day=1)
    if name == "thang-truoc":
        last = month - dt.timedelta(days=1)
        return Period(last.replace(day=1), last)
    if name == "quy":
        return Period(today.replace(month=today.month - (today.month - 1) % 3, day=1), today)
    return Period(today.replace(month=1, day=1) if name == "nam" else month, today)


def document_rows(scope: Scope, readable: frozenset[int], period: Period, now: dt.datetime) -> list[DocumentRow]:
    """One row for each agency the reader sees, those without documents included; ``readable`` are those whose documents may be opened.

    The share in time is held against the goal of the period's last day.
    """
    goal = document_goal_on(period.until)
    seen = [id_ for id_ in scope.agencies if scope.holds(id_)]
    counted = count_documents(seen, period, now)
    return [DocumentRow(id_, scope.agencies[id_].name, counted.get(id_) or DocumentFigures(), id_ in readable, goal) for id_ in seen]


_SORTS: dict[str, Callable[[DocumentRow], Any]] = {
    "den": lambda row: row.figures.received,
    "di": lambda row: row.figures.issued,
    "dien-tu": lambda row: _or(row.figures.electronic_share, -1.0),
    "dang": lambda row: row.figures.open,
    "tre": lambda row: row.figures.late,
    "xong": lambda row: row.figures.done,
    "dung-han": lambda row: _or(row.figures.in_time_share, 101.0),
}


def sorted_documents(rows: Sequence[DocumentRow], order: str) -> list[DocumentRow]:
    """The rows by a column (``tre``, ``-tre``), by name (``ten``), or most late first."""
    key = _SORTS.get(order.removeprefix("-"))
    if key is not None:
        return sorted(rows, key=key, reverse=order.startswith("-"))
    if order.removeprefix("-") == "ten":
        return list(reversed(rows)) if order.startswith("-") else list(rows)
    return sorted(rows, key=lambda row: (-row.figures.late, -row.figures.received))


def document_cards(rows: Sequence[DocumentRow], period: Period) -> dict[str, Card]:
    """The figures on top, of all rows together."""
    goal = document_goal_on(period.until)
    total = total_of_documents(row.figures for row in rows)
    paper = total.received + total.sendings - total.electronic_in - total.electronic_out
    return {
        "received": Card(number_text(total.received), note=_("%(n)s đã giải quyết") % {"n": number_text(total.done)}),
        "issued": Card(number_text(total.issued), note=_("%(n)s lượt gửi") % {"n": number_text(total.sendings)}),
        "electronic": _goal_card(
            total.electronic_share, ELECTRONIC_GOAL, _("%(n)s lượt còn dùng bản giấy, thư") % {"n": number_text(paper)}
        ),
        "in_time": _goal_card(
            total.in_time_share,
            goal,
            _("mốc %(goal)s %%, %(n)s văn bản giải quyết trễ hạn") % {"goal": percent_text(goal), "n": number_text(total.done_late)},
        ),
        "open": Card(number_text(total.open), note=_("đến trong kỳ, chưa xong")),
        "late": Card(
            number_text(total.late),
            note=_("đã qua hạn giải quyết"),
            tag=TagView(_("Trễ"), Tone.LATE, "triangle-alert") if total.late else None,
        ),
    }


def period_words(period: Period) -> str:
    """The period in words."""
    return _("từ %(since)s đến %(until)s") % {"since": f"{period.since:%d/%m/%Y}", "until": f"{period.until:%d/%m/%Y}"}


def local_today(now: dt.datetime) -> dt.date:
    """The day in the province."""
    return clock.local(now).date()


def _goal_card(share: float | None, goal: float, note: str) -> Card:
    if share is None:
        return Card("–", note=_("Chưa có văn bản nào"))
    good = share >= goal
    tag = TagView(_("Đạt"), Tone.DONE, "circle-check") if good else TagView(_("Chưa đạt"), Tone.SOON, "circle-alert")
    return Card(number_text(share, 1), note=note, unit="%", tag=tag)


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
