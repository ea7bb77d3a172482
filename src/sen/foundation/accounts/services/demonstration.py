"""Accounts of the demonstration: an officer for every desk of every agency, all with one printed password."""

import csv
import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from sen.foundation.accounts.models import Account, AccountKind, Appointment
from sen.foundation.agencies.selectors import agencies_on, divisions_by_agency, province_one_stop
from sen.kernel.actor import Role
from sen.kernel.text import fold

if TYPE_CHECKING:
    from sen.foundation.agencies.models import Agency, Division

DEMO_PASSWORD = "sen-demo-2025"  # noqa: S105 - printed on purpose for the demonstration
MAIL_DOMAIN = "demo.dongthap.example"
MALE, FEMALE = "Nam", "Nữ"
# The list counts names of the whole country; these families are more common in the Mekong delta, and those rarer.
_DELTA_WEIGHTS = {"Nguyễn": 1.3, "Lê": 1.4, "Trần": 1.3, "Phạm": 1.2, "Huỳnh": 4.0, "Võ": 3.0, "Hoàng": 0.1, "Vũ": 0.1}


@dataclass(slots=True)
class _Bag:
    names: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def draw(self, rng: random.Random) -> str:
        """One name, as often as it occurs."""
        return rng.choices(self.names, cum_weights=self.weights)[0]


class NameBook:
    """Draws full names from the frequencies of family, middle and given names; nobody's real name is in the lists as a whole."""

    def __init__(self, folder: Path) -> None:
        """Read the three lists of the folder."""
        self._families = _bag((row["ho"], float(row["tan_so"]) * _DELTA_WEIGHTS.get(row["ho"], 1.0)) for row in _rows(folder / "ho.csv"))
        self._middles = {g: _bag(_weighted(folder / "ten_dem.csv", g, "ten_dem")) for g in (MALE, FEMALE)}
        self._givens = {g: _bag(_weighted(folder / "ten.csv", g, "ten")) for g in (MALE, FEMALE)}

    def draw(self, rng: random.Random, gender: str) -> str:
        """One full name for the gender (``Nam`` or ``Nữ``)."""
        middle, given = self._middles[gender].draw(rng), self._givens[gender].draw(rng)
        return " ".join([self._families.draw(rng), *([middle] if middle != given else []), given])


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _weighted(path: Path, gender: str, column: str) -> Iterator[tuple[str, float]]:
    return ((row[column], float(row["tan_so"])) for row in _rows(path) if row["gioi_tinh"] == gender and row[column])


def _bag(pairs: Iterator[tuple[str, float]]) -> _Bag:
    names, weights = zip(*pairs, strict=True)
    return _Bag(list(names), list(accumulate(weights)))


@dataclass(frozen=True, slots=True)
class _Desk:
    """A position the demonstration fills: mail name, role, title, division (by place in the agency's list)."""

    mail: str
    role: Role
    title: str
    division: int | None = None


def demo_hash() -> str:
    """The one hash all demonstration accounts share, so that loading does not hash a thousand times."""
    known = Account.objects.filter(is_demo=True).values_list("password", flat=True).first()
    return known if known and check_password(DEMO_PASSWORD, known) else make_password(DEMO_PASSWORD)


@transaction.atomic
def load_officers(*, people_folder: Path, on: dt.date, now: dt.datetime) -> dict[str, int]:
    """Open demonstration accounts for every agency of the date; a second run changes nothing.

    Department officers of the one-stop also sit at the province's centre.
    """
    book, rng, shared = NameBook(people_folder), random.Random(20250701), demo_hash()  # noqa: S311 - names, no secrets
    agencies = list(agencies_on(on).order_by("pk"))
    centre = province_one_stop(on)
    divisions = divisions_by_agency()
    known = set(Account.objects.values_list("login", flat=True))
    accounts: list[Account] = []
    posts: list[Appointment] = []
    for agency in agencies:
        for desk in _desks(agency, centre):
            name = book.draw(rng, rng.choice((MALE, FEMALE)))
            login = f"{desk.mail}.{mail_name(agency)}@{MAIL_DOMAIN}"
            if login in known:
                continue
            account = _account(login, name, shared, now)
            accounts.append(account)
            posts += _posts(account, agency, desk, divisions.get(agency.pk, []), centre)
    Account.objects.bulk_create(accounts, batch_size=2000)
    Appointment.objects.bulk_create(posts, batch_size=2000)
    return {"accounts": len(accounts), "appointments": len(posts), "agencies": len(agencies)}


def mail_name(agency: "Agency") -> str:
    """The part of a demonstration mail address that names the agency: ``29866``, ``so04``, ``ubnd``."""
    if agency.level == "province":
        return "ubnd"
    return agency.area_code or "so" + agency.key.rsplit("-", 1)[-1]


