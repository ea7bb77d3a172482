"""The clock of a dossier: supplement, financial duty, apology, stop, withdrawal."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.forms import ExtendForm, NoteForm, ReasonForm, SupplementForm, WithdrawalForm
from sen.capabilities.dossiers.policies import access_dossier
from sen.capabilities.dossiers.selectors.lacking import papers_to_check
from sen.capabilities.dossiers.services.deadlines import latest_apology
from sen.capabilities.dossiers.services.loading import calendar_of
from sen.capabilities.dossiers.states import DossierAction
from sen.capabilities.dossiers.views.acting import act, check_open, seen_of
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.format import moment_text

_SETTLING = (Role.SPECIALIST, Role.HEAD, Role.LEADER)
_DIRECTING = (Role.HEAD, Role.LEADER)


@roles(*_SETTLING)
def supplement(request: ActorRequest, code: str) -> HttpResponse:
    """Ask once, completely, for what lacks."""
    dossier = access_dossier(request.actor, code)
    check_open(request, dossier, DossierAction.REQUEST_SUPPLEMENT)
    again = dossier.supplement_count >= dossier.rule_set.max_supplements
    form = SupplementForm(request.POST or None, initial=seen_of(dossier), papers=papers_to_check(dossier), again=again)

    def run(data: dict[str, Any]) -> None:
        services.request_supplement(
            actor=request.actor,
            dossier_id=dossier.pk,
            lacks=form.lacks(),
            now=clock.now(),
            seen=data["seen"],
            contact_phone=data["contact_phone"],
            override_reason=data.get("override_reason", ""),
        )

    return act(
        request,
        dossier,
        form,
        run,
        done=_("Đã gửi yêu cầu bổ sung. Đồng hồ của hồ sơ dừng đến khi người nộp bổ sung."),
        template="dossiers/supplement.html",
        again=again,
        is_leader=request.actor.has(Role.LEADER, dossier.competent_agency_id),
    )


@roles(*_SETTLING)
def suspend(request: ActorRequest, code: str) -> HttpResponse:
    """Stop the clock for a financial duty."""
    dossier = access_dossier(request.actor, code)
    check_open(request, dossier, DossierAction.SUSPEND)
    form = ReasonForm(
        request.POST or None,
        initial=seen_of(dossier),
        label=_("Nghĩa vụ tài chính phải thực hiện"),
        hint=_("Ghi khoản phải nộp, số thông báo, nơi nộp. Người nộp đọc được."),
    )

    def run(data: dict[str, Any]) -> None:
        services.suspend_for_financial_duty(
            actor=request.actor, dossier_id=dossier.pk, reason=data["reason"], now=clock.now(), seen=data["seen"]
        )

    return act(
        request,
        dossier,
        form,
        run,
        done=_("Đã tạm dừng. Người nộp được báo khoản phải thực hiện."),
        title=_("Tạm dừng chờ nghĩa vụ tài chính"),
        lead=_("Thời gian người nộp thực hiện nghĩa vụ không tính vào thời hạn giải quyết."),
        submit=_("Tạm dừng và báo người nộp"),
        icon="banknote",
    )


@roles(*_SETTLING)
def resume(request: ActorRequest, code: str) -> HttpResponse:
    """Confirm the financial duty."""
    dossier = access_dossier(request.actor, code)
    check_open(request, dossier, DossierAction.RESUME)
    form = NoteForm(request.POST or None, initial=seen_of(dossier))

    def run(data: dict[str, Any]) -> None:
        services.resume_dossier(actor=request.actor, dossier_id=dossier.pk, note=data["note"], now=clock.now(), seen=data["seen"])

    return act(
        request,
        dossier,
        form,
        run,
        done=_("Hồ sơ tiếp tục. Hạn trả được tính tiếp từ lúc này."),
        title=_("Xác nhận đã xong nghĩa vụ tài chính"),
        lead=_("Hạn trả được tính tiếp từ phần thời gian còn lại khi tạm dừng."),
        submit=_("Xác nhận và tiếp tục"),
        icon="circle-play",
    )


@roles(*_DIRECTING)
def extend(request: ActorRequest, code: str) -> HttpResponse:
    """Apologise and appoint a new date, once."""
    dossier = access_dossier(request.actor, code)
    check_open(request, dossier, DossierAction.EXTEND)
    now = clock.now()
    days = dossier.rule_set.apology_days_before
    latest = latest_apology(dossier.due_at, calendar_of(dossier, now), days) if dossier.due_at else None
    late = bool(latest and now > latest)
    form = ExtendForm(request.POST or None, initial=seen_of(dossier), late=late)

    def run(data: dict[str, Any]) -> None:
        services.extend_deadline(
            actor=request.actor,
            dossier_id=dossier.pk,
            new_due_at=form.new_due_at(),
            reason=data["reason"],
            now=now,
            seen=data["seen"],
            although_late=data.get("although_late", False),
        )

    return act(
        request,
        dossier,
        form,
        run,
        done=_("Đã gửi phiếu xin lỗi và hẹn lại."),
        template="dossiers/extend.html",
        latest=moment_text(latest, now),
        late=late,
        days=days,
        used=dossier.extension_count >= dossier.rule_set.max_extensions,
    )


@roles(*_DIRECTING)
def stop(request: ActorRequest, code: str) -> HttpResponse:
    """Stop a dossier that cannot go on."""
    dossier = access_dossier(request.actor, code)
    check_open(request, dossier, DossierAction.STOP)
    form = ReasonForm(
        request.POST or None, initial=seen_of(dossier), label=_("Lý do dừng"), hint=_("In trên thông báo dừng giải quyết gửi người nộp.")
    )

    def run(data: dict[str, Any]) -> None:
        services.stop_dossier(actor=request.actor, dossier_id=dossier.pk, reason=data["reason"], now=clock.now(), seen=data["seen"])

    return act(
        request,
        dossier,
        form,
        run,
        done=_("Đã dừng giải quyết hồ sơ. Thông báo được gửi đến người nộp."),
        title=_("Dừng giải quyết hồ sơ"),
        lead=_(
            "Chỉ dừng khi hồ sơ không thể đi tiếp: quá hạn bổ sung, không thực hiện nghĩa vụ. Muốn làm tiếp, người nộp phải nộp hồ sơ mới."
        ),
        submit=_("Dừng hồ sơ"),
        icon="ban",
        grave=True,
    )


@roles(*_DIRECTING)
def decide_withdrawal(request: ActorRequest, code: str) -> HttpResponse:
    """Agree to a withdrawal, or decline it with a reason."""
    dossier = access_dossier(request.actor, code)
    check_open(request, dossier, DossierAction.CONFIRM_WITHDRAWAL)
    form = WithdrawalForm(request.POST or None, initial=seen_of(dossier))
    agreed = form.data.get("decision") == "agree"

    def run(data: dict[str, Any]) -> None:
        common = {"actor": request.actor, "dossier_id": dossier.pk, "now": clock.now(), "seen": data["seen"]}
        if data["decision"] == "agree":
            services.confirm_withdrawal(note=data["reason"], **common)
        else:
            services.keep_dossier(reason=data["reason"], **common)

    return act(
        request,
        dossier,
        form,
        run,
        done=_("Đã đồng ý cho rút. Hồ sơ dừng.") if agreed else _("Đã trả lời không đồng ý. Hồ sơ tiếp tục."),
        title=_("Xét yêu cầu rút hồ sơ"),
        lead=_("Người nộp được rút hồ sơ khi kết quả chưa được quyết định. Trả lời trong một ngày làm việc."),
        submit=_("Trả lời người nộp"),
        icon="undo-2",
    )
