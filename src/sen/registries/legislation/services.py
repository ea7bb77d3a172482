"""The one way legal documents are written: loading the lists the platform ships."""

import csv
import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from sen.kernel.loading import LoadReport
from sen.kernel.text import clean
from sen.registries.legislation.models import LegalDocument

_NUMBER_LENGTH = 60
CODIFIED_ON = "18/06/2025"
_FIELDS = ("title", "kind", "issuer", "issued_on", "effective_on", "effect_status", "source")


def ensure_documents(numbers: Iterable[str]) -> dict[str, int]:
    """The id of each document by its number; a number not known yet is entered with nothing but the number.

    Numbers too long to be one are left out.
    """
    wanted = {number for number in numbers if 0 < len(number) <= _NUMBER_LENGTH}
    known = dict(LegalDocument.objects.filter(number__in=wanted).values_list("number", "pk"))
    fresh = [LegalDocument(number=number) for number in sorted(wanted - known.keys())]
    return known | {row.number: row.pk for row in LegalDocument.objects.bulk_create(fresh, batch_size=2000)}


@transaction.atomic
def load_legislation(*, folder: Path) -> LoadReport:
    """Write the documents of both lists; the codification, read from official notes, wins over titles guessed from procedures."""
    report = LoadReport()
    wanted: dict[str, LegalDocument] = {}
    for file, source in (("cited_by_procedures.csv", "Thủ tục hành chính viện dẫn"), ("codification.csv", f"Bộ pháp điển, {CODIFIED_ON}")):
        with (folder / file).open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                _merge(wanted, _document(row, source), report)
    known = {document.number: document for document in LegalDocument.objects.all()}
    fresh, changed = [], []
    for number, document in wanted.items():
        old = known.get(number)
        if old is None:
            fresh.append(document)
        elif any(getattr(old, name) != getattr(document, name) for name in _FIELDS):
            document.pk = old.pk
            changed.append(document)
    LegalDocument.objects.bulk_create(fresh, batch_size=1000)
    LegalDocument.objects.bulk_update(changed, _FIELDS, batch_size=1000)
    report.created, report.updated = len(fresh), len(changed)
    report.unchanged = len(wanted) - len(fresh) - len(changed)
    return report


def _document(row: dict[str, str], source: str) -> LegalDocument:
    return LegalDocument(
        number=clean(row["so_ky_hieu"]),
        title=clean(row["trich_yeu"]),
        kind=clean(row["loai"])[:60],
        issuer=clean(row["co_quan_ban_hanh"])[:160],
        issued_on=_date(row["ngay_ban_hanh"]),
        effective_on=_date(row["ngay_hieu_luc"]),
        effect_status=clean(row.get("tinh_trang") or "")[:40],
        source=source,
    )


def _merge(wanted: dict[str, LegalDocument], document: LegalDocument, report: LoadReport) -> None:
    if not document.number or len(document.number) > 60:
        report.problems.append(f"{document.number[:60]}: số ký hiệu trống hoặc quá dài")
        return
    earlier = wanted.get(document.number)
    if earlier is not None:
        for name in _FIELDS[:-1]:
            if not getattr(document, name):
                setattr(document, name, getattr(earlier, name))
    wanted[document.number] = document


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
