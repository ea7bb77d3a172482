"""The one way administrative units are written: loading the lists the platform ships."""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from django.db import connection, transaction

from sen.foundation.feeds.services import append_changes
from sen.foundation.feeds.types import Action, Change
from sen.kernel.loading import LoadReport
from sen.kernel.text import clean, fold, sort_key
from sen.registries.units.models import AdministrativeUnit, UnitLevel, UnitSuccession
from sen.registries.units.types import FEED, FIRST_KNOWN_ON, TWO_TIERS_FROM

LAST_DAY_OF_THREE_TIERS = TWO_TIERS_FROM - dt.timedelta(days=1)
REFORM_BASIS = "Sắp xếp đơn vị hành chính năm 2025"
DISTRICTS_ENDED = "Không tổ chức cấp huyện từ ngày 01/07/2025"
_BATCH = 2000
_COMPARED = ("name", "kind", "parent_id", "province_code", "path_name", "valid_to")
_WRITTEN = (*_COMPARED, "name_folded", "name_sort", "path_folded")

Key = tuple[str, str, dt.date]
Row = dict[str, str]
Lists = Mapping[str, list[Row]]


def load_units(*, folder: Path, now: dt.datetime) -> dict[str, LoadReport]:
    """Write the units of both periods and their successions from the folder; a second run changes nothing.

    What is new or different goes to the feed.  Returns one report for units and one for successions.
    """
    lists = {path.stem: _read(path) for path in sorted(folder.glob("*.csv"))}
    with transaction.atomic():
        units = _UnitTable()
        _put_old_units(units, lists)
        _put_new_units(units, lists)
        successions = _put_successions(units, lists)
        append_changes(registry=FEED, changes=units.changes, now=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE units_administrativeunit, units_unitsuccession")
    return {"units": units.report, "successions": successions}


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{key: clean(value) for key, value in row.items()} for row in csv.DictReader(file)]


class _UnitTable:
    """The units known so far by level, code and first day; writes a level at a time."""

    def __init__(self) -> None:
        self.known: dict[Key, AdministrativeUnit] = {(u.level, u.code, u.valid_from): u for u in AdministrativeUnit.objects.all()}
        self.report = LoadReport()
        self.changes: list[Change] = []

    def at(self, level: str, code: str, on: dt.date) -> AdministrativeUnit | None:
        """The known unit of the code on the date."""
        for first in (TWO_TIERS_FROM, dt.date(2020, 11, 1), FIRST_KNOWN_ON):
            unit = self.known.get((level, code, first))
            if unit and first <= on and (unit.valid_to is None or on <= unit.valid_to):
                return unit
        return None

    def put(self, units: Iterable[AdministrativeUnit]) -> None:
        """Create the units that are new and update those that differ."""
        fresh, changed = [], []
        for unit in units:
            key = (unit.level, unit.code, unit.valid_from)
            old = self.known.get(key)
            if old is None:
                fresh.append(unit)
                self.known[key] = unit
            elif any(getattr(old, name) != getattr(unit, name) for name in _COMPARED):
                unit.pk = old.pk
                changed.append(unit)
                self.known[key] = unit
            else:
                self.report.unchanged += 1
        AdministrativeUnit.objects.bulk_create(fresh, batch_size=_BATCH)
        AdministrativeUnit.objects.bulk_update(changed, _WRITTEN, batch_size=_BATCH)
        self.report.created += len(fresh)
        self.report.updated += len(changed)
        self.changes += [Change("unit", str(unit.pk), Action.CREATED) for unit in fresh]
        self.changes += [Change("unit", str(unit.pk), Action.CHANGED) for unit in changed]


def _unit(level: str, row: Row, parent: AdministrativeUnit | None, first: dt.date, last: dt.date | None) -> AdministrativeUnit:
    name = row.get("full_name") or row["name"]
    path = f"{name}, {parent.path_name}" if parent else name
    return AdministrativeUnit(
        code=row["code"],
        level=level,
        name=name,
        kind=row["type"].replace(" Trung ương", ""),
        parent=parent,
        name_folded=fold(name),
        name_sort=sort_key(_padded(name)),
        path_name=path,
        path_folded=fold(path),
        province_code=parent.province_code if parent else row["code"],
        valid_from=first,
        valid_to=last,
    )


