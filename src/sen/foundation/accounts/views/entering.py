"""Signing in and out, opening a citizen's account, choosing a password in place of a temporary one."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sen.foundation.accounts import services
from sen.foundation.accounts.forms import NewPasswordForm, RegisterForm, SignInForm
from sen.foundation.accounts.models import Account
from sen.kernel import clock
from sen.kernel.errors import DomainError
from sen.ui.access import ActorRequest, public
from sen.ui.navigation import Shell
from sen.ui.responses import error_text, page

NEXT = "tiep"
ACCOUNT_KEY = "account_id"
RENEWAL_KEY = "renewal"
RENEWAL_TIME = dt.timedelta(minutes=15)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@public
def sign_in(request: ActorRequest) -> HttpResponse:
    """Sign in and go on to the page that was asked for."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        login, password = form.cleaned_data["login"], form.cleaned_data["password"]
        try:
            # Not inside the form's savepoint: a refusal must stay counted.
            account = services.sign_in(login=login, password=password, address=address_of(request), now=clock.now())
        except DomainError as error:
            put_error(form, error)
        else:
            return _start_renewal(request, account) if account.must_change_password else _enter(request, account)
    elif request.actor.account_id is not None and request.method != "POST":
        return HttpResponseRedirect(_next(request) or _home(request, officer=request.actor.is_officer))
    return page(request, "accounts/sign_in.html", {"form": form, "next": _next(request)}, form=form if request.method == "POST" else None)


@sensitive_post_parameters("new_password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@public
def new_password(request: ActorRequest) -> HttpResponse:
    """Choose one's own password after signing in with a temporary one; only then the session begins."""
    renewal = request.session.get(RENEWAL_KEY)
    if not renewal or dt.datetime.fromisoformat(renewal["until"]) < clock.now():
        messages.info(request, _("Đăng nhập bằng mật khẩu tạm để đặt mật khẩu mới."))
        return redirect("accounts:sign_in")
    form = NewPasswordForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        try:
            account = services.choose_password(
                account_id=renewal["account"], proof=renewal["proof"], new=form.cleaned_data["new_password"], now=clock.now()
            )
        except DomainError as error:
            put_error(form, error)
        else:
            del request.session[RENEWAL_KEY]
            messages.success(request, _("Đã đặt mật khẩu mới. Từ nay bạn đăng nhập bằng mật khẩu này."))
            return _enter(request, account)
    context = {"form": form, "next": _next(request)}
    return page(request, "accounts/new_password.html", context, form=form if request.method == "POST" else None)


@require_POST
@public
def sign_out(request: ActorRequest) -> HttpResponse:
    """End this browser's session."""
    if request.session.session_key:
        services.sign_out(actor=request.actor, session_key=request.session.session_key, now=clock.now())
    request.session.flush()
    return redirect("/")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@public
def register(request: ActorRequest) -> HttpResponse:
    """Open a citizen's account and sign in."""
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            account = services.register_citizen(
                identity_number=facts["identity_number"],
                name=facts["name"],
                born_on=facts["born_on"],
                phone=facts["phone"],
                password=facts["password"],
                address=address_of(request),
                now=clock.now(),
            )
        except DomainError as error:
            put_error(form, error)
        else:
            return _enter(request, account)
    return page(request, "accounts/register.html", {"form": form, "next": _next(request)}, form=form if request.method == "POST" else None)


def put_error(form: BaseForm, error: DomainError) -> None:
    """Show a refusal on the field it names, otherwise on the whole form."""
    form.add_error(error.field if error.field in form.fields else None, ValidationError(error_text(error), code=error.code))


def address_of(request: HttpRequest) -> str | None:
    """The network address the request came from."""
    return request.META.get("REMOTE_ADDR") or None


def _start_renewal(request: ActorRequest, account: Account) -> HttpResponse:
    """Remember for a short while that this browser knows the temporary password; nobody is signed in yet."""
    request.session.flush()
    until = clock.now() + RENEWAL_TIME
    request.session[RENEWAL_KEY] = {"account": account.pk, "proof": services.renewal_proof(account), "until": until.isoformat()}
    address = reverse("accounts:new_password")
    wanted = _next(request)
    return HttpResponseRedirect(f"{address}?{urlencode({NEXT: wanted})}" if wanted else address)


def _enter(request: ActorRequest, account: Account) -> HttpResponse:
    """Give the browser a fresh session that belongs to the account; an earlier person's session is emptied first."""
    if request.session.get(ACCOUNT_KEY) not in (None, account.pk):
        request.session.flush()
    request.session.cycle_key()
    request.session[ACCOUNT_KEY] = account.pk
    request.session.save()
    services.start_session(
        account_id=account.pk,
        session_key=request.session.session_key or "",
        browser=request.headers.get("User-Agent", ""),
        address=address_of(request),
        now=clock.now(),
    )
    rotate_token(request)
    return HttpResponseRedirect(_next(request) or _home(request, officer=account.kind == "officer"))


def _next(request: HttpRequest) -> str:
    """The page asked for before signing in, when it is one of ours."""
    wanted = request.POST.get(NEXT) or request.GET.get(NEXT) or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()) else ""


def _home(request: HttpRequest, *, officer: bool) -> str:
    shell = Shell(request)
    return shell.workspace_home() if officer else shell.portal_home()
