"""Filling the registers of a demonstration: more than a million people and twenty thousand businesses, by COPY."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from sen.foundation.accounts.services import NameBook
from sen.registries.parties.models import Household, Person, Relation, Residence
from sen.registries.parties.services.bulk import put_back, take_down
from sen.registries.parties.services.invention import (
    HOUSEHOLD_COLUMNS,
    PERSON_COLUMNS,
    RELATION_COLUMNS,
    RESIDENCE_COLUMNS,
    Batch,
    Inventor,
    Resident,
    Town,
    weighted,
)
from sen.registries.units.selectors import list_communes

_TABLES = (Person, Household, Relation, Residence)
_SEED = 1_600_000
_CHUNK = 20_000
_SPARE = 20
_LARGE = 50_000
_TOWN_KINDS = ("Phường", "Thị trấn")
# Codes of communes of the former Tiền Giang lie below, those of the former Đồng Tháp above.
_FIRST_OF_DONG_THAP = "29000"


def load_population(*, people_folder: Path, province_code: str, on: dt.date, count: int) -> dict[str, int]:
    """Bring the register to so many demonstration people, in households with relations; a second run changes nothing.

    Demonstration people who are there already get households too.  A large load takes indexes and foreign keys down first,
    so it must not run inside a transaction; what a broken load left out is put back by the next.
    """
    have = Person.objects.filter(is_demo=True).count()
    wanted = count - have
    towns = _towns(province_code, on)
    residents = list(_residents(towns))
    if not towns or (wanted <= 0 and not residents):
        if have > _LARGE:
            put_back(_TABLES)
        return {"people": 0, "unchanged": have}
    large = wanted > _LARGE
    if large:
        take_down(_TABLES)
    with transaction.atomic():
        made = _load(people_folder, towns, residents, on, max(wanted, 0))
    if large:
        put_back(_TABLES)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE parties_person, parties_household, parties_relation, parties_residence, parties_populationstep")
    return made


def _load(people_folder: Path, towns: list[Town], residents: list[Resident], on: dt.date, wanted: int) -> dict[str, int]:
    room = wanted + _SPARE * (1 + len(residents))
    first, first_household = _reserve("parties_person", room), _reserve("parties_household", room)
    seed = _SEED + Household.objects.filter(is_demo=True).count()
    inventor = Inventor(NameBook(people_folder), on, seed=seed, first_person=first, first_household=first_household)
    inventor.skip_numbers(_used_serials())
    made = {"people": 0, "households": 0, "relations": 0}
    for batch in _ahead(_batches(inventor, towns, residents, wanted)):
        _copy(Household, HOUSEHOLD_COLUMNS, batch.households)
        _copy(Person, PERSON_COLUMNS, batch.people)
        _copy(Relation, RELATION_COLUMNS, batch.relations)
        _copy(Residence, RESIDENCE_COLUMNS, batch.residences)
        _place(batch.placed)
        for name, lines in (("people", batch.people), ("households", batch.households), ("relations", batch.relations)):
            made[name] += len(lines)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [first, first + room])
    return made


_COUNT = """
    INSERT INTO parties_populationstep (unit_id, born_year, gender, people)
    SELECT unit_id, extract(year FROM born_on)::int, gender, count(*) FROM parties_person
    WHERE id BETWEEN %s AND %s AND died_on IS NULL AND merged_into_id IS NULL AND missing_on IS NULL GROUP BY 1, 2, 3
"""


def _ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The batches, the next one being invented while the database takes in the last."""
    with ThreadPoolExecutor(1) as inventing:
        coming = inventing.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = inventing.submit(next, batches, None)
            yield batch


def _batches(inventor: Inventor, towns: Sequence[Town], residents: list[Resident], wanted: int) -> Iterator[Batch]:
    made = 0
    choice = weighted(towns, random.Random(_SEED))  # noqa: S311 - invented people, no secrets
    while made < wanted or residents:
        room = _CHUNK if residents else min(_CHUNK, wanted - made)
        while len(inventor.batch.people) < room:
            if residents:
                resident = residents.pop()
                inventor.household(resident.town, resident)
            elif made + len(inventor.batch.people) < wanted:
                inventor.household(next(choice))
            else:
                break
        batch = inventor.take()
        made += len(batch.people)
        yield batch


def _towns(province_code: str, on: dt.date) -> list[Town]:
    communes = list_communes(province_code, on)
    before = {unit.name: unit.pk for unit in list_communes("87", dt.date(2020, 6, 1))}
    former = tuple(before.values())
    return [Town(unit.pk, unit.kind in _TOWN_KINDS, "087" if unit.code > _FIRST_OF_DONG_THAP else "082", former) for unit in communes]


def _residents(towns: Sequence[Town]) -> Iterator[Resident]:
    """Demonstration people without a household who are old enough to head one."""
    by_unit = {town.unit_id: town for town in towns}
    rows = Person.objects.filter(is_demo=True, household__isnull=True, died_on__isnull=True, born_on__isnull=False).order_by("-pk")
    for pk, name, born_on, gender, unit_id, address in rows.values_list("pk", "name", "born_on", "gender", "unit_id", "address"):
        town = by_unit.get(unit_id)
        if town is not None and born_on is not None:
            yield Resident(pk, name, born_on, gender == "2", town, address)


def _used_serials() -> dict[str, int]:
    """How many reserved numbers earlier loads have taken, by the six digits before them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT left(identity_number, 6), max(right(identity_number, 6)::int) FROM parties_person "
            "WHERE is_demo AND substr(identity_number, 7, 2) IN ('97', '98') GROUP BY 1"
        )
        return {str(key): int(serial) for key, serial in cursor.fetchall()}


def _reserve(table: str, count: int) -> int:
    """The first of so many ids that nobody else will take."""
    with connection.cursor() as cursor:
        # Whoever inserts holds a lock that conflicts with this one before taking an id.
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        first = int(cursor.fetchone()[0])
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, first + count])
    return first


def _copy(model: Any, columns: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:
        copy.write("".join(lines))


def _place(placed: Sequence[tuple[int, int, str, str]]) -> None:
    """Put people who were there before into their households."""
    if not placed:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE parties_person SET household_id = row.household, head_relation = row.relation, marital_status = row.marital "
            "FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[]) AS row (id, household, relation, marital) "
            "WHERE parties_person.id = row.id",
            [list(column) for column in zip(*placed, strict=True)],
        )
