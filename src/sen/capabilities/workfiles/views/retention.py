"""Terms of keeping: what holds, what was compared with the official text, and what changed."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sen.capabilities.workfiles import policies, services
from sen.capabilities.workfiles.forms import TermChangeForm, TermCheckForm
from sen.capabilities.workfiles.models import RetentionRule
from sen.capabilities.workfiles.selectors.rules import count_unchecked, maintenance_text, retention_rule, search_retention, terms_of_code
from sen.capabilities.workfiles.views.acting import METHODS, Act, act_page
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, officer, roles
from sen.ui.paging import list_page
from sen.ui.responses import page


@require_safe
@officer
def terms(request: ActorRequest) -> HttpResponse:
    """Terms of keeping in force, with a search."""
    words, today = request.GET.get("q", "")[:100], clock.today()
    found = list_page(search_retention(words, today), request.GET.get("trang"), size=60)
    context = {"rows": found, "words": words, "unchecked": count_unchecked(today), "sets": policies.can_set_terms(request.actor)}
    return page(request, "workfiles/retention.html", context)


@require_safe
@officer
def term(request: ActorRequest, rule_id: int) -> HttpResponse:
    """One group of files with every term it had."""
    rule = retention_rule(rule_id, clock.today())
    known = [(one, maintenance_text(one)) for one in terms_of_code(rule.code)]
    context = {"rule": rule, "told": maintenance_text(rule), "known": known, "sets": policies.can_set_terms(request.actor)}
    return page(request, "workfiles/term.html", context)


@require_http_methods(METHODS)
@roles(Role.ARCHIVE, Role.ADMIN)
def check(request: ActorRequest, rule_id: int) -> HttpResponse:
    """Compare a term with the official text."""
    rule = _settable(request, rule_id)
    form = TermCheckForm.from_request(request, initial={"basis": rule.basis})
    lead = _("%(what)s: %(term)s. Xác nhận khi đã đọc đúng dòng này trong văn bản gốc.")
    act = _act(rule, _("Xác nhận đã đối chiếu"), lead % {"what": rule.description, "term": maintenance_text(rule)})
    return act_page(request, act, form, lambda data: services.check_term(actor=request.actor, rule_id=rule.pk, now=clock.now(), **data))


@require_http_methods(METHODS)
@roles(Role.ARCHIVE, Role.ADMIN)
def change(request: ActorRequest, rule_id: int) -> HttpResponse:
    """Let another term hold from a day on."""
    rule = _settable(request, rule_id)
    form = TermChangeForm.from_request(request, initial={"years": rule.years, "until_void": rule.until_void, "valid_from": clock.today()})
    act = _act(rule, _("Đổi thời hạn bảo quản"), _("Hồ sơ đã ghi thời hạn cũ giữ nguyên thời hạn đó."))
    return act_page(request, act, form, lambda data: services.change_term(actor=request.actor, rule_id=rule.pk, now=clock.now(), **data))


def _settable(request: ActorRequest, rule_id: int) -> RetentionRule:
    policies.check(policies.can_set_terms(request.actor))
    return retention_rule(rule_id, clock.today())


def _act(rule: RetentionRule, title: str, lead: str) -> Act:
    back = reverse("workfiles:retention")
    trail: list[Any] = [(_("Thời hạn bảo quản"), back), (rule.code, ""), (title, "")]
    return Act(title=title, label=title, back=back, trail=trail, lead=lead, done=_("Đã ghi nhận."))
