"""Which layout a kind of document has, and the place it names.

Basis: 30/2020/NĐ-CP, Article 7 (29 kinds), Appendix I (cells) and Appendix III (abbreviations and forms).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sen.capabilities.drafting.selectors.signers import issuer_lines
from sen.kernel.text import fold

if TYPE_CHECKING:
    from sen.foundation.agencies.models import Agency


@dataclass(frozen=True, slots=True)
class Layout:
    """The printed name of a kind, its template, the word that opens what is decided, and whether it names addressees at its head."""

    name: str
    template: str = "named"
    verdict: str = ""
    addresses: bool = False


_LAYOUTS = {
    "NQ": Layout("Nghị quyết", "decision", "QUYẾT NGHỊ:"),
    "QĐ": Layout("Quyết định", "decision", "QUYẾT ĐỊNH:"),
    "CT": Layout("Chỉ thị"),
    "QC": Layout("Quy chế"),
    "QyĐ": Layout("Quy định"),
    "TC": Layout("Thông cáo"),
    "TB": Layout("Thông báo"),
    "HD": Layout("Hướng dẫn"),
    "CTr": Layout("Chương trình"),
    "KH": Layout("Kế hoạch"),
    "PA": Layout("Phương án"),
    "ĐA": Layout("Đề án"),
    "DA": Layout("Dự án"),
    "BC": Layout("Báo cáo", addresses=True),
    "BB": Layout("Biên bản", "minutes"),
    "TTr": Layout("Tờ trình", addresses=True),
    "HĐ": Layout("Hợp đồng", "agreement"),
    "CV": Layout("Công văn", "letter", addresses=True),
    "CĐ": Layout("Công điện", "telegram", addresses=True),
    "BGN": Layout("Bản ghi nhớ", "agreement"),
    "BTT": Layout("Bản thỏa thuận", "agreement"),
    "GUQ": Layout("Giấy ủy quyền", "slip"),
    "GM": Layout("Giấy mời", "invitation", addresses=True),
    "GGT": Layout("Giấy giới thiệu", "slip"),
    "GNP": Layout("Giấy nghỉ phép", "leave"),
    "PG": Layout("Phiếu gửi", "slip", addresses=True),
    "PC": Layout("Phiếu chuyển", "slip", addresses=True),
    "PB": Layout("Phiếu báo", "slip", addresses=True),
    "ThC": Layout("Thư công", "public_letter", addresses=True),
}
_BY_NAME = {fold(layout.name).replace(" ", "-"): layout for layout in _LAYOUTS.values()}


def layout_of(kind_code: str) -> Layout:
    """The layout of a kind by abbreviation or by key such as ``quyet-dinh``; any other kind is laid out under its own name."""
    return _LAYOUTS.get(kind_code) or _BY_NAME.get(fold(kind_code).replace(" ", "-")) or Layout(kind_code)


def list_layouts() -> dict[str, Layout]:
    """All layouts by abbreviation, in the order of the decree."""
    return dict(_LAYOUTS)


def place_of(agency: "Agency") -> str:
    """The place name before the date: the commune's or district's own, otherwise the province's."""
    area = issuer_lines(agency.name)
    if len(area) == 2:
        for start in ("xã ", "phường ", "thị trấn ", "huyện ", "thành phố ", "thị xã ", "tỉnh "):
            if area[1].lower().startswith(start):
                return area[1][len(start) :]
    return "Đồng Tháp"
