"""Loading the shipped rules of keeping.  A rule changed by hand stays."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction

from sen.capabilities.workfiles.models import OnlineTarget, RecordRule, RetentionRule
from sen.kernel.loading import LoadReport
from sen.kernel.text import fold

Row = Mapping[str, str]


@transaction.atomic
def load_rules(*, retention: Iterable[Row], terms: Iterable[Row], targets: Iterable[Row]) -> LoadReport:
    """Create the rules that are missing; the keys are code and day, the day, and level and day."""
    report = LoadReport()
    for row in retention:
        values = {
            **_dated(row),
            "group": row["group"],
            "description": row["description"],
            "description_folded": fold(f"{row['code']} {row['group']} {row['description']}")[:400],
            "years": int(row["years"]) if row["years"] else None,
            "until_void": row["until_void"] == "1",
            "is_checked": row["is_checked"] == "1",
        }
        _keep(report, RetentionRule, {"code": row["code"]}, values)
    for row in terms:
        numbers = ("construction_months", "other_months", "keep_longer_months", "hand_over_from_years", "notice_days")
        _keep(report, RecordRule, {}, {**_dated(row), **{name: int(row[name]) for name in numbers}})
    for row in targets:
        _keep(report, OnlineTarget, {"level": row["level"]}, {**_dated(row), "share": int(row["share"])})
    return report


def _dated(row: Row) -> dict[str, Any]:
    end = row["valid_to"]
    return {
        "valid_from": dt.date.fromisoformat(row["valid_from"]),
        "valid_to": dt.date.fromisoformat(end) if end else None,
        "basis": row["basis"],
    }


def _keep(report: LoadReport, table: type[models.Model], key: dict[str, Any], values: dict[str, Any]) -> None:
    key = {**key, "valid_from": values.pop("valid_from")}
    _row, is_new = table._default_manager.get_or_create(**key, defaults=values)
    report.created += is_new
    report.unchanged += not is_new
