"""Invented businesses of the demonstration, each represented by an invented person who lives where it sits."""

import datetime as dt
import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from django.db import connection, transaction
from stdnum.vn import mst

from sen.foundation.accounts.services import NameBook
from sen.kernel.text import fold
from sen.registries.codelists.selectors import list_items
from sen.registries.parties.models import Business, BusinessLine, BusinessState
from sen.registries.parties.types import BUSINESS_LINES

_SEED = 20_000
_PREFIX = "1499"
_STREAM = 5000
_STATES = (BusinessState.ACTIVE,) * 86 + (BusinessState.PAUSED,) * 6 + (BusinessState.CLOSED,) * 4 + (BusinessState.AWAY,) * 2
_ALL_STATES = (*_STATES, BusinessState.REVOKED, BusinessState.CLOSING)
_FORMS = (
    ("HKD", "Hộ kinh doanh"),
    ("HKD", "Hộ kinh doanh"),
    ("HKD", "Hộ kinh doanh"),
    ("TNHH1TV", "Công ty TNHH Một thành viên"),
    ("TNHH1TV", "Công ty TNHH MTV"),
    ("TNHH2TV", "Công ty TNHH"),
    ("DNTN", "Doanh nghiệp tư nhân"),
    ("CTCP", "Công ty Cổ phần"),
    ("HTX", "Hợp tác xã"),
)
# What is done here, with the beginning of the code of its line.
_TRADES = (
    ("Thương mại Dịch vụ", "4"),
    ("Thủy sản", "03"),
    ("Nông sản", "46"),
    ("Lương thực", "10"),
    ("Vật liệu xây dựng", "46"),
    ("Xây dựng", "4"),
    ("Vận tải", "49"),
    ("Ăn uống", "56"),
    ("Cơ khí", "25"),
    ("May mặc", "14"),
    ("Hoa kiểng", "01"),
    ("Du lịch", "79"),
    ("Xăng dầu", "47"),
    ("Điện máy", "47"),
    ("Dược phẩm", "47"),
    ("Nước uống", "11"),
)
_CLASS_DIGITS = 4


class _Owner(NamedTuple):
    id: int
    number: str
    name: str
    unit_id: int
    address: str


@transaction.atomic
def load_businesses(*, people_folder: Path, province_code: str, on: dt.date, count: int) -> dict[str, int]:
    """Bring the register to so many demonstration businesses; a second run changes nothing.

    Numbers are of a reserved series with true check digits; nobody bears them.
    """
    have = Business.objects.filter(is_demo=True).count()
    rng = random.Random(_SEED + have)  # noqa: S311 - invented businesses, no secrets
    owners = list(_owners(count - have)) if count > have else []
    codes = [item.code for item in list_items(BUSINESS_LINES) if len(item.code) == _CLASS_DIGITS and item.code.isdigit()]
    if not owners or not codes:
        return {"businesses": 0}
    book = NameBook(people_folder)
    made = 0
    numbers = _numbers(have)
    while made < count - have:
        rows = [_business(rng, book, owners[(made + n) % len(owners)], next(numbers), on) for n in range(min(_STREAM, count - have - made))]
        _write(rng, rows, codes)
        made += len(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE parties_business, parties_businessline")
    return {"businesses": made}


def _write(rng: random.Random, rows: Sequence[Business], codes: Sequence[str]) -> None:
    Business.objects.bulk_create(rows, batch_size=1000)
    lines = [line for row in rows for line in _lines(rng, row, codes)]
    BusinessLine.objects.bulk_create(lines, batch_size=2000)
    branches = [_branch(rng, row) for row in rows if row.kind != "HKD" and rng.random() < 0.06]
    Business.objects.bulk_create(branches, batch_size=1000)


def _owners(wanted: int) -> Iterator[_Owner]:
    """Grown people of the demonstration, spread over the whole register."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM parties_person WHERE is_demo")
        first, last = cursor.fetchone()
        if first is None:
            return
        step = max(1, (last - first) // max(wanted, 1))
        cursor.execute(
            "SELECT id, identity_number, name, unit_id, address FROM parties_person WHERE is_demo AND unit_id IS NOT NULL "
            "AND died_on IS NULL AND born_on < '1998-01-01' AND born_on > '1950-01-01' AND (id - %s) %% %s < 6 ORDER BY id LIMIT %s",
            [first, step, wanted],
        )
        yield from (_Owner(*row) for row in cursor.fetchall())


def _numbers(start: int) -> Iterator[str]:
    """Numbers of the reserved series with their check digits; those without a single digit are left out."""
    for serial in range(start, 100_000 - 1):
        body = f"{_PREFIX}{serial + 1:05d}"
        digit = mst.calc_check_digit(body)
        if len(digit) == 1:
            yield body + digit


def _business(rng: random.Random, book: NameBook, owner: _Owner, number: str, on: dt.date) -> Business:
    kind, form = rng.choice(_FORMS)
    trade, _start = rng.choice(_TRADES)
    # A two-word name as shops bear: the last words of an invented person's name.
    sign = " ".join(book.draw(rng, rng.choice(("Nam", "Nữ"))).split()[-2:])
    name = f"{form} {owner.name}" if kind == "HKD" and rng.random() < 0.6 else f"{form} {trade} {sign}"
    registered = on - dt.timedelta(days=int(rng.triangular(30, 9000, 1200)))
    state = rng.choice(_ALL_STATES)
    closed = on - dt.timedelta(days=rng.randrange(1, 30)) if state == BusinessState.CLOSED else None
    return Business(
        number=number,
        name=name,
        name_folded=fold(name),
        kind=kind,
        state=state,
        unit_id=owner.unit_id,
        address=owner.address,
        phone=f"09000{rng.randrange(100_000):05d}",
        capital=round(math.exp(rng.gauss(20.2, 1.1)), -7) if kind != "HKD" else round(math.exp(rng.gauss(18, 0.8)), -6),
        registered_on=registered,
        changed_on=closed,
        closed_on=closed,
        representative_id=owner.id,
        representative_name=owner.name,
        representative_number=owner.number,
        representative_title="Chủ hộ kinh doanh" if kind == "HKD" else "Giám đốc",
        is_demo=True,
    )


def _lines(rng: random.Random, row: Business, codes: Sequence[str]) -> Iterator[BusinessLine]:
    starts = [start for trade, start in _TRADES if trade in row.name] or ["47"]
    fitting = [code for code in codes if code.startswith(starts[0])] or list(codes)
    chosen = list(dict.fromkeys(rng.choice(fitting) for _ in range(rng.randrange(1, 5))))
    for place, code in enumerate(chosen):
        yield BusinessLine(business=row, code=code, is_main=place == 0)


def _branch(rng: random.Random, head: Business) -> Business:
    name = f"Chi nhánh {head.name}"
    return Business(
        number=f"{head.number}-001",
        name=name,
        name_folded=fold(name),
        kind="CN",
        state=head.state,
        parent=head,
        unit_id=head.unit_id,
        address=f"Số {rng.randrange(1, 400)}, Quốc lộ 30",
        registered_on=head.registered_on,
        closed_on=head.closed_on,
        representative_id=head.representative_id,
        representative_name=head.representative_name,
        representative_number=head.representative_number,
        representative_title="Giám đốc chi nhánh",
        is_demo=True,
    )
