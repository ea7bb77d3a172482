"""A system that signs people in, and the keys it checks them with."""

import base64
import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client as Browser

from sen.foundation.agencies.models import Agency
from sen.foundation.sso import services
from sen.foundation.sso.models import Client
from sen.foundation.sso.types import NewClient
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.factories import signed_in

RETURN = "https://phanmem.example/ve"
LEFT = "https://phanmem.example/da-thoat"
TOLD = "https://phanmem.example/dang-xuat-nen"
FACTS = {
    "name": "Phần mềm Sở Nông nghiệp",
    "about": "Quản lý hồ sơ nuôi trồng thủy sản",
    "owner_id": None,
    "redirect_uris": (RETURN,),
    "leaving_uris": (LEFT,),
    "backchannel_uri": TOLD,
    "scopes": ("openid", "profile", "position"),
    "audience": "everyone",
    "asks_consent": False,
    "token_form": "opaque",
    "refreshes": True,
    "acts_alone": False,
    "introspects": False,
    "min_assurance": 1,
}


@pytest.fixture(autouse=True)
def keys(db: None, tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Iterator[Path]:
    """Keys of their own, made once."""
    folder = tmp_path_factory.getbasetemp() / "sso"
    settings.DATA_DIR = folder
    settings.SITE_URL = "https://sen.example"
    yield folder


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass
class Party:
    """A system with its secret; asks as a browser is sent, and speaks to the endpoints itself."""

    client: Client
    secret: str
    browser: Browser = field(default_factory=Browser)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def request(self, **changes: str | None) -> dict[str, str]:
        """The parameters of an authorization request; None leaves one out."""
        values: dict[str, str | None] = {
            "client_id": self.client.client_id,
            "redirect_uri": RETURN,
            "response_type": "code",
            "scope": "openid profile position",
            "state": "trang-thai",
            "nonce": "mot-lan",
            "code_challenge": challenge_of(self.verifier),
            "code_challenge_method": "S256",
            **changes,
        }
        return {name: value for name, value in values.items() if value is not None}

    def ask(self, **changes: str | None) -> Any:
        """The provider's answer to the request."""
        return self.browser.get("/sso/authorize", self.request(**changes))

    def returned(self, **changes: str | None) -> dict[str, str]:
        """The parameters the browser brings back."""
        return back(self.ask(**changes))

    def code(self, **changes: str | None) -> str:
        """A fresh code."""
        return self.returned(**changes)["code"]

    def post(self, endpoint: str, **values: str) -> Any:
        """A form sent with the system's own name and secret."""
        basic = base64.b64encode(f"{self.client.client_id}:{self.secret}".encode()).decode()
        return Browser().post(f"/sso/{endpoint}", values, HTTP_AUTHORIZATION=f"Basic {basic}")

    def redeem(self, code: str, **changes: str) -> Any:
        """The token endpoint's answer to a code."""
        values = {"grant_type": "authorization_code", "code": code, "redirect_uri": RETURN, "code_verifier": self.verifier}
        return self.post("token", **{**values, **changes})

    def tokens(self, **changes: str | None) -> dict[str, Any]:
        """Tokens of a fresh sign-on."""
        answer = self.redeem(self.code(**changes))
        assert answer.status_code == 200, answer.content
        return answer.json()

    def refresh(self, token: str, **changes: str) -> Any:
        """The answer to a refresh token."""
        return self.post("token", grant_type="refresh_token", refresh_token=token, **changes)

    def userinfo(self, token: str) -> Any:
        """What the token tells."""
        return Browser().get("/sso/userinfo", HTTP_AUTHORIZATION=f"Bearer {token}")

    def is_active(self, token: str) -> bool:
        """Whether the token lives."""
        return bool(self.post("introspect", token=token).json()["active"])


def back(answer: Any) -> dict[str, str]:
    """The parameters a browser is sent back with."""
    assert answer.status_code == 302, (answer.status_code, answer.content[:500])
    assert answer["Location"].startswith(RETURN + "?"), answer["Location"]
    return {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}


def make_party(actor: Actor, **changes: Any) -> Party:
    """A registered system."""
    client, secret = services.register_client(actor=actor, facts=NewClient(**{**FACTS, **changes}), now=clock.now())
    return Party(client, secret)


@pytest.fixture
def party(administrator: Actor) -> Party:
    """A system nobody is signed in to yet."""
    return make_party(administrator)


@pytest.fixture
def entered(party: Party, specialist: Actor) -> Party:
    """The same system, in the browser of a specialist who is signed in."""
    signed_in(party.browser, specialist)
    return party


@pytest.fixture
def home(agency: Agency) -> Agency:
    """The specialist's agency with its official code."""
    agency.identification_code = "H20.29.869"
    agency.save(update_fields=["identification_code"])
    return agency
