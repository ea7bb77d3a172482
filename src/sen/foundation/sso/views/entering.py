"""Signing in by the national identity provider, and coming up to the level a task demands."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from sen.foundation.accounts.services import confirm_presence, start_session
from sen.foundation.sso.adapters.national_identity import Beginning, NationalProvider, current_config
from sen.foundation.sso.errors import EntranceExpired, ProviderAway, ProviderNotUsed
from sen.foundation.sso.forms import LinkForm
from sen.foundation.sso.policies import TWO_FACTORS
from sen.foundation.sso.services import outside
from sen.foundation.sso.types import OutsidePerson
from sen.kernel import clock
from sen.kernel.errors import DomainError
from sen.ui.access import ActorRequest, public, signed_in
from sen.ui.navigation import Shell
from sen.ui.responses import error_text, page

NEXT = "tiep"
ACCOUNT_KEY, WAY_KEY, CLAIM_KEY = "account_id", "provider_way", "provider_claim"
PATIENCE = dt.timedelta(minutes=15)


@require_safe
@public
def begin(request: ActorRequest) -> HttpResponse:
    """Send the browser to the provider; when it is away, say so on the sign-in page, where a password still works."""
    level = 2 if request.GET.get("muc") == "2" else 1
    try:
        beginning = _provider().begin(level)
    except ProviderAway as error:
        messages.warning(request, error_text(error))
        return _to_sign_in(request)
    request.session[WAY_KEY] = {**asdict(beginning), "next": _next(request), "until": (clock.now() + PATIENCE).isoformat()}
    return HttpResponseRedirect(beginning.url)


@require_safe
@public
def finish(request: ActorRequest) -> HttpResponse:
    """Take the provider's answer: check it, find the person's account, begin the session."""
    way = request.session.pop(WAY_KEY, None)
    if not way or way["state"] != request.GET.get("state") or dt.datetime.fromisoformat(way["until"]) < clock.now():
        raise EntranceExpired
    if "error" in request.GET or "code" not in request.GET:
        messages.info(request, _("Chưa đăng nhập bằng tài khoản định danh. Bạn có thể thử lại hoặc dùng mật khẩu."))
        return _to_sign_in(request, way["next"])
    beginning = Beginning(way["url"], way["state"], way["nonce"], way["verifier"])
    try:
        # The provider's times are real ones, also in a demonstration of another year.
        person = _provider().finish(
            code=request.GET["code"], issuer=request.GET.get("iss", ""), beginning=beginning, now=clock.now() - clock.clock_shift()
        )
        arrival = outside.enter_by_provider(person=person, address=_address(request), now=clock.now())
    except DomainError as error:
        messages.error(request, error_text(error))
        return _to_sign_in(request, way["next"])
    if arrival.account_id is None:
        until = (clock.now() + PATIENCE).isoformat()
        request.session[CLAIM_KEY] = {**asdict(person), "born_on": person.born_on.isoformat(), "next": way["next"], "until": until}
        return redirect("sso:claim")
    return _enter(request, arrival.account_id, person, way["next"])


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@public
def claim(request: ActorRequest) -> HttpResponse:
    """Ask whether the account that already stands under the person's number is theirs: by its password, or without it."""
    kept = request.session.get(CLAIM_KEY)
    if not kept or dt.datetime.fromisoformat(kept["until"]) < clock.now():
        return redirect("accounts:sign_in")
    person, wanted = _kept_person(kept), kept["next"]
    without = request.method == "POST" and request.POST.get("lam") == "bo-mat-khau"
    form = LinkForm(request.POST if request.method == "POST" and not without else None)
    if without or (request.method == "POST" and form.is_valid()):
        try:
            if without:
                account_id = outside.claim_without_password(person=person, address=_address(request), now=clock.now())
            else:
                password = form.cleaned_data["password"]
                account_id = outside.claim_by_password(person=person, password=password, address=_address(request), now=clock.now())
        except DomainError as error:
            form.add_error(None, ValidationError(error_text(error), code=error.code))
        else:
            return _enter(request, account_id, person, wanted)
    context = {"form": form, "number": person.identity_number}
    return page(request, "sso/claim.html", context, form=form if form.is_bound else None)


@require_safe
@signed_in
def step_up(request: ActorRequest) -> HttpResponse:
    """Say which level a task demands and how to reach it."""
    wanted = int(request.GET["muc"]) if request.GET.get("muc") in {"1", "2", "3"} else 2
    after = _next(request)
    if request.actor.assurance >= wanted and after:
        return HttpResponseRedirect(after)
    context = {
        "base": "ui/workspace.html" if request.actor.is_officer else "ui/portal.html",
        "two_factors": wanted == TWO_FACTORS,
        "provider": current_config("") if not request.actor.is_officer else None,
        "begin": f"{reverse('sso:begin')}?{urlencode({NEXT: after, 'muc': '2'})}",
        "after": after,
        "level": request.actor.assurance,
        "wanted": wanted,
    }
    return page(request, "sso/step_up.html", context)


def _provider() -> NationalProvider:
    config = current_config(reverse("sso:finish"))
    if config is None:
        raise ProviderNotUsed
    return NationalProvider(config)


def _enter(request: ActorRequest, account_id: int, person: OutsidePerson, wanted: str) -> HttpResponse:
    """Give the browser a fresh session that belongs to the account, at the level the provider vouches for.

    Whoever is signed in to this very account goes on in the same session, which is now proved again: other systems keep theirs.
    """
    if request.actor.account_id == account_id and request.session.session_key:
        confirm_presence(actor=request.actor, session_key=request.session.session_key, methods=person.methods, now=clock.now())
        return HttpResponseRedirect(wanted or Shell(request).portal_home())
    request.session.flush()
    request.session[ACCOUNT_KEY] = account_id
    request.session.save()
    _begin_session(request, account_id, person.methods, person.level)
    rotate_token(request)
    return HttpResponseRedirect(wanted or Shell(request).portal_home())


def _begin_session(request: HttpRequest, account_id: int, methods: Sequence[str], level: int) -> None:
    start_session(
        account_id=account_id,
        session_key=request.session.session_key or "",
        browser=request.headers.get("User-Agent", ""),
        address=_address(request),
        now=clock.now(),
        methods=methods,
        assurance=level,
    )


def _kept_person(kept: dict[str, Any]) -> OutsidePerson:
    return OutsidePerson(
        kept["issuer"],
        kept["subject"],
        kept["identity_number"],
        kept["name"],
        dt.date.fromisoformat(kept["born_on"]),
        kept["level"],
        tuple(kept["methods"]),
    )


def _to_sign_in(request: ActorRequest, wanted: str | None = None) -> HttpResponse:
    after = _next(request) if wanted is None else wanted
    if request.actor.account_id is not None:
        return HttpResponseRedirect(after or reverse("accounts:me"))
    return HttpResponseRedirect(reverse("accounts:sign_in") + (f"?{urlencode({NEXT: after})}" if after else ""))


def _next(request: HttpRequest) -> str:
    """The page asked for, when it is one of ours."""
    wanted = request.GET.get(NEXT, "")
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()) else ""


def _address(request: HttpRequest) -> str | None:
    return request.META.get("REMOTE_ADDR") or None
