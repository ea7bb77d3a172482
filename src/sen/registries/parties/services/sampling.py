"""A sample of the invented people and businesses, as files for the sandbox servers, which have no database of their own."""

import csv
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sen.registries.codelists.selectors import get_item_name
from sen.registries.parties.models import Business, Person
from sen.registries.parties.types import BUSINESS_KINDS

PEOPLE, BUSINESSES = "people.csv", "businesses.csv"
_PEOPLE = (
    "number", "old_number", "name", "born_on", "gender", "ethnicity", "religion", "marital", "province", "district", "commune",
    "address", "household", "head", "relation",
)  # fmt: skip
_BUSINESSES = (
    "number", "name", "foreign_name", "short_name", "type", "state", "registered_on", "changed_on", "address", "city", "capital",
    "representative", "lines",
)  # fmt: skip


def write_sample(*, folder: Path, people: int = 5000, businesses: int = 1000) -> dict[str, int]:
    """Write the first invented people and businesses into ``people.csv`` and ``businesses.csv``; returns how many of each."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {
        "sandbox_people": _write(folder / PEOPLE, _PEOPLE, _people(people)),
        "sandbox_businesses": _write(folder / BUSINESSES, _BUSINESSES, _businesses(businesses)),
    }


def _write(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> int:
    """Replace the file in one step, so that a reader never meets half of it."""
    fresh, count = path.with_suffix(".new"), 0
    with fresh.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for count, row in enumerate(rows, start=1):  # noqa: B007 - the last number is the count
            writer.writerow(row)
    os.replace(fresh, path)
    return count


def _people(most: int) -> Iterator[dict[str, object]]:
    rows = Person.objects.filter(is_demo=True, merged_into=None).select_related("unit__parent__parent", "household__head").order_by("pk")
    for person in rows[:most]:
        unit, household = person.unit, person.household
        above = unit.parent if unit else None
        yield {
            "number": person.identity_number,
            "old_number": person.old_number,
            "name": person.name,
            "born_on": person.born_on.isoformat() if person.born_on else "",
            "gender": person.gender,
            "ethnicity": person.ethnicity,
            "religion": person.religion,
            "marital": person.marital_status,
            "province": unit.province_code if unit else "",
            "district": above.code if above and above.level == "district" else "",
            "commune": unit.code if unit else "",
            "address": person.address,
            "household": household.code if household else "",
            "head": household.head.name if household and household.head else "",
            "relation": person.head_relation,
        }


def _businesses(most: int) -> Iterator[dict[str, object]]:
    kinds: dict[str, str] = {}
    for business in Business.objects.filter(is_demo=True).select_related("unit").prefetch_related("lines").order_by("pk")[:most]:
        if business.kind not in kinds:
            kinds[business.kind] = get_item_name(BUSINESS_KINDS, business.kind)
        lines = sorted(business.lines.all(), key=lambda line: not line.is_main)
        place = ", ".join(filter(None, (business.address, business.unit.path_name if business.unit else "")))
        yield {
            "number": business.number,
            "name": business.name,
            "foreign_name": business.foreign_name,
            "short_name": business.short_name,
            "type": kinds[business.kind],
            "state": business.get_state_display(),
            "registered_on": business.registered_on.isoformat() if business.registered_on else "",
            "changed_on": business.changed_on.isoformat() if business.changed_on else "",
            "address": place,
            "city": business.unit.province_code if business.unit else "",
            "capital": business.capital or "",
            "representative": business.representative_name,
            "lines": " ".join(line.code for line in lines),
        }
