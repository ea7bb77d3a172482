"""Pages of the register of businesses."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sen.kernel import clock
from sen.kernel.actor import Role
from sen.registries.parties import selectors, services
from sen.registries.parties.forms import BusinessForm, BusinessSearchForm, NewBusinessForm, StateForm
from sen.registries.parties.models import Business, BusinessState
from sen.registries.parties.types import Reason
from sen.ui.access import ActorRequest, roles
from sen.ui.format import moment_text
from sen.ui.forms import SenForm, domain_errors
from sen.ui.paging import list_page
from sen.ui.responses import bytes_response, page
from sen.ui.types import Tab, TagView
from sen.ui.workbook import EXCEL_TYPE, list_workbook

_POSTING = ["GET", "HEAD", "POST"]
_EXPORT_ROWS = 50_000
_TABS = (
    (gettext_lazy("Tra cứu"), "businesses"),
    (gettext_lazy("Thay đổi"), "business-changes"),
    (gettext_lazy("Nhập dữ liệu"), "businesses-imports"),
)
_TONES = {BusinessState.ACTIVE: "done", BusinessState.PAUSED: "wait", BusinessState.CLOSED: ""}


def tabs_of(current: str) -> list[Tab]:
    """The pages of the register of businesses."""
    return [Tab(str(label), reverse(f"parties:{name}"), name == current) for label, name in _TABS]


@require_safe
@roles(Role.REGISTRY)
def search(request: ActorRequest) -> HttpResponse:
    """Find businesses by name or number, kind, state and line."""
    form = BusinessSearchForm(request.GET or None)
    rows = list_page(_found(form), request.GET.get("trang"))
    context = {"form": form, "rows": rows, "lines": [(one, state_view(one.state)) for one in rows], "tabs": tabs_of("businesses")}
    context |= {"total": selectors.count_businesses(), "query": request.GET.urlencode(), "kinds": dict(selectors.kind_choices())}
    return page(request, "parties/businesses.html", context, form=form if form.is_bound else None)


def _found(form: BusinessSearchForm) -> QuerySet[Business]:
    facts = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return selectors.visible_businesses(
        facts.get("q", ""), state=facts.get("tinh_trang", ""), kind=facts.get("loai", ""), line=facts.get("nganh", "")
    )


def state_view(state: str) -> TagView:
    """The state as a tag."""
    return TagView(str(BusinessState(state).label), _TONES.get(BusinessState(state), "late"))


@require_safe
@roles(Role.REGISTRY)
def search_xlsx(request: ActorRequest) -> HttpResponseBase:
    """What was found as a work book, without personal numbers."""
    now = clock.now()
    kinds = dict(selectors.kind_choices())
    columns = ((_("Mã số"), 16), (_("Tên"), 50), (_("Loại hình"), 30), (_("Tình trạng"), 24), (_("Địa chỉ"), 50), (_("Người đại diện"), 26))
    rows = (
        [
            one.number,
            one.name,
            kinds.get(one.kind, one.kind),
            str(BusinessState(one.state).label),
            ", ".join(part for part in (one.address, one.unit.path_name if one.unit else "") if part),
            one.representative_name,
        ]
        for one in _found(BusinessSearchForm(request.GET or None))[:_EXPORT_ROWS]
    )
    note = _("Lập lúc %(when)s, tối đa 50.000 dòng") % {"when": moment_text(now)}
    content = list_workbook(_("Doanh nghiệp"), _("Danh sách doanh nghiệp"), note, columns, rows)
    return bytes_response(content, f"doanh-nghiep-{clock.local(now):%Y%m%d}.xlsx", EXCEL_TYPE)


@require_safe
@roles(Role.REGISTRY)
def show(request: ActorRequest, business_id: int) -> HttpResponse:
    """One business with its branches and history."""
    facts = selectors.business_facts(business_id)
    context = {
        "business": facts,
        "state": state_view(facts.state),
        "kind": dict(selectors.kind_choices()).get(facts.kind, facts.kind),
        "branches": selectors.list_branches(business_id),
        "changes": selectors.list_business_changes(business_id),
        "tabs": tabs_of("businesses"),
    }
    return page(request, "parties/business.html", context)


@require_http_methods(_POSTING)
@roles(Role.REGISTRY)
def register(request: ActorRequest) -> HttpResponse:
    """Enter a business."""
    form = NewBusinessForm.from_request(request, initial={"effective_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            business_id = services.register_business(
                actor=request.actor,
                number=form.cleaned_data["number"],
                values=form.values(),
                lines=form.codes(),
                basis=form.cleaned_data["basis"],
                effective_on=form.cleaned_data["effective_on"],
                now=clock.now(),
            )
            messages.success(request, _("Đã ghi nhận doanh nghiệp."))
            return redirect("parties:business", business_id)
    return _page(request, form, None, _("Thêm doanh nghiệp"), _("Ghi nhận"))


@require_http_methods(_POSTING)
@roles(Role.REGISTRY)
def change(request: ActorRequest, business_id: int) -> HttpResponse:
    """Change the registration of a business."""
    facts = selectors.business_facts(business_id)
    if request.method != "POST":
        reason = Reason(_("Thay đổi đăng ký"), service="csdl")
        services.read_business_record(actor=request.actor, number=facts.number, reason=reason, now=clock.now())
    names = ("name", "foreign_name", "short_name", "kind", "address", "phone", "email", "capital")
    people = ("representative_number", "representative_name", "representative_title")
    initial = {name: getattr(facts, name) for name in (*names, *people)}
    initial |= {"unit": str(facts.unit_id or ""), "lines": ", ".join(code for code, _n, _m in facts.lines), "effective_on": clock.today()}
    form = BusinessForm.from_request(request, initial=initial)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.change_business(
                actor=request.actor,
                business_id=business_id,
                values=form.values(),
                lines=form.codes(),
                basis=form.cleaned_data["basis"],
                effective_on=form.cleaned_data["effective_on"],
                now=clock.now(),
            )
            messages.success(request, _("Đã lưu thay đổi đăng ký."))
            return redirect("parties:business", business_id)
    return _page(request, form, business_id, _("Thay đổi đăng ký"), _("Lưu thay đổi"))


@require_http_methods(_POSTING)
@roles(Role.REGISTRY)
def state(request: ActorRequest, business_id: int) -> HttpResponse:
    """Give a business another state."""
    facts = selectors.business_facts(business_id)
    form = StateForm.from_request(request, initial={"state": facts.state, "effective_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.change_business_state(
                actor=request.actor,
                business_id=business_id,
                state=BusinessState(form.cleaned_data["state"]),
                basis=form.cleaned_data["basis"],
                effective_on=form.cleaned_data["effective_on"],
                now=clock.now(),
            )
            messages.success(request, _("Đã thay đổi tình trạng."))
            return redirect("parties:business", business_id)
    return _page(request, form, business_id, _("Thay đổi tình trạng"), _("Lưu tình trạng"))


def _page(request: ActorRequest, form: SenForm, business_id: int | None, title: str, action: str) -> HttpResponse:
    back = reverse("parties:business", args=[business_id]) if business_id else reverse("parties:businesses")
    context = {"form": form, "title": title, "action": action, "tabs": tabs_of("businesses"), "back": back}
    return page(request, "parties/edit.html", context, form=form)


@require_safe
@roles(Role.REGISTRY)
def changes(request: ActorRequest) -> HttpResponse:
    """The feed of changes, the latest first."""
    rows = list_page(selectors.latest_business_changes(), request.GET.get("trang"))
    context = {
        "rows": rows,
        "changes": selectors.describe_business_changes(rows.items),
        "tabs": tabs_of("business-changes"),
        "title": _("Thay đổi trong cơ sở dữ liệu doanh nghiệp"),
        "now": clock.now(),
        "subject_url": "parties:business",
    }
    return page(request, "parties/changes.html", context)
