"""How many people live where, by age and gender: summed from the steps of the count, never by walking the register."""

import datetime as dt
from collections import defaultdict

from django.db import connection
from django.utils.translation import gettext as _

from sen.registries.parties.types import AgeBand, UnitCount
from sen.registries.units.selectors import resolve_units

_BY_AGE = """
    SELECT least(greatest(%(year)s - born_year, 0) / 5, 17) AS band, gender, sum(people) FROM parties_populationstep
    WHERE born_year IS NOT NULL AND (%(units)s::bigint[] IS NULL OR unit_id = ANY(%(units)s)) GROUP BY 1, 2
"""
_BY_UNIT = """
    SELECT unit_id, sum(people), sum(people) FILTER (WHERE gender = '1'), sum(people) FILTER (WHERE gender = '2'),
           sum(people) FILTER (WHERE %(year)s - born_year < 15), sum(people) FILTER (WHERE %(year)s - born_year >= 60)
    FROM parties_populationstep GROUP BY unit_id HAVING sum(people) <> 0
"""
_TOTAL = "SELECT coalesce(sum(people), 0) FROM parties_populationstep"
_BANDS = 18


def count_people() -> int:
    """Living people whose record answers for itself."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTAL)
        return int(cursor.fetchone()[0])


def ages(on: dt.date, unit_ids: list[int] | None = None) -> list[AgeBand]:
    """Men and women in spans of five years of age, the youngest first; of some units when they are named."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_AGE, {"year": on.year, "units": unit_ids})
        found = {(int(band), gender): int(count) for band, gender, count in cursor.fetchall()}
    labels = [f"{band * 5}–{band * 5 + 4}" for band in range(_BANDS - 1)] + [f"{(_BANDS - 1) * 5}+"]
    return [AgeBand(label, found.get((band, "1"), 0), found.get((band, "2"), 0)) for band, label in enumerate(labels)]


def unit_counts(on: dt.date) -> list[UnitCount]:
    """People of each unit as it is on the date: what was recorded in a former unit counts for its main successor."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_UNIT, {"year": on.year})
        rows = cursor.fetchall()
    now_units = resolve_units([row[0] for row in rows if row[0]], on)
    sums: dict[int | None, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for unit_id, *counts in rows:
        unit = now_units.get(unit_id) if unit_id else None
        total = sums[unit.pk if unit else None]
        for place, count in enumerate(counts):
            total[place] += int(count or 0)
    units = {unit.pk: unit for unit in now_units.values()}
    found = [_unit_count(pk, units.get(pk) if pk else None, counts) for pk, counts in sums.items()]
    return sorted(found, key=lambda one: (-one.people, one.name))


def _unit_count(pk: int | None, unit: object, counts: list[int]) -> UnitCount:
    name = getattr(unit, "name", "") or _("Chưa rõ nơi thường trú")
    return UnitCount(pk, str(getattr(unit, "code", "")), name, counts[0], counts[1], counts[2], counts[3], counts[4])


def units_counted_as(unit_id: int, on: dt.date) -> list[int]:
    """The units whose people count for the unit on the date."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT unit_id FROM parties_populationstep WHERE unit_id IS NOT NULL")
        every = [int(row[0]) for row in cursor.fetchall()]
    return [start for start, unit in resolve_units(every, on).items() if unit.pk == unit_id]
