"""Values and the port of signing."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignatureRole(StrEnum):
    """For whom a signature stands; names the signature area of the printed form."""

    PERSON = "person"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class SignerIdentity:
    """Who signs, as it will stand in the certificate and on the stamp.  Without account: an agency or the platform."""

    name: str
    title: str
    agency: str
    account_id: int | None = None


class PictureKind(models.TextChoices):
    """Whose picture stands where somebody signs."""

    PERSON = "person", _("Chữ ký của cá nhân")
    AGENCY = "agency", _("Con dấu của cơ quan")


@dataclass(frozen=True, slots=True)
class Picture:
    """A transparent PNG shown where a signature stands, at its real size."""

    png: bytes
    width_mm: float
    height_mm: float
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class SignatureLook:
    """How a signature shows itself: a picture in the form's area, or words at the top right of the first page."""

    picture: Picture | None = None
    words: tuple[str, ...] = ()


class Revocation(StrEnum):
    """What is known of the revocation of a signer's certificate and those above it."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RevocationEvidence:
    """OCSP answers and lists of revoked certificates, DER; their own signatures are still to be checked."""

    ocsps: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptEvidence:
    """What an authority said earlier; when it is no longer fresh it is to be asked again."""

    evidence: RevocationEvidence
    fresh_until: dt.datetime
    is_fresh: bool


@dataclass(frozen=True, slots=True)
class RevocationQuestion:
    """A certificate (DER) whose revocation is to be asked about, and the one above it."""

    certificate: bytes
    issuer: bytes


class RevocationSource(Protocol):
    """The port to the authorities that say which certificates they revoked."""

    def kept(self, question: RevocationQuestion) -> KeptEvidence | None:
        """What was said earlier, without asking anybody; None when nothing is kept."""
        ...

    def claim(self, question: RevocationQuestion) -> bool:
        """Whether the caller is the one to have the question asked: True once until it was asked, False where nobody can be asked."""
        ...

    def ask(self, question: RevocationQuestion) -> RevocationEvidence:
        """What is said of the certificate now, over the network unless a fresh answer is kept; empty when nobody answers."""
        ...


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What one signature of a PDF is worth."""

    area: str
    signer_name: str
    signer_title: str
    agency: str
    signed_at: dt.datetime | None
    timestamped: bool
    reason: str
    location: str
    intact: bool
    trusted: bool
    covers_whole_file: bool
    changed_after: bool
    is_demo: bool
    issuer_name: str = ""
    serial: str = ""
    in_term: bool = True
    """Whether the certificate was within its term at the time of signing."""
    revocation: Revocation = Revocation.UNKNOWN
    open_questions: tuple[RevocationQuestion, ...] = ()
    """Certificates of the chain of which neither the file nor a fresh kept answer says anything; for ``ask_later``."""

    @property
    def revoked(self) -> bool:
        """Whether a certificate of the chain was revoked when the signature was made."""
        return self.revocation is Revocation.REVOKED

    @property
    def valid(self) -> bool:
        """Whether the signed content is unchanged and the signer is one this installation trusts."""
        return self.intact and self.trusted and not self.changed_after and not self.revoked


@dataclass(frozen=True, slots=True)
class Chain:
    """A signer's certificate and those above it, DER, leaf first, root last."""

    certificates: tuple[bytes, ...]


class Signer(Protocol):
    """The port: something that keeps private keys and signs with them, such as a token, a signing service, or the demonstration's files."""

    def chain(self, identity: SignerIdentity) -> Chain:
        """The certificates of the identity; made on first use where the place can issue them."""
        ...

    def sign(self, identity: SignerIdentity, data: bytes) -> bytes:
        """The signature of the data with the identity's key: ECDSA over SHA-256 (DER) for an elliptic-curve key, else RSA PKCS #1 v1.5."""
        ...

    def timestamp_key(self) -> tuple[Chain, bytes] | None:
        """Certificates and private key (PKCS #8, DER, RSA) of a local time-stamping authority; None when there is none."""
        ...

    def timestamp_url(self) -> str:
        """The address of a time-stamping authority (RFC 3161), asked when there is no local one; empty for none."""
        ...

    def platform_key(self) -> bytes:
        """The platform's Ed25519 private key (32 raw bytes) for signatures on data."""
        ...

    def trust_roots(self) -> tuple[bytes, ...]:
        """Root certificates (DER) whose signatures this installation trusts."""
        ...
