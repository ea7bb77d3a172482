"""Rows of people: read, compared with the register, written together."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sen.foundation.feeds.services import append_changes
from sen.foundation.feeds.types import Action, Change
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor
from sen.kernel.errors import DomainError
from sen.kernel.identifiers import normal_phone
from sen.kernel.text import fold
from sen.registries.parties.errors import IdentityNumberTaken, PersonIsMerged
from sen.registries.parties.events import PersonChanged
from sen.registries.parties.models import ChangeKind, Household, ImportKind, Person, PersonChange, SourceKey
from sen.registries.parties.services.history import Group, note_population, population_group
from sen.registries.parties.services.import_cells import CellWrong, Lists, birth_cell, date_cell, gender_cell, name_cell, text_cell
from sen.registries.parties.services.writing import check_dates, check_identity
from sen.registries.parties.types import COUNTRIES, ETHNICITIES, HEAD, MARITAL_STATES, PEOPLE_FEED, RELIGIONS

HEADS = {
    "ma_nguon": "key",
    "so_dinh_danh": "identity_number",
    "so_cccd": "identity_number",
    "ho_ten": "name",
    "ho_va_ten": "name",
    "ngay_sinh": "born_on",
    "gioi_tinh": "gender",
    "ten_goi_khac": "other_name",
    "so_cmnd": "old_number",
    "dan_toc": "ethnicity",
    "ton_giao": "religion",
    "quoc_tich": "nationality",
    "tinh_trang_hon_nhan": "marital_status",
    "ma_xa": "unit",
    "dia_chi": "address",
    "dien_thoai": "phone",
    "thu_dien_tu": "email",
    "ma_ho": "household",
    "quan_he_chu_ho": "head_relation",
    "ngay_mat": "died_on",
}
NEEDED = ("identity_number", "name", "born_on")
_NOT_KEPT = ("key", "household")


@dataclass(slots=True)
class Applied:
    """What a batch of rows did."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[tuple[int, str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Work:
    """People on their way: those found, those new, and what was counted and known of them before."""

    known: dict[str, Person]
    keys: dict[str, SourceKey]
    by_id: dict[int, Person]
    changed: dict[str, tuple[Person, dict[str, tuple[Any, Any]], Group | None]] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    seen: list[tuple[str, str, str]] = field(default_factory=list)
    households: dict[str, list[tuple[Person, str]]] = field(default_factory=dict)


def read_person(cells: Mapping[str, str], lists: Lists) -> dict[str, Any]:
    """The values of a row, only those that are given.  Raises CellWrong."""
    born_on, precision = birth_cell(cells, "born_on")
    if born_on is None:
        raise CellWrong("born_on", cells.get("born_on", ""), "ô trống")
    name = name_cell(cells, "name", needed=True)
    phone = text_cell(cells, "phone", 20, is_phone=True)
    if phone and not normal_phone(phone):
        raise CellWrong("phone", phone, "không phải số điện thoại")
    values = {
        "identity_number": text_cell(cells, "identity_number", 12, needed=True),
        "name": name,
        "name_folded": fold(name),
        "born_on": born_on,
        "birth_precision": str(precision),
        "gender": gender_cell(cells, "gender"),
        "other_name": name_cell(cells, "other_name"),
        "old_number": text_cell(cells, "old_number", 9),
        "ethnicity": lists.code_cell(cells, "ethnicity", ETHNICITIES),
        "religion": lists.code_cell(cells, "religion", RELIGIONS),
        "nationality": lists.code_cell(cells, "nationality", COUNTRIES),
        "marital_status": lists.code_cell(cells, "marital_status", MARITAL_STATES),
        "unit_id": lists.unit_cell(cells, "unit"),
        "address": text_cell(cells, "address", 300),
        "phone": normal_phone(phone),
        "email": text_cell(cells, "email", 254),
        "died_on": date_cell(cells, "died_on"),
        "head_relation": text_cell(cells, "head_relation", 20),
        "household": text_cell(cells, "household", 20),
        "key": text_cell(cells, "key", 80),
    }
    return {name: value for name, value in values.items() if value not in ("", None)}


def apply_people(
    rows: Sequence[tuple[int, Mapping[str, str]]], *, source: str, lists: Lists, is_trial: bool, actor: Actor, basis: str, now: dt.datetime
) -> Applied:
    """Compare the rows with the register and write what is new or differs; a trial writes nothing.

    A row is the person of its source key, otherwise of its identity number.  The later of two rows of one person counts.
    """
    done = Applied()
    readable: list[tuple[int, dict[str, Any]]] = []
    for line, cells in rows:
        try:
            readable.append((line, read_person(cells, lists)))
        except CellWrong as wrong:
            done.problems.append((line, wrong.column, wrong.value, wrong.reason))
    work = _find([values for _line, values in readable], source)
    for line, values in readable:
        try:
            _compare(work, values, done, lists.on)
        except DomainError as error:
            done.problems.append((line, error.field, values["identity_number"], error.message))
    if not is_trial:
        _write(work, source, actor, basis, lists.on, now)
    return done


def _find(rows: Sequence[Mapping[str, Any]], source: str) -> _Work:
    wanted = [row["key"] for row in rows if "key" in row]
    keys = {k.key: k for k in SourceKey.objects.filter(kind=ImportKind.PEOPLE, source=source, key__in=wanted)}
    numbers = {row["identity_number"] for row in rows}
    ids = {key.record_id for key in keys.values()}
    people = Person.objects.select_for_update().filter(identity_number__in=numbers).order_by("pk")
    known = {person.identity_number: person for person in people}
    missing = ids - {person.pk for person in known.values()}
    keyed = list(Person.objects.select_for_update().filter(pk__in=missing).order_by("pk")) if missing else []
    return _Work(known, keys, {person.pk: person for person in [*known.values(), *keyed]})


