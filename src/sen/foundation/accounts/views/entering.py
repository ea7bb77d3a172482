"""Signing in and out, opening a citizen's account, choosing a password in place of a temporary one."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sen.foundation.accounts import services
from sen.foundation.accounts.forms import NewPasswordForm, RegisterForm, SignInForm
from sen.foundation.accounts.views.browsing import RENEWAL_KEY, address_of, home, next_page, put_error, start_renewal
from sen.foundation.accounts.views.steps import go_on
from sen.kernel import clock
from sen.kernel.errors import DomainError
from sen.ui.access import ActorRequest, public
from sen.ui.responses import page

REGISTRATIONS, REGISTRATION_WINDOW = 10, dt.timedelta(hours=1)


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
            return start_renewal(request, account) if account.must_change_password else go_on(request, account)
    elif request.actor.account_id is not None and request.method != "POST":
        return HttpResponseRedirect(next_page(request) or home(request, officer=request.actor.is_officer))
    return page(
        request, "accounts/sign_in.html", {"form": form, "next": next_page(request)}, form=form if request.method == "POST" else None
    )


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
            return go_on(request, account)
    context = {"form": form, "next": next_page(request)}
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
            services.limit(name="register", key=address_of(request) or "", most=REGISTRATIONS, window=REGISTRATION_WINDOW, now=clock.now())
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
            return go_on(request, account)
    return page(
        request, "accounts/register.html", {"form": form, "next": next_page(request)}, form=form if request.method == "POST" else None
    )
