"""What a heading above papers means: a case, a duty, a condition, or only a title.

The portal prints cases and group titles in the same column; citizens must choose only among real cases.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from sen.capabilities.procedures.adapters.national_portal.texts import first_upper, tidy, without_enumerator


class HeadingKind(StrEnum):
    """What a heading means for the papers under it."""

    CASE = "case"
    SUBMIT = "submit"
    PRESENT = "present"
    NOTE = "note"
    CONDITION = "condition"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its meaning and its text cleaned for people."""

    kind: HeadingKind
    text: str


_NOTE = re.compile(r"(lưu ý|ghi chú|chú ý|chú thích|người tiếp nhận)\b")
_BETWEEN_AGENCIES = re.compile(r"hồ sơ (sở|ủy ban|uỷ ban|ubnd|chi cục|cơ quan|do (?!người|tổ chức|chủ)|trình )")
_CONDITION = re.compile(r"(tùy|tuỳ) từng|ngoài các|(phải )?nộp thêm|nộp bổ sung|kèm theo một trong|(ủy|uỷ) quyền|nếu có\b")
_CHANNEL = re.compile(
    r"^(trường hợp )?(người [^,:]{0,40} )?(nộp|gửi|đăng ký|hồ sơ|thực hiện|nhận)[^,:]{0,60}"
    r"(trực tuyến|môi trường điện tử|phương thức điện tử|trực tiếp|bưu chính|bản giấy|qua mạng|dạng giấy)"
)
_CASE_START = re.compile(
    r"(trường hợp|rường hợp|đối với|đăng ký|cấp|gia hạn|khai|miễn|giảm|hoàn|chấm dứt|điều chỉnh|đổi|"
    r"thủ tục|hỗ trợ|xóa|thay đổi|chuyển|giao|thu hồi|"
    r"công nhận|tạm ngừng|địa điểm|nhập khẩu|xuất khẩu|mở|đề nghị)\b"
)
_CASE_INSIDE = re.compile(r"^(thành phần )?(hồ sơ|giấy tờ)[^:]{0,40}(đối với|trong trường hợp)")
_CASE_FILE = re.compile(
    r"hồ sơ (đề nghị|đăng ký|cấp|gia hạn|hưởng|khai|hải quan|chấp thuận|nhập khẩu|xuất khẩu|miễn|giảm|giao đất|thu hồi|"
    r"thanh toán|tạm ứng|vay|hỗ trợ|"
    r"chuyển|bổ nhiệm|thành lập|công nhận|thay đổi|xóa|hoàn)"
)
_TAIL = re.compile(
    r"[,:;.\s]*(?:(?:thì )?(?:thành phần )?hồ sơ,?\s*(?:đăng ký |đề nghị )?(?:bao )?gồm(?: có)?(?: các giấy tờ(?: sau)?(?: đây)?)?|"
    r"(?:bao )?gồm(?: các giấy tờ)?(?: sau)?(?: đây)?|"
    r"phải có|cụ thể như sau|như sau)?[\s:;,.]*$",
    re.IGNORECASE,
)


def read_heading(raw: str) -> Heading:
    """The meaning of a heading, and its text without bullets, numbering and ``hồ sơ bao gồm:``."""
    text = without_enumerator(tidy(raw))
    plain = text.lower()
    shown = first_upper(_TAIL.sub("", text)) or first_upper(text)
    return Heading(_kind(raw.strip(), plain), shown)


def _kind(raw: str, plain: str) -> HeadingKind:
    if _NOTE.match(plain) or _BETWEEN_AGENCIES.match(plain):
        return HeadingKind.NOTE
    if "xuất trình" in plain[:60] and "nộp" not in plain[: plain.find("xuất trình")]:
        return HeadingKind.PRESENT
    if raw.startswith("(") and raw.endswith(")") and len(raw) > 80:
        return HeadingKind.SUBMIT
    if _CHANNEL.match(plain):
        return HeadingKind.CHANNEL
    if _CONDITION.search(plain[:200]):
        return HeadingKind.CONDITION
    if _CASE_START.match(plain) or _CASE_INSIDE.match(plain) or _CASE_FILE.match(plain):
        return HeadingKind.CASE
    return HeadingKind.SUBMIT
