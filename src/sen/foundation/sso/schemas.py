"""The shape of requests: authorization requests as other programs send them."""

import re
from collections.abc import Mapping, Sequence

from sen.foundation.sso.errors import (
    InvalidRequest,
    InvalidScope,
    RequestNotSupported,
    RequestUriNotSupported,
    UnsupportedResponseType,
)
from sen.foundation.sso.types import LEVELS, AuthorizationRequest, ClientFacts, Scope

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_PROMPTS = frozenset({"none", "login", "consent", "select_account"})
_LONGEST = {"state": 2000, "nonce": 255, "login_hint": 120}


def single_values(parameters: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Each parameter once; raises InvalidRequest for one sent twice (RFC 6749, section 3.1)."""
    twice = [name for name, values in parameters.items() if len(values) > 1]
    if twice:
        raise InvalidRequest(f"repeated parameter: {twice[0][:40]!a}")
    return {name: values[0] for name, values in parameters.items() if values and values[0] != ""}


def read_authorization(values: Mapping[str, str], client: ClientFacts) -> AuthorizationRequest:
    """The checked request of a system whose name and return address are already known to be right.

    Raises UnsupportedResponseType, RequestNotSupported, RequestUriNotSupported, InvalidScope, InvalidRequest.
    """
    _refuse_unsupported(values)
    for name, longest in _LONGEST.items():
        if len(values.get(name, "")) > longest or "\x00" in values.get(name, ""):
            raise InvalidRequest(f"{name} is too long")
    return AuthorizationRequest(
        client=client,
        redirect_uri=values["redirect_uri"],
        scopes=_scopes(values.get("scope", ""), client),
        state=values.get("state", ""),
        nonce=values.get("nonce", ""),
        challenge=_challenge(values),
        prompts=_prompts(values.get("prompt", "")),
        max_age=_max_age(values.get("max_age", "")),
        login_hint=values.get("login_hint", ""),
        wanted_level=max(client.min_assurance, _level(values.get("acr_values", ""))),
    )


def _refuse_unsupported(values: Mapping[str, str]) -> None:
    if "request" in values:
        raise RequestNotSupported("request objects are not supported")
    if "request_uri" in values:
        raise RequestUriNotSupported("request_uri is not supported")
    if values.get("response_type") != "code":
        raise UnsupportedResponseType("only response_type=code is supported")
    if values.get("response_mode", "query") != "query":
        raise InvalidRequest("only response_mode=query is supported")


def _scopes(text: str, client: ClientFacts) -> tuple[str, ...]:
    asked = tuple(dict.fromkeys(text.split()))
    if Scope.OPENID not in asked:
        raise InvalidScope("scope must contain openid")
    if not set(asked) <= set(client.scopes):
        raise InvalidScope("a scope is unknown or not granted to this client")
    return asked


def _challenge(values: Mapping[str, str]) -> str:
    challenge = values.get("code_challenge", "")
    if not challenge:
        raise InvalidRequest("code_challenge is required")
    if values.get("code_challenge_method") != "S256":
        raise InvalidRequest("code_challenge_method must be S256")
    if not _CHALLENGE.fullmatch(challenge):
        raise InvalidRequest("code_challenge must be 43 base64url characters")
    return challenge


def _prompts(text: str) -> frozenset[str]:
    prompts = frozenset(text.split())
    if not prompts <= _PROMPTS or ("none" in prompts and len(prompts) > 1):
        raise InvalidRequest("prompt is not understood")
    return prompts


def _max_age(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise InvalidRequest("max_age must be a number of seconds")
    return int(text)


def _level(text: str) -> int:
    """The lowest of the asked levels: any of them would do (OpenID Connect Core, section 3.1.2.1)."""
    known = [LEVELS[word] for word in text.split() if word in LEVELS]
    return min(known, default=0)
