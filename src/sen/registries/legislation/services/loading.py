"""Loading the documents and relations the platform ships."""

import csv
import datetime as dt
from pathlib import Path

from django.db import transaction

from sen.foundation.feeds.services import append_changes
from sen.foundation.feeds.types import Action, Change
from sen.kernel.loading import LoadReport
from sen.kernel.text import clean
from sen.registries.legislation.models import LegalDocument, LegalRelation
from sen.registries.legislation.services.documents import NUMBER_LENGTH, ensure_documents, words_of
from sen.registries.legislation.services.titles import relations_in
from sen.registries.legislation.states import Origin
from sen.registries.legislation.types import FEED

CODIFIED_ON = "18/06/2025"
_LISTS = (
    ("cited_by_procedures.csv", "Thủ tục hành chính viện dẫn"),
    ("codification.csv", f"Bộ pháp điển, {CODIFIED_ON}"),
    ("onestop.csv", "Văn bản về cơ chế một cửa"),
)
_FIELDS = ("title", "kind", "issuer", "issued_on", "effective_on", "effect_status", "source")
Pair = tuple[int, int, str]


@transaction.atomic
def load_legislation(*, folder: Path, now: dt.datetime) -> LoadReport:
    """Write the documents of the lists and the relations stated in titles and in ``relations.csv``; a second run changes nothing.

    The codification, read from official notes, wins over titles guessed from procedures; what a person has written stays.
    """
    report = LoadReport()
    wanted: dict[str, LegalDocument] = {}
    for file, source in _LISTS:
        with (folder / file).open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                _merge(wanted, _document(row, source), report)
    known = {document.number: document for document in LegalDocument.objects.all()}
    fresh, changed = [], []
    for number, document in wanted.items():
        old = known.get(number)
        if old is None:
            fresh.append(document)
        elif old.edited_at is None and (not old.words or any(getattr(old, name) != getattr(document, name) for name in _FIELDS)):
            document.pk = old.pk
            changed.append(document)
    LegalDocument.objects.bulk_create(fresh, batch_size=1000)
    LegalDocument.objects.bulk_update(changed, [*_FIELDS, "words"], batch_size=1000)
    report.created, report.updated = len(fresh), len(changed)
    report.unchanged = len(wanted) - len(fresh) - len(changed)
    changes = [Change("document", str(row.pk), Action.CREATED) for row in fresh]
    changes += [Change("document", str(row.pk), Action.CHANGED) for row in changed]
    changes += _load_relations(folder / "relations.csv", wanted)
    append_changes(registry=FEED, changes=changes, now=now)
    return report


def _document(row: dict[str, str], source: str) -> LegalDocument:
    document = LegalDocument(
        number=clean(row["so_ky_hieu"]),
        title=clean(row["trich_yeu"]),
        kind=clean(row["loai"])[:60],
        issuer=clean(row["co_quan_ban_hanh"])[:160],
        issued_on=_date(row["ngay_ban_hanh"]),
        effective_on=_date(row["ngay_hieu_luc"]),
        effect_status=clean(row.get("tinh_trang") or "")[:40],
        source=source,
    )
    document.words = words_of(document)
    return document


def _merge(wanted: dict[str, LegalDocument], document: LegalDocument, report: LoadReport) -> None:
    if not document.number or len(document.number) > NUMBER_LENGTH:
        report.problems.append(f"{document.number[:60]}: số ký hiệu trống hoặc quá dài")
        return
    earlier = wanted.get(document.number)
    if earlier is not None:
        for name in _FIELDS[:-1]:
            if not getattr(document, name):
                setattr(document, name, getattr(earlier, name))
        document.words = words_of(document)
    wanted[document.number] = document


def _load_relations(path: Path, documents: dict[str, LegalDocument]) -> list[Change]:
    """Write relations that are not there yet; returns the changes of the documents they touch."""
    stated: dict[tuple[str, str, str], LegalRelation] = {}
    for number, document in documents.items():
        for named, target in relations_in(document.title):
            stated[number, target, named] = LegalRelation(kind=named, origin=Origin.TITLE)
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            stated[clean(row["so_ky_hieu"]), clean(row["van_ban_dich"]), row["quan_he"]] = LegalRelation(
                kind=row["quan_he"],
                origin=Origin.SHIPPED,
                is_whole=row["toan_bo"] != "0",
                provisions=clean(row["dieu_khoan"]),
                effective_on=_date(row["hieu_luc_tu"]),
            )
    ids = ensure_documents(number for source, target, _ in stated for number in (source, target))
    known: set[Pair] = set(LegalRelation.objects.values_list("source_id", "target_id", "kind"))
    fresh = []
    for (source, target, kind), relation in stated.items():
        if source != target and source in ids and target in ids and (ids[source], ids[target], str(kind)) not in known:
            relation.source_id, relation.target_id = ids[source], ids[target]
            fresh.append(relation)
    LegalRelation.objects.bulk_create(fresh, batch_size=1000)
    return [Change("document", str(key), Action.CHANGED) for key in sorted({relation.target_id for relation in fresh})]


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
