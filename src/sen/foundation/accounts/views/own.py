"""One's own account: who I am, sessions, password, delegations."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.foundation.accounts import services
from sen.foundation.accounts.forms import DelegationForm, PasswordForm
from sen.foundation.accounts.selectors import get_account, list_delegations, list_officers, list_positions, list_sessions
from sen.foundation.accounts.views.browsing import put_error
from sen.foundation.agencies.selectors import ROLE_NAMES
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import DomainError
from sen.ui.access import ActorRequest, officer, signed_in
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page
from sen.ui.responses import page


def _shell(actor: Actor) -> str:
    return "ui/workspace.html" if actor.is_officer else "ui/portal.html"


@require_safe
@signed_in
def me(request: ActorRequest) -> HttpResponse:
    """Who I am and which positions I hold."""
    actor, today = request.actor, clock.today()
    account = get_account(actor.account_id or 0)
    context = {
        "base": _shell(actor),
        "account": account,
        "positions": list_positions(account.id, today),
        "role_names": ROLE_NAMES,
        "lent": [d for d in list_delegations(actor)[:20] if d.revoked_at is None and d.valid_to >= today],
        "today": today,
    }
    return page(request, "accounts/me.html", context)


@require_safe
@signed_in
def sessions(request: ActorRequest) -> HttpResponse:
    """Browsers signed in to my account."""
    rows = list_sessions(request.actor, request.session.session_key)
    return page(request, "accounts/sessions.html", {"base": _shell(request.actor), "rows": rows, "now": clock.now()})


@require_POST
@signed_in
def end_session(request: ActorRequest, session_id: int) -> HttpResponse:
    """End one of my sessions."""
    services.revoke_session(actor=request.actor, session_id=session_id, now=clock.now())
    messages.success(request, _("Đã đăng xuất khỏi thiết bị đó."))
    return redirect("accounts:sessions")


@sensitive_post_parameters("old_password", "new_password")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def password(request: ActorRequest) -> HttpResponse:
    """Change my password; the other browsers are signed out."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data["old_password"], form.cleaned_data["new_password"]
        try:
            services.change_password(actor=request.actor, old=old, new=new, session_key=request.session.session_key, now=clock.now())
        except DomainError as error:
            put_error(form, error)
        else:
            messages.success(request, _("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất."))
            return redirect("accounts:me")
    context = {"base": _shell(request.actor), "form": form}
    return page(request, "accounts/password.html", context, form=form if request.method == "POST" else None)


@require_http_methods(["GET", "HEAD", "POST"])
@officer
def delegations(request: ActorRequest) -> HttpResponse:
    """Lend a role to a colleague, and see what I lent and was lent."""
    roles, colleagues = _own_roles(request.actor)
    form = DelegationForm(request.POST or None, roles=roles, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        role, agency_id = facts["role"].split("@")
        with domain_errors(form):
            services.delegate(
                actor=request.actor,
                receiver_id=int(facts["receiver"]),
                agency_id=int(agency_id),
                role=Role(role),
                valid_from=facts["valid_from"],
                valid_to=facts["valid_to"],
                reason=facts["reason"],
                now=clock.now(),
            )
        if not form.errors:
            messages.success(request, _("Đã ủy quyền. Người nhận thấy vai trò mới ngay trong ngày bắt đầu."))
            return redirect("accounts:delegations")
    rows = list_page(list_delegations(request.actor), request.GET.get("trang"))
    context = {
        "form": form,
        "rows": rows,
        "role_names": ROLE_NAMES,
        "can_lend": bool(roles),
        "today": clock.today(),
        "actor_id": request.actor.account_id,
    }
    return page(request, "accounts/delegations.html", context, form=form if request.method == "POST" else None)


@require_POST
@officer
def revoke_delegation(request: ActorRequest, delegation_id: int) -> HttpResponse:
    """Take back a role I lent."""
    services.revoke_delegation(actor=request.actor, delegation_id=delegation_id, now=clock.now())
    messages.success(request, _("Đã thu hồi ủy quyền."))
    return redirect("accounts:delegations")


def _own_roles(actor: Actor) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """My appointments as choices, and the colleagues of those agencies, each once."""
    today = clock.today()
    positions = list_positions(actor.account_id or 0, today)
    held = [p for p in positions if p.valid_from <= today]
    roles = [(f"{p.role}@{p.agency_id}", f"{ROLE_NAMES[p.role]}, {p.agency_name}") for p in held]
    colleagues: dict[str, str] = {}
    for agency_id in dict.fromkeys(p.agency_id for p in held):
        for one in list_officers(agency_id, on=today):
            if one.account_id != actor.account_id and not one.by_delegation:
                colleagues.setdefault(str(one.account_id), f"{one.name}, {one.title}" if one.title else one.name)
    return roles, list(colleagues.items())
