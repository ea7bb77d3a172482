"""Folders gateways live in: keys made here or there, certificates, and the file that tells a gateway who it is."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import NameOID

from sen.capabilities.exchange.models import Certificate, CertificateUse, Member, Server
from sen.capabilities.exchange.services import keys
from sen.capabilities.exchange.services.certificates import certify_member, certify_server
from sen.capabilities.exchange.services.servers import digest_of, make_fetch_key
from sen.kernel.actor import Actor

_RENEWED_BEFORE = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class HomePlan:
    """Where a gateway of this machine listens, keeps its journal and finds its configuration."""

    consumer: str
    provider: str
    database: str
    site: str
    poll_seconds: float = 10.0
    hosts: tuple[str, ...] = ()
    evidence: dict[str, Any] = field(default_factory=dict)


def prepare_home(*, actor: Actor, server: Server, folder: Path, plan: HomePlan, now: dt.datetime) -> Path:
    """Make or refresh the folder of a gateway of this machine; keys and certificates that still serve stay.

    The members whose systems the server hosts get their signing key here.  Raises NotAllowed.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _tls(actor, server, folder, now)
    members = Member.objects.filter(subsystems__servers=server).distinct().order_by("identifier")
    signing = {member.identifier: _signing(actor, member, folder, now) for member in members}
    content = {
        **gateway_file(server, source_of(plan.site, server, _fetch_key(actor, server, folder, now))),
        "consumer": plan.consumer,
        "provider": plan.provider,
        "database": plan.database,
        "signing": signing,
        "poll_seconds": plan.poll_seconds,
        **({"hosts": list(plan.hosts)} if plan.hosts else {}),
        **({"evidence": plan.evidence} if plan.evidence else {}),
    }
    keys.write_secret(folder / "gateway.json", json.dumps(content, indent=2, ensure_ascii=False).encode())
    return folder


def gateway_file(server: Server, source: str) -> dict[str, Any]:
    """What ``gateway.json`` says for a gateway that keeps its keys in the usual places; addresses are to be filled in there."""
    return {
        "server": server.identifier,
        "consumer": "127.0.0.1:8080",
        "provider": f"0.0.0.0:{server.address.rpartition(':')[2]}",
        "database": "host=/var/run/postgresql dbname=sen_gateway",
        "sources": [source],
        "keys": keys.control_public_keys(),
        "tls": {"key": "tls.key", "certificate": "tls.pem"},
        "signing": {},
        "workers": 1,
    }


def source_of(site: str, server: Server, key: str) -> str:
    """Where a server fetches its configuration, with its key."""
    scheme, _, rest = site.partition("://")
    return f"{scheme}://gateway:{key}@{rest}/truc/cau-hinh/{quote(server.identifier, safe='')}/"


def _tls(actor: Actor, server: Server, folder: Path, now: dt.datetime) -> None:
    key_file, certificate_file = folder / "tls.key", folder / "tls.pem"
    live = Certificate.objects.filter(use=CertificateUse.TLS, server=server)
    if _still_serves(certificate_file, live, now):
        return
    key = ec.generate_private_key(ec.SECP256R1())
    request = _request(server.identifier, key)
    issued = certify_server(actor=actor, server_id=server.pk, request_pem=request, now=now)
    keys.write_secret(key_file, _pem(key))
    keys.write_secret(certificate_file, issued.pem.encode())


def _signing(actor: Actor, member: Member, folder: Path, now: dt.datetime) -> dict[str, str]:
    name = member.identifier.replace("/", ".")
    key_file, certificate_file = folder / f"signing-{name}.key", folder / f"signing-{name}.pem"
    live = Certificate.objects.filter(use=CertificateUse.SIGNING, member=member)
    if not _still_serves(certificate_file, live, now):
        key = ed25519.Ed25519PrivateKey.generate()
        issued = certify_member(actor=actor, member_id=member.pk, request_pem=_request(member.identifier, key), now=now)
        keys.write_secret(key_file, _pem(key))
        keys.write_secret(certificate_file, issued.pem.encode())
    return {"key": key_file.name, "certificate": certificate_file.name}


def _still_serves(certificate_file: Path, issued: Any, now: dt.datetime) -> bool:
    """Whether the certificate in the folder is known, not revoked, and far from its end."""
    if not certificate_file.exists():
        return False
    digest = x509.load_pem_x509_certificate(certificate_file.read_bytes()).fingerprint(hashes.SHA256()).hex()
    return bool(issued.filter(fingerprint=digest, revoked_at__isnull=True, valid_to__gt=now + _RENEWED_BEFORE).exists())


def _fetch_key(actor: Actor, server: Server, folder: Path, now: dt.datetime) -> str:
    place = folder / "fetch.key"
    if place.exists():
        key = place.read_text(encoding="utf-8")
        if digest_of(key) == server.fetch_key_digest:
            return key
    key = make_fetch_key(actor=actor, server_id=server.pk, now=now)
    keys.write_secret(place, key.encode())
    return key


def _request(subject: str, key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject[:64])])
    algorithm = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, algorithm).public_bytes(serialization.Encoding.PEM).decode()


def _pem(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def monitor_digest(credential: str) -> str:
    """How a gateway knows the credential of those who read its monitoring."""
    return hashlib.sha256(credential.encode()).hexdigest()
