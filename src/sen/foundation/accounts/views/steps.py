"""The second step of signing in, and proving oneself once more before a grave change."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from sen.foundation.accounts import services
from sen.foundation.accounts.errors import SecondStepOver
from sen.foundation.accounts.forms import CodeForm, NewCodeForm, PresenceForm
from sen.foundation.accounts.models import Account
from sen.foundation.accounts.selectors import actor_of
from sen.foundation.accounts.selectors.factors import count_factors, factor_due_on, list_key_ids
from sen.foundation.accounts.types import Visit
from sen.foundation.accounts.views import keys
from sen.foundation.accounts.views.browsing import NEXT, address_of, enter, next_page, put_error
from sen.foundation.printing.services import qr_svg
from sen.kernel import clock
from sen.kernel.errors import DomainError
from sen.ui.access import ActorRequest, public, signed_in
from sen.ui.format import date_text
from sen.ui.responses import page

PENDING_KEY = "second_step"
PENDING_TIME = dt.timedelta(minutes=10)
DEVICE_COOKIE = "sen_thiet_bi"
METHODS = ["GET", "HEAD", "POST"]


def go_on(request: ActorRequest, account: Account) -> HttpResponse:
    """After the right password: into the session, or first to the second step, or first to setting one up."""
    today = clock.today()
    has_factor = count_factors(account.pk) > 0
    due = None if has_factor else factor_due_on(account.pk, today)
    if has_factor and not services.is_trusted(account.pk, request.COOKIES.get(DEVICE_COOKIE, ""), clock.now()):
        return _wait(request, account, "accounts:second_step")
    if due is not None and due <= today:
        return _wait(request, account, "accounts:first_factor")
    if due is not None:
        messages.info(
            request,
            _("Từ ngày {day}, vai trò của bạn đăng nhập bằng hai lớp bảo vệ. Thêm lớp thứ hai ở mục Bảo vệ tài khoản.").format(
                day=date_text(due)
            ),
        )
    return enter(request, account, methods=(services.PASSWORD,))


@sensitive_post_parameters("code")
@require_http_methods(METHODS)
@public
def second_step(request: ActorRequest) -> HttpResponse:
    """Ask for a one-time code, a recovery code or a security key; only then the session begins."""
    account = _waiting(request)
    if account is None:
        return _too_late(request)
    form = CodeForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        try:
            method = _prove(request, account.pk, form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            del request.session[PENDING_KEY]
            response = enter(request, account, methods=(services.PASSWORD, method))
            return _trusting(request, response, account.pk) if form.cleaned_data["trust"] else response
    context = {"form": form, "next": next_page(request), **_key_context(request, account.pk)}
    return page(request, "accounts/second_step.html", context, form=form if request.method == "POST" else None)


@sensitive_variables("setup", "codes")
@sensitive_post_parameters("code")
@require_http_methods(METHODS)
@public
def first_factor(request: ActorRequest) -> HttpResponse:
    """Set up a code generator before the first session under a rule that asks for one."""
    account = _waiting(request)
    if account is None:
        return _too_late(request)
    if count_factors(account.pk):
        return redirect("accounts:second_step")
    setup = services.begin_totp(account_id=account.pk, login=account.login, now=clock.now())
    form = NewCodeForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        actor = actor_of(account.pk, clock.today())
        try:
            codes = services.confirm_totp(actor=actor, code=form.cleaned_data["code"], label=form.cleaned_data["label"], now=clock.now())
        except DomainError as error:
            put_error(form, error)
        else:
            del request.session[PENDING_KEY]
            onward = enter(request, account, methods=(services.PASSWORD, services.CODE))
            return page(request, "accounts/recovery_codes.html", {"base": "ui/portal.html", "codes": codes, "onward": onward["Location"]})
    context = {"form": form, "secret": setup.secret, "qr": qr_svg(setup.address), "next": next_page(request), "base": "ui/portal.html"}
    return page(request, "accounts/factor_code.html", {**context, "forced": True}, form=form if request.method == "POST" else None)


@sensitive_post_parameters("code", "password")
@require_http_methods(METHODS)
@signed_in
def confirm(request: ActorRequest) -> HttpResponse:
    """Prove to be there: by the second factor where there is one, otherwise by the password."""
    actor = request.actor
    by_factor = count_factors(actor.account) > 0
    form = CodeForm.from_request(request) if by_factor else PresenceForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        try:
            if by_factor:
                method = _prove(request, actor.account, form.cleaned_data)
            else:
                method = services.prove_password(actor=actor, password=form.cleaned_data["password"], now=clock.now())
            services.confirm_presence(actor=actor, session_key=request.session.session_key or "", methods=(method,), now=clock.now())
        except DomainError as error:
            put_error(form, error)
        else:
            return HttpResponseRedirect(next_page(request) or reverse("accounts:me"))
    base = "ui/workspace.html" if actor.is_officer else "ui/portal.html"
    context = {"base": base, "form": form, "next": next_page(request), **(_key_context(request, actor.account) if by_factor else {})}
    return page(request, "accounts/confirm.html", context, form=form if request.method == "POST" else None)


def _prove(request: ActorRequest, account_id: int, facts: dict[str, Any]) -> str:
    visit = Visit(services.browser_name(request.headers.get("User-Agent", "")), address_of(request))
    if facts.get("answer"):
        return services.prove_key(account_id=account_id, ceremony=keys.ceremony(request, facts["answer"]), visit=visit, now=clock.now())
    return services.prove_code(account_id=account_id, code=facts["code"], visit=visit, now=clock.now())


def _key_context(request: ActorRequest, account_id: int) -> dict[str, Any]:
    known = list_key_ids(account_id)
    return {"key_options": keys.question(request, known)} if known else {}


def _wait(request: ActorRequest, account: Account, step: str) -> HttpResponse:
    """Remember for a short while that this browser knows the password; nobody is signed in yet."""
    request.session.flush()
    until = clock.now() + PENDING_TIME
    request.session[PENDING_KEY] = {"account": account.pk, "proof": services.renewal_proof(account), "until": until.isoformat()}
    address, wanted = reverse(step), next_page(request)
    return HttpResponseRedirect(f"{address}?{urlencode({NEXT: wanted})}" if wanted else address)


def _waiting(request: ActorRequest) -> Account | None:
    pending = request.session.get(PENDING_KEY)
    if not pending or dt.datetime.fromisoformat(pending["until"]) < clock.now():
        return None
    return services.proven_account(account_id=pending["account"], proof=pending["proof"])


def _too_late(request: ActorRequest) -> HttpResponse:
    if request.actor.account_id is None and request.session.get(PENDING_KEY):
        messages.info(request, _(SecondStepOver.template()))
    return redirect("accounts:sign_in")


def _trusting(request: ActorRequest, response: HttpResponse, account_id: int) -> HttpResponse:
    token = services.trust_device(account_id=account_id, browser=request.headers.get("User-Agent", ""), now=clock.now())
    response.set_cookie(
        DEVICE_COOKIE,
        token,
        max_age=services.TRUST,
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
        path=reverse("accounts:sign_in"),
    )
    return response
