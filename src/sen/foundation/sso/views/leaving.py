"""Leaving: asked for by a system (RP-initiated logout), or everywhere at once by the person."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from sen.foundation.accounts.services import sign_out
from sen.foundation.sso import services
from sen.foundation.sso.errors import InvalidRequest, ReturnAddressUnknown, UnknownSystem
from sen.foundation.sso.schemas import single_values
from sen.foundation.sso.selectors import find_client, session_name
from sen.foundation.sso.types import ClientFacts
from sen.kernel import clock
from sen.ui.access import ActorRequest, public, signed_in
from sen.ui.responses import page


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
def end_session(request: ActorRequest) -> HttpResponse:
    """Sign out because a system asks for it (OpenID Connect RP-Initiated Logout 1.0).

    With an id-token of this very session the person is signed out at once; otherwise they are asked first.
    """
    given = request.POST if request.method == "POST" else request.GET
    values = single_values(dict(given.lists()))
    hint = services.verified(values.get("id_token_hint", ""), kind="JWT") if values.get("id_token_hint") else None
    client = _client(values, hint)
    target = _target(values, client)
    own = session_name(request.session.session_key or "") if request.actor.account_id is not None else ""
    if own and (hint is None or hint.get("sid") != own):
        return page(request, "sso/leave.html", {"client": client, "asked": given.urlencode()})
    if own:
        _leave(request, own)
    return HttpResponseRedirect(target) if target else page(request, "sso/left.html", {})


@require_POST
@public
def leave(request: ActorRequest) -> HttpResponse:
    """Take the person's answer: yes, sign me out.  The way back was checked when the question was asked, and is checked again."""
    values = single_values(dict(QueryDict(request.POST.get("yeu_cau", "")).lists()))
    hint = services.verified(values.get("id_token_hint", ""), kind="JWT") if values.get("id_token_hint") else None
    target = _target(values, _client(values, hint))
    if request.actor.account_id is not None:
        _leave(request, session_name(request.session.session_key or ""))
    return page(request, "sso/onward.html", {"target": target}) if target else page(request, "sso/left.html", {})


@require_POST
@signed_in
def end_everywhere(request: ActorRequest) -> HttpResponse:
    """Sign the person out of every browser and every system."""
    services.end_everywhere(actor=request.actor, account_id=request.actor.account, now=clock.now())
    request.session.flush()
    messages.success(request, _("Bạn đã đăng xuất khỏi mọi thiết bị và mọi hệ thống."))
    return redirect("accounts:sign_in")


def _leave(request: ActorRequest, sid: str) -> None:
    now = clock.now()
    sign_out(actor=request.actor, session_key=request.session.session_key or "", now=now)
    if sid:
        services.end_sign_ons(sids=[sid], now=now)
    request.session.flush()


def _client(values: dict[str, str], hint: dict[str, Any] | None) -> ClientFacts | None:
    """The system that asks, by its name or by the id-token it shows; raises InvalidRequest when the two differ, UnknownSystem."""
    named = values.get("client_id", "")
    shown = str(hint.get("aud", "")) if hint else ""
    if named and shown and named != shown:
        raise InvalidRequest("client_id differs from the id_token_hint")
    if values.get("id_token_hint") and hint is None:
        raise InvalidRequest("the id_token_hint is not ours")
    client = find_client(named or shown)
    if (named or shown) and client is None:
        raise UnknownSystem
    return client


def _target(values: dict[str, str], client: ClientFacts | None) -> str:
    """Where to go afterwards: an address registered for this system, with its state; raises ReturnAddressUnknown."""
    uri = values.get("post_logout_redirect_uri", "")
    if not uri:
        return ""
    if client is None or uri not in client.leaving_uris:
        raise ReturnAddressUnknown
    state = values.get("state", "")
    return f"{uri}{'&' if '?' in uri else '?'}{urlencode({'state': state})}" if state else uri
