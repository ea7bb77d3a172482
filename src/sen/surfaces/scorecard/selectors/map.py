"""The map of communes coloured by the share of results in time; the table holds the same figures in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sen.surfaces.scorecard.selectors.figures import FigureRow, percent_text
from sen.ui.format import number_text
from sen.ui.outlines import Sheet, has_communes, province_map

# From the best class down: how far from the goal to 100 % it begins, and its look.  A goal of 95 gives 99, 98, 96,5 and 95.
_CLASSES = ((0.8, "q5"), (0.6, "q4"), (0.3, "q3"), (0.0, "q2"))
_BELOW, _NONE = "qb", "q0"


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A class of the map with how many communes it holds."""

    look: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class MapView:
    """The drawn map, its legend, and whether it shows communes."""

    width: int
    height: int
    shapes: SafeString
    legend: Sequence[LegendEntry]
    has_communes: bool


def map_of(rows: Sequence[FigureRow], goal: float) -> MapView | None:
    """The map for the figures of communes; only the province's outline when commune outlines are unknown."""
    sheet = province_map(settings.PROVINCE)
    if sheet is None:
        return None
    if not has_communes(settings.PROVINCE):
        shapes = format_html_join("", '<path class="q1" d="{}"/>', ((area.path,) for area in sheet.outlines))
        return MapView(sheet.width, sheet.height, shapes, (), has_communes=False)
    known = {row.area_code: row for row in rows if row.level == "commune" and row.area_code}
    looks = {area.code: look_of(known.get(area.code)) for area in sheet.outlines}
    shapes = format_html_join("", "{}", ((_shape(sheet, place, known, looks),) for place in range(len(sheet.outlines))))
    return MapView(sheet.width, sheet.height, shapes, _legend(list(looks.values()), goal), has_communes=True)


def look_of(row: FigureRow | None) -> str:
    """The class of a commune."""
    if row is None or row.share is None:
        return _NONE
    share = row.share
    return next((look for look, least in _bounds(row.goal) if share >= least), _BELOW)


def _bounds(goal: float) -> list[tuple[str, float]]:
    """The least share of each class, the best first."""
    return [(look, round(goal + part * (100 - goal), 1)) for part, look in _CLASSES]


def _shape(sheet: Sheet, place: int, known: dict[str, FigureRow], looks: dict[str, str]) -> SafeString:
    area = sheet.outlines[place]
    row = known.get(area.code)
    words = _words(area.name, row)
    if row is None:
        return format_html('<path class="{}" d="{}"><title>{}</title></path>', looks[area.code], area.path, words)
    # The table below is the way by keyboard; 102 more stops on the way there would help nobody.
    link = '<a href="{}" tabindex="-1" aria-label="{}"><path class="{}" d="{}"><title>{}</title></path></a>'
    return format_html(link, reverse("scorecard:agency", args=[row.id]), words, looks[area.code], area.path, words)


def _words(name: str, row: FigureRow | None) -> str:
    if row is None or row.share is None:
        return _("%(name)s: chưa có kết quả") % {"name": name}
    words = _("%(name)s: %(share)s %% đúng hạn") % {"name": name, "share": number_text(row.share, 1)}
    late = _("%(n)s hồ sơ đang trễ") % {"n": number_text(row.figures.late)}
    return f"{words}, {late}" if row.figures.late else words


def _legend(looks: Sequence[str], goal: float) -> list[LegendEntry]:
    bounds = [(look, percent_text(least)) for look, least in _bounds(goal)]
    (best, top), *others = bounds
    words = [(best, _("từ %(least)s %%") % {"least": top})]
    for (look, least), (_above, most) in zip(others, bounds, strict=False):
        words.append((look, _("%(least)s đến %(most)s %%") % {"least": least, "most": most}))
    words += [(_BELOW, _("dưới mốc %(goal)s %%") % {"goal": percent_text(goal)}), (_NONE, _("chưa có kết quả"))]
    return [LegendEntry(look, text, looks.count(look)) for look, text in words]
