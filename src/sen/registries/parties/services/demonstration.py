"""People of the demonstration: generated, marked, with numbers no real person can have."""

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from sen.foundation.accounts.services import NameBook, load_demo_citizens
from sen.kernel.text import fold
from sen.registries.parties.models import Person
from sen.registries.parties.services.history import note_population, population_group
from sen.registries.units.selectors import list_communes

if TYPE_CHECKING:
    from sen.registries.units.models import AdministrativeUnit

RESERVED_SERIAL = 990001
RESERVED_PHONES = "09000"
BIRTH_PROVINCE = "087"
# The people who have an account: women and men of different ages, all from the commune whose officers are shown first.
WITH_ACCOUNT = ((True, dt.date(1990, 5, 17)), (False, dt.date(1985, 9, 2)), (True, dt.date(2001, 3, 8)))
FIRST_COMMUNES = ("Phường 1, Thành phố Cao Lãnh, Tỉnh Đồng Tháp", "Phường Cao Lãnh, Tỉnh Đồng Tháp")
_STREETS = (
    "Nguyễn Huệ",
    "Lý Thường Kiệt",
    "Tôn Đức Thắng",
    "Hùng Vương",
    "Trần Hưng Đạo",
    "Nguyễn Trãi",
    "Phạm Hữu Lầu",
    "30 Tháng 4",
    "Lê Lợi",
)
_HAMLETS = ("Ấp 1", "Ấp 2", "Ấp 3", "Ấp 4", "Ấp 5", "Ấp Đông", "Ấp Tây", "Ấp Thượng", "Ấp Hạ", "Ấp Trung")


@transaction.atomic
def load_people(*, people_folder: Path, province_code: str, on: dt.date, now: dt.datetime, count: int = 3000) -> dict[str, int]:
    """Write demonstration people who live in the province on the date, and accounts for the first three; a second run changes nothing."""
    book, rng = NameBook(people_folder), random.Random(872025)  # noqa: S311 - invented people, no secrets
    communes = list_communes(province_code, on)
    people = list(_people(book, rng, communes, on, count))
    known = set(Person.objects.filter(is_demo=True).values_list("identity_number", flat=True))
    fresh = [person for person in people if person.identity_number not in known]
    Person.objects.bulk_create(fresh, batch_size=1000)
    note_population(moves=[(None, population_group(person)) for person in fresh])
    first = [person.identity_number for person in people[: len(WITH_ACCOUNT)]]
    named = Person.objects.filter(identity_number__in=first).order_by("pk").values_list("identity_number", "name", "phone", "pk")
    accounts = load_demo_citizens(people=[(number, name, phone, pk) for number, name, phone, pk in named], now=now)
    return {"people": len(fresh), "unchanged": len(people) - len(fresh), "accounts": accounts}


def _people(book: NameBook, rng: random.Random, communes: "list[AdministrativeUnit]", on: dt.date, count: int) -> Iterator[Person]:
    first = next((commune for commune in communes if commune.path_name in FIRST_COMMUNES), communes[0])
    for place in range(count):
        if place < len(WITH_ACCOUNT):
            (female, born_on), commune = WITH_ACCOUNT[place], first
        else:
            female, commune = rng.random() < 0.5, rng.choice(communes)
            born_on = on - dt.timedelta(days=int(rng.triangular(14, 88, 34) * 365.25) + rng.randrange(365))
        name = book.draw(rng, "Nữ" if female else "Nam")
        yield Person(
            identity_number=demo_number(born_on, female=female, place=place),
            name=name,
            name_folded=fold(name),
            born_on=born_on,
            gender="2" if female else "1",
            phone=f"{RESERVED_PHONES}{place:05d}",
            address=_address(rng, urban=commune.kind in ("Phường", "Thị trấn")),
            unit_id=commune.pk,
            is_demo=True,
        )


def demo_number(born_on: dt.date, *, female: bool, place: int) -> str:
    """An identity number of the reserved serial 99xxxx, so that it belongs to nobody."""
    century = (born_on.year // 100 - 19) * 2 + female
    return f"{BIRTH_PROVINCE}{century}{born_on.year % 100:02d}{RESERVED_SERIAL + place:06d}"


def _address(rng: random.Random, *, urban: bool) -> str:
    number = rng.randrange(1, 480)
    return f"Số {number}, đường {rng.choice(_STREETS)}" if urban else f"Số {number}, {rng.choice(_HAMLETS)}"
