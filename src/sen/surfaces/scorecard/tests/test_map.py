"""The map: every commune once, coloured by its share of results in time, with the same words as the table."""

from typing import Any

import pytest

from sen.capabilities.dossiers.selectors import AgencyFigures
from sen.surfaces.scorecard.selectors.figures import FigureRow
from sen.surfaces.scorecard.selectors.map import look_of, map_of
from sen.ui.outlines import WIDTH, province_map


def _row(in_time: int, late: int, area: str = "29869") -> FigureRow:
    figures = AgencyFigures(1, finished_in_time=in_time, finished_late=late, late=2)
    return FigureRow(1, "UBND phường Cao Lãnh", figures, opens=True, level="commune", area_code=area, goal=95)


@pytest.mark.parametrize(
    ("in_time", "late", "look"), [(100, 0, "q5"), (98, 2, "q4"), (97, 3, "q3"), (95, 5, "q2"), (949, 51, "qb"), (0, 0, "q0")]
)
def test_the_class_follows_the_share(in_time: int, late: int, look: str) -> None:
    assert look_of(_row(in_time, late)) == look


def test_the_communes_of_2025_are_all_drawn_inside_the_sheet() -> None:
    sheet = province_map("dongthap-2025")
    assert sheet is not None
    assert len({area.code for area in sheet.outlines}) == 102
    numbers = [float(n) for area in sheet.outlines for n in area.path.replace("M", " ").replace("L", " ").replace("Z", " ").split()]
    assert 0 <= min(numbers) and max(numbers) <= WIDTH


@pytest.mark.django_db
def test_a_commune_carries_its_words_and_leads_to_its_page(settings: Any) -> None:
    settings.PROVINCE = "dongthap-2025"
    view = map_of([_row(949, 51)], 95)
    assert view is not None and view.has_communes
    assert view.shapes.count("<path") == 102
    assert "94,9 % đúng hạn, 2 hồ sơ đang trễ" in view.shapes and 'href="/ket-qua/co-quan/1/"' in view.shapes
    assert [entry.count for entry in view.legend] == [0, 0, 0, 0, 1, 101]
    assert [entry.words for entry in view.legend][2:5] == ["96,5 đến 98 %", "95 đến 96,5 %", "dưới mốc 95 %"]


def test_the_province_of_2020_is_an_outline_without_communes(settings: Any) -> None:
    settings.PROVINCE = "dongthap-2020"
    view = map_of([_row(1, 0)], 95)
    assert view is not None and not view.has_communes and not view.legend
    assert view.shapes.count("<path") == 1


def test_an_edition_without_outlines_has_no_map(settings: Any) -> None:
    settings.PROVINCE = "unknown"
    assert map_of([], 95) is None