def _account(login: str, name: str, password: str, now: dt.datetime) -> Account:
    return Account(
        login=login,
        kind=AccountKind.OFFICER,
        name=name,
        name_folded=fold(name),
        email=login,
        password=password,
        is_demo=True,
        assurance=2,
        created_at=now,
    )


def _posts(account: Account, agency: "Agency", desk: _Desk, divisions: list["Division"], centre: "Agency") -> Iterator[Appointment]:
    division = divisions[desk.division % len(divisions)] if desk.division is not None and divisions else None
    yield Appointment(
        account=account,
        agency=agency,
        division=division,
        role=desk.role,
        title=desk.title,
        valid_from=agency.valid_from,
        valid_to=agency.valid_to,
    )
    if desk.role == Role.ONE_STOP and agency.level == "department" and agency.pk != centre.pk:
        title = f"Công chức {agency.name} tại Trung tâm"
        yield Appointment(
            account=account, agency=centre, role=Role.ONE_STOP, title=title[:120], valid_from=agency.valid_from, valid_to=agency.valid_to
        )


def _desks(agency: "Agency", centre: "Agency") -> Iterator[_Desk]:
    head, leader = _chiefs(agency, is_centre=agency.pk == centre.pk)
    yield _Desk("motcua", Role.ONE_STOP, "Công chức tiếp nhận và trả kết quả")
    if agency.level != "department" or agency.pk == centre.pk:
        yield _Desk("motcua2", Role.ONE_STOP, "Công chức tiếp nhận và trả kết quả")
    yield _Desk("chuyenvien", Role.SPECIALIST, "Chuyên viên", 1)
    yield _Desk("chuyenvien2", Role.SPECIALIST, "Chuyên viên", 2)
    yield _Desk("truongphong", Role.HEAD, head, 1)
    yield _Desk("lanhdao", Role.LEADER, leader)
    yield _Desk("vanthu", Role.CLERK, "Văn thư", 0)
    yield _Desk("luutru", Role.ARCHIVE, "Lưu trữ viên", 0)
    if agency.level == "department" and agency.name.startswith("Văn phòng Ủy ban nhân dân"):
        yield _Desk("kiemsoat", Role.CONTROL, "Chuyên viên kiểm soát thủ tục hành chính", 3 if agency.valid_to else 2)
        yield _Desk("kiemsoat2", Role.CONTROL, "Chuyên viên kiểm soát thủ tục hành chính", 3 if agency.valid_to else 2)
        yield _Desk("quantri", Role.ADMIN, "Quản trị hệ thống")
        yield _Desk("truc", Role.AXIS, "Viên chức vận hành trục liên thông dữ liệu")
        yield _Desk("csdl", Role.REGISTRY, "Viên chức quản lý cơ sở dữ liệu dùng chung")


def _chiefs(agency: "Agency", *, is_centre: bool) -> tuple[str, str]:
    """Titles of the head of division and of the leader who signs."""
    if agency.level in ("province", "district", "commune"):
        place = agency.name.removeprefix("Ủy ban nhân dân ").split(",")[0].split(" ")[0]
        three_tier_commune = agency.level == "commune" and agency.valid_to is not None
        return ("Công chức phụ trách" if three_tier_commune else "Trưởng phòng"), f"Phó Chủ tịch Ủy ban nhân dân {_kind(place)}"
    if is_centre:
        return "Trưởng phòng", "Giám đốc Trung tâm"
    for start, title in (
        ("Sở", "Phó Giám đốc Sở"),
        ("Văn phòng", "Phó Chánh Văn phòng"),
        ("Thanh tra", "Phó Chánh Thanh tra"),
        ("Ban", "Phó Trưởng ban"),
    ):
        if agency.name.startswith(start):
            return "Trưởng phòng", title
    return "Trưởng phòng", "Phó Thủ trưởng cơ quan"


def _kind(first_word: str) -> str:
    return {"thành": "thành phố", "thị": "thị trấn"}.get(first_word, first_word)


@transaction.atomic
def load_demo_citizens(*, people: list[tuple[str, str, str, int]], now: dt.datetime) -> int:
    """Open demonstration accounts for people given as (identity number, name, phone, person id); returns how many are new."""
    known = set(Account.objects.filter(login__in=[number for number, *_ in people]).values_list("login", flat=True))
    shared = demo_hash()
    fresh = [
        Account(
            login=number,
            kind=AccountKind.CITIZEN,
            name=name,
            name_folded=fold(name),
            phone=phone,
            password=shared,
            person_id=person_id,
            is_demo=True,
            assurance=2,
            created_at=now,
        )
        for number, name, phone, person_id in people
        if number not in known
    ]
    return len(Account.objects.bulk_create(fresh))
