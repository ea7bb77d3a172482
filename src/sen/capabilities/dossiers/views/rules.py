"""Rule sets for their keepers: reading, preparing the next one, completing texts nobody knew."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sen.capabilities.dossiers import policies
from sen.capabilities.dossiers.forms import NewRulesForm, RulesForm
from sen.capabilities.dossiers.models import FormKind, RuleSet
from sen.capabilities.dossiers.selectors import rules as kept
from sen.capabilities.dossiers.services import rules as services
from sen.capabilities.dossiers.types import RuleTime
from sen.foundation.audit.selectors import list_entries_of
from sen.foundation.audit.types import action_word
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import DomainError
from sen.kernel.worktime import Rounding
from sen.ui.access import ActorRequest, roles
from sen.ui.format import date_text, moment_text
from sen.ui.forms import SenForm, domain_errors
from sen.ui.responses import page
from sen.ui.types import Fact, TagView, TimelineItem

METHODS = ["GET", "HEAD", "POST"]
SHOW = "xem"


@require_safe
@roles(Role.CONTROL, Role.ADMIN)
def rule_sets(request: ActorRequest) -> HttpResponse:
    """Every rule set with its time, the newest first."""
    today = clock.today()
    rows = [(one, time_tag(one), len(kept.unknown_forms(one))) for one in kept.list_rule_sets()]
    return page(request, "dossiers/rules/list.html", {"rows": rows, "may_write": policies.can_keep_rules(request.actor, today)})


@require_safe
@roles(Role.CONTROL, Role.ADMIN)
def rule_set(request: ActorRequest, rule_set_id: int) -> HttpResponse:
    """What one rule set says, what is unknown in it, and who changed it."""
    one, today = kept.get_rule_set(rule_set_id), clock.today()
    values = kept.values_of(one)
    entries = list_entries_of("rule_set", rule_set_id)
    context = {
        "rules": one,
        "time": time_tag(one),
        "is_coming": kept.time_of(one, today) is RuleTime.COMING,
        "unknown": kept.unknown_forms(one),
        "facts": _facts(one),
        "forms": [(kind.label, values.forms[kind.value]) for kind in FormKind],
        "may_write": policies.can_keep_rules(request.actor, today),
        "history": [TimelineItem(action_word(entry.action), f"{moment_text(entry.recorded_at)} · {entry.actor_name}") for entry in entries],
    }
    return page(request, "dossiers/rules/set.html", context)


@require_http_methods(METHODS)
@roles(Role.CONTROL, Role.ADMIN)
def create(request: ActorRequest, rule_set_id: int) -> HttpResponse:
    """Prepare a new set from this one."""
    policies.check_may_keep_rules(request.actor, clock.today())
    source = kept.get_rule_set(rule_set_id)
    form = NewRulesForm.from_request(request, initial={"basis": source.basis})
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            fresh = services.create_rule_set(actor=request.actor, source_id=rule_set_id, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Đã lập bộ quy định mới, chép từ bộ này. Sửa những điều khác đi trước ngày có hiệu lực."))
            return redirect("dossiers:edit_rules", fresh.pk)
    lead = _("Bộ mới chép mọi điều của bộ này. Bộ đang áp dụng tự kết thúc vào ngày trước đó; hồ sơ đã nhận giữ bộ quy định của ngày nhận.")
    return _act(request, source, form, _("Lập bộ quy định mới"), lead, submit=_("Lập bộ quy định"))


@require_http_methods(METHODS)
@roles(Role.CONTROL, Role.ADMIN)
def edit(request: ActorRequest, rule_set_id: int) -> HttpResponse:
    """Write a set that is not yet in force; in one that is, only texts of forms that were unknown."""
    policies.check_may_keep_rules(request.actor, clock.today())
    one = kept.get_rule_set(rule_set_id)
    coming = kept.time_of(one, clock.today()) is RuleTime.COMING
    kinds = list(FormKind) if coming else kept.unknown_forms(one)
    form = RulesForm.from_request(request, values=kept.values_of(one), kinds=kinds, texts_only=not coming)
    only_shown = request.POST.get("do") == SHOW
    if request.method == "POST" and form.is_valid() and not only_shown:
        with domain_errors(form):
            services.edit_rule_set(actor=request.actor, rule_set_id=rule_set_id, values=form.values(), now=clock.now())
            messages.success(request, _("Đã ghi bộ quy định."))
            return redirect("dossiers:rule_set", rule_set_id)
    context = {"rules": one, "form": form, "is_coming": coming, **(_examples(form, shown=only_shown) if coming else {})}
    return page(request, "dossiers/rules/edit.html", context, form=form if form.is_bound else None)


@require_http_methods(METHODS)
@roles(Role.CONTROL, Role.ADMIN)
def withdraw(request: ActorRequest, rule_set_id: int) -> HttpResponse:
    """Take back a set that is not yet in force."""
    policies.check_may_keep_rules(request.actor, clock.today())
    one = kept.get_rule_set(rule_set_id)
    form = SenForm.from_request(request)
    if request.method == "POST":
        with domain_errors(form):
            services.withdraw_rule_set(actor=request.actor, rule_set_id=rule_set_id, now=clock.now())
            messages.success(request, _("Đã bỏ bộ quy định chưa có hiệu lực. Bộ trước đó áp dụng tiếp."))
            return redirect("dossiers:rule_sets")
    lead = _("Bộ này chưa có hiệu lực nên chưa hồ sơ nào dùng. Bộ trước đó sẽ áp dụng tiếp như cũ.")
    return _act(request, one, form, _("Bỏ bộ quy định"), lead, submit=_("Bỏ bộ quy định này"), grave=True)


def time_tag(one: RuleSet) -> TagView:
    """Where a rule set stands today, as a tag."""
    return {
        RuleTime.COMING: TagView(_("Chưa có hiệu lực"), "wait", "hourglass"),
        RuleTime.NOW: TagView(_("Đang áp dụng"), "done", "circle-check"),
        RuleTime.ENDED: TagView(_("Hết hiệu lực")),
    }[kept.time_of(one, clock.today())]


def _examples(form: RulesForm, *, shown: bool) -> dict[str, Any]:
    """The dossier code by the template in the box; asked for by a button, an unfit template is told on its field."""
    template = str(form["code_template"].value() or "")
    try:
        return {"example": kept.code_example(template, clock.today())}
    except DomainError:
        if shown:
            with domain_errors(form):
                kept.code_example(template, clock.today())
        return {}


def _facts(one: RuleSet) -> list[Fact]:
    keeps_minute = one.due_rounding == Rounding.KEEP_MINUTE
    return [
        Fact(
            _("Có hiệu lực"),
            f"{date_text(one.valid_from)} – {date_text(one.valid_to)}"
            if one.valid_to
            else _("từ {day}").format(day=date_text(one.valid_from)),
        ),
        Fact(_("Văn bản căn cứ"), one.basis),
        Fact(_("Sau khi bổ sung, thời hạn"), _(one.get_supplement_clock_display())),
        Fact(_("Hạn trả rơi vào"), _("Đúng giờ phút tiếp nhận của ngày cuối") if keeps_minute else _("Cuối giờ làm việc của ngày cuối")),
        Fact(_("Số lần yêu cầu bổ sung"), one.max_supplements),
        Fact(_("Số lần xin lỗi, hẹn lại"), one.max_extensions),
        Fact(_("Xin lỗi trước hạn"), _("{n} ngày làm việc").format(n=one.apology_days_before)),
        Fact(_("Trả lời hồ sơ trực tuyến trong"), _("{n} giờ làm việc").format(n=one.reception_hours)),
        Fact(_("Trả lại hồ sơ chưa đạt trong"), _("{n} ngày làm việc").format(n=one.return_to_applicant_days)),
        Fact(_("Giờ chốt chuyển hồ sơ trong ngày"), f"{one.transfer_cutoff:%H:%M}"),
        Fact(_("Mã hồ sơ, ví dụ"), kept.code_example(one.code_template, clock.today())),
    ]


def _act(request: ActorRequest, one: RuleSet, form: SenForm, title: str, lead: str, *, submit: str, grave: bool = False) -> HttpResponse:
    context = {"rules": one, "form": form, "title": title, "lead": lead, "submit": submit, "grave": grave}
    return page(request, "dossiers/rules/act.html", context, form=form if form.is_bound else None)
