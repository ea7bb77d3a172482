"""Figures as tables show them: names beside counts, sorted, each with the way to the dossiers behind it."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.dossiers.selectors import AgencyFigures, count_by_agency, count_by_field, province_totals, recount
from sen.capabilities.procedures.selectors.control import list_field_names
from sen.foundation.agencies.selectors import names_of_agencies
from sen.kernel.text import sort_key
from sen.surfaces.scorecard.policies import Scope
from sen.ui.format import number_text

FIGURE_WORDS = {
    "received": gettext_lazy("Hồ sơ đã tiếp nhận"),
    "awaiting": gettext_lazy("Hồ sơ chờ tiếp nhận"),
    "awaiting_late": gettext_lazy("Hồ sơ chờ tiếp nhận từ trước hôm nay"),
    "open": gettext_lazy("Hồ sơ đang giải quyết"),
    "late": gettext_lazy("Hồ sơ đang trễ hạn"),
    "due_today": gettext_lazy("Hồ sơ đến hạn hôm nay"),
    "paused": gettext_lazy("Hồ sơ đang tạm dừng"),
    "finished": gettext_lazy("Hồ sơ đã có kết quả"),
    "finished_in_time": gettext_lazy("Hồ sơ có kết quả đúng hạn"),
    "finished_late": gettext_lazy("Hồ sơ có kết quả trễ hạn"),
    "refused": gettext_lazy("Hồ sơ không được tiếp nhận"),
    "ended": gettext_lazy("Hồ sơ đã rút hoặc dừng"),
    "online": gettext_lazy("Hồ sơ nộp trực tuyến"),
}


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of a table of figures; ``place`` is its place in dictionary order, ``goal`` the percent in time asked of it."""

    id: int
    name: str
    figures: AgencyFigures
    opens: bool
    place: int = 0
    level: str = ""
    area_code: str = ""
    goal: float = 0

    @property
    def share(self) -> float | None:
        """Share of results in time, 0 to 100."""
        return self.figures.in_time_share

    @property
    def short_name(self) -> str:
        """The name with the People's Committee in the abbreviation every document uses."""
        return self.name.replace("Ủy ban nhân dân", "UBND", 1)

    @property
    def below_goal(self) -> bool:
        """Whether the share stands below the goal."""
        return self.share is not None and self.share < self.goal

    @property
    def online_share(self) -> float | None:
        """Share of dossiers handed in online, of all handed in."""
        return online_share(self.figures)


def percent_text(percent: float) -> str:
    """``95`` and ``96,5``."""
    return number_text(percent, 0 if percent == int(percent) else 1)


def online_share(figures: AgencyFigures) -> float | None:
    """Share of dossiers handed in online, 0 to 100; None when there are none."""
    handed_in = figures.received + figures.awaiting + figures.refused
    return min(100 * figures.online / handed_in, 100.0) if handed_in else None


def agency_rows(scope: Scope, today: dt.date, goal: float) -> list[FigureRow]:
    """One row for each agency the reader sees, those without dossiers included."""
    counted = {figures.id: figures for figures in count_by_agency(today, scope.agency_ids)}
    past = names_of_agencies(counted.keys() - scope.agencies.keys())
    rows = [
        FigureRow(id_, agency.name, counted.get(id_) or AgencyFigures(id_), scope.opens(id_), place, agency.level, agency.area_code, goal)
        for place, (id_, agency) in enumerate(scope.agencies.items())
        if scope.holds(id_)
    ]
    return rows + [FigureRow(id_, name, counted[id_], scope.opens(id_), len(scope.agencies), goal=goal) for id_, name in past.items()]


def field_rows(scope: Scope, today: dt.date, goal: float, agency_id: int | None = None) -> list[FigureRow]:
    """One row for each field that has dossiers, of one agency or of all the reader sees."""
    agencies = [agency_id] if agency_id is not None else scope.agency_ids
    names = {id_: (place, name) for place, (id_, name) in enumerate(list_field_names())}
    last = (len(names), _("Lĩnh vực khác"))
    opens = scope.opens(agency_id)
    counted = [(f, *names.get(f.id, last)) for f in count_by_field(today, agencies)]
    return [FigureRow(figures.id, name, figures, opens, place, goal=goal) for figures, place, name in counted]


_SORTS: dict[str, Callable[[FigureRow], Any]] = {
    "ten": lambda row: row.place,
    "tiep-nhan": lambda row: row.figures.received,
    "cho": lambda row: row.figures.awaiting,
    "dang": lambda row: row.figures.open,
    "tre": lambda row: row.figures.late,
    "hom-nay": lambda row: row.figures.due_today,
    "dung": lambda row: row.figures.paused,
    "xong": lambda row: row.figures.finished,
    "xong-tre": lambda row: row.figures.finished_late,
    "dung-han": lambda row: 101.0 if row.share is None else row.share,
    "truc-tuyen": lambda row: -1.0 if row.online_share is None else row.online_share,
}


def sorted_rows(rows: Sequence[FigureRow], order: str) -> list[FigureRow]:
    """The rows by a column (``tre``, ``-tre``); unknown orders give most late first, then the largest."""
    key = _SORTS.get(order.removeprefix("-"))
    if key is None:
        return sorted(rows, key=lambda row: (-row.figures.late, -row.figures.received, row.place))
    return sorted(rows, key=key, reverse=order.startswith("-"))


def total_of(rows: Iterable[FigureRow]) -> AgencyFigures:
    """The sum of the rows."""
    return province_totals([row.figures for row in rows])


@dataclass(frozen=True, slots=True)
class Comparison:
    """One agency counted twice: kept figures beside a fresh count of the dossiers."""

    name: str
    kept: AgencyFigures
    fresh: AgencyFigures

    @property
    def equal(self) -> bool:
        """Whether every figure agrees."""
        return self.kept == self.fresh


def compare_with_recount(scope: Scope, today: dt.date) -> list[Comparison]:
    """Every agency's kept figures beside a fresh count, those that differ first; slow on purpose."""
    kept = {figures.id: figures for figures in count_by_agency(today, scope.agency_ids)}
    fresh = {figures.id: figures for figures in recount(today, scope.agency_ids)}
    names = names_of_agencies(kept.keys() | fresh.keys())
    rows = [
        Comparison(names.get(id_, str(id_)), kept.get(id_) or AgencyFigures(id_), fresh.get(id_) or AgencyFigures(id_))
        for id_ in kept.keys() | fresh.keys()
    ]
    return sorted(rows, key=lambda row: (row.equal, sort_key(row.name)))
