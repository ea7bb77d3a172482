"""The snapshot as the gateway looks things up in it: by identifier, by certificate, by client."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from nacl.signing import VerifyKey

from sen.gateway.errors import SignatureBroken
from sen.gateway.protocol.messages import SAFE_METHODS
from sen.gateway.trust.rights import matches
from sen.gateway.trust.signing import checking_key, fingerprint
from sen.gateway.trust.snapshot import Client, Right, Server, Service, Snapshot, Subsystem


@dataclass(frozen=True, slots=True)
class KnownSigner:
    """A member's signing certificate as the directory lists it; ``fault`` says why it may not sign."""

    member: str
    key: VerifyKey
    begins: float
    ends: float
    pem: str
    fault: str


class Directory:
    """Everything a call needs to know, indexed once per snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Index the snapshot."""
        listed = snapshot.directory
        self.snapshot = snapshot
        self.members = {member.id: member for member in listed.members}
        self.subsystems: dict[str, Subsystem] = {each.id: each for member in listed.members for each in member.subsystems}
        self.servers: dict[str, Server] = {server.id: server for server in listed.servers}
        self.peers = {seen.lower(): server.id for server in listed.servers for seen in server.certificates}
        self.services: dict[str, Service] = {service.id: service for service in snapshot.services}
        self.clients: dict[str, Client] = {client.id: client for client in snapshot.clients}
        self.by_client_id = {client.client_id: client for client in snapshot.clients if client.client_id}
        self.by_certificate = {seen.lower(): client for client in snapshot.clients for seen in client.certificates}
        self.groups = {group.code: frozenset(group.members) for group in listed.groups}
        self._readings = {each.service: each.operations for each in listed.readings}
        self.revoked = frozenset(_serial(number) for number in listed.revoked)
        authorities = _certificates(listed.authorities)
        self.signers = self._known_signers(authorities)
        self._peers_seen: dict[bytes, str] = {}
        self._granted: dict[tuple[str, str], tuple[Right, ...]] = {}

    def expired(self, now: float) -> bool:
        """Whether the snapshot is past its end, after which nothing is carried."""
        return now >= self.snapshot.expires_at

    def rights(self, service: Service, client: str) -> tuple[Right, ...]:
        """The rights of the service that name the client or a group it is in."""
        found = self._granted.get((service.id, client))
        if found is None:
            found = tuple(
                right for right in service.rights if right.subject == client or client in self.groups.get(right.subject, frozenset())
            )
            self._granted[service.id, client] = found
        return found

    def only_reads(self, service: str, method: str, path: str) -> bool:
        """Whether a call of the operation (decoded path) changes nothing: its method says so, or the service's provider does."""
        return method in SAFE_METHODS or any(matches(one.method, one.path, method, path) for one in self._readings.get(service, ()))

    def signer(self, seen: str, member: str, now: float) -> KnownSigner:
        """The member's signer behind the fingerprint.  Raises SignatureBroken when it may not sign for the member now."""
        known = self.signers.get(seen)
        if known is None or known.member != member:
            raise SignatureBroken(f"the directory lists no such signing certificate of {member}")
        if known.fault:
            raise SignatureBroken(known.fault)
        if not known.begins <= now < known.ends:
            raise SignatureBroken(f"the signing certificate of {member} is not valid now")
        return known

    def peer(self, der: bytes) -> str:
        """The server a TLS certificate is listed for; empty when it is unknown or revoked."""
        found = self._peers_seen.get(der)
        if found is None:
            found = self._peer(der)
            if found:
                self._peers_seen[der] = found
        return found

    def _peer(self, der: bytes) -> str:
        server = self.peers.get(hashlib.sha256(der).hexdigest(), "")
        if server and self.revoked and x509.load_der_x509_certificate(der).serial_number in self.revoked:
            return ""
        return server

    def _known_signers(self, authorities: list[x509.Certificate]) -> dict[str, KnownSigner]:
        found = {}
        for member in self.members.values():
            for pem, certificate in zip(member.signing_certificates, _certificates(member.signing_certificates), strict=True):
                public = certificate.public_key()
                if isinstance(public, Ed25519PublicKey):
                    key = checking_key(public)
                    found[fingerprint(certificate)] = KnownSigner(
                        member.id, key, _epoch(certificate.not_valid_before_utc), _epoch(certificate.not_valid_after_utc), pem,
                        self._fault_of(certificate, authorities),
                    )  # fmt: skip
        return found

    def _fault_of(self, certificate: x509.Certificate, authorities: list[x509.Certificate]) -> str:
        if certificate.serial_number in self.revoked:
            return "the signing certificate was revoked"
        if not any(_issued(certificate, authority) for authority in authorities):
            return "the signing certificate was not issued by an authority of the axis"
        return ""


def _issued(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _certificates(pems: tuple[str, ...]) -> list[x509.Certificate]:
    return [x509.load_pem_x509_certificate(pem.encode()) for pem in pems]


def _serial(number: str) -> int:
    return int(number.replace(":", ""), 16)


def _epoch(instant: dt.datetime) -> float:
    return instant.timestamp()
