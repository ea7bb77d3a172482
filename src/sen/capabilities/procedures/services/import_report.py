"""What an import says about itself: how much was read, what could not be, and why, procedure by procedure."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sen.capabilities.procedures.selectors.completeness import PART_NAMES, StatedParts, absent_parts
from sen.capabilities.procedures.types import CatalogueSource, ProcedureRecord

REMARKS = {
    "unit-assumed": "Nguồn ghi số mà không ghi đơn vị; hiểu là ngày làm việc.",
    "unit-unknown": "Nguồn ghi đơn vị thời hạn không hiểu được; bỏ trống.",
    "several-limits": "Nhiều thời hạn khác nhau; lấy thời hạn dài nhất làm thời hạn chung.",
    "limit-from-text": "Cột thời hạn để trống; lấy từ phần mô tả.",
    "limit-from-law": "Cột thời hạn để trống; lấy từ văn bản quy phạm pháp luật, cần đối chiếu.",
    "limit-only-in-words": "Thời hạn chỉ nêu bằng lời; chưa tính được hạn trả tự động.",
    "limit-not-set-by-law": "Pháp luật không quy định thời hạn.",
    "agency-from-level": "Nguồn không ghi cơ quan thực hiện; suy từ cấp thực hiện.",
    "district-level-assumed": "Xếp cấp huyện theo bảng giả định cho năm 2020.",
    "fee-below-1000": "Mức thu dưới 1.000 đồng, tin là ghi thiếu; không thu cho đến khi được sửa.",
    "fee-contradicts-note": "Mức thu trái với ghi chú bên cạnh; không thu cho đến khi được sửa.",
    "count-missing": "Giấy tờ không ghi số bản chính, bản sao.",
    "form-name-glued": "Tên tệp mẫu đơn dính vào tên giấy tờ, chưa tách được.",
    "fragment-kept": "Tên giấy tờ bắt đầu giữa câu, có thể nguồn tách sai dòng.",
    "fragment-dropped": "Dòng giấy tờ không có nội dung; bỏ qua.",
    "case-without-description": "Trường hợp chỉ đánh số, không nêu nội dung.",
}
DOUBTFUL = (
    "unit-assumed",
    "unit-unknown",
    "fee-below-1000",
    "fee-contradicts-note",
    "form-name-glued",
    "fragment-kept",
    "count-missing",
    "limit-only-in-words",
)


def build_report(source: CatalogueSource, *, fresh: int, changed: int, gone: Sequence[str], competences: int) -> dict[str, Any]:
    """The report as JSON values; ``problems`` lists each procedure with its reasons and missing parts."""
    records = source.procedures
    absent = {record.code: absent_parts(stated_parts(record)) for record in records}
    remarks = Counter(remark for record in records for remark in record.notes)
    return {
        "province": source.province,
        "read": len(records),
        "new": fresh,
        "changed": changed,
        "unchanged": len(records) - fresh - changed,
        "no_longer_in_source": list(gone),
        "publishable": sum(not parts for parts in absent.values()),
        "incomplete": sum(bool(parts) for parts in absent.values()),
        "central_only_left_out": source.central_only,
        "competence_rules_new": competences,
        "rows": _row_counts(records),
        "service_levels": dict(Counter(str(record.service_level) for record in records)),
        "missing_parts": dict(Counter(part for parts in absent.values() for part in parts)),
        "remarks": dict(remarks.most_common()),
        "problems": [
            {"code": r.code, "name": r.name, "missing": absent[r.code], "remarks": list(r.notes)}
            for r in records
            if absent[r.code] or r.notes
        ],
    }


def readable_report(report: dict[str, Any]) -> str:
    """The report as plain text in Vietnamese, one procedure a line."""
    lines = [
        f"Nhập danh mục thủ tục hành chính: {report['province']}",
        f"Đọc {report['read']} thủ tục: mới {report['new']}, thay đổi {report['changed']}, không đổi {report['unchanged']}.",
        f"Đủ bảy bộ phận bắt buộc: {report['publishable']}; chưa đủ, để ở bản dự thảo: {report['incomplete']}.",
        f"Thủ tục chỉ làm ở cấp trung ương, không đưa vào danh mục: {report['central_only_left_out']}.",
        "",
        "Số dòng đọc được:",
        *(f"  {name}: {count}" for name, count in report["rows"].items()),
        "",
        "Bộ phận còn thiếu:",
        *(f"  {PART_NAMES[part]}: {count} thủ tục" for part, count in report["missing_parts"].items()),
        "",
        "Điều phải giả định hoặc chưa đọc được:",
        *(f"  {REMARKS[key]} ({count} thủ tục)" for key, count in report["remarks"].items()),
        "",
        "Từng thủ tục:",
    ]
    for problem in report["problems"]:
        missing = [f"thiếu {PART_NAMES[part].lower()}" for part in problem["missing"]]
        lines.append(f"  {problem['code']} {problem['name'][:90]}: " + "; ".join([*missing, *(REMARKS[key] for key in problem["remarks"])]))
    return "\n".join(lines) + "\n"


def _row_counts(records: Sequence[ProcedureRecord]) -> dict[str, int]:
    return {
        "Trường hợp": sum(len(record.cases) for record in records),
        "Giấy tờ": sum(1 for record in records for row in record.components if row.duty != "note"),
        "Lưu ý": sum(1 for record in records for row in record.components if row.duty == "note"),
        "Cách nộp": sum(len(record.methods) for record in records),
        "Phí, lệ phí": sum(len(record.fees) for record in records),
        "Kết quả": sum(len(record.results) for record in records),
        "Căn cứ pháp lý": sum(len(record.bases) for record in records),
    }


def stated_parts(record: ProcedureRecord) -> StatedParts:
    """What a record read from a source states of the seven parts."""
    return StatedParts(
        name=record.name,
        steps=record.steps,
        has_methods=bool(record.methods),
        has_components=any(row.duty != "note" for row in record.components),
        copies=1,
        has_limit=record.limit_amount is not None or bool(record.limit_note),
        subjects=record.subjects,
        agency=record.executing_agency,
    )
