"""The route a procedure has until its agency approves one: six steps whose hours add up to the published limit.

A limit of one working day or less has four steps.  A procedure without a limit gets the same steps with 0 hours:
they are walked in order and no step is ever late.
Basis: 61/2018/NĐ-CP, Articles 18 and 19 (hand-over within the day; settlement; return through the one-stop).
"""

from decimal import ROUND_HALF_UP, Decimal

from sen.capabilities.procedures.selectors.limits import HOURS_PER_DAY, hours_of
from sen.capabilities.procedures.types import StepDraft
from sen.kernel.actor import Role
from sen.kernel.worktime import Term

_SHORT = HOURS_PER_DAY
_HALF_DAY = Decimal(4)


def default_steps(term: Term | None) -> list[StepDraft]:
    """The steps for a limit; their hours add up to it exactly."""
    hours = hours_of(term)
    return _short_steps(hours) if 0 < hours <= _SHORT else _full_steps(hours)


def _short_steps(hours: Decimal) -> list[StepDraft]:
    hand_over, release = _share(hours, 8), _share(hours, 8)
    signing = _share(hours, 4)
    return [
        StepDraft(1, "Chuyển hồ sơ", Role.ONE_STOP, hand_over),
        StepDraft(2, "Thẩm định hồ sơ", Role.SPECIALIST, hours - hand_over - release - signing, output="Dự thảo kết quả"),
        StepDraft(3, "Ký duyệt", Role.LEADER, signing, output="Kết quả đã ký", signs=True),
        StepDraft(4, "Phát hành, chuyển trả kết quả", Role.CLERK, release),
    ]


def _full_steps(hours: Decimal) -> list[StepDraft]:
    short = Decimal(2) if hours < 3 * HOURS_PER_DAY else _HALF_DAY
    if not hours:
        short = Decimal(0)
    longer = max(short, (hours / 10 / _HALF_DAY).to_integral_value(rounding=ROUND_HALF_UP) * _HALF_DAY) if hours else short
    appraisal = hours - 3 * short - 2 * longer
    return [
        StepDraft(1, "Chuyển hồ sơ", Role.ONE_STOP, short),
        StepDraft(2, "Phân công thụ lý", Role.HEAD, short),
        StepDraft(3, "Thẩm định hồ sơ", Role.SPECIALIST, appraisal, output="Dự thảo kết quả"),
        StepDraft(4, "Kiểm tra, trình ký", Role.HEAD, longer),
        StepDraft(5, "Ký duyệt", Role.LEADER, longer, output="Kết quả đã ký", signs=True),
        StepDraft(6, "Phát hành, chuyển trả kết quả", Role.CLERK, short),
    ]


def _share(hours: Decimal, parts: int) -> Decimal:
    return (hours / parts).quantize(Decimal("0.1"))
