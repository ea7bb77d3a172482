"""Invented people in invented households, as lines ready for COPY: plausible together, and nobody in particular.

Every number has a reserved serial (97 or 98 and four digits), every phone a reserved prefix, so that none belongs to a person.
"""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from sen.foundation.accounts.services import NameBook
from sen.kernel.text import fold

PERSON_COLUMNS = (
    "id, identity_number, name, name_folded, born_on, gender, phone, email, address, unit_id, is_demo, old_number, birth_unit_id, "
    "origin_unit_id, ethnicity, religion, marital_status, household_id, head_relation, card_issued_on, died_on"
)
HOUSEHOLD_COLUMNS = "id, code, unit_id, address, head_id, is_demo"
RELATION_COLUMNS = "person_id, kind, relative_id, valid_from, valid_to, relative_name, relative_number, relative_nationality, basis"
RESIDENCE_COLUMNS = "person_id, kind, unit_id, address, valid_from, valid_to, basis"

_FIRST_SERIAL, _SERIALS = 970000, 20000
_NULL = "\\N"
_POOL = 20000
_CHILDREN = (0, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 4)
_GROWN, _OLDEST, _ADULT = 25, 97, 18
_HEADS_FROM = 20 * 365
_STREETS = (
    *("Nguyễn Huệ", "Lý Thường Kiệt", "Tôn Đức Thắng", "Hùng Vương", "Trần Hưng Đạo", "Nguyễn Trãi", "Phạm Hữu Lầu", "30 Tháng 4"),
    *("Lê Lợi", "Ngô Quyền", "Lê Duẩn", "Nguyễn Đình Chiểu", "Võ Thị Sáu", "Đốc Binh Kiều", "Thiên Hộ Dương", "Cách Mạng Tháng Tám"),
)
_HAMLETS = ("Ấp 1", "Ấp 2", "Ấp 3", "Ấp 4", "Ấp 5", "Ấp Đông", "Ấp Tây", "Ấp Thượng", "Ấp Hạ", "Ấp Trung", "Ấp An Bình", "Ấp Tân Lợi")
_ETHNICITIES = ("01",) * 248 + ("05", "04")
_RELIGIONS = ("17",) * 60 + ("5",) * 22 + ("1",) * 10 + ("4",) * 5 + ("2",) * 3
_ELSEWHERE = ("079", "089", "080", "092", "086")


@dataclass(frozen=True, slots=True)
class Town:
    """A commune people are invented for: its row, the number of the province in which its births were registered."""

    unit_id: int
    is_urban: bool
    birth_province: str
    former: tuple[int, ...] = ()


@dataclass(slots=True)
class _One:
    """A person while the household is being made."""

    id: int
    female: bool
    born: int
    family: tuple[str, str]


