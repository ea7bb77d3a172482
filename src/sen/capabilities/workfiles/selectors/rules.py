"""Dated rules of keeping, as of a day."""

import calendar
import datetime as dt

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from sen.capabilities.workfiles.errors import RetentionNotInForce, RulesMissing
from sen.capabilities.workfiles.models import OnlineTarget, RecordRule, RetentionRule
from sen.kernel.text import fold

_NOTICE_DAYS = 30


def retention_rules(on: dt.date) -> QuerySet[RetentionRule]:
    """Terms of keeping in force on the day, by code."""
    return RetentionRule.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on).order_by("code")


def search_retention(words: str, on: dt.date) -> QuerySet[RetentionRule]:
    """Terms in force whose description has every word."""
    rows = retention_rules(on)
    for word in fold(words).split()[:8]:
        rows = rows.filter(description_folded__contains=word)
    return rows


def retention_rule(rule_id: int, on: dt.date) -> RetentionRule:
    """The term, if it is in force on the day; raises RetentionNotInForce."""
    found = retention_rules(on).filter(pk=rule_id).first()
    if found is None:
        raise RetentionNotInForce("retention_id")
    return found


def terms_of_code(code: str) -> list[RetentionRule]:
    """Every term the group of files ever had, the newest first."""
    return list(RetentionRule.objects.filter(code=code).order_by("-valid_from"))


def count_unchecked(on: dt.date) -> int:
    """How many terms in force nobody compared with the official text yet."""
    return retention_rules(on).filter(is_checked=False).count()


def maintenance_text(rule: RetentionRule) -> str:
    """The term as printed: ``Vĩnh viễn``, ``05 năm``, ``Đến khi hết hiệu lực``.  These are the words of the forms, not of the reader."""
    if rule.until_void:
        return "Đến khi hết hiệu lực"
    return "Vĩnh viễn" if rule.years is None else f"{rule.years:02d} năm"


def record_rule(on: dt.date) -> RecordRule:
    """The terms of hand-over in force on the day; raises RulesMissing."""
    rows = RecordRule.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    found = rows.order_by("-valid_from").first()
    if found is None:
        raise RulesMissing
    return found


def notice_days(on: dt.date) -> int:
    """Days before a hand-over from which its keeper is told; 30 while no rule was loaded.  Basis: 30/2020/NĐ-CP, Appendix VI.III.5."""
    found = RecordRule.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on).order_by("-valid_from").first()
    return found.notice_days if found else _NOTICE_DAYS


def notice_days_in_sql(on: dt.date) -> Coalesce:
    """The same as part of a larger statement: the inbox asks every source at once."""
    found = RecordRule.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on).order_by("-valid_from")
    return Coalesce(Subquery(found.values("notice_days")[:1]), _NOTICE_DAYS)


def online_targets(on: dt.date) -> dict[str, OnlineTarget]:
    """The share to be processed online by level of government on the day; levels without a target are left out."""
    rows = OnlineTarget.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on).order_by("valid_from")
    return {target.level: target for target in rows}


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month when it has no such day."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def hand_over_due(rule: RetentionRule, terms: RecordRule, ended_on: dt.date, *, is_construction: bool) -> dt.date | None:
    """The day by which a file is handed over; None for files that need not be.

    Basis: 30/2020/NĐ-CP, Article 30: three months after the settlement of basic construction, one year after other work ended.
    """
    if rule.until_void or (rule.years is not None and rule.years < terms.hand_over_from_years):
        return None
    return months_later(ended_on, terms.construction_months if is_construction else terms.other_months)