def _compare(work: _Work, values: dict[str, Any], done: Applied, on: dt.date) -> None:
    number, key = values["identity_number"], values.get("key", "")
    digest = hashlib.md5(json.dumps(values, sort_keys=True, default=str).encode(), usedforsecurity=False).hexdigest()
    kept = work.keys.get(key) if key else None
    if kept is not None and kept.digest == digest:
        done.unchanged += 1
        return
    read = check_identity(number, born_on=values["born_on"], precision=values["birth_precision"], gender=values.get("gender", ""))
    values.setdefault("gender", read.gender)
    person = work.by_id.get(kept.record_id) if kept else work.known.get(number)
    is_new = person is None
    person = person or Person(identity_number=number)
    facts = {name: value for name, value in values.items() if name not in _NOT_KEPT}
    changed = {name: (getattr(person, name), value) for name, value in facts.items() if getattr(person, name) != value}
    before = None if is_new else population_group(person)
    _check_change(person, number, changed, work, on)
    if key:
        work.seen.append((key, number, digest))
    work.known[number] = person
    if values.get("household"):
        work.households.setdefault(values["household"], []).append((person, values.get("head_relation", "")))
    if not changed:
        done.unchanged += 1
        return
    done.created, done.updated = done.created + is_new, done.updated + (not is_new)
    if is_new:
        work.fresh.add(number)
    first = work.changed.get(number)
    work.changed[number] = (person, {**(first[1] if first else {}), **changed}, first[2] if first else before)


def _check_change(person: Person, number: str, changed: dict[str, tuple[Any, Any]], work: _Work, on: dt.date) -> None:
    """Set the new values when they fit together; otherwise leave the person as it was.  Raises DomainError."""
    if person.merged_into_id:
        raise PersonIsMerged("identity_number")
    other = work.known.get(number)
    if other is not None and other is not person:
        raise IdentityNumberTaken("identity_number")
    for name, (_old, new) in changed.items():
        setattr(person, name, new)
    try:
        check_dates(person, on)
    except DomainError:
        for name, (old, _new) in changed.items():
            setattr(person, name, old)
        raise


_WRITTEN = (
    *("identity_number", "name", "name_folded", "born_on", "birth_precision", "gender", "other_name", "old_number", "ethnicity"),
    *("religion", "nationality", "marital_status", "unit", "address", "phone", "email", "died_on", "head_relation", "changed_at"),
)


def _write(work: _Work, source: str, actor: Actor, basis: str, on: dt.date, now: dt.datetime) -> None:
    for person, _changed, _before in work.changed.values():
        person.changed_at = now
    fresh = [person for number, (person, _c, _b) in work.changed.items() if number in work.fresh]
    old = [person for number, (person, _c, _b) in work.changed.items() if number not in work.fresh]
    Person.objects.bulk_create(fresh, batch_size=2000)
    if old:
        Person.objects.bulk_create(old, batch_size=2000, update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN)
    _house(work)
    note_population(moves=[(before, population_group(person)) for person, _changed, before in work.changed.values()])
    SourceKey.objects.bulk_create(
        [
            SourceKey(kind=ImportKind.PEOPLE, source=source, key=key, record_id=work.known[number].pk, digest=digest)
            for key, number, digest in {key: (key, number, digest) for key, number, digest in work.seen}.values()
        ],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["kind", "source", "key"],
        update_fields=["record_id", "digest"],
    )
    _note(work, actor, basis, on, now)


def _house(work: _Work) -> None:
    """Put people into the households their rows name, founding those that are new."""
    if not work.households:
        return
    known = {h.code: h for h in Household.objects.select_for_update().filter(code__in=work.households).order_by("pk")}
    for code, members in work.households.items():
        first = members[0][0]
        if code not in known and first.unit_id:
            known[code] = Household.objects.create(code=code, unit_id=first.unit_id, address=first.address)
    moved = []
    for code, members in work.households.items():
        household = known.get(code)
        for person, relation in members if household else ():
            person.household = household
            moved.append(person)
            if household and fold(relation) == fold(HEAD) and household.head_id != person.pk:
                household.head = person
                household.save(update_fields=["head"])
    Person.objects.bulk_update(moved, ["household"], batch_size=1000)


def _note(work: _Work, actor: Actor, basis: str, on: dt.date, now: dt.datetime) -> None:
    """One numbered change for each person, and one event for all."""
    if not work.changed:
        return
    feed = [Change("person", number, Action.CREATED if number in work.fresh else Action.CHANGED) for number in work.changed]
    last = append_changes(registry=PEOPLE_FEED, changes=feed, now=now)
    start = last - len(feed) + 1
    rows = [
        PersonChange(
            number=start + place,
            person=person,
            kind=ChangeKind.IMPORT,
            effective_on=on,
            recorded_at=now,
            actor_id=actor.account_id,
            actor_name=actor.name,
            agency_id=actor.agency_id,
            basis=basis,
            detail={} if number in work.fresh else _told(changed),
        )
        for place, (number, (person, changed, _before)) in enumerate(work.changed.items())
    ]
    PersonChange.objects.bulk_create(rows, batch_size=2000)
    publish(PersonChanged(rows[-1].person_id, last, len(rows)), now=now)


def _told(changed: Mapping[str, tuple[Any, Any]]) -> dict[str, list[Any]]:
    return {
        name: [value.isoformat() if isinstance(value, dt.date) else value for value in pair]
        for name, pair in changed.items()
        if name != "name_folded"
    }
