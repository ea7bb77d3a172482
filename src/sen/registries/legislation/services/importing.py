"""Documents from a list: one row for each, relations in further columns."""

import csv
import datetime as dt
import io
from collections.abc import Iterator

from django.db import transaction

from sen.kernel.actor import Actor
from sen.kernel.loading import LoadReport
from sen.kernel.text import clean
from sen.registries.legislation.errors import ListUnreadable, RelationTaken, SameDocument
from sen.registries.legislation.models import LegalDocument
from sen.registries.legislation.policies import require_keeper
from sen.registries.legislation.services.documents import record_document
from sen.registries.legislation.services.relations import record_relation
from sen.registries.legislation.states import RelationKind
from sen.registries.legislation.types import DocumentDraft, RelationDraft

MAX_BYTES, MAX_ROWS = 5 * 1024 * 1024, 5000
COLUMNS = ("so_ky_hieu", "trich_yeu", "loai", "co_quan_ban_hanh", "nguoi_ky", "ngay_ban_hanh", "ngay_hieu_luc", "ngay_het_hieu_luc")
RELATION_COLUMNS = {
    "thay_the": RelationKind.REPLACES,
    "sua_doi": RelationKind.AMENDS,
    "bai_bo": RelationKind.REPEALS,
    "huong_dan": RelationKind.GUIDES,
}


@transaction.atomic
def import_documents(*, actor: Actor, content: bytes, now: dt.datetime) -> LoadReport:
    """Write the documents of a CSV file (columns COLUMNS, and numbers parted by ``;`` in RELATION_COLUMNS).

    Empty cells leave what is known; a wrong row is reported and left out.  Raises NotAllowed, ListUnreadable.
    """
    require_keeper(actor)
    report = LoadReport()
    known = {document.number: document for document in LegalDocument.objects.all()}
    for number, row in _rows(content):
        try:
            draft = _draft(row, known.get(clean(row.get("so_ky_hieu") or "")))
        except ValueError as error:
            report.problems.append(f"Dòng {number}: {error}")
            continue
        old = known.get(draft.number)
        before = old.edited_at if old else None
        document = record_document(actor=actor, draft=draft, document_id=old.pk if old else None, now=now)
        known[document.number] = document
        if old is None:
            report.created += 1
        elif document.edited_at != before:
            report.updated += 1
        else:
            report.unchanged += 1
        _relate(actor, document, row, now)
    return report


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    if len(content) > MAX_BYTES:
        raise ListUnreadable("file", problem="tệp lớn hơn 5 MB")
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), strict=True)
        rows = list(reader)
    except (UnicodeDecodeError, csv.Error):
        raise ListUnreadable("file", problem="tệp không phải CSV mã UTF-8") from None
    if not {"so_ky_hieu", "trich_yeu"} <= set(reader.fieldnames or ()):
        raise ListUnreadable("file", problem="hàng đầu cần có cột so_ky_hieu và trich_yeu")
    if len(rows) > MAX_ROWS:
        raise ListUnreadable("file", problem=f"quá {MAX_ROWS} dòng")
    return ((number, row) for number, row in enumerate(rows, start=2))


def _draft(row: dict[str, str], old: LegalDocument | None) -> DocumentDraft:
    cells = {name: clean(row.get(name) or "") for name in COLUMNS}
    if not cells["so_ky_hieu"] or len(cells["so_ky_hieu"]) > 60:
        raise ValueError("số ký hiệu trống hoặc dài quá 60 ký tự")
    dates = {name: _date(cells[name]) for name in ("ngay_ban_hanh", "ngay_hieu_luc", "ngay_het_hieu_luc")}
    draft = DocumentDraft(
        number=cells["so_ky_hieu"],
        title=cells["trich_yeu"] or (old.title if old else ""),
        kind=cells["loai"] or (old.kind if old else ""),
        issuer=cells["co_quan_ban_hanh"] or (old.issuer if old else ""),
        signer=cells["nguoi_ky"] or (old.signer if old else ""),
        issued_on=dates["ngay_ban_hanh"] or (old.issued_on if old else None),
        effective_on=dates["ngay_hieu_luc"] or (old.effective_on if old else None),
        ends_on=dates["ngay_het_hieu_luc"] or (old.ends_on if old else None),
        ends_reason=old.ends_reason if old else "",
    )
    if draft.ends_on and draft.effective_on and draft.ends_on <= draft.effective_on:
        raise ValueError("ngày hết hiệu lực phải sau ngày có hiệu lực")
    return draft


def _date(text: str) -> dt.date | None:
    """A date as 2026-11-23 or 23/11/2026; raises ValueError."""
    if not text:
        return None
    day, slash, rest = text.partition("/")
    if slash:
        month, _, year = rest.partition("/")
        text = f"{year}-{month.zfill(2)}-{day.zfill(2)}"
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"ngày {text} chưa đúng dạng 23/11/2026") from None


def _relate(actor: Actor, document: LegalDocument, row: dict[str, str], now: dt.datetime) -> None:
    for column, kind in RELATION_COLUMNS.items():
        for target in filter(None, (clean(part) for part in (row.get(column) or "").split(";"))):
            try:
                record_relation(actor=actor, document_id=document.pk, draft=RelationDraft(kind, target), now=now)
            except (RelationTaken, SameDocument):
                continue
