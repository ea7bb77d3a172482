"""One sign-in at the provider: the way there with PKCE, state and nonce, and the strict check of what comes back."""

import datetime as dt
import re
import secrets
import time
from dataclasses import dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from sen.foundation.sso.adapters.national_identity.config import ProviderConfig
from sen.foundation.sso.errors import ProviderAnswerWrong, ProviderAway
from sen.foundation.sso.types import OutsidePerson

ALGORITHMS = ["RS256", "ES256"]
SCOPES = "openid profile identity"
LEVELS = {"muc-1": 1, "muc-2": 2}
# Words of RFC 8176 that a session of ours keeps.
_METHODS = frozenset({"pwd", "otp", "hwk", "face", "fpt", "mfa"})
_LEEWAY_SECONDS = 60
_KEPT_SECONDS = 300
_TIMEOUT = (3, 5)


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where the browser goes, and what its session must remember until it comes back."""

    url: str
    state: str
    nonce: str
    verifier: str


class _Kept:
    """What a provider says about itself, kept for five minutes in this process."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[float, dict[str, Any]]] = {}

    def get(self, url: str, *, fresh: bool = False) -> dict[str, Any]:
        """The JSON at the address.  Raises ProviderAway."""
        read_at, answer = self.answers.get(url, (0.0, {}))
        if answer and not fresh and time.monotonic() - read_at < _KEPT_SECONDS:
            return answer
        try:
            response = requests.get(url, timeout=_TIMEOUT, allow_redirects=False)
            response.raise_for_status()
            answer = dict(response.json())
        except (requests.RequestException, ValueError, TypeError) as error:
            raise ProviderAway from error
        self.answers[url] = (time.monotonic(), answer)
        return answer


_kept = _Kept()


class NationalProvider:
    """The provider as one installation uses it."""

    def __init__(self, config: ProviderConfig) -> None:
        """Use the configuration; nothing is asked yet."""
        self.config = config

    def begin(self, level: int = 1) -> Beginning:
        """The way to the provider.  Raises ProviderAway, ProviderAnswerWrong."""
        nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        wanted = {"acr_values": f"muc-{level}"} if level > 1 else {}
        address = str(self._metadata().get("authorization_endpoint", ""))
        url, state = self._session().create_authorization_url(address, code_verifier=verifier, nonce=nonce, ui_locales="vi", **wanted)
        return Beginning(url, state, nonce, verifier)

    def finish(self, *, code: str, issuer: str, beginning: Beginning, now: dt.datetime) -> OutsidePerson:
        """The person behind a code; ``issuer`` is the name the answer itself carried (RFC 9207), ``now`` the real time.

        Raises ProviderAway, ProviderAnswerWrong.
        """
        metadata = self._metadata()
        named = bool(issuer) or bool(metadata.get("authorization_response_iss_parameter_supported"))
        if named and issuer != self.config.issuer:
            raise ProviderAnswerWrong
        claims = self._claims(self._exchange(str(metadata.get("token_endpoint", "")), code, beginning.verifier), beginning.nonce, now)
        return _person(self.config.issuer, claims)

    def _metadata(self) -> dict[str, Any]:
        metadata = _kept.get(f"{self.config.issuer}/.well-known/openid-configuration")
        # A description that names another issuer is not this provider's (OpenID Connect Discovery, section 4.3).
        if metadata.get("issuer") != self.config.issuer:
            raise ProviderAnswerWrong
        return metadata

    def _session(self) -> Any:
        return OAuth2Session(
            self.config.client_id,
            self.config.secret,
            token_endpoint_auth_method="client_secret_basic",  # noqa: S106 - the name of a method
            scope=SCOPES,
            redirect_uri=self.config.redirect_uri,
            code_challenge_method="S256",
            default_timeout=_TIMEOUT,
        )

    def _exchange(self, address: str, code: str, verifier: str) -> str:
        try:
            with self._session() as session:
                token = session.fetch_token(address, grant_type="authorization_code", code=code, code_verifier=verifier)
        except requests.RequestException as error:
            raise ProviderAway from error
        except (AuthlibBaseError, ValueError) as error:
            raise ProviderAnswerWrong from error
        return str(token.get("id_token") or "")

    def _claims(self, id_token: str, nonce: str, now: dt.datetime) -> dict[str, Any]:
        """The claims of an id-token whose signature, issuer, audience, times and nonce are all right."""
        registry = JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self.config.issuer},
            aud={"essential": True, "value": self.config.client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims = dict(self._decoded(id_token).claims)
            registry.validate(claims)
        except (JoseError, ValueError, TypeError) as error:
            raise ProviderAnswerWrong from error
        audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if len(audiences) > 1 and claims.get("azp") != self.config.client_id:
            raise ProviderAnswerWrong
        return claims

    def _decoded(self, id_token: str) -> Any:
        """The token checked with the provider's keys, which are read once more when none fits: they may have been changed."""
        address = str(self._metadata().get("jwks_uri", ""))
        try:
            return jwt.decode(id_token, self._keys(address, fresh=False), algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            return jwt.decode(id_token, self._keys(address, fresh=True), algorithms=ALGORITHMS)

    def _keys(self, address: str, *, fresh: bool) -> KeySet:
        found = _kept.get(address, fresh=fresh)
        asymmetric = [key for key in found.get("keys", []) if key.get("kty") in {"RSA", "EC"} and key.get("use", "sig") == "sig"]
        return KeySet.import_key_set({"keys": asymmetric})


def _person(issuer: str, claims: dict[str, Any]) -> OutsidePerson:
    """What the claims say about the person; raises ProviderAnswerWrong when what we need is missing."""
    number, name = str(claims.get("identity_number", "")), str(claims.get("name", ""))
    level = LEVELS.get(str(claims.get("acr", "")), 0)
    try:
        born_on = dt.date.fromisoformat(str(claims.get("birthdate", "")))
    except ValueError:
        raise ProviderAnswerWrong from None
    if not re.fullmatch(r"[0-9]{12}", number) or not name.strip() or not level or len(str(claims["sub"])) > 255:
        raise ProviderAnswerWrong
    methods = tuple(word for word in claims.get("amr", []) if word in _METHODS) if isinstance(claims.get("amr"), list) else ()
    return OutsidePerson(issuer, str(claims["sub"]), number, name, born_on, level, methods or ("pwd",))
