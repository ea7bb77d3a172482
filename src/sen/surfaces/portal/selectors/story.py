"""A dossier told to its applicant: where it is, who holds it, until when, what happened, what comes."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sen.capabilities.dossiers.selectors import tracking_page
from sen.capabilities.dossiers.states import FINISHED_STATES, PAUSED_STATES, DossierState
from sen.surfaces.portal.selectors.chapters import chapters
from sen.surfaces.portal.selectors.days import days_off_text
from sen.surfaces.portal.selectors.headings import heading
from sen.surfaces.portal.types import PaperView, Story
from sen.ui.format import moment_text
from sen.ui.types import DueView, Fact, FileView, Progress, TimelineItem, Tone

if TYPE_CHECKING:
    from sen.capabilities.dossiers.models import Dossier
    from sen.capabilities.dossiers.selectors.detail import PaperRow
    from sen.capabilities.dossiers.selectors.tracking import TrackingPage

S = DossierState
_WAITING_FOR_ME = frozenset({S.INTAKE_SUPPLEMENT, S.SUPPLEMENT})
_RETURNING = frozenset({"Trả kết quả"})


def read_story(dossier: "Dossier", now: dt.datetime, *, guest: bool) -> tuple["TrackingPage", Story]:
    """The tracking page with its words; a guest gets no links to papers."""
    page = tracking_page(dossier, now)
    state = S(dossier.state)
    promise, promised = _promise(page, now)
    return page, Story(
        state=page.state,
        headline=_headline(page, state),
        advice=_advice(page, state, now),
        promise=promise,
        promised=promised,
        due=page.due if state != S.INTAKE_SUPPLEMENT else DueView(Tone.WAIT, "circle-pause", _("Tạm dừng")),
        days_off=_days_off(page, state, now),
        items=(*chapters(page, now, guest=guest), *_present(page, state), *_future(page, state)),
        places=_places(page),
        apology=_apology(page, state),
        papers=() if guest else tuple(_paper(row, dossier) for row in page.papers),
    )


def _headline(page: "TrackingPage", state: DossierState) -> str:
    count = page.supplement.items.count() if page.supplement else 0
    holder = page.holders[0] if page.holders else None
    step = holder.step.lower() if holder else ""
    told: dict[DossierState, Callable[[], str]] = {
        S.SUBMITTED: lambda: _("%(agency)s đang kiểm tra hồ sơ của bạn.") % {"agency": page.receiving},
        S.INTAKE_SUPPLEMENT: lambda: ngettext("Cần bổ sung %(n)d giấy tờ.", "Cần bổ sung %(n)d giấy tờ.", count) % {"n": count},
        S.SUPPLEMENT: lambda: ngettext("Cần bổ sung %(n)d giấy tờ.", "Cần bổ sung %(n)d giấy tờ.", count) % {"n": count},
        S.REFUSED: lambda: _("Hồ sơ không được tiếp nhận."),
        S.ACCEPTED: lambda: _("Hồ sơ đã được tiếp nhận, đang chuyển đến %(agency)s.") % {"agency": page.competent},
        S.PROCESSING: lambda: (
            _("%(agency)s đang giải quyết hồ sơ, ở bước %(step)s.") % {"agency": holder.agency or page.competent, "step": step}
            if holder
            else _("%(agency)s đang giải quyết hồ sơ của bạn.") % {"agency": page.competent}
        ),
        S.FINANCIAL_DUTY: lambda: _("Bạn cần thực hiện nghĩa vụ tài chính."),
        S.WITHDRAWAL_ASKED: lambda: _("Cơ quan đang xem yêu cầu rút hồ sơ của bạn."),
        S.WITHDRAWN: lambda: _("Bạn đã rút hồ sơ này."),
        S.STOPPED: lambda: _("Hồ sơ đã dừng giải quyết."),
        S.SETTLED: lambda: _("Đã có kết quả giải quyết."),
        S.RETURNED: lambda: _("Đã trả kết quả."),
    }
    return told[state]()


def _advice(page: "TrackingPage", state: DossierState, now: dt.datetime) -> str:
    if state == S.SUBMITTED:
        due = moment_text(page.dossier.reception_due_at, now)
        return _("Hồ sơ chờ tiếp nhận. Cán bộ phải trả lời trước %(due)s. Bạn không cần làm gì thêm.") % {"due": due}
    if state in _WAITING_FOR_ME:
        return _("Thời hạn giải quyết tạm dừng cho đến khi bạn gửi đủ. Mỗi hồ sơ chỉ được yêu cầu bổ sung một lần.")
    if state == S.FINANCIAL_DUTY:
        return _("Thời hạn tạm dừng cho đến khi nghĩa vụ tài chính được xác nhận. Thông báo nằm trong phần Giấy tờ đã cấp.")
    if state in (S.REFUSED, S.STOPPED):
        return _("Lý do nằm trong phiếu đã cấp bên dưới. Muốn làm tiếp, bạn nộp hồ sơ mới.")
    if state == S.WITHDRAWN:
        return _("Muốn làm tiếp, bạn nộp hồ sơ mới.")
    if state == S.SETTLED:
        return _("Tải kết quả bên dưới, hoặc nhận theo cách bạn đã chọn.")
    if state == S.RETURNED:
        return _("Kết quả có mã kiểm tra, ai cũng đối chiếu được thật giả.")
    return _("Bạn không cần làm gì thêm.")


def _promise(page: "TrackingPage", now: dt.datetime) -> tuple[str, str]:
    dossier = page.dossier
    if dossier.state in FINISHED_STATES:
        done = dossier.settled_at or dossier.closed_at
        return (_("Xong lúc"), moment_text(done, now)) if done else ("", "")
    if dossier.state == S.SUBMITTED:
        return _("Trả lời trước"), moment_text(dossier.reception_due_at, now)
    if dossier.state in PAUSED_STATES:
        return _("Hẹn trả kết quả"), _("tính lại khi bạn bổ sung xong") if dossier.state in _WAITING_FOR_ME else _(
            "tính lại sau khi xác nhận"
        )
    return _("Hẹn trả kết quả"), moment_text(dossier.due_at, now) or _("chưa có hạn")


def _apology(page: "TrackingPage", state: DossierState) -> str:
    late = page.due.tone == Tone.LATE and state not in FINISHED_STATES and state != S.SUBMITTED
    return _("Hồ sơ của bạn trễ hẹn. Chúng tôi xin lỗi.") if late else ""


def _days_off(page: "TrackingPage", state: DossierState, now: dt.datetime) -> str:
    dossier = page.dossier
    until = dossier.reception_due_at if state == S.SUBMITTED else dossier.due_at
    if until is None or state in FINISHED_STATES or state in PAUSED_STATES or until <= now:
        return ""
    return days_off_text(now, until)


def _present(page: "TrackingPage", state: DossierState) -> list[TimelineItem]:
    items = []
    for holder in page.holders:
        who = ", ".join(part for part in (holder.officer, holder.agency) if part)
        detail = " · ".join(part for part in (who, _("hạn %(until)s") % {"until": holder.until}) if part)
        items.append(TimelineItem(holder.step, detail, Progress.CURRENT, "user-round-check"))
    if state in _WAITING_FOR_ME:
        items = [TimelineItem(_("Chờ bạn bổ sung giấy tờ"), "", Progress.CURRENT, "file-up")]
    return items


def _future(page: "TrackingPage", state: DossierState) -> list[TimelineItem]:
    if state in FINISHED_STATES and state != S.SETTLED:
        return []
    held = {holder.step for holder in page.holders}
    steps = [] if state == S.SETTLED else [step for step in page.next_steps if step.name not in held]
    items = [TimelineItem(step.name, _("Theo quy trình: %(time)s") % {"time": _hours(float(step.hours))}, Progress.NEXT) for step in steps]
    if not held & _RETURNING and not {step.name for step in steps} & _RETURNING:
        items.append(TimelineItem(_("Trả kết quả"), _(page.dossier.get_receipt_way_display()), Progress.NEXT, "package"))
    return items


def _hours(hours: float) -> str:
    if hours >= 8:
        days = f"{hours / 8:.1f}".removesuffix(".0").replace(".", ",")
        return _("%(days)s ngày") % {"days": days}
    return _("%(hours)s giờ") % {"hours": f"{hours:.1f}".removesuffix(".0").replace(".", ",")}


def _places(page: "TrackingPage") -> tuple[Fact, ...]:
    way = _(page.dossier.get_receipt_way_display())
    returned = page.returning if page.dossier.receipt_way == "counter" else way
    return (
        Fact(_("Nơi tiếp nhận"), page.receiving),
        Fact(_("Cơ quan giải quyết"), page.competent),
        Fact(_("Nơi trả kết quả"), returned),
    )


def _paper(row: "PaperRow", dossier: "Dossier") -> PaperView:
    sheets = [(row.originals, _("bản chính")), (row.certified, _("bản sao chứng thực")), (row.photocopies, _("bản chụp"))]
    return PaperView(heading(row.name).head, file_views(row, dossier), ", ".join(f"{count} {word}" for count, word in sheets if count))


def file_views(row: "PaperRow", dossier: "Dossier", *, digest: bool = False) -> tuple[FileView, ...]:
    """The files of a component as links; those a supplement replaced are left out."""
    return tuple(
        FileView(
            file.name,
            file.size,
            digest=file.sha256 if digest else "",
            state="refused" if file.scan_state == "infected" else "received" if file.scan_state == "clean" else "unscanned",
            detail=_("Tệp có mã độc, hãy gửi bản khác.") if file.scan_state == "infected" else "",
            url=reverse("portal:dossier_file", args=[dossier.public_id, file.public_id]),
        )
        for file in row.files
        if not file.superseded
    )
