"""Issuing and using the demonstration's keys."""

import datetime as dt
import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sen.foundation.signing.adapters.demo.stores import KeyStore
from sen.foundation.signing.types import Chain, SignerIdentity

CLAIM = "không có giá trị pháp lý"
ROOT_NAME = f"Sen DEMO CA - {CLAIM}"
_ISSUING_NAME = f"Sen DEMO Issuing CA - {CLAIM}"
_TIMESTAMP_NAME = f"Sen DEMO TSA - {CLAIM}"
# A demonstration may run on the clock of an earlier year, so its certificates are valid long before and after today.
_VALID_FROM = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)
_VALID_TO = dt.datetime(2048, 1, 1, tzinfo=dt.UTC)
_NAME_LIMIT = 64


@dataclass(frozen=True)
class _Holder:
    key: PrivateKeyTypes
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)


class DemoAuthority:
    """A certificate authority whose keys lie in a store; keys are read once per process."""

    def __init__(self, store: KeyStore) -> None:
        """Use the store; nothing is made before it is needed."""
        self._store = store
        self._kept: dict[str, _Holder] = {}
        self._guard = threading.Lock()

    def chain(self, identity: SignerIdentity) -> Chain:
        """Certificates of the identity; a new name, position or agency gets a new certificate."""
        return Chain((self._signer(identity).der, self._issuing().der, self._root().der))

    def sign(self, identity: SignerIdentity, data: bytes) -> bytes:
        """ECDSA (P-256) over SHA-256, DER."""
        key = self._signer(identity).key
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError("the identity's key is not an elliptic-curve key")
        return key.sign(data, ec.ECDSA(hashes.SHA256()))

    def timestamp_key(self) -> tuple[Chain, bytes]:
        """The local time-stamping authority."""
        issuing = self._issuing()  # made before the lock on the new key is taken
        holder = self._holder("tsa", lambda: _timestamper(issuing))
        key = holder.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return Chain((holder.der, issuing.der, self._root().der)), key

    def timestamp_url(self) -> str:
        """None: time comes from the local authority."""
        return ""

    def platform_key(self) -> bytes:
        """The Ed25519 key of signatures on data."""
        secret = self._store.read("platform.key")
        if secret is None:
            with self._store.locked():
                secret = self._store.read("platform.key")
                if secret is None:
                    secret = ed25519.Ed25519PrivateKey.generate().private_bytes_raw()
                    self._store.write("platform.key", secret)
        return secret

    def trust_roots(self) -> tuple[bytes, ...]:
        """The demonstration's root."""
        return (self._root().der,)

    def _root(self) -> _Holder:
        return self._holder("root", lambda: _issue(_subject(ROOT_NAME), None, ec.generate_private_key(ec.SECP256R1()), path_length=1))

    def _issuing(self) -> _Holder:
        root = self._root()
        return self._holder(
            "issuing", lambda: _issue(_subject(_ISSUING_NAME), root, ec.generate_private_key(ec.SECP256R1()), path_length=0)
        )

    def _signer(self, identity: SignerIdentity) -> _Holder:
        words = "\n".join((str(identity.account_id or ""), identity.name, identity.title, identity.agency))
        name = f"signers/{hashlib.sha256(words.encode()).hexdigest()[:24]}"
        subject = _subject(identity.name, identity.title, identity.agency)
        issuing = self._issuing()
        return self._holder(name, lambda: _issue(subject, issuing, ec.generate_private_key(ec.SECP256R1())))

    def _holder(self, name: str, make: Callable[[], _Holder]) -> _Holder:
        found = self._kept.get(name) or self._read(name)
        if found is None:
            with self._guard, self._store.locked():
                found = self._read(name)
                if found is None:
                    found = make()
                    self._store.write(f"{name}.pem", _to_pem(found))
                    self._kept[name] = found
        return found

    def _read(self, name: str) -> _Holder | None:
        stored = self._store.read(f"{name}.pem")
        if stored is None:
            return None
        holder = _Holder(serialization.load_pem_private_key(stored, None), x509.load_pem_x509_certificate(stored))
        self._kept[name] = holder
        return holder


def _issue(
    subject: x509.Name,
    issuer: _Holder | None,
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    *,
    path_length: int | None = None,
    timestamping: bool = False,
) -> _Holder:
    """A certificate by the issuer, self-signed without one; a path length makes it an authority."""
    issuer_key = issuer.key if issuer else key
    if not isinstance(issuer_key, ec.EllipticCurvePrivateKey):
        raise TypeError("an authority's key is an elliptic-curve key")
    is_authority = path_length is not None
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_VALID_FROM)
        .not_valid_after(_VALID_TO)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=path_length), critical=True)
        .add_extension(_usage(is_authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if timestamping:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return _Holder(key, builder.sign(issuer_key, hashes.SHA256()))


def _timestamper(issuing: _Holder) -> _Holder:
    return _issue(_subject(_TIMESTAMP_NAME), issuing, rsa.generate_private_key(65537, 2048), timestamping=True)


def _usage(is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _to_pem(holder: _Holder) -> bytes:
    key = holder.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key + holder.certificate.public_bytes(serialization.Encoding.PEM)


def _subject(name: str, title: str = "", agency: str = "") -> x509.Name:
    values = ((NameOID.COMMON_NAME, name), (NameOID.TITLE, title), (NameOID.ORGANIZATION_NAME, agency))
    attributes = [x509.NameAttribute(oid, value[:_NAME_LIMIT]) for oid, value in values if value]
    return x509.Name([*attributes, x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, f"Bản minh họa - {CLAIM}")])
