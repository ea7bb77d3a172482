"""How far a service goes online.

The source only says whether an online channel exists; the rest is derived from its text:
full when nothing obliges the person to appear, partial with the reason otherwise, information when there is no channel.
Old levels follow: full 4, partial 3, information 2.
"""

import re
from collections.abc import Sequence

from sen.capabilities.procedures.models import ComponentDuty, ServiceLevel
from sen.capabilities.procedures.types import ComponentRecord

OLD_LEVELS = {ServiceLevel.FULL: 4, ServiceLevel.PARTIAL: 3, ServiceLevel.INFORMATION: 2}
_REASONS = (
    (
        re.compile(
            r"phải có mặt|đều có mặt|cùng có mặt|trực tiếp đến nhận|thu nhận (vân tay|ảnh|sinh trắc)|"
            r"phỏng vấn|sát hạch|ký trước mặt|ký vào sổ",
            re.I,
        ),
        "Người yêu cầu phải có mặt.",
    ),
    (
        re.compile(r"(kiểm tra|thẩm định|xác minh|khảo sát)[^.;\n]{0,30}(thực tế|thực địa|hiện trường|tại cơ sở|tại chỗ)", re.I),
        "Phải kiểm tra thực tế tại chỗ.",
    ),
    (
        re.compile(r"nộp lại bản (gốc|chính)|thu hồi bản (gốc|chính)|đối chiếu (với )?bản (gốc|chính)", re.I),
        "Phải đối chiếu hoặc nộp lại bản chính.",
    ),
)
_AT_COUNTER = re.compile(r"trực tiếp|tại cơ quan", re.IGNORECASE)


def read_service(online: bool, steps: str, papers: Sequence[ComponentRecord]) -> tuple[str, int, str]:
    """The service level, the old level of 2020 and why a service is not yet full."""
    if not online:
        return ServiceLevel.INFORMATION, OLD_LEVELS[ServiceLevel.INFORMATION], ""
    reason = next((text for pattern, text in _REASONS if pattern.search(steps)), "")
    if not reason and any(_must_present(paper) for paper in papers):
        reason = "Phải xuất trình giấy tờ tại nơi nộp."
    level = ServiceLevel.PARTIAL if reason else ServiceLevel.FULL
    return level, OLD_LEVELS[level], reason


def _must_present(paper: ComponentRecord) -> bool:
    return paper.duty == ComponentDuty.PRESENT and not paper.is_conditional and not _AT_COUNTER.search(paper.name)
