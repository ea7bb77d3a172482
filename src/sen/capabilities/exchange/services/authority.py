"""The axis's own certificate authority of the demonstration: it issues to gateways and members, and says so in its name."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sen.capabilities.exchange.errors import RequestRefused
from sen.capabilities.exchange.services import keys
from sen.kernel import clock

NAME = "Sen DEMO Axis CA - không có giá trị pháp lý"
_LIFE = dt.timedelta(days=730)
_AUTHORITY_FROM, _AUTHORITY_TO = dt.datetime(2018, 1, 1, tzinfo=dt.UTC), dt.datetime(2048, 1, 1, tzinfo=dt.UTC)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Order:
    """What a certificate is to say: for whom, with which key, and whether it is for TLS or for signing."""

    subject: str
    organisation: str
    request: x509.CertificateSigningRequest
    hosts: tuple[x509.GeneralName, ...] = ()
    for_tls: bool = True


def authority_pem() -> str:
    """The authority's certificate, which every gateway trusts."""
    return _authority(keys.folder())[1].public_bytes(serialization.Encoding.PEM).decode()


def read_request(pem: str, *, for_tls: bool) -> x509.CertificateSigningRequest:
    """A signed request with a key of the right kind: P-256 for TLS, Ed25519 for signing.  Raises RequestRefused."""
    try:
        request = x509.load_pem_x509_csr(pem.encode())
        proven = request.is_signature_valid
        public = request.public_key()
    except (ValueError, UnsupportedAlgorithm, InvalidSignature) as error:
        raise RequestRefused("request", reason="tệp không phải yêu cầu (CSR) dạng PEM") from error
    if not proven:
        raise RequestRefused("request", reason="chữ ký trong yêu cầu không khớp khóa")
    if for_tls and not (isinstance(public, ec.EllipticCurvePublicKey) and isinstance(public.curve, ec.SECP256R1)):
        raise RequestRefused("request", reason="chứng thư kết nối cần khóa ECDSA P-256")
    if not for_tls and not isinstance(public, ed25519.Ed25519PublicKey):
        raise RequestRefused("request", reason="chứng thư ký cần khóa Ed25519")
    return request


def issue(order: Order, *, now: dt.datetime) -> x509.Certificate:
    """A certificate for the order, valid two years; names in the request itself are not taken over."""
    key, own = _authority(keys.folder())
    since, until = validity(now)
    names = [
        x509.NameAttribute(NameOID.COMMON_NAME, order.subject[:64]),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, order.organisation[:64]),
    ]
    uri = x509.UniformResourceIdentifier("urn:sen:axis:" + order.subject.replace("/", ":"))
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(names))
        .issuer_name(own.subject)
        .public_key(order.request.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signing_certificates=False, commitment=not order.for_tls), critical=True)
        .add_extension(x509.SubjectAlternativeName([uri, *order.hosts]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(order.request.public_key()), critical=False)
    )
    if order.for_tls:
        uses = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
        builder = builder.add_extension(x509.ExtendedKeyUsage(uses), critical=False)
    return builder.sign(key, hashes.SHA256())


def validity(now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """From a day ago for two years; on a shifted clock also on the machine's own, because TLS knows no other."""
    machine = now - clock.clock_shift()
    return min(now, machine) - _DAY, max(now, machine) + _LIFE


@lru_cache(maxsize=4)
def _authority(place: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    held = keys.kept("authority.pem", _make_authority)
    key = serialization.load_pem_private_key(held, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("the authority's key is not an elliptic-curve key")
    return key, x509.load_pem_x509_certificate(held)


def _make_authority() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_AUTHORITY_FROM)
        .not_valid_after(_AUTHORITY_TO)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signing_certificates=True, commitment=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return secret + certificate.public_bytes(serialization.Encoding.PEM)


def _usage(*, signing_certificates: bool, commitment: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signing_certificates,
        content_commitment=commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signing_certificates,
        crl_sign=signing_certificates,
        encipher_only=False,
        decipher_only=False,
    )