@dataclass(slots=True)
class Batch:
    """Lines of four tables."""

    people: list[str] = field(default_factory=list)
    households: list[str] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    residences: list[str] = field(default_factory=list)
    placed: list[tuple[int, int, str, str]] = field(default_factory=list)
    """People who were there before: id, household, relation to the head, marital state."""


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who is in the register already and is to belong to a household."""

    id: int
    name: str
    born_on: dt.date
    female: bool
    town: Town
    address: str


class Inventor:
    """Makes households one after another; the same seed makes the same people."""

    def __init__(self, book: NameBook, on: dt.date, *, seed: int, first_person: int, first_household: int) -> None:
        """Draw the pools of names once, so that a name costs two look-ups."""
        self._rng = random.Random(seed)  # noqa: S311 - invented people, no secrets
        self.random = self._rng.random
        self._on, self._today = on, on.toordinal()
        self._person_ids, self._household_ids = count(first_person), count(first_household)
        self._serials: dict[str, int] = defaultdict(int)
        self._old_numbers, self._phones = count(1), count(10_000)
        drawn = {female: [book.draw(self._rng, "Nữ" if female else "Nam") for _ in range(_POOL)] for female in (True, False)}
        self._families = [(name.split()[0], fold(name.split()[0])) for name in drawn[False]]
        self._givens = {
            female: [(rest, fold(rest)) for name in names if (rest := name.partition(" ")[2])] for female, names in drawn.items()
        }
        self.batch = Batch()

    def skip_numbers(self, used: Mapping[str, int]) -> None:
        """Go on after the serials that earlier loads have taken, by the digits before them."""
        self._serials.update({key: serial - _FIRST_SERIAL + 1 for key, serial in used.items()})

    def take(self) -> Batch:
        """The lines since the last call."""
        batch, self.batch = self.batch, Batch()
        return batch

    def household(self, town: Town, resident: Resident | None = None) -> None:
        """One household of the town, around the resident when one is given; a young resident is its child."""
        if resident is not None and self._today - resident.born_on.toordinal() < _HEADS_FROM:
            self._household_of_child(resident)
            return
        household, address = next(self._household_ids), resident.address if resident else self._address(town)
        head, spouse = self._couple(resident)
        place = (household, town, address)
        kind = "1"
        if spouse is not None:
            kind = self._write_spouse(place, head, spouse)
        if resident is not None:
            self.batch.placed.append((resident.id, household, "Chủ hộ", kind))
        else:
            self._write(place, head, "Chủ hộ", kind)
        self.batch.households.append(f"{household}\tHK{household:09d}\t{town.unit_id}\t{address}\t{head.id}\tt\n")
        self._write_children(place, head, spouse)
        self._write_elders(place, head)
        if town.former and self.random() < 0.08:
            self._write_former_homes(town, (head, spouse))

    def _household_of_child(self, resident: Resident) -> None:
        child, household = self._known(resident), next(self._household_ids)
        place = (household, resident.town, resident.address)
        father = self._new(female=False, born=child.born - int((24 + self.random() * 12) * 365.25), family=child.family)
        mother = self._new(female=True, born=child.born - int((20 + self.random() * 12) * 365.25))
        self._write(place, father, "Chủ hộ", "2")
        self._write(place, mother, "Vợ", "2")
        wed = _iso(child.born - 500)
        self.batch.relations.append(f"{father.id}\tspouse\t{mother.id}\t{wed}\t{_NULL}\t\t\t\t\n")
        self._tie(child, father, mother)
        self.batch.placed.append((child.id, household, "Con", "1"))
        unit, address = resident.town.unit_id, resident.address
        self.batch.households.append(f"{household}\tHK{household:09d}\t{unit}\t{address}\t{father.id}\tt\n")

    def _known(self, resident: Resident) -> _One:
        family = resident.name.split()[0]
        return _One(resident.id, resident.female, resident.born_on.toordinal(), (family, fold(family)))

    def _couple(self, resident: Resident | None) -> tuple[_One, _One | None]:
        rng = self._rng
        if resident is not None:
            head = self._known(resident)
        else:
            head = self._new(female=self.random() < 0.27, born=self._born(rng.triangular(20, 92, 37)))
        age = (self._today - head.born) // 365
        if age < _ADULT + 2 or self.random() > (0.5 if age < _GROWN else 0.86 if age < 70 else 0.72):
            return head, None
        gap = int(rng.triangular(-3, 9, 2)) * 365 + int(self.random() * 365)
        spouse_born = head.born - gap if head.female else head.born + gap
        return head, self._new(female=not head.female, born=min(spouse_born, self._today - 19 * 365))

    def _write_spouse(self, place: "_Place", head: _One, spouse: _One) -> str:
        """Write the spouse and the marriage; the marital state of the head."""
        married = max(head.born, spouse.born) + int((20 + self.random() * 9) * 365.25)
        married = min(married, self._today - 30)
        age = (self._today - spouse.born) // 365
        died = self._today - int(self.random() * 3000) - 20 if age > 66 and self.random() < 0.3 else 0
        died = max(died, married + 1) if died else 0
        self._write(place, spouse, "Vợ" if spouse.female else "Chồng", "2", died)
        ends = _iso(died) if died else _NULL
        self.batch.relations.append(f"{head.id}\tspouse\t{spouse.id}\t{_iso(married)}\t{ends}\t\t\t\t\n")
        return "4" if died else "2"

    def _write_children(self, place: "_Place", head: _One, spouse: _One | None) -> None:
        mother = head if head.female else spouse
        father = spouse if head.female else head
        if mother is None or (father is None and self.random() < 0.4):
            return
        for _ in range(_CHILDREN[int(self.random() * len(_CHILDREN))]):
            born = mother.born + int(self._rng.triangular(19, 40, 26) * 365.25)
            age = (self._today - born) // 365
            if born > self._today - 1 or (age >= _GROWN and self.random() < 0.66):
                continue
            child = self._new(female=self.random() < 0.484, born=born, family=(father or mother).family)
            self._write(place, child, "Con", "1" if age < _GROWN or self.random() < 0.5 else "2")
            self._tie(child, father, mother)
            if age >= _GROWN and self.random() < 0.45:
                self._write_young_family(place, child)

    def _write_young_family(self, place: "_Place", child: _One) -> None:
        """The grown child's spouse and their children."""
        spouse = self._new(female=not child.female, born=child.born + int((self.random() - 0.4) * 6 * 365))
        self._write(place, spouse, "Con dâu" if spouse.female else "Con rể", "2")
        wed = min(max(child.born, spouse.born) + int((20 + self.random() * 6) * 365.25), self._today - 30)
        self.batch.relations.append(f"{child.id}\tspouse\t{spouse.id}\t{_iso(wed)}\t{_NULL}\t\t\t\t\n")
        mother, father = (child, spouse) if child.female else (spouse, child)
        for _ in range(int(self.random() * 2.7)):
            born = mother.born + int(self._rng.triangular(20, 36, 26) * 365.25)
            if born < self._today:
                grandchild = self._new(female=self.random() < 0.484, born=born, family=father.family)
                self._write(place, grandchild, "Cháu", "1")
                self._tie(grandchild, father, mother)

    def _write_elders(self, place: "_Place", head: _One) -> None:
        age = (self._today - head.born) // 365
        if age > 62 or self.random() > 0.2:
            return
        mother = self._new(female=True, born=max(head.born - int(self._rng.triangular(19, 36, 26) * 365.25), self._today - _OLDEST * 365))
        father = None
        if self.random() < 0.6:
            father = self._new(
                female=False, born=max(mother.born - int(self.random() * 2000), self._today - _OLDEST * 365), family=head.family
            )
            self._write(place, father, "Cha", "2")
            self.batch.relations.append(f"{father.id}\tspouse\t{mother.id}\t{_iso(head.born - 400)}\t{_NULL}\t\t\t\t\n")
        self._write(place, mother, "Mẹ", "2" if father else "4")
        self._tie(head, father, mother)

    def _tie(self, child: _One, father: _One | None, mother: _One) -> None:
        lines, born = self.batch.relations, _iso(child.born)
        if father is not None:
            lines.append(f"{child.id}\tfather\t{father.id}\t{born}\t{_NULL}\t\t\t\t\n")
        lines.append(f"{child.id}\tmother\t{mother.id}\t{born}\t{_NULL}\t\t\t\t\n")

    def _write_former_homes(self, town: Town, people: Sequence[_One | None]) -> None:
        unit = town.former[int(self.random() * len(town.former))]
        left = self._today - int(self.random() * 1500) - 200
        address = self._address(town)
        for one in people:
            if one is not None and one.born < left - 6000:
                self.batch.residences.append(f"{one.id}\tpermanent\t{unit}\t{address}\t{_NULL}\t{_iso(left)}\tThay đổi nơi thường trú\n")

    def _new(self, *, female: bool, born: int, family: tuple[str, str] | None = None) -> _One:
        return _One(next(self._person_ids), female, born, family or self._families[int(self.random() * len(self._families))])

    def _born(self, age: float) -> int:
        return self._today - int(age * 365.25) - int(self.random() * 365)

    def _write(self, place: "_Place", one: _One, relation: str, marital: str, died: int = 0) -> None:
        household, town, address = place
        givens = self._givens[one.female]
        given, folded = givens[int(self.random() * len(givens))]
        born = dt.date.fromordinal(one.born)
        age = (self._today - one.born) // 365
        grown = age >= _ADULT
        phone = f"09000{next(self._phones) % 100_000:05d}" if grown and self.random() < 0.05 else ""
        card = _iso(max(one.born + 14 * 366, self._today - 1 - int(self.random() * 1400))) if age > 14 else _NULL
        old = f"34{next(self._old_numbers):07d}" if born.year < 2000 and self.random() < 0.6 else ""
        ethnicity, religion = _ETHNICITIES[one.id % 250], _RELIGIONS[household % 100]
        lives = household if not died else _NULL
        self.batch.people.append(
            f"{one.id}\t{self._number(town, born, one.female)}\t{one.family[0]} {given}\t{one.family[1]} {folded}\t{born}\t"
            f"{'2' if one.female else '1'}\t{phone}\t\t{address}\t{town.unit_id}\tt\t{old}\t{town.unit_id}\t{town.unit_id}\t"
            f"{ethnicity}\t{religion}\t{marital if grown else '1'}\t{lives}\t{'' if died else relation}\t{card}\t"
            f"{_iso(died) if died else _NULL}\n"
        )

    def _number(self, town: Town, born: dt.date, female: bool) -> str:
        """The next reserved number of the place, century and year; other provinces when one is used up."""
        rest = f"{(born.year // 100 - 19) * 2 + female}{born.year % 100:02d}"
        own = town.birth_province if self.random() > 0.05 else _ELSEWHERE[int(self.random() * len(_ELSEWHERE))]
        for province in (own, *_ELSEWHERE):
            key = province + rest
            serial = self._serials[key]
            if serial < _SERIALS:
                self._serials[key] = serial + 1
                return f"{key}{_FIRST_SERIAL + serial}"
        raise RuntimeError("the reserved numbers are used up")

    def _address(self, town: Town) -> str:
        number = int(self.random() * 480) + 1
        if town.is_urban:
            return f"Số {number}, đường {_STREETS[int(self.random() * len(_STREETS))]}"
        return f"Số {number}, {_HAMLETS[int(self.random() * len(_HAMLETS))]}"


_Place = tuple[int, Town, str]


def _iso(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()


def weighted(towns: Sequence[Town], rng: random.Random) -> Iterator[Town]:
    """Towns without end, larger ones more often."""
    weights = [rng.uniform(0.6, 1.5) * (1.35 if town.is_urban else 1.0) for town in towns]
    while True:
        yield from rng.choices(towns, weights, k=10_000)
