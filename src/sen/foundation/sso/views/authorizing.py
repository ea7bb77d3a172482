"""The authorization endpoint and the consent page."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from sen.foundation.sso import services
from sen.foundation.sso.errors import AccessDenied, ConsentRequired, InteractionRequired, InvalidRequest, LoginRequired, ProtocolError
from sen.foundation.sso.forms import SCOPE_WORDS
from sen.foundation.sso.policies import access_returning_client
from sen.foundation.sso.schemas import read_authorization, single_values
from sen.foundation.sso.selectors import find_standing, words_of_client
from sen.foundation.sso.types import AuthorizationRequest, Scope
from sen.kernel import clock
from sen.ui.access import ActorRequest, public, signed_in
from sen.ui.responses import page

MARK = "moc"
_signer = Signer(salt="sen.sso.asked")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
def authorize(request: ActorRequest) -> HttpResponseBase:
    """Let a person into the system that asks, or lead them to what is still missing."""
    if request.method == "POST":
        # A form of another site brings no session cookie; the same question asked as a link does.
        response = HttpResponseRedirect(f"{request.path}?{request.POST.urlencode()}")
        response.status_code = 303
        return response
    return _return_or_ask(request, request.GET)


@require_POST
@signed_in
def consent(request: ActorRequest) -> HttpResponseBase:
    """Take the person's answer to the consent page; the request is checked again from the beginning."""
    query = QueryDict(request.POST.get("yeu_cau", ""))
    values = single_values(dict(query.lists()))
    client = access_returning_client(values.get("client_id", ""), values.get("redirect_uri", ""))
    try:
        wanted = read_authorization(values, client)
        if request.POST.get("lam") != "dong-y":
            raise AccessDenied("the person said no")
        services.give_consent(actor=request.actor, wanted=wanted, now=clock.now())
        wanted = replace(wanted, prompts=wanted.prompts - {"consent"})
        return _answer(request, wanted, query)
    except ProtocolError as error:
        return _go(request, values, _error(error), by_form=True)


def _return_or_ask(request: ActorRequest, query: QueryDict) -> HttpResponseBase:
    values = single_values(dict(query.lists()))
    if "client_id" not in values:
        raise InvalidRequest("client_id is missing")
    client = access_returning_client(values["client_id"], values.get("redirect_uri", ""))
    try:
        return _answer(request, read_authorization(values, client), query)
    except ProtocolError as error:
        return _go(request, values, _error(error), by_form=MARK in values)


def _answer(request: ActorRequest, wanted: AuthorizationRequest, query: QueryDict) -> HttpResponseBase:
    """A code for the system, or the next page the person must see.  Raises ProtocolError, told to the system."""
    now = clock.now()
    session_key = request.session.session_key or "" if request.actor.account_id is not None else ""
    standing = find_standing(session_key, wanted.client.id) if session_key else None
    if standing is None:
        return _send(request, wanted, query, LoginRequired, settings.LOGIN_URL)
    services.check_audience(wanted, standing)
    if not services.proof_is_fresh(wanted, standing, _asked_at(query), now):
        return _send(request, wanted, query, LoginRequired, settings.CONFIRM_URL)
    if standing.assurance < wanted.wanted_level:
        return _send(request, wanted, query, InteractionRequired, reverse("sso:step_up"))
    if services.needs_consent(wanted, standing):
        if "none" in wanted.prompts:
            raise ConsentRequired("the person must agree first")
        return _ask_consent(request, wanted, query)
    code = services.issue_code(actor=request.actor, wanted=wanted, standing=standing, now=now)
    values = {"redirect_uri": wanted.redirect_uri, "state": wanted.state}
    return _go(request, values, {"code": code}, by_form=request.method == "POST" or MARK in query)


def _send(
    request: ActorRequest, wanted: AuthorizationRequest, query: QueryDict, missing: type[ProtocolError], address: str
) -> HttpResponseBase:
    """To the page that supplies what is missing, and back to the same request; refused when no page may be shown."""
    if "none" in wanted.prompts:
        raise missing("no page may be shown")
    again = query.copy()
    again.pop(MARK, None)
    again[MARK] = _signer.sign(f"{clock.now().isoformat()} {_fingerprint(again)}")
    facts = {"tiep": f"{reverse('sso:authorize')}?{again.urlencode()}"}
    if missing is InteractionRequired:
        facts["muc"] = str(wanted.wanted_level)
    return HttpResponseRedirect(f"{address}?{urlencode(facts)}")


def _ask_consent(request: ActorRequest, wanted: AuthorizationRequest, query: QueryDict) -> HttpResponseBase:
    given = [SCOPE_WORDS[Scope(scope)] for scope in wanted.scopes if scope != Scope.OPENID]
    about, owner = words_of_client(wanted.client.id)
    facts = {
        "client": wanted.client,
        "about": about,
        "owner": owner,
        "given": given,
        "asked": query.urlencode(),
        "base": "ui/workspace.html" if request.actor.is_officer else "ui/portal.html",
    }
    return page(request, "sso/consent.html", facts)


def _go(request: ActorRequest, values: Mapping[str, str], answer: dict[str, str], *, by_form: bool) -> HttpResponse:
    """Back to the system with the answer and our own name (RFC 9207).

    A browser that came here by sending one of our forms may not be redirected to another site by the content policy;
    it gets a page that goes on by itself.
    """
    parts = {**answer, "iss": settings.SITE_URL} | ({"state": values["state"]} if values.get("state") else {})
    target = values["redirect_uri"]
    target += ("&" if "?" in target else "?") + urlencode(parts)
    response = page(request, "sso/onward.html", {"target": target}) if by_form else HttpResponseRedirect(target)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _error(error: ProtocolError) -> dict[str, str]:
    return {"error": error.word} | ({"error_description": error.explanation} if error.explanation else {})


def _asked_at(query: QueryDict) -> dt.datetime | None:
    """When this very request sent the person to prove to be there; None when it did not."""
    try:
        instant, _, fingerprint = _signer.unsign(query.get(MARK, "")).partition(" ")
    except BadSignature:
        return None
    rest = query.copy()
    rest.pop(MARK, None)
    return dt.datetime.fromisoformat(instant) if fingerprint == _fingerprint(rest) else None


def _fingerprint(query: QueryDict) -> str:
    return hashlib.sha256(query.urlencode().encode("ascii")).hexdigest()
