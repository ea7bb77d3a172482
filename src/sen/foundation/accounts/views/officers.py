"""Administrators' pages of officers: the list, one officer, opening and closing accounts, temporary passwords."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from sen.foundation.accounts import policies, services
from sen.foundation.accounts.forms import AccountReasonForm, NewOfficerForm, OfficerFilterForm
from sen.foundation.accounts.models import Account
from sen.foundation.accounts.selectors import count_factors, managing
from sen.foundation.accounts.types import OfficerFilter, open_work_of
from sen.foundation.accounts.views.positions import METHODS, choose_agency, chosen_agency, post_options
from sen.foundation.agencies.selectors import ROLE_NAMES
from sen.foundation.audit.selectors import list_entries_of
from sen.foundation.audit.types import action_word
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, confirmed, roles
from sen.ui.format import moment_text
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page, page_number
from sen.ui.responses import page
from sen.ui.types import TagView, TimelineItem


@require_safe
@roles(Role.ADMIN)
def officers(request: ActorRequest) -> HttpResponse:
    """Officers of the agencies in the administrator's care, with search and filters."""
    today = clock.today()
    scope = policies.access_appointing(request.actor, today)
    form = OfficerFilterForm(request.GET or None, agencies=managing.list_managed_agencies(scope, today))
    found = managing.list_officers_of_scope(scope, _wanted(form), today)
    rows = list_page(found, page_number(request.GET.get("trang")), total=found.count())
    shown = [(row, *_mail_parts(row), account_tag(row), [(post, ROLE_NAMES[Role(post.role)]) for post in row.posts]) for row in rows]
    context = {"form": form, "rows": rows, "shown": shown, "today": today, "whole_province": scope is None}
    return page(request, "accounts/officers.html", context)


@require_safe
@roles(Role.ADMIN)
def one(request: ActorRequest, account_id: int) -> HttpResponse:
    """One officer: positions, delegations, account, and what happened to it."""
    today = clock.today()
    scope = policies.access_appointing(request.actor, today)
    account = policies.access_officer(scope, account_id)
    outside = managing.agencies_outside(account_id, scope, today)
    entries = list_entries_of("account", account_id, page_number(request.GET.get("trang")))
    context = {
        "account": account,
        "local": _mail_parts(account)[0],
        "domain": _mail_parts(account)[1],
        "state": account_tag(account),
        "posts": managing.list_posts_of(account_id, scope, today),
        "delegations": [
            (row, ROLE_NAMES[Role(row.role)], delegation_tag(row, today)) for row in managing.list_delegations_of(account_id)[:50]
        ],
        "outside": outside[0] if outside else "",
        "is_self": account_id == request.actor.account_id,
        "is_signed_in": managing.has_live_session(account_id),
        "has_factors": count_factors(account_id) > 0,
        "entries": entries,
        "history": [
            TimelineItem(
                action_word(entry.action),
                " · ".join(filter(None, (moment_text(entry.recorded_at), entry.actor_name, str(entry.detail.get("reason", ""))))),
            )
            for entry in entries
        ],
    }
    return page(request, "accounts/officer.html", context)


@sensitive_variables("password")
@require_http_methods(METHODS)
@roles(Role.ADMIN)
def create(request: ActorRequest) -> HttpResponse:
    """Open an officer's account with the first position; the temporary password is shown once, on the answer."""
    scope = policies.access_appointing(request.actor, clock.today())
    agency = chosen_agency(request, scope)
    if agency is None:
        return choose_agency(request, scope, title=_("Thêm cán bộ"), back=reverse("accounts:officers"))
    form = NewOfficerForm.from_request(request, initial={"valid_from": clock.today()}, **post_options(scope, agency))
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            account, password = services.create_officer(
                actor=request.actor,
                login=form.cleaned_data["login"],
                name=form.cleaned_data["name"],
                phone=form.cleaned_data["phone"],
                post=form.post(agency.pk),
                now=clock.now(),
            )
            return _show_password(request, account, password, _("Đã lập tài khoản"))
    context = {"form": form, "agency": agency}
    return page(request, "accounts/officer_new.html", context, form=form if form.is_bound else None)


@require_http_methods(METHODS)
@roles(Role.ADMIN)
def close(request: ActorRequest, account_id: int) -> HttpResponse:
    """Close an account; its sessions end at once."""
    account = policies.access_officer(policies.access_appointing(request.actor, clock.today()), account_id)
    form = AccountReasonForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.close_account(actor=request.actor, account_id=account_id, reason=form.cleaned_data["reason"], now=clock.now())
            messages.success(request, _("Đã đóng tài khoản và đăng xuất khỏi mọi thiết bị."))
            return redirect("accounts:officer", account_id)
    lead = _("Người này bị đăng xuất ngay khỏi mọi nơi và không đăng nhập được nữa. Vị trí và lịch sử được giữ.")
    return act(request, account, form, _("Đóng tài khoản"), lead, grave=True, work=open_work_of(account_id))


