"""How information systems prove to their own gateway that they speak for a subsystem."""

import datetime as dt
import re
import secrets
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import transaction

from sen.capabilities.exchange.errors import RequestRefused
from sen.capabilities.exchange.models import ClientAccess, ClientCertificate, Subsystem
from sen.capabilities.exchange.policies import access_subsystem
from sen.capabilities.exchange.services.recording import record
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """A name and a secret; the only time the secret is seen."""

    client_id: str
    secret: str


@transaction.atomic
def issue_secret(*, actor: Actor, subsystem_id: int, now: dt.datetime) -> ClientSecret:
    """A new secret for the systems of a subsystem; an earlier one stops working.  Only its argon2 hash is kept.

    Raises NotFound for those who do not speak for the member.
    """
    subsystem = access_subsystem(actor, subsystem_id)
    access = _access(subsystem)
    made = ClientSecret(access.client_id or f"{subsystem.code.lower()}-{secrets.token_hex(6)}", secrets.token_urlsafe(32))
    hasher = Argon2PasswordHasher()
    access.client_id = made.client_id
    access.secret_hash = hasher.encode(made.secret, hasher.salt()).removeprefix("argon2")
    access.secret_made_at = now
    access.save()
    record("client.issue_secret", subsystem, actor=actor, now=now, client_id=made.client_id)
    return made


@transaction.atomic
def revoke_secret(*, actor: Actor, subsystem_id: int, now: dt.datetime) -> None:
    """Make the secret of a subsystem worthless.  Raises NotFound."""
    subsystem = access_subsystem(actor, subsystem_id)
    access = _access(subsystem)
    access.secret_hash, access.secret_made_at = "", None
    access.save()
    record("client.revoke_secret", subsystem, actor=actor, now=now, client_id=access.client_id)


@transaction.atomic
def set_open(*, actor: Actor, subsystem_id: int, allowed: bool, now: dt.datetime) -> None:
    """Let any system of the gateway's own network speak for the subsystem, or stop that.  Raises NotFound."""
    subsystem = access_subsystem(actor, subsystem_id)
    access = _access(subsystem)
    if access.open != allowed:
        access.open = allowed
        access.save(update_fields=["open"])
        record("client.open" if allowed else "client.close", subsystem, actor=actor, now=now)


@transaction.atomic
def add_client_certificate(*, actor: Actor, subsystem_id: int, label: str, material: str, now: dt.datetime) -> ClientCertificate:
    """Accept a system's TLS certificate, given as PEM or as its SHA-256 fingerprint.  Raises NotFound, RequestRefused."""
    subsystem = access_subsystem(actor, subsystem_id)
    fingerprint = fingerprint_of(material)
    certificate, made = ClientCertificate.objects.get_or_create(
        subsystem=subsystem, fingerprint=fingerprint, removed_at=None, defaults={"label": label, "added_at": now}
    )
    if made:
        record("client.add_certificate", subsystem, actor=actor, now=now, fingerprint=fingerprint, label=label)
    return certificate


@transaction.atomic
def remove_client_certificate(*, actor: Actor, certificate_id: int, now: dt.datetime) -> None:
    """Stop accepting a system's TLS certificate.  Raises NotFound."""
    certificate = ClientCertificate.objects.select_for_update(of=("self",)).filter(pk=certificate_id, removed_at=None).first()
    if certificate is None:
        raise NotFound
    subsystem = access_subsystem(actor, certificate.subsystem_id)
    certificate.removed_at = now
    certificate.save(update_fields=["removed_at"])
    record("client.remove_certificate", subsystem, actor=actor, now=now, fingerprint=certificate.fingerprint)


def fingerprint_of(material: str) -> str:
    """The SHA-256 of a certificate given as PEM, or the fingerprint itself with or without colons.  Raises RequestRefused."""
    text = material.strip()
    if "BEGIN CERTIFICATE" in text:
        try:
            return x509.load_pem_x509_certificate(text.encode()).fingerprint(hashes.SHA256()).hex()
        except ValueError as error:
            raise RequestRefused("material", reason="tệp không phải chứng thư dạng PEM") from error
    plain = text.replace(":", "").replace(" ", "").lower()
    if not _FINGERPRINT.fullmatch(plain):
        raise RequestRefused("material", reason="dấu vân tay SHA-256 gồm 64 chữ số thập lục phân")
    return plain


def _access(subsystem: Subsystem) -> ClientAccess:
    access, _made = ClientAccess.objects.select_for_update().get_or_create(subsystem=subsystem)
    return access
