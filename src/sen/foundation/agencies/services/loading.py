"""Writing the agencies and the calendar the platform ships; a second run changes nothing."""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from sen.foundation.agencies.models import Agency, CalendarDay, Division, OfficeHours
from sen.foundation.agencies.services.calendar import start_calendar_edition
from sen.foundation.agencies.types import FEED
from sen.foundation.feeds.services import append_changes
from sen.foundation.feeds.types import Action, Change
from sen.kernel.loading import LoadReport
from sen.kernel.text import clean, fold, sort_key

Row = dict[str, str]

SOURCE = "data/calendar"
HOURS_FROM = dt.date(2019, 1, 1)
DEFAULT_SHIFTS = ((dt.time(7), dt.time(11, 30)), (dt.time(13, 30), dt.time(17)))
_TEXTS = ("name", "level", "area_code", "one_stop_name", "note")
_CODES = ("identification_code", "identification_code_old", "dossier_prefix")
_COMPARED = (*_TEXTS, "parent_id", "successor_id", "valid_from", "valid_to")


@transaction.atomic
def load_agencies(*, folder: Path, editions: tuple[str, ...], now: dt.datetime) -> dict[str, LoadReport]:
    """Write the agencies of the editions (``2020``, ``2025``) with parents, successors and divisions.

    Codes entered by an administrator are kept.  What is new or different goes to the feed.
    """
    rows = [row for edition in sorted(editions, reverse=True) for row in _read(folder / f"dong_thap_{edition}.csv")]
    report = LoadReport()
    changes: list[Change] = []
    known = {agency.key: agency for agency in Agency.objects.all()}
    for row in _parents_first(rows):
        action = _put_agency(row, known, report)
        changes += [Change("agency", row["key"], action)] if action else []
    append_changes(registry=FEED, changes=changes, now=now)
    if changes:
        start_calendar_edition()
    return {"agencies": report, "divisions": _put_divisions(_read(folder / "divisions.csv"), [known[row["key"]] for row in rows])}


@transaction.atomic
def load_calendar(*, folder: Path) -> dict[str, LoadReport]:
    """Write the days off and make-up days that are not in the calendar yet, and default hours when there are none."""
    days = {dt.date.fromisoformat(row["date"]): (CalendarDay.Kind.DAY_OFF, row["name"]) for row in _read(folder / "holidays.csv")}
    for row in _read(folder / "make_up_days.csv"):
        swapped = dt.date.fromisoformat(row["swapped_with_day_off"])
        days[dt.date.fromisoformat(row["working_date"])] = (CalendarDay.Kind.MAKE_UP, f"Làm bù cho ngày {swapped:%d/%m/%Y}")
    # A year is written once: a day taken out by hand must not come back with the next start.
    loaded = {date.year for date in CalendarDay.objects.filter(source=SOURCE).dates("date", "year")}
    edited = set(CalendarDay.objects.values_list("date", flat=True))
    fresh = [
        CalendarDay(date=date, kind=kind, name=name, source=SOURCE)
        for date, (kind, name) in days.items()
        if date.year not in loaded and date not in edited
    ]
    CalendarDay.objects.bulk_create(fresh)
    hours = LoadReport()
    if not OfficeHours.objects.filter(agency=None).exists():
        rows = [
            OfficeHours(weekday=day, opens_at=opens, closes_at=closes, valid_from=HOURS_FROM)
            for day in range(5)
            for opens, closes in DEFAULT_SHIFTS
        ]
        hours.created = len(OfficeHours.objects.bulk_create(rows))
    if fresh or hours.created:
        start_calendar_edition()
    return {"days": LoadReport(created=len(fresh), unchanged=len(days) - len(fresh)), "hours": hours}


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{key: clean(value) for key, value in row.items()} for row in csv.DictReader(file)]


def _parents_first(rows: list[Row]) -> Iterator[Row]:
    """Rows so that every parent and successor comes before the row that names it."""
    waiting = {row["key"]: row for row in rows}
    while waiting:
        ready = [row for row in waiting.values() if not {row["parent_key"], row["successor_key"]} & waiting.keys()]
        if not ready:
            raise ValueError(f"agencies refer to each other in a circle: {sorted(waiting)[:5]}")
        for row in ready:
            del waiting[row["key"]]
            yield row


def _put_agency(row: Row, known: dict[str, Agency], report: LoadReport) -> Action | None:
    parent, successor = known.get(row["parent_key"]), known.get(row["successor_key"])
    wanted = {name: row[name] for name in _TEXTS} | {
        "parent_id": parent.pk if parent else None,
        "successor_id": successor.pk if successor else None,
        "valid_from": dt.date.fromisoformat(row["valid_from"]),
        "valid_to": dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    }
    agency = known.get(row["key"])
    if agency is None:
        agency = Agency(key=row["key"], **{name: row[name] for name in _CODES})
        report.created += 1
        action = Action.CREATED
    elif all(getattr(agency, name) == wanted[name] for name in _COMPARED):
        report.unchanged += 1
        return None
    else:
        report.updated += 1
        action = Action.CHANGED
    for name, value in wanted.items():
        setattr(agency, name, value)
    agency.name_folded, agency.name_sort = fold(agency.name), sort_key(agency.name)
    agency.save()
    known[agency.key] = agency
    return action


def _put_divisions(rows: list[Row], agencies: list[Agency]) -> LoadReport:
    names: dict[str, list[str]] = {}
    for row in rows:
        names.setdefault(row["scope"], []).append(row["name"])
    known = set(Division.objects.values_list("agency_id", "name"))
    wanted = [(agency.pk, name) for agency in agencies for scope in _scopes(agency) for name in names.get(scope, [])]
    fresh = [pair for pair in wanted if pair not in known]
    Division.objects.bulk_create(Division(agency_id=agency_id, name=name) for agency_id, name in fresh)
    return LoadReport(created=len(fresh), unchanged=len(wanted) - len(fresh))


def _scopes(agency: Agency) -> tuple[str, str, str]:
    """Scopes of the division list that speak of the agency: its key, its level and year, its level, year and kind of unit."""
    year = "2025" if agency.valid_to is None else "2020"
    place = agency.name.removeprefix("Ủy ban nhân dân ")
    kind = next((kind for kind in ("Thành phố", "Thị trấn", "Huyện", "Phường", "Xã") if place.casefold().startswith(kind.casefold())), "")
    return agency.key, f"{agency.level}/{year}", f"{agency.level}/{year}/{kind}"