@require_http_methods(METHODS)
@roles(Role.ADMIN)
def reopen(request: ActorRequest, account_id: int) -> HttpResponse:
    """Open a closed account again."""
    account = policies.access_officer(policies.access_appointing(request.actor, clock.today()), account_id)
    form = AccountReasonForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.reopen_account(actor=request.actor, account_id=account_id, reason=form.cleaned_data["reason"], now=clock.now())
            messages.success(request, _("Đã mở lại tài khoản."))
            return redirect("accounts:officer", account_id)
    lead = _("Người này đăng nhập lại được bằng mật khẩu cũ, với các vị trí còn hiệu lực.")
    return act(request, account, form, _("Mở lại tài khoản"), lead)


@require_http_methods(METHODS)
@roles(Role.ADMIN)
@confirmed()
def clear_factors(request: ActorRequest, account_id: int) -> HttpResponse:
    """Remove every second factor of an officer who lost them all."""
    account = policies.access_officer(policies.access_appointing(request.actor, clock.today()), account_id)
    form = AccountReasonForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.clear_factors(actor=request.actor, account_id=account_id, reason=form.cleaned_data["reason"], now=clock.now())
            messages.success(request, _("Đã gỡ mọi lớp bảo vệ thứ hai. Người này đăng nhập bằng mật khẩu rồi cài đặt lại."))
            return redirect("accounts:officer", account_id)
    lead = _("Chỉ làm khi người này mất cả điện thoại, khóa và mã dự phòng, sau khi bạn đã gặp tận mặt. Mọi thiết bị bị đăng xuất.")
    return act(request, account, form, _("Gỡ lớp bảo vệ thứ hai"), lead, grave=True)


@sensitive_variables("password")
@require_http_methods(METHODS)
@roles(Role.ADMIN)
@confirmed()
def reset(request: ActorRequest, account_id: int) -> HttpResponse:
    """Give a temporary password, shown once on the answer."""
    account = policies.access_officer(policies.access_appointing(request.actor, clock.today()), account_id)
    if request.method == "POST":
        password = services.reset_password(actor=request.actor, account_id=account_id, now=clock.now())
        return _show_password(request, account, password, _("Đã cấp mật khẩu tạm"))
    lead = _("Mật khẩu cũ hết hiệu lực và người này bị đăng xuất khỏi mọi thiết bị. Mật khẩu tạm chỉ hiện một lần, sau khi bạn bấm nút.")
    return act(request, account, None, _("Cấp mật khẩu tạm"), lead)


@sensitive_variables("given")
@require_http_methods(METHODS)
@roles(Role.ADMIN)
@confirmed()
def slips(request: ActorRequest) -> HttpResponse:
    """Temporary passwords on slips for officers of an agency who never had one; shown once."""
    today = clock.today()
    scope = policies.access_appointing(request.actor, today)
    agency = chosen_agency(request, scope)
    if agency is None:
        return choose_agency(request, scope, title=_("Phiếu mật khẩu tạm"), back=reverse("accounts:officers"))
    if request.method == "POST":
        given = services.hand_out_passwords(actor=request.actor, agency_id=agency.pk, now=clock.now())
        return page(request, "accounts/password_slips.html", {"given": given, "agency": agency})
    waiting = managing.list_without_password(scope, agency.pk, today).count()
    return page(request, "accounts/password_slips_ask.html", {"agency": agency, "waiting": waiting})


def act(request: ActorRequest, account: Account, form: Any, title: str, lead: str, *, grave: bool = False, **extra: Any) -> HttpResponse:
    """A page that does one thing to an officer."""
    context = {"account": account, "form": form, "title": title, "lead": lead, "grave": grave, **extra}
    return page(request, "accounts/officer_act.html", context, form=form if form is not None and form.is_bound else None)


def account_tag(account: Account) -> TagView:
    """An account's state as a tag."""
    if not account.is_active:
        return TagView(_("Đã đóng"), "late", "lock")
    if account.must_change_password:
        return TagView(_("Chưa đổi mật khẩu tạm"), "soon", "key-round")
    return TagView(_("Đang mở"), "done")


def delegation_tag(row: Any, today: Any) -> TagView:
    """A delegation's state as a tag."""
    if row.revoked_at:
        return TagView(_("Đã thu hồi"))
    if row.valid_to < today:
        return TagView(_("Đã hết hạn"))
    return TagView(_("Đang có hiệu lực"), "done") if row.valid_from <= today else TagView(_("Sắp có hiệu lực"), "wait")


def _show_password(request: ActorRequest, account: Account, password: str, title: str) -> HttpResponse:
    return page(request, "accounts/officer_password.html", {"account": account, "password": password, "title": title})


def _mail_parts(account: Account) -> tuple[str, str]:
    """The log-in before and after its at sign, where a narrow screen may break it."""
    local, _at, domain = account.login.partition("@")
    return local, domain


def _wanted(form: OfficerFilterForm) -> OfficerFilter:
    if not form.is_valid():
        return OfficerFilter()
    facts = form.cleaned_data
    return OfficerFilter(facts["q"], facts["co_quan"], facts["vai_tro"], facts["trang_thai"])
