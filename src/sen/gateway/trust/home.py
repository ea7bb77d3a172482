"""The folder a gateway lives in: its configuration file, its keys, its last snapshot and its large bodies.

``gateway.json``: ``server`` (identifier), ``consumer`` and ``provider`` (``host:port``: plain HTTP for the own network, mutual
TLS for other gateways), ``database`` (PostgreSQL connection text), ``sources`` (addresses of the sealed snapshot), ``keys`` (public
keys of the control plane, JWK), ``tls`` and ``signing`` (paths of key and certificate, PEM; signing by member), and optionally
``workers``, ``poll_seconds``, ``connect_seconds``, ``answer_seconds``, ``hosts`` (host names services may lead to; empty: any),
``consumer_tls`` (``host:port`` for systems of the own network that show a certificate), ``evidence`` (time stamps, archives, monitoring).
"""

import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from sen.gateway.errors import HomeUnusable
from sen.gateway.trust.evidence_settings import EvidenceSettings
from sen.gateway.trust.signing import Signer, load_signer

CONFIGURATION = "gateway.json"
SNAPSHOT = "snapshot.jws"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KeyPair(_Part):
    """Paths of a private key and its certificate (PEM), relative to the home folder or absolute."""

    key: str
    certificate: str


class Configuration(_Part):
    """The content of ``gateway.json``."""

    server: str
    consumer: str
    provider: str
    database: str
    sources: tuple[str, ...]
    keys: tuple[dict[str, Any], ...] = Field(min_length=1)
    tls: KeyPair
    signing: dict[str, KeyPair] = {}
    workers: int = Field(1, ge=1, le=64)
    poll_seconds: float = Field(60, gt=0)
    connect_seconds: float = Field(5, gt=0)
    answer_seconds: float = Field(120, gt=0)
    hosts: tuple[str, ...] = ()
    consumer_tls: str = ""
    evidence: EvidenceSettings = EvidenceSettings()

    @field_validator("consumer", "provider", "consumer_tls")
    @classmethod
    def _is_address(cls, value: str, facts: ValidationInfo) -> str:
        if value or facts.field_name != "consumer_tls":
            split_address(value)
        return value


@dataclass(frozen=True)
class Home:
    """A gateway's folder with everything in it read and checked.

    Large bodies are kept in ``bodies``; in ``spool`` they wait while a call is under way.
    """

    folder: Path
    configuration: Configuration
    keys: tuple[OKPKey, ...]
    signers: dict[str, Signer]
    bodies: Path
    spool: Path

    @property
    def server(self) -> str:
        """The server's identifier."""
        return self.configuration.server

    @property
    def snapshot(self) -> Path:
        """The last snapshot that was verified."""
        return self.folder / SNAPSHOT

    def path(self, name: str) -> Path:
        """A path of the configuration, seen from the folder."""
        return self.folder / name

    def secret(self, use: str) -> bytes:
        """A key of 32 bytes for one use, derived from the folder's own secret, which is made on first need."""
        place = self.folder / "secret"
        if not place.exists():
            fresh = self.folder / f"secret.{os.getpid()}"
            fresh.touch(mode=0o600)
            fresh.write_bytes(os.urandom(32))
            try:
                os.link(fresh, place)
            except FileExistsError:
                pass
            fresh.unlink()
        return hmac.new(place.read_bytes(), use.encode(), hashlib.sha256).digest()


def open_home(folder: Path) -> Home:
    """Read a gateway's folder.  Raises HomeUnusable naming what is missing or wrong."""
    try:
        configuration = Configuration.model_validate_json((folder / CONFIGURATION).read_bytes())
    except (OSError, ValidationError) as error:
        raise HomeUnusable(f"{folder / CONFIGURATION}: {error}") from error
    try:
        keys = tuple(OKPKey.import_key(dict(key)) for key in configuration.keys)
    except (JoseError, ValueError) as error:
        raise HomeUnusable(f"keys of the control plane: {error}") from error
    signers = {member: load_signer(member, folder / pair.key, folder / pair.certificate) for member, pair in configuration.signing.items()}
    for place in ("bodies", "spool"):
        (folder / place).mkdir(mode=0o700, exist_ok=True)
    return Home(folder, configuration, keys, signers, folder / "bodies", folder / "spool")


def split_address(address: str) -> tuple[str, int]:
    """Host and port of ``host:port``, ``[::1]:port`` or ``https://host:port``.  Raises ValueError."""
    host, colon, port = address.rpartition("://")[2].rstrip("/").rpartition(":")
    if not colon or not host or not port.isdigit():
        raise ValueError(f"not host:port: {address}")
    return host.strip("[]"), int(port)


def write_configuration(folder: Path, facts: dict[str, Any]) -> None:
    """Write ``gateway.json``, readable by its owner alone."""
    place = folder / CONFIGURATION
    place.touch(mode=0o600)
    place.write_text(json.dumps(facts, indent=2, ensure_ascii=False), encoding="utf-8")
