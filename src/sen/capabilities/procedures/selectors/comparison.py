"""What changed between two versions, part by part, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sen.capabilities.procedures.models import ProcedureVersion
from sen.capabilities.procedures.selectors.limits import limit_text
from sen.capabilities.procedures.selectors.versions import VersionPage, level_names, version_page
from sen.ui.format import money_text


@dataclass(frozen=True)
class Difference:
    """One part that differs: lines only in the older version, and lines only in the newer one."""

    part: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


def compare_versions(old_id: int, new_id: int) -> list[Difference]:
    """The parts in which two versions differ, in the order of the record; empty when they say the same."""
    old, new = _lines(version_page(old_id)), _lines(version_page(new_id))
    differences = []
    for part, after in new.items():
        before = old[part]
        removed = tuple(line for line in before if line not in after)
        added = tuple(line for line in after if line not in before)
        if removed or added:
            differences.append(Difference(part, removed, added))
    return differences


def _lines(page: VersionPage) -> dict[str, Sequence[str]]:
    version: ProcedureVersion = page.facts.version
    return {
        "Tên thủ tục": (version.name,),
        "Lĩnh vực": (page.field_name,),
        "Cấp thực hiện": level_names(version),
        "Trình tự thực hiện": page.steps,
        "Cách thức thực hiện": [" · ".join(filter(None, (m.channel_name, m.limit_text, m.note))) for m in page.methods],
        "Thành phần hồ sơ": [
            _paper(page, row.case_id, row.name, row.originals, row.copies) for row in page.components if row.duty != "note"
        ],
        "Lưu ý về hồ sơ": [row.name for row in page.components if row.duty == "note"],
        "Số lượng hồ sơ": (f"{version.copies} bộ",),
        "Thời hạn giải quyết": tuple(filter(None, (limit_text(version.limit_amount, version.limit_unit), version.limit_note))),
        "Đối tượng thực hiện": version.subjects,
        "Cơ quan thực hiện": (version.executing_agency,),
        "Kết quả": page.results,
        "Phí, lệ phí": [_fee(fee.amount, fee.channel, fee.note, fee.is_doubtful) for fee in page.fees],
        "Yêu cầu, điều kiện": page.conditions,
        "Căn cứ pháp lý": [basis.number for basis in page.bases],
        "Mức độ trực tuyến": tuple(filter(None, (page.service_level_name, version.partial_reason))),
        "Phạm vi áp dụng": (version.territorial_scope or "Toàn tỉnh",),
        "Từ khóa": (version.keywords,) if version.keywords else (),
    }


def _paper(page: VersionPage, case_id: int | None, name: str, originals: int, copies: int) -> str:
    case = next((case.name for case in page.cases if case.id == case_id), "")
    return f"{case}: {name} ({originals} bản chính, {copies} bản sao)" if case else f"{name} ({originals} bản chính, {copies} bản sao)"


def _fee(amount: int | None, channel: str, note: str, is_doubtful: bool) -> str:
    words = [channel, money_text(amount) if amount is not None else "chưa rõ mức", note[:120], "chờ đối chiếu" if is_doubtful else ""]
    return " · ".join(word for word in words if word)
