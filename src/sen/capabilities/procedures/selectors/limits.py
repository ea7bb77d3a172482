"""Time limits and fees as values and in words."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from sen.capabilities.procedures.models import FeeRule, FilingMethod, ProcedureVersion
from sen.capabilities.procedures.types import FeeRow
from sen.kernel.worktime import Term, TermUnit
from sen.ui.format import money_text

HOURS_PER_DAY = Decimal(8)
WORKING_DAYS_PER_MONTH = 20


def term_of(version_id: int, channel: str) -> Term | None:
    """The published limit of a way of filing, or of the whole procedure; None when the law states no countable limit."""
    stated = FilingMethod.objects.filter(version=version_id, channel=channel, limit_amount__isnull=False).values_list(
        "limit_amount", "limit_unit"
    )
    version = ProcedureVersion.objects.filter(pk=version_id).values_list("limit_amount", "limit_unit").first()
    return longest([*stated]) or (longest([version]) if version else None)


def longest(pairs: Iterable[tuple[Decimal | None, str]]) -> Term | None:
    """The longest of some limits: a procedure that states several is never late while one of them still runs."""
    terms = [Term(amount, TermUnit(unit)) for amount, unit in pairs if amount is not None and unit]
    return max(terms, key=_weight, default=None)


def hours_of(term: Term | None) -> Decimal:
    """The limit in working hours, never more than the calendar allows; 0 when there is no limit.

    Seven calendar days count as five working days, a month as twenty, so that no holiday week breaks a route.
    """
    if term is None:
        return Decimal(0)
    if term.unit is TermUnit.HOURS:
        return term.amount
    if term.unit is TermUnit.WORKING_DAYS:
        return term.amount * HOURS_PER_DAY
    if term.unit is TermUnit.CALENDAR_DAYS:
        return max(Decimal(1), Decimal(int(term.amount) * 5 // 7)) * HOURS_PER_DAY
    return term.amount * WORKING_DAYS_PER_MONTH * HOURS_PER_DAY


def fees_of(version_id: int, channel: str, on: dt.date) -> list[FeeRow]:
    """Fees and levies of a way of filing on the date, doubtful ones included (``FeeRow.chargeable`` is 0 for those)."""
    in_force = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    in_force &= Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    fees = FeeRule.objects.filter(in_force, version=version_id, channel__in=["", channel]).order_by("pk")
    return [fee_row(fee) for fee in fees]


def fee_row(fee: FeeRule) -> FeeRow:
    """A fee as a value."""
    return FeeRow(fee.pk, fee.channel, fee.is_levy, fee.amount, fee.note, fee.is_doubtful)


def limit_text(amount: Decimal | None, unit: str, *, is_immediate: bool = False, note: str = "") -> str:
    """The limit for people: ``3 ngày làm việc``, ``Trong ngày``, or the words of the source."""
    if is_immediate:
        return _("Trong ngày tiếp nhận")
    if amount is None:
        return note if 0 < len(note) <= 80 else _("Nêu trong phần mô tả") if note else _("Chưa nêu thời hạn")
    number = f"{amount.normalize():f}".replace(".", ",")
    words = {
        TermUnit.WORKING_DAYS: _("{number} ngày làm việc"),
        TermUnit.CALENDAR_DAYS: _("{number} ngày"),
        TermUnit.HOURS: _("{number} giờ làm việc"),
        TermUnit.MONTHS: _("{number} tháng"),
    }
    return words[TermUnit(unit)].format(number=number)


def fee_text(fees: Sequence[FeeRow]) -> str:
    """The fees in a few words; what the source leaves open is said to be open."""
    if not fees:
        return _("Chưa ghi mức thu")
    amounts = sorted({fee.amount for fee in fees if fee.amount is not None and not fee.is_doubtful})
    if len(amounts) > 1 and amounts[0] != amounts[-1]:
        return _("{low} đến {high}").format(low=money_text(amounts[0]), high=money_text(amounts[-1]))
    if amounts:
        return money_text(amounts[0]) if amounts[0] else _("Không thu")
    if any(fee.is_doubtful for fee in fees):
        return _("Đang đối chiếu mức thu")
    return _("Miễn thu, xem ghi chú") if any("miễn" in fee.note.lower() for fee in fees) else _("Theo quy định, xem ghi chú")


def _weight(term: Term) -> Decimal:
    hours = {TermUnit.HOURS: 1, TermUnit.WORKING_DAYS: 8, TermUnit.CALENDAR_DAYS: 6, TermUnit.MONTHS: 176}
    return term.amount * hours[term.unit]
