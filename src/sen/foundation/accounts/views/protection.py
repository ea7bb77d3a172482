"""A person's own protection: second factors, recovery codes, trusted browsers, and what looked unusual."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.foundation.accounts import services
from sen.foundation.accounts.forms import NewCodeForm, NewKeyForm
from sen.foundation.accounts.selectors import factors as reads
from sen.foundation.accounts.selectors import get_account
from sen.foundation.accounts.views import keys
from sen.foundation.accounts.views.browsing import put_error, start_renewal
from sen.foundation.printing.services import qr_svg
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import DomainError, NotFound
from sen.ui.access import ActorRequest, confirmed, signed_in
from sen.ui.paging import list_page
from sen.ui.responses import page

METHODS = ["GET", "HEAD", "POST"]


def shell_of(actor: Actor) -> str:
    """The shell a person's own pages stand in."""
    return "ui/workspace.html" if actor.is_officer else "ui/portal.html"


@require_safe
@signed_in
def protection(request: ActorRequest) -> HttpResponse:
    """What protects my account, and what looked unusual."""
    account_id, now = request.actor.account, clock.now()
    context = {
        "base": shell_of(request.actor),
        "factors": reads.list_factors(account_id),
        "codes_left": reads.count_recovery_codes(account_id),
        "due": reads.factor_due_on(account_id, clock.today()),
        "devices": list(reads.list_trusted_devices(account_id, now)[:20]),
        "notices": list_page(reads.list_notices(account_id), request.GET.get("trang"), size=10),
        "today": clock.today(),
        "now": now,
    }
    return page(request, "accounts/protection.html", context)


@sensitive_variables("setup", "codes")
@require_http_methods(METHODS)
@signed_in
@confirmed()
def add_code(request: ActorRequest) -> HttpResponse:
    """Add a generator of one-time codes: scan, enter the first code; recovery codes are shown once."""
    account = get_account(request.actor.account)
    setup = services.begin_totp(account_id=account.id, login=account.login, now=clock.now())
    form = NewCodeForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            codes = services.confirm_totp(actor=request.actor, code=facts["code"], label=facts["label"], now=clock.now())
        except DomainError as error:
            put_error(form, error)
        else:
            return _added(request, codes, services.CODE)
    context = {"base": shell_of(request.actor), "form": form, "secret": setup.secret, "qr": qr_svg(setup.address)}
    return page(request, "accounts/factor_code.html", context, form=form if request.method == "POST" else None)


@sensitive_variables("codes")
@sensitive_post_parameters("answer")
@require_http_methods(METHODS)
@signed_in
@confirmed()
def add_key(request: ActorRequest) -> HttpResponse:
    """Add a security key or passkey; needs JavaScript, because only the browser talks to the key."""
    account = get_account(request.actor.account)
    form = NewKeyForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        try:
            ceremony = keys.ceremony(request, form.cleaned_data["answer"])
            codes = services.add_security_key(actor=request.actor, ceremony=ceremony, label=form.cleaned_data["label"], now=clock.now())
        except DomainError as error:
            put_error(form, error)
        else:
            return _added(request, codes, services.KEY)
    known = reads.list_key_ids(account.id)
    invitation = keys.invitation(request, account_id=account.id, login=account.login, name=account.name, known=known)
    context = {"base": shell_of(request.actor), "form": form, "invitation": invitation}
    return page(request, "accounts/factor_key.html", context, form=form if request.method == "POST" else None)


@require_POST
@signed_in
@confirmed()
def remove(request: ActorRequest, kind: str, factor_id: int) -> HttpResponse:
    """Remove one of my second factors."""
    try:
        services.remove_factor(actor=request.actor, kind=kind, factor_id=factor_id, now=clock.now())
    except NotFound:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Đã gỡ lớp bảo vệ này."))
    return redirect("accounts:protection")


@sensitive_variables("codes")
@require_POST
@signed_in
@confirmed()
def new_recovery_codes(request: ActorRequest) -> HttpResponse:
    """Fresh recovery codes, shown once on the answer."""
    codes = services.make_recovery_codes(actor=request.actor, now=clock.now())
    return page(request, "accounts/recovery_codes.html", {"codes": codes, "account": get_account(request.actor.account)})


@require_POST
@signed_in
def forget_devices(request: ActorRequest) -> HttpResponse:
    """Ask all my browsers for the second factor again."""
    services.forget_devices(actor=request.actor, now=clock.now())
    messages.success(request, _("Từ nay thiết bị nào cũng phải qua lớp bảo vệ thứ hai khi đăng nhập."))
    return redirect("accounts:protection")


@require_POST
@signed_in
def notice_mine(request: ActorRequest, notice_id: int) -> HttpResponse:
    """It was me."""
    services.confirm_notice(actor=request.actor, notice_id=notice_id, now=clock.now())
    messages.success(request, _("Cảm ơn bạn. Thiết bị này từ nay là thiết bị quen."))
    return redirect("accounts:protection")


@require_POST
@signed_in
@confirmed()
def notice_not_mine(request: ActorRequest, notice_id: int) -> HttpResponse:
    """It was not me: everybody is out, and this browser chooses a new password at once."""
    account = services.disown_notice(actor=request.actor, notice_id=notice_id, now=clock.now())
    messages.info(request, _("Đã đăng xuất mọi thiết bị và khóa mật khẩu cũ. Hãy đặt mật khẩu mới ngay bây giờ."))
    return start_renewal(request, account)


def _added(request: ActorRequest, codes: list[str], method: str) -> HttpResponse:
    """After a new factor: the session has proved it, and the first recovery codes are shown once."""
    services.confirm_presence(actor=request.actor, session_key=request.session.session_key or "", methods=(method,), now=clock.now())
    if codes:
        return page(request, "accounts/recovery_codes.html", {"codes": codes, "account": get_account(request.actor.account)})
    messages.success(request, _("Đã thêm lớp bảo vệ."))
    return redirect("accounts:protection")
