"""Talking to a browser about security keys (WebAuthn): what is asked, and what the answer must fit."""

from collections.abc import Sequence

from django.http import HttpRequest
from webauthn import generate_authentication_options, generate_registration_options, options_to_json
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from sen.foundation.accounts.errors import KeyRefused
from sen.foundation.accounts.services import ISSUER
from sen.foundation.accounts.types import KeyCeremony

CHALLENGE_KEY = "key_challenge"


def invitation(request: HttpRequest, *, account_id: int, login: str, name: str, known: Sequence[bytes]) -> str:
    """What a browser needs to make a new key for the account, as JSON; the challenge stays in the session."""
    options = generate_registration_options(
        rp_id=_rp_id(request),
        rp_name=ISSUER,
        user_id=str(account_id).encode(),
        user_name=login,
        user_display_name=name,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    _keep(request, options.challenge)
    return options_to_json(options)


def question(request: HttpRequest, known: Sequence[bytes]) -> str:
    """What a browser needs to sign with one of the known keys, as JSON; the challenge stays in the session."""
    options = generate_authentication_options(
        rp_id=_rp_id(request),
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    _keep(request, options.challenge)
    return options_to_json(options)


def ceremony(request: HttpRequest, answer: str) -> KeyCeremony:
    """The browser's answer with what it must fit; the challenge is spent.  Raises KeyRefused when none was given."""
    challenge = request.session.pop(CHALLENGE_KEY, "")
    if not challenge:
        raise KeyRefused
    return KeyCeremony(answer, base64url_to_bytes(challenge), _rp_id(request), f"{request.scheme}://{request.get_host()}")


def _keep(request: HttpRequest, challenge: bytes) -> None:
    request.session[CHALLENGE_KEY] = bytes_to_base64url(challenge)


def _rp_id(request: HttpRequest) -> str:
    return request.get_host().partition(":")[0]
