"""How states, steps and dates of the registry are called on its pages."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sen.capabilities.exchange.models import Agreement, Certificate, Right, Service
from sen.capabilities.exchange.selectors.warnings import ServerHealth
from sen.capabilities.exchange.states import RightAction, RightState, ServiceState
from sen.kernel import clock
from sen.ui.format import date_text
from sen.ui.types import TagView, Tone

RIGHT_STATES = {
    RightState.REQUESTED: (gettext_lazy("Chờ duyệt"), Tone.SOON),
    RightState.APPROVED: (gettext_lazy("Đã duyệt, chờ hiệu lực"), Tone.WAIT),
    RightState.ACTIVE: (gettext_lazy("Đang hiệu lực"), Tone.DONE),
    RightState.SUSPENDED: (gettext_lazy("Tạm dừng"), Tone.WAIT),
    RightState.REFUSED: (gettext_lazy("Không duyệt"), Tone.LINE),
    RightState.ENDED: (gettext_lazy("Đã kết thúc"), Tone.LINE),
}
RIGHT_ACTIONS = {
    "request": gettext_lazy("Đề nghị"),
    RightAction.APPROVE: gettext_lazy("Duyệt"),
    RightAction.REFUSE: gettext_lazy("Không duyệt"),
    RightAction.ACTIVATE: gettext_lazy("Cho hiệu lực"),
    RightAction.SUSPEND: gettext_lazy("Tạm dừng"),
    RightAction.RESUME: gettext_lazy("Cho chạy lại"),
    RightAction.END: gettext_lazy("Kết thúc"),
}
SERVICE_STATES = {
    ServiceState.DRAFT: (gettext_lazy("Bản nháp"), Tone.LINE),
    ServiceState.ACTIVE: (gettext_lazy("Đang cung cấp"), Tone.DONE),
    ServiceState.DISABLED: (gettext_lazy("Tạm ngừng"), Tone.SOON),
}
TRIAL_STEPS = {
    "dns": gettext_lazy("Tìm địa chỉ theo tên (DNS)"),
    "tcp": gettext_lazy("Mở kết nối (TCP)"),
    "tls": gettext_lazy("Bắt tay bảo mật (TLS)"),
    "certificate": gettext_lazy("Chứng thư của máy chủ"),
    "status": gettext_lazy("Cấu hình máy chủ đang dùng"),
    "methods": gettext_lazy("Hỏi danh sách dịch vụ (listMethods)"),
    "echo": gettext_lazy("Gọi và nhận trả lời có chữ ký"),
}
TRIAL_STATES = {
    "ok": (gettext_lazy("Đạt"), Tone.DONE),
    "failed": (gettext_lazy("Không đạt"), Tone.LATE),
    "skipped": (gettext_lazy("Chưa thử"), Tone.LINE),
}
_URGENT_DAYS, _SOON_DAYS = 7, 60


def right_tag(right: Right) -> TagView:
    """A right's state, or that its agreement is over although nobody ended it."""
    agreement = right.agreement
    over = agreement is not None and (agreement.ended_on is not None or (agreement.ends_on or dt.date.max) < clock.today())
    if over and right.state == RightState.ACTIVE:
        return TagView(_("Thỏa thuận đã hết, không còn gọi được"), Tone.LATE)
    word, tone = RIGHT_STATES[RightState(right.state)]
    return TagView(str(word), tone)


def service_tag(service: Service) -> TagView:
    """A service's state."""
    word, tone = SERVICE_STATES[ServiceState(service.state)]
    return TagView(str(word), tone)


def action_word(action: str) -> str:
    """What was done to a right."""
    return str(RIGHT_ACTIONS.get(action, action))


def trial_rows(steps: list[dict[str, object]]) -> list[tuple[str, TagView, object, object]]:
    """The steps of a trial in words: name, state, milliseconds, what was seen."""
    rows = []
    for step in steps:
        word, tone = TRIAL_STATES[str(step["state"])]
        rows.append((str(TRIAL_STEPS[str(step["step"])]), TagView(str(word), tone), step["milliseconds"], step["detail"]))
    return rows


def days_tag(days: int) -> TagView:
    """How many days are left, louder as the end comes near."""
    if days < 0:
        return TagView(_("Đã hết hạn"), Tone.LATE)
    text = _("Hết hạn hôm nay") if days == 0 else ngettext("Còn %(n)d ngày", "Còn %(n)d ngày", days) % {"n": days}
    tone = Tone.LATE if days <= _URGENT_DAYS else Tone.SOON if days <= _SOON_DAYS else Tone.PLAIN
    return TagView(text, tone)


def agreement_tag(agreement: Agreement, today: dt.date) -> TagView:
    """Where an agreement stands."""
    if agreement.ended_on is not None:
        return TagView(_("Chấm dứt từ %(day)s") % {"day": date_text(agreement.ended_on)}, Tone.LINE)
    if agreement.valid_from > today:
        return TagView(_("Hiệu lực từ %(day)s") % {"day": date_text(agreement.valid_from)}, Tone.WAIT)
    if agreement.ends_on is None:
        return TagView(_("Không định hạn"), Tone.DONE)
    return days_tag((agreement.ends_on - today).days)


def certificate_tag(certificate: Certificate, now: dt.datetime) -> TagView:
    """Where a certificate stands."""
    if certificate.revoked_at is not None:
        return TagView(_("Đã thu hồi"), Tone.LINE)
    return days_tag((certificate.valid_to - now).days)


def health_tag(health: ServerHealth) -> TagView:
    """Whether a gateway lives by the present configuration, and if not, why."""
    left = health.life_left
    if health.server.fetched_at is None:
        return TagView(_("Chưa lấy cấu hình lần nào"), Tone.LATE)
    if left is None or left <= dt.timedelta():
        return TagView(_("Cấu hình đã hết hạn, máy chủ từ chối mọi yêu cầu"), Tone.LATE)
    if health.is_silent:
        return TagView(_("Không còn lấy cấu hình"), Tone.LATE if left < dt.timedelta(hours=6) else Tone.SOON)
    if health.is_behind:
        return TagView(_("Đang chờ lấy bản mới"), Tone.WAIT)
    return TagView(_("Đúng bản mới nhất"), Tone.DONE)


def life_text(left: dt.timedelta | None) -> str:
    """How long a configuration still holds: ``11 giờ 40 phút``."""
    if left is None:
        return ""
    minutes = max(int(left.total_seconds()) // 60, 0)
    return _("%(hours)d giờ %(minutes)02d phút") % {"hours": minutes // 60, "minutes": minutes % 60}
