"""Bringing the kinds of documents from the reference data into the register."""

import csv
import datetime as dt
from pathlib import Path

from django.conf import settings
from django.db import transaction

from sen.capabilities.correspondence.models import DocumentKind
from sen.kernel.loading import LoadReport


@transaction.atomic
def load_kinds(*, source: Path | None = None) -> LoadReport:
    """Read ``documents/kinds.csv`` of the reference data; a second run changes nothing.

    Basis: 30/2020/NĐ-CP, Article 7 and Appendix III.
    """
    path = source or Path(settings.REFERENCE_DIR) / "documents" / "kinds.csv"
    report = LoadReport()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            _load(row, report)
    return report


def _load(row: dict[str, str], report: LoadReport) -> None:
    facts = {
        "name": row["name"],
        "abbreviation": row["abbreviation"],
        "group": row["group"],
        "national_code": row["national_code"],
        "position": int(row["position"]),
        "valid_to": dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        "basis": row["basis"],
    }
    kind, made = DocumentKind.objects.get_or_create(code=row["code"], valid_from=dt.date.fromisoformat(row["valid_from"]), defaults=facts)
    changed = [name for name, value in facts.items() if getattr(kind, name) != value]
    if made:
        report.created += 1
    elif changed:
        DocumentKind.objects.filter(pk=kind.pk).update(**facts)
        report.updated += 1
    else:
        report.unchanged += 1
