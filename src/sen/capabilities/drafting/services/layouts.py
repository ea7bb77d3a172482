"""Which layout a kind of document has, and how issuer and signer stand on it.

Basis: 30/2020/NĐ-CP, Article 7 (29 kinds), Appendix I (cells) and Appendix III (abbreviations and forms).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sen.kernel.text import fold

if TYPE_CHECKING:
    from sen.foundation.agencies.models import Agency


@dataclass(frozen=True, slots=True)
class Layout:
    """The printed name of a kind, its template, and the word that opens what is decided."""

    name: str
    template: str = "named"
    verdict: str = ""


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
    "BC": Layout("Báo cáo"),
    "BB": Layout("Biên bản", "minutes"),
    "TTr": Layout("Tờ trình"),
    "HĐ": Layout("Hợp đồng", "agreement"),
    "CV": Layout("Công văn", "letter"),
    "CĐ": Layout("Công điện", "telegram"),
    "BGN": Layout("Bản ghi nhớ", "agreement"),
    "BTT": Layout("Bản thỏa thuận", "agreement"),
    "GUQ": Layout("Giấy ủy quyền", "slip"),
    "GM": Layout("Giấy mời", "invitation"),
    "GGT": Layout("Giấy giới thiệu", "slip"),
    "GNP": Layout("Giấy nghỉ phép", "leave"),
    "PG": Layout("Phiếu gửi", "slip"),
    "PC": Layout("Phiếu chuyển", "slip"),
    "PB": Layout("Phiếu báo", "slip"),
    "ThC": Layout("Thư công", "public_letter"),
}
_BY_NAME = {fold(layout.name).replace(" ", "-"): layout for layout in _LAYOUTS.values()}
_COMMITTEE = "Ủy ban nhân dân"
_COUNCIL = "Hội đồng nhân dân"
_HEADS = (
    (_COMMITTEE, "Chủ tịch"),
    (_COUNCIL, "Chủ tịch"),
    ("Văn phòng", "Chánh Văn phòng"),
    ("Sở", "Giám đốc"),
    ("Thanh tra", "Chánh Thanh tra"),
    ("Chi cục", "Chi cục trưởng"),
    ("Cục", "Cục trưởng"),
    ("Phòng", "Trưởng phòng"),
    ("Trung tâm", "Giám đốc"),
    ("Ban", "Trưởng ban"),
)


def layout_of(kind_code: str) -> Layout:
    """The layout of a kind by abbreviation or by key such as ``quyet-dinh``; any other kind is laid out under its own name."""
    return _LAYOUTS.get(kind_code) or _BY_NAME.get(fold(kind_code).replace(" ", "-")) or Layout(kind_code)


def list_layouts() -> dict[str, Layout]:
    """All layouts by abbreviation, in the order of the decree."""
    return dict(_LAYOUTS)


def head_title(agency_name: str) -> str:
    """The position of the agency's head, for the lines “KT.”, “TL.” and “TUQ.”."""
    return next((title for start, title in _HEADS if agency_name.lower().startswith(start.lower())), "Thủ trưởng")


def issuer_lines(agency_name: str) -> list[str]:
    """The issuer's name as it stands in the head: a committee or council above the name of its area."""
    for collective in (_COMMITTEE, _COUNCIL):
        if agency_name.lower().startswith(collective.lower() + " "):
            return [collective, agency_name[len(collective) :].split(",")[0].strip()]
    return [agency_name]


def signer_lines(*, agency_name: str, competence: str, title: str) -> list[str]:
    """The lines above a signature: power, the body or head in whose name it is given, the signer's position.

    Basis: 30/2020/NĐ-CP, Article 13 and Appendix I, Part I, II.7a.
    """
    position, head = _short(title, agency_name), head_title(agency_name)
    if competence == "TM":
        body = issuer_lines(agency_name)[0]
        is_deputy = fold(position).startswith("pho ")
        return [f"TM. {body}", *([f"KT. {head}"] if is_deputy else []), position]
    if competence in {"KT", "TL", "TUQ"}:
        return [f"{competence}. {head}", position]
    return [f"Q. {position}"] if competence == "Q" else [position]


def authority_of(*, agency_name: str, competence: str) -> str:
    """Who decides, above the grounds of a decision: the collective body, otherwise the agency's head."""
    return agency_name if competence == "TM" else f"{head_title(agency_name)} {agency_name}"


def place_of(agency: "Agency") -> str:
    """The place name before the date: the commune's or district's own, otherwise the province's."""
    area = issuer_lines(agency.name)
    if len(area) == 2:
        for start in ("xã ", "phường ", "thị trấn ", "huyện ", "thành phố ", "thị xã ", "tỉnh "):
            if area[1].lower().startswith(start):
                return area[1][len(start) :]
    return "Đồng Tháp"


def _short(title: str, agency_name: str) -> str:
    """The position without the name of the agency, which already stands in the head."""
    for name in (agency_name, issuer_lines(agency_name)[0]):
        found = title.lower().find(name.lower())
        if found > 0:
            return title[:found].strip()
    return title
