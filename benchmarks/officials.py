"""5,500 officials from an Excel sheet: checked row by row, carried out in the portions the job takes; then the same sheet again.

Each row opens an account without a password and gives it a position, with its lines in the trail.
"""

import datetime as dt
import io
import random
import sys
from collections.abc import Iterator

from django.conf import settings
from openpyxl import Workbook

from benchmarks._people import administrator
from benchmarks._province import ensure_reference
from benchmarks._report import clocked, finish, measure, options, tell
from sen.foundation.accounts.models import Account, Appointment, ImportRow, OfficerImport
from sen.foundation.accounts.schemas import COLUMNS
from sen.foundation.accounts.services import NameBook, check_officers, continue_import, start_import
from sen.foundation.agencies.selectors import agencies_on
from sen.kernel import clock
from sen.kernel.actor import Actor

OFFICIALS = 5_500
TARGET_SECONDS = 120
_HOUSE = "@nhap.dongthap.example"


def main() -> int:
    """Import, count, import again, and leave nothing behind."""
    asked = options(__doc__ or "", officials=OFFICIALS)
    ensure_reference()
    _forget()
    content, actor = _sheet(asked.officials), administrator()
    tell(f"  a sheet of {len(content) / 1024:,.0f} KiB")
    check, carry, batch = _import(actor, content)
    done = batch.rows.filter(outcome=ImportRow.Outcome.DONE).count()
    again, nothing, second = _import(actor, content)
    same = second.rows.filter(outcome=ImportRow.Outcome.SAME).count()
    hashed = Account.objects.filter(login__endswith=_HOUSE).exclude(password__startswith="!").count()
    _forget()
    size = f"{asked.officials:,} rows of Excel"
    return finish(
        [
            measure("officials imported, check and work together", check + carry, "s", TARGET_SECONDS, size=f"{size}; check {check:.1f} s"),
            measure("the same sheet again", again + nothing, "s", TARGET_SECONDS, size=size),
            measure("rows not carried out", asked.officials - done, "faults", 0, size=size),
            measure("rows that would change something again", asked.officials - same, "faults", 0, size=size),
            measure("accounts that were given a password", hashed, "faults", 0, size="the first one is handed over on a slip"),
        ],
        asked.json,
    )


def _import(actor: Actor, content: bytes) -> tuple[float, float, OfficerImport]:
    """Seconds of the check and of the work, and the import."""
    made: list[OfficerImport] = []
    check = clocked(lambda: made.append(check_officers(actor=actor, file_name="can-bo.xlsx", content=content, now=clock.now())))
    batch = made[0]
    start_import(actor=actor, batch_id=batch.pk, now=clock.now())

    def work() -> None:
        while continue_import(batch_id=batch.pk, now=clock.now()):
            pass

    return check / 1000, clocked(work) / 1000, batch


def _sheet(count: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Cán bộ")
    sheet.append(list(COLUMNS.values()))
    for row in _rows(count):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(count: int) -> Iterator[list[object]]:
    dice, book, today = random.Random(55), NameBook(settings.REFERENCE_DIR / "people"), clock.today()
    agencies = list(agencies_on(today).order_by("pk").values_list("name", flat=True))
    since = today - dt.timedelta(days=30)
    for place in range(count):
        role, title = (("Chuyên viên", "Chuyên viên"), ("Văn thư", "Văn thư"))[place % 5 == 0]
        yield [f"can.bo.{place}{_HOUSE}", book.draw(dice, "Nữ"), "", agencies[place % len(agencies)], "", role, title, since, None]


def _forget() -> None:
    """Take away the accounts and the sheets of earlier runs."""
    OfficerImport.objects.filter(file_name="can-bo.xlsx").delete()
    Appointment.objects.filter(account__login__endswith=_HOUSE).delete()
    Account.objects.filter(login__endswith=_HOUSE).delete()


if __name__ == "__main__":
    sys.exit(main())