def _padded(name: str) -> str:
    """Numbers filled up with zeros, so that Phường 2 stands before Phường 10."""
    return re.sub(r"\d+", lambda number: number[0].zfill(3), name)


def _put_old_units(units: _UnitTable, lists: Lists) -> None:
    """Three tiers until 30/06/2025; units changed within 2020 come in two periods, and so do the children of a changed district."""
    last = LAST_DAY_OF_THREE_TIERS
    early = lists.get("dong_thap_before_2020_11", [])
    ended = {(row["level"], row["code"]): dt.date.fromisoformat(row["valid_to"]) for row in early}
    units.put(_unit(UnitLevel.PROVINCE, row, None, FIRST_KNOWN_ON, last) for row in lists["provinces_2021"])
    units.put(_periods(units, UnitLevel.DISTRICT, lists["districts_2021"], "province_code", early, ended))
    units.put(_periods(units, UnitLevel.COMMUNE, lists["communes_2021"], "district_code", early, ended))


def _periods(
    units: _UnitTable, level: str, rows: list[Row], parent_column: str, early: list[Row], ended: Mapping[tuple[str, str], dt.date]
) -> Iterator[AdministrativeUnit]:
    last = LAST_DAY_OF_THREE_TIERS
    parent_level = UnitLevel.PROVINCE if level == UnitLevel.DISTRICT else UnitLevel.DISTRICT
    for row in (r for r in early if r["level"] == level):
        first_part = dt.date.fromisoformat(row["valid_to"])
        yield _unit(level, row, units.at(parent_level, row["parent_code"], FIRST_KNOWN_ON), FIRST_KNOWN_ON, first_part)
    for row in rows:
        own_end, parent_end = ended.get((level, row["code"])), ended.get((parent_level, row[parent_column]))
        if parent_end and not own_end:
            yield _unit(level, row, units.at(parent_level, row[parent_column], FIRST_KNOWN_ON), FIRST_KNOWN_ON, parent_end)
        end = own_end or parent_end
        first = end + dt.timedelta(days=1) if end else FIRST_KNOWN_ON
        parent = units.at(parent_level, row[parent_column], last)
        if parent is None:
            units.report.problems.append(f"{level} {row['code']}: không có đơn vị cấp trên {row[parent_column]}")
            continue
        yield _unit(level, row, parent, first, last)


def _put_new_units(units: _UnitTable, lists: Lists) -> None:
    """Two tiers from 01/07/2025."""
    units.put(_unit(UnitLevel.PROVINCE, row, None, TWO_TIERS_FROM, None) for row in lists["provinces_2025"])
    units.put(
        _unit(UnitLevel.COMMUNE, row, units.at(UnitLevel.PROVINCE, row["province_code"], TWO_TIERS_FROM), TWO_TIERS_FROM, None)
        for row in lists["communes_2025"]
    )


def _put_successions(units: _UnitTable, lists: Lists) -> LoadReport:
    report = LoadReport()
    wanted: dict[tuple[int, int], UnitSuccession] = {}
    for step in (*_commune_steps(units, lists, report), *_upper_steps(units, lists, report), *_early_steps(units, lists)):
        wanted.setdefault((step.old_id, step.new_id), step)
    known = {(s.old_id, s.new_id): s for s in UnitSuccession.objects.all()}
    fresh = [step for pair, step in wanted.items() if pair not in known]
    changed = []
    for pair, step in wanted.items():
        old = known.get(pair)
        if old and (old.kind, old.is_main, old.effective_on, old.basis) != (step.kind, step.is_main, step.effective_on, step.basis):
            step.pk = old.pk
            changed.append(step)
    UnitSuccession.objects.bulk_create(fresh, batch_size=_BATCH)
    UnitSuccession.objects.bulk_update(changed, ["kind", "is_main", "effective_on", "basis"], batch_size=_BATCH)
    report.created, report.updated = len(fresh), len(changed)
    report.unchanged = len(wanted) - len(fresh) - len(changed)
    known_units = {change.key for change in units.changes}
    ended = {str(step.old_id) for step in (*fresh, *changed)} - known_units
    units.changes += [Change("unit", key, Action.CHANGED) for key in sorted(ended, key=int)]
    return report


