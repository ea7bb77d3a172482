"""Outlines of communes and province as SVG paths, drawn once for each process.  For display, not for legal use."""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

WIDTH = 800.0
_MARGIN = 4.0
_COMMUNES = {"dongthap-2025": "dong_thap_communes_2025.geojson"}
_PROVINCES = {"dongthap-2025": "dong_thap_province_2025.geojson", "dongthap-2020": "dong_thap_province_2020_derived.geojson"}
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """One area: its code and its shape."""

    code: str
    name: str
    path: SafeString


@dataclass(frozen=True, slots=True)
class Sheet:
    """A map: its size and its areas."""

    width: int
    height: int
    outlines: tuple[Outline, ...]


@cache
def province_map(province: str) -> Sheet | None:
    """The communes of the province edition, or the province alone when no commune outlines are known; None without any."""
    name = _COMMUNES.get(province) or _PROVINCES.get(province)
    path = Path(settings.REFERENCE_DIR) / "geo" / name if name else None
    if path is None or not path.is_file():
        return None
    return draw(json.loads(path.read_text(encoding="utf-8"))["features"])


def has_communes(province: str) -> bool:
    """Whether the map of the edition shows communes."""
    return province in _COMMUNES


def draw(features: Iterable[dict[str, Any]]) -> Sheet:
    """Outlines scaled to WIDTH; longitudes shrink with the cosine of the middle latitude, so that shapes keep their form."""
    areas = [(f["properties"], list(_rings(f["geometry"]))) for f in features]
    points = [point for _facts, rings in areas for ring in rings for point in ring]
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * _MARGIN) / ((east - west) * squeeze)

    def place(point: Point) -> Point:
        return (_MARGIN + (point[0] - west) * squeeze * scale, _MARGIN + (north - point[1]) * scale)

    outlines = tuple(Outline(str(facts["code"]), str(facts["name"]), _path(rings, place)) for facts, rings in areas)
    return Sheet(int(WIDTH), math.ceil((north - south) * scale + 2 * _MARGIN), outlines)


def _rings(geometry: dict[str, Any]) -> Iterator[list[Point]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield [(float(point[0]), float(point[1])) for point in ring]


def _path(rings: Iterable[list[Point]], place: Any) -> SafeString:
    parts = []
    for ring in rings:
        steps: list[str] = []
        for point in ring:
            x, y = place(point)
            step = f"{x:.0f} {y:.0f}"
            if not steps or steps[-1] != step:
                steps.append(step)
        parts.append(f"M{'L'.join(steps)}Z")
    # Digits and the letters M, L, Z only: nothing to escape, however often the map is drawn.
    return mark_safe("".join(parts))  # noqa: S308
