"""Certificates: issuing to gateways and members, renewing with overlap, revoking."""

import datetime as dt
import hashlib
import ipaddress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from django.db import transaction

from sen.capabilities.exchange.errors import NoticeMissing, RequestRefused
from sen.capabilities.exchange.models import Certificate, CertificateUse, Member, Server
from sen.capabilities.exchange.policies import require_operator
from sen.capabilities.exchange.services.authority import Order, issue, read_request
from sen.capabilities.exchange.services.recording import record
from sen.kernel.actor import Actor
from sen.kernel.errors import IllegalTransition, NotFound


@transaction.atomic
def certify_server(*, actor: Actor, server_id: int, request_pem: str, now: dt.datetime) -> Certificate:
    """A TLS certificate for a gateway's request; earlier ones go on counting until they expire or are revoked.

    Raises NotAllowed, NotFound, RequestRefused.
    """
    require_operator(actor)
    server = Server.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=server_id).first()
    if server is None:
        raise NotFound
    request = read_request(request_pem, for_tls=True)
    _refuse_known_key(request)
    order = Order(server.identifier, server.owner.name, request, _hosts(server.address))
    return _keep(issue(order, now=now), actor, now, server=server)


@transaction.atomic
def certify_member(*, actor: Actor, member_id: int, request_pem: str, now: dt.datetime) -> Certificate:
    """A signing certificate for a member's request; it signs for all systems of the member.

    Raises NotAllowed, NotFound, RequestRefused.
    """
    require_operator(actor)
    member = Member.objects.select_for_update(of=("self",)).filter(pk=member_id).first()
    if member is None:
        raise NotFound
    request = read_request(request_pem, for_tls=False)
    _refuse_known_key(request)
    order = Order(member.identifier, member.name, request, for_tls=False)
    return _keep(issue(order, now=now), actor, now, member=member)


@transaction.atomic
def revoke_certificate(*, actor: Actor, certificate_id: int, reason: str, now: dt.datetime) -> Certificate:
    """Make a certificate worthless with the next snapshots.  Raises NotAllowed, NotFound, NoticeMissing, IllegalTransition."""
    require_operator(actor)
    if not reason.strip():
        raise NoticeMissing("reason")
    certificate = Certificate.objects.select_for_update(of=("self",)).filter(pk=certificate_id).first()
    if certificate is None:
        raise NotFound
    if certificate.revoked_at is not None:
        raise IllegalTransition
    certificate.revoked_at, certificate.revocation_reason = now, reason
    certificate.save(update_fields=["revoked_at", "revocation_reason"])
    record("certificate.revoke", certificate, actor=actor, now=now, serial=certificate.serial, reason=reason)
    return certificate


def _refuse_known_key(request: x509.CertificateSigningRequest) -> None:
    """Every certificate has a key of its own: a revoked one must not come back under a new number."""
    if Certificate.objects.filter(key_digest=_key_digest(request)).exists():
        raise RequestRefused("request", reason="khóa này đã có chứng thư; hãy tạo khóa mới")


def _key_digest(holder: x509.CertificateSigningRequest | x509.Certificate) -> str:
    encoding, form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return hashlib.sha256(holder.public_key().public_bytes(encoding, form)).hexdigest()


def _hosts(address: str) -> tuple[x509.GeneralName, ...]:
    host = address.rpartition(":")[0].strip("[]")
    try:
        return (x509.IPAddress(ipaddress.ip_address(host)),)
    except ValueError:
        return (x509.DNSName(host),)


def _keep(
    issued: x509.Certificate, actor: Actor, now: dt.datetime, *, server: Server | None = None, member: Member | None = None
) -> Certificate:
    certificate = Certificate.objects.create(
        use=CertificateUse.TLS if server else CertificateUse.SIGNING,
        server=server,
        member=member,
        serial=f"{issued.serial_number:x}",
        fingerprint=issued.fingerprint(hashes.SHA256()).hex(),
        key_digest=_key_digest(issued),
        subject=str(server or member),
        pem=issued.public_bytes(serialization.Encoding.PEM).decode(),
        valid_from=issued.not_valid_before_utc,
        valid_to=issued.not_valid_after_utc,
        issued_at=now,
        issued_by_name=actor.name[:120],
    )
    record("certificate.issue", certificate, actor=actor, now=now, serial=certificate.serial, use=certificate.use)
    return certificate