def _commune_steps(units: _UnitTable, lists: Lists, report: LoadReport) -> Iterator[UnitSuccession]:
    """The province's own checked mapping first; the national one for every commune it does not speak of."""
    own = lists["dong_thap_commune_mapping"]
    checked = {row["old_code"] for row in own}
    reached: set[str] = set()
    for row in (*own, *(r for r in lists["commune_mapping"] if r["old_code"] not in checked)):
        old = units.at(UnitLevel.COMMUNE, row["old_code"], LAST_DAY_OF_THREE_TIERS)
        new = units.at(UnitLevel.COMMUNE, row["new_code"], TWO_TIERS_FROM)
        if old is None or new is None:
            report.problems.append(f"{row['old_code']} → {row['new_code']}: không có trong danh mục")
            continue
        reached.add(row["old_code"])
        kind = UnitSuccession.Kind.SPLIT if row["kind"] == "split" else UnitSuccession.Kind.WHOLE
        yield UnitSuccession(old=old, new=new, kind=kind, is_main=row["is_default"] == "1", effective_on=TWO_TIERS_FROM, basis=REFORM_BASIS)
    for row in lists["communes_2021"]:
        if row["code"] not in reached:
            report.problems.append(f"{row['code']} {row['name']}: chưa biết đơn vị kế tiếp")


def _upper_steps(units: _UnitTable, lists: Lists, report: LoadReport) -> Iterator[UnitSuccession]:
    """Provinces follow their communes; a district is continued by its province, an island district by the special zone of its name."""
    becomes = {row["old_province_code"]: row["new_province_code"] for row in lists["commune_mapping"]}
    zones = {(row["name"], row["province_code"]): row["code"] for row in lists["communes_2025"] if row["type"] == "Đặc khu"}
    with_communes = {row["district_code"] for row in lists["communes_2021"]}
    for row in lists["provinces_2021"]:
        yield from _whole(
            units, report, (UnitLevel.PROVINCE, row["code"]), (UnitLevel.PROVINCE, becomes.get(row["code"], row["code"])), REFORM_BASIS
        )
    for row in lists["districts_2021"]:
        province = becomes.get(row["province_code"], row["province_code"])
        zone = zones.get((row["name"].removeprefix("Huyện ").removeprefix("đảo ").strip(), province))
        if zone and row["code"] not in with_communes:
            yield from _whole(units, report, (UnitLevel.DISTRICT, row["code"]), (UnitLevel.COMMUNE, zone), REFORM_BASIS)
        else:
            yield from _whole(units, report, (UnitLevel.DISTRICT, row["code"]), (UnitLevel.PROVINCE, province), DISTRICTS_ENDED)


def _whole(
    units: _UnitTable, report: LoadReport, old_key: tuple[str, str], new_key: tuple[str, str], basis: str
) -> Iterator[UnitSuccession]:
    old, new = units.at(*old_key, LAST_DAY_OF_THREE_TIERS), units.at(*new_key, TWO_TIERS_FROM)
    if old is None or new is None:
        report.problems.append(f"{old_key[1]} → {new_key[1]}: không có trong danh mục")
        return
    yield UnitSuccession(old=old, new=new, kind=UnitSuccession.Kind.WHOLE, is_main=True, effective_on=TWO_TIERS_FROM, basis=basis)


def _early_steps(units: _UnitTable, lists: Lists) -> Iterator[UnitSuccession]:
    """Changes within 2020: a unit that ended that year is continued by the unit of the code named for it."""
    told = {(row["level"], row["code"]): row for row in lists.get("dong_thap_before_2020_11", [])}
    for (level, code, _), old in list(units.known.items()):
        if old.valid_to is None or old.valid_to >= LAST_DAY_OF_THREE_TIERS:
            continue
        row = told.get((level, code))
        starts = old.valid_to + dt.timedelta(days=1)
        new = units.at(level, row["successor_code"] if row else code, starts)
        if new:
            basis = row["basis"] if row else "Đơn vị cấp trên đổi tên"
            yield UnitSuccession(old=old, new=new, kind=UnitSuccession.Kind.WHOLE, is_main=True, effective_on=starts, basis=basis)
