"""The configuration a gateway lives by: who the members are, and what this server offers to whom.

The control plane writes it, signs it and hands it out; a gateway keeps the last one it could verify and goes on with it
until it expires.  One sealed text carries both halves, so that they can never disagree.
"""

import json
from collections.abc import Sequence
from typing import Literal

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import BaseModel, ConfigDict, ValidationError

from sen.gateway.errors import SnapshotRefused

LARGEST_BYTES = 64 * 1024 * 1024

Check = Literal["off", "warn", "refuse"]


class Part(BaseModel):
    """A frozen part of the configuration; words it does not know are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Subsystem(Part):
    """A system of a member, ``INSTANCE/CLASS/MEMBER/SUBSYSTEM``, and the servers it is registered on."""

    id: str
    name: str
    servers: tuple[str, ...] = ()


class Member(Part):
    """A legal body of the axis, ``INSTANCE/CLASS/MEMBER``; its certificates sign for all its subsystems."""

    id: str
    name: str
    signing_certificates: tuple[str, ...] = ()
    subsystems: tuple[Subsystem, ...] = ()


class Server(Part):
    """A gateway, ``INSTANCE/CLASS/MEMBER/SERVER``: where it answers other gateways and the SHA-256 (hex) of its TLS certificates."""

    id: str
    address: str
    certificates: tuple[str, ...] = ()
    maintenance: str = ""


class Group(Part):
    """A named set of subsystems that may be given rights together."""

    code: str
    members: tuple[str, ...] = ()


class Endpoint(Part):
    """One operation of a described service; ``path`` is a glob (``*`` within a segment, ``**`` across)."""

    method: str
    path: str


class Reading(Part):
    """Operations of a service that only read, by the word of its provider, though their method does not say so."""

    service: str
    operations: tuple[Endpoint, ...]


class Directory(Part):
    """What every gateway knows.  Certificates are PEM; ``revoked`` holds serial numbers in hexadecimal."""

    authorities: tuple[str, ...]
    revoked: tuple[str, ...] = ()
    stampers: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    servers: tuple[Server, ...] = ()
    groups: tuple[Group, ...] = ()
    readings: tuple[Reading, ...] = ()


class Right(Part):
    """A subsystem's or group's leave to call one operation, until the end of its agreement (epoch seconds, none: open)."""

    subject: str
    method: str = "*"
    path: str = "**"
    agreement: str = ""
    until: int | None = None


class Allowance(Part):
    """How much one subsystem (or ``*``: each of the others) may ask of a service."""

    subject: str = "*"
    per_second: float = 50.0
    burst: int = 100
    per_day: int | None = None


class Service(Part):
    """A service this server offers, ``INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE``.

    ``credential`` is sent to the provider as ``Authorization``.  ``personal`` services refuse a call that does not name
    officer, purpose and dossier.  ``log_body`` false keeps only the digest of bodies.  ``max_concurrent`` calls run at once;
    after ``breaker_failures`` calls in a row without an answer, nobody is let through for ``breaker_seconds``.  ``description`` is the
    OpenAPI text itself, or its address (absolute, or beginning with ``/`` below the base URL).
    """

    id: str
    name: str
    base_url: str
    kind: Literal["REST", "OPENAPI3"] = "REST"
    description: str = ""
    enabled: bool = True
    notice: str = ""
    credential: str = ""
    timeout_seconds: float = 30.0
    verify_tls: bool = True
    max_request_bytes: int = 10_485_760
    max_answer_bytes: int = 104_857_600
    max_concurrent: int = 64
    breaker_failures: int = 5
    breaker_seconds: float = 10.0
    check: Check = "off"
    personal: bool = False
    log_body: bool = True
    endpoints: tuple[Endpoint, ...] = ()
    rights: tuple[Right, ...] = ()
    allowances: tuple[Allowance, ...] = ()


class Client(Part):
    """A subsystem whose information systems speak through this server.

    They show a TLS certificate (SHA-256, hex), or a token bought with ``client_id`` and a secret of which only the
    argon2 hash is here.  ``open`` lets any system of the server's own network speak for it.
    """

    id: str
    client_id: str = ""
    secret_hash: str = ""
    certificates: tuple[str, ...] = ()
    open: bool = False
    scope: tuple[str, ...] = ()


class Snapshot(Part):
    """The whole configuration of one server; instants are epoch seconds, ``serial`` only ever grows.

    ``status`` is the list of revoked certificates sealed by itself, so that it can go into evidence; ``seal`` writes it.
    """

    instance: str
    server: str
    serial: int
    issued_at: int
    expires_at: int
    stamp_every_seconds: int = 60
    directory: Directory
    services: tuple[Service, ...] = ()
    clients: tuple[Client, ...] = ()
    status: str = ""


def seal_status(snapshot: Snapshot, key: OKPKey) -> str:
    """The revoked certificates of the snapshot as a JWS of its own: ``{"instance", "thisUpdate", "nextUpdate", "revoked"}``."""
    facts = {
        "instance": snapshot.instance,
        "thisUpdate": snapshot.issued_at,
        "nextUpdate": snapshot.expires_at,
        "revoked": snapshot.directory.revoked,
    }
    content = json.dumps(facts, separators=(",", ":")).encode()
    return jws.serialize_compact({"alg": "Ed25519", "kid": key.thumbprint(), "typ": "status+jws"}, content, key, ["Ed25519"])


def seal(snapshot: Snapshot, key: OKPKey) -> str:
    """The snapshot as a compact JWS (Ed25519) of the control plane's key."""
    whole = snapshot.model_copy(update={"status": snapshot.status or seal_status(snapshot, key)})
    return jws.serialize_compact({"alg": "Ed25519", "kid": key.thumbprint()}, whole.model_dump_json().encode(), key, ["Ed25519"])


def _registry() -> jws.JWSRegistry:
    """A registry that lets a whole configuration pass: the library's own ends at 128 KB, a province's descriptions do not."""
    registry = jws.JWSRegistry(algorithms=["Ed25519"])
    registry.max_payload_length = LARGEST_BYTES
    return registry


def unseal(sealed: str, keys: Sequence[OKPKey], *, server: str, now: int, least_serial: int = 0) -> Snapshot:
    """The snapshot inside, if one of the keys sealed it for this server, it is still valid and not older than one seen before.

    Raises SnapshotRefused.
    """
    for key in keys:
        try:
            payload = jws.deserialize_compact(sealed, key, registry=_registry()).payload
            break
        except (JoseError, ValueError):
            continue
    else:
        raise SnapshotRefused("the seal fits none of the known keys")
    try:
        snapshot = Snapshot.model_validate_json(payload)
    except ValidationError as error:
        raise SnapshotRefused(f"the content is not understood: {error.error_count()} faults") from error
    if snapshot.server != server:
        raise SnapshotRefused(f"it is for {snapshot.server}")
    if snapshot.serial < least_serial:
        raise SnapshotRefused(f"serial {snapshot.serial} is older than {least_serial}")
    if snapshot.expires_at <= now:
        raise SnapshotRefused("it has expired")
    return snapshot
