"""Values of signing on."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a system may learn."""

    OPENID = "openid"
    PROFILE = "profile"
    POSITION = "position"
    EMAIL = "email"
    PHONE = "phone"
    IDENTITY = "identity"


CLAIMS = {
    Scope.OPENID: ("sub",),
    Scope.PROFILE: ("name", "account_kind", "locale"),
    Scope.POSITION: ("agency_code", "agency_name", "position", "division", "roles", "grants"),
    Scope.EMAIL: ("email",),
    Scope.PHONE: ("phone_number",),
    Scope.IDENTITY: ("identity_number",),
}
# A person's identity number is given to no system without that person's own consent.
ALWAYS_ASKED = frozenset({Scope.IDENTITY.value})
LEVELS = {"loa1": 1, "loa2": 2, "loa3": 3}


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """A system as the endpoints need it."""

    id: int
    client_id: str
    name: str
    redirect_uris: tuple[str, ...]
    leaving_uris: tuple[str, ...]
    secret_digest: bytes | None
    former_digest: bytes | None
    former_until: dt.datetime | None
    scopes: tuple[str, ...]
    audience: str
    asks_consent: bool
    token_form: str
    refreshes: bool
    acts_alone: bool
    introspects: bool
    min_assurance: int
    disabled: bool

    @property
    def is_public(self) -> bool:
        """Whether the system can keep no secret."""
        return self.secret_digest is None


@dataclass(frozen=True, slots=True)
class Standing:
    """A session as signing on sees it: who, how surely, and what was allowed to one system."""

    sid: uuid.UUID
    account_id: int
    kind: str
    proved_at: dt.datetime
    methods: tuple[str, ...]
    assurance: int
    allowed: frozenset[str]
    named: bool


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A checked request of a system to let a person in."""

    client: ClientFacts
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    nonce: str
    challenge: str
    prompts: frozenset[str]
    max_age: int | None
    login_hint: str
    wanted_level: int


@dataclass(frozen=True, slots=True)
class TokenAnswer:
    """What the token endpoint gives."""

    access_token: str
    expires_in: int
    scopes: tuple[str, ...]
    refresh_token: str = ""
    id_token: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """What an account says of its owner."""

    login: str
    kind: str
    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """A living access or refresh token and what stands behind it."""

    kind: str
    client_id: str
    scopes: tuple[str, ...]
    issued_at: dt.datetime
    expires_at: dt.datetime
    account_id: int | None
    subject: str
    sid: str
    proved_at: dt.datetime | None
    assurance: int
    methods: tuple[str, ...]
    owner: Owner | None


@dataclass(frozen=True, slots=True)
class NewClient:
    """What an administrator states about a system."""

    name: str
    about: str
    owner_id: int | None
    redirect_uris: tuple[str, ...]
    leaving_uris: tuple[str, ...]
    backchannel_uri: str
    scopes: tuple[str, ...]
    audience: str
    asks_consent: bool
    token_form: str
    refreshes: bool
    acts_alone: bool
    introspects: bool
    min_assurance: int
    keeps_secret: bool = True


@dataclass(frozen=True, slots=True)
class EnteredSystem:
    """A system as its user sees it: since when it is open, what it may learn."""

    client_id: int
    name: str
    about: str
    owner: str
    entered_at: dt.datetime | None
    scopes: tuple[str, ...]
    consented_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class OutsidePerson:
    """A person as the national identity provider vouches for them."""

    issuer: str
    subject: str
    identity_number: str
    name: str
    born_on: dt.date
    level: int
    methods: tuple[str, ...]
