"""What the printed forms of Appendix V say: plain JSON facts for the templates."""

import datetime as dt
from typing import Any

from sen.capabilities.workfiles.models import FileList, HandOver, ListEntry, ListHeading, WorkFile, WorkFileItem
from sen.capabilities.workfiles.selectors.counting import in_words, roman
from sen.capabilities.workfiles.selectors.reading import items_in_time_order
from sen.foundation.agencies.selectors import get_agency
from sen.kernel import clock
from sen.ui.format import date_text

Facts = dict[str, Any]
BASIS = "Phụ lục V Nghị định số 30/2020/NĐ-CP"
_PLACED = (
    "Ủy ban nhân dân xã ",
    "Ủy ban nhân dân phường ",
    "Ủy ban nhân dân thị trấn ",
    "Ủy ban nhân dân huyện ",
    "Ủy ban nhân dân thành phố ",
)


def frame(agency_id: int, title: str, on: dt.date, *, demo: bool) -> Facts:
    """Header and foot of a form of the agency."""
    agency = get_agency(agency_id)
    parent = get_agency(agency.parent_id).name if agency.parent_id else ""
    return {
        "form": {"title": title, "list_number": "", "basis": BASIS},
        "issuer": {"parent": parent, "unit": agency.name},
        "agency": agency.name,
        "place": _place(agency.name),
        "date": on.isoformat(),
        "demo": demo,
    }


def list_facts(owner: FileList, on: dt.date) -> Facts:
    """Danh mục hồ sơ: headings in order, each with its files."""
    entries: dict[int, list[ListEntry]] = {}
    for entry in owner.entries.order_by("number", "pk"):
        entries.setdefault(entry.heading_id, []).append(entry)
    headings = list(owner.headings.order_by("ordinal", "pk"))
    rows: list[Facts] = []
    for heading in (h for h in headings if h.parent_id is None):
        rows.append({"level": 1, "mark": roman(heading.ordinal), "title": heading.title})
        rows += _entry_rows(entries.get(heading.pk, []))
        for child in (h for h in headings if h.parent_id == heading.pk):
            rows.append({"level": 2, "mark": str(child.ordinal), "title": child.title})
            rows += _entry_rows(entries.get(child.pk, []))
    known = [entry for group in entries.values() for entry in group]
    forever = sum(1 for entry in known if entry.maintenance == "Vĩnh viễn")
    return {
        **frame(owner.agency_id, f"Danh mục hồ sơ năm {owner.year}", on, demo=owner.is_demo),
        "rows": rows,
        "total": len(known),
        "total_words": in_words(len(known)),
        "forever": forever,
        "timed": len(known) - forever,
        "decision": owner.decision,
        "decided_on": clock.local(owner.approved_at).date().isoformat() if owner.approved_at else "",
        "approver": owner.approved_by_name.partition(",")[0],
    }


def _entry_rows(entries: list[ListEntry]) -> list[Facts]:
    return [
        {
            "level": 0,
            "notation": entry.notation,
            "title": entry.title,
            "maintenance": entry.maintenance,
            "keeper": entry.keeper_name,
            "note": " ".join(part for part in (entry.note, "(bổ sung)" if entry.is_added else "") if part),
        }
        for entry in entries
    ]


def index_facts(workfile: WorkFile, on: dt.date, hidden: frozenset[int] = frozenset()) -> Facts:
    """Mục lục văn bản trong hồ sơ; of ``hidden`` items only the ordinal is told."""
    items = items_in_time_order(workfile)
    page, rows = 1, []
    for item in items:
        rows.append(_index_row(item, page, is_hidden=item.pk in hidden))
        page += item.pages
    return {
        **frame(workfile.agency_id, "Mục lục văn bản, tài liệu trong hồ sơ", on, demo=workfile.is_demo),
        "notation": workfile.notation,
        "code": workfile.code,
        "title": workfile.title,
        "year": workfile.year,
        "maintenance": workfile.maintenance,
        "keeper": workfile.keeper_name,
        "period": period_of(workfile),
        "rows": rows,
        "total": len(items),
        "total_words": in_words(len(items)),
        "pages": sum(item.pages for item in items) or "",
    }


def _index_row(item: WorkFileItem, page: int, *, is_hidden: bool) -> Facts:
    if is_hidden:
        return {"ordinal": item.ordinal, "title": "Văn bản người xuất chưa được giao quyền xem", "hidden": True}
    return {
        "ordinal": item.ordinal,
        "number": item.number,
        "date": item.dated_on.isoformat() if item.dated_on else "",
        "title": f"{item.type_name}: {item.title}" if item.type_name and not item.title.startswith(item.type_name) else item.title,
        "author": item.author,
        "page": f"{page}–{page + item.pages - 1}" if item.pages > 1 else str(page) if item.pages else "",
        "note": item.note,
    }


def hand_over_facts(hand_over: HandOver, on: dt.date) -> Facts:
    """Mục lục hồ sơ nộp lưu and biên bản giao nhận: both say the same files and amounts."""
    files = list(hand_over.files.order_by("year", "notation"))
    years = sorted({day.year for file in files for day in (file.start_on, file.end_on) if day})
    tables = files_of_files(files)
    return {
        **frame(hand_over.agency_id, "Mục lục hồ sơ, tài liệu nộp lưu", on, demo=hand_over.is_demo),
        "number": f"{hand_over.number:02d}/{hand_over.year}",
        "block": hand_over.block_name,
        "period": f"{years[0]}–{years[-1]}" if years and years[0] != years[-1] else str(years[0]) if years else "",
        "rows": [
            {
                "notation": file.notation,
                "title": file.title,
                "period": period_of(file),
                "maintenance": file.maintenance,
                "pages": file.page_total or "",
                "note": file.description,
            }
            for file in files
        ],
        "total": len(files),
        "total_words": in_words(len(files)),
        "documents": sum(file.doc_total for file in files),
        "stored_files": sum(len(item.files) + (1 if item.file_id and not item.files else 0) for item in tables),
        "giver": {"name": hand_over.giver_name, "role": hand_over.giver_title, "unit": hand_over.giver_unit},
        "receiver": {"name": hand_over.receiver_name, "role": hand_over.receiver_title},
        "condition": hand_over.condition,
        "answered_on": clock.local(hand_over.answered_at).date().isoformat() if hand_over.answered_at else "",
    }


def files_of_files(files: list[WorkFile]) -> list[WorkFileItem]:
    """Everything that lies in the files, in one query."""
    return list(WorkFileItem.objects.filter(workfile__in=files, removed_at__isnull=True))


def period_of(workfile: WorkFile) -> str:
    """Thời gian tài liệu: from the first day to the last."""
    return " – ".join(part for part in (date_text(workfile.start_on), date_text(workfile.end_on)) if part)


def kept_through(workfile: WorkFile) -> int | None:
    """The last year of its term of keeping; None for one kept for ever, until something is void, or not closed yet."""
    return workfile.end_on.year + workfile.retention_years if workfile.end_on and workfile.retention_years is not None else None


def heading_path(heading: ListHeading) -> str:
    """A heading as people choose it: ``I. Tổ chức cán bộ › 2. Đào tạo``."""
    if heading.parent is None:
        return f"{roman(heading.ordinal)}. {heading.title}"
    return f"{roman(heading.parent.ordinal)}. {heading.parent.title} › {heading.ordinal}. {heading.title}"


def _place(agency_name: str) -> str:
    for start in _PLACED:
        if agency_name.lower().startswith(start.lower()):
            return agency_name[len(start) :].split(",")[0].strip()
    return "Đồng Tháp"
