"""Which addresses a certificate names, what they answered, and how long that is kept."""

import datetime as dt
import hashlib
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

from sen.foundation.signing.adapters.revocation.fetching import Limits, NotAnswered, fetch
from sen.foundation.signing.types import KeptEvidence, RevocationEvidence, RevocationQuestion

_SHORTEST, _LONGEST_OCSP, _LONGEST_CRL = 300, 3600, 24 * 3600
_SILENT_SECONDS = 300
_WAITING_SECONDS = 120
"""After which a question that got lost on its way to the job may be put again."""
_KEPT_SECONDS = 30 * 24 * 3600
_MOST_ADDRESSES = 2


class NetworkRevocation:
    """Asks the addresses in the certificate; one that did not answer is left alone for five minutes.

    An answer is a file whose time says until when nobody is asked again; a question that waits is an empty file, its time likewise.
    """

    def __init__(self, folder: Path, limits: Limits) -> None:
        """Keep answers in the folder, which web and worker share."""
        self._folder, self._limits = folder, limits
        self._silent_until: dict[str, float] = {}

    def kept(self, question: RevocationQuestion) -> KeptEvidence | None:
        """A fresh answer, OCSP before the list, otherwise the one that lasted longest.  Never uses the network."""
        found = [each for each in map(self._kept, _places(question)) if each]
        return next((each for each in found if each.is_fresh), max(found, key=lambda each: each.fresh_until, default=None))

    def claim(self, question: RevocationQuestion) -> bool:
        """Whether nobody else waits for this answer and the addresses were not silent a moment ago."""
        if not _places(question):
            return False
        place = self._claim_place(question)
        if place.exists() and place.stat().st_mtime > time.time():
            return False
        place.unlink(missing_ok=True)
        try:
            self._write(place, b"", time.time() + _WAITING_SECONDS, replace=False)
        except FileExistsError:
            return False
        return True

    def ask(self, question: RevocationQuestion) -> RevocationEvidence:
        """The OCSP answer, otherwise the list; empty when neither can be had.  Signatures on them are for the caller to check."""
        for place in _places(question):
            if answer := self._answer(place):
                self._claim_place(question).unlink(missing_ok=True)
                return place.evidence(answer)
        self._write(self._claim_place(question), b"", time.time() + _SILENT_SECONDS)
        return RevocationEvidence()

    def forget_expired(self) -> None:
        """Remove answers a month after they were to be asked for again: until then they may still say that something was revoked."""
        for path in self._folder.glob("*"):
            if path.stat().st_mtime < time.time() - _KEPT_SECONDS:
                path.unlink(missing_ok=True)

    def _kept(self, place: "_Place") -> KeptEvidence | None:
        path = self._folder / place.name
        try:
            until, content = path.stat().st_mtime, path.read_bytes()
        except FileNotFoundError:
            return None
        return KeptEvidence(place.evidence(content), dt.datetime.fromtimestamp(until, dt.UTC), until > time.time())

    def _answer(self, place: "_Place") -> bytes:
        """What the address says, from the folder while it is fresh; empty when it does not answer or says nothing of use."""
        path = self._folder / place.name
        if path.exists() and path.stat().st_mtime > time.time():
            return path.read_bytes()
        if self._silent_until.get(place.address, 0.0) > time.monotonic():
            return b""
        try:
            answer = fetch(place.address, self._limits, place.question)
            self._write(path, answer, place.until(answer))
        except (NotAnswered, ValueError):
            self._silent_until[place.address] = time.monotonic() + _SILENT_SECONDS
            return b""
        return answer

    def _claim_place(self, question: RevocationQuestion) -> Path:
        return self._folder / f"{hashlib.sha256(question.certificate).hexdigest()}.waiting"

    def _write(self, place: Path, content: bytes, until: float, *, replace: bool = True) -> None:
        """Write beside, then rename, or link where the first one is to win.  Raises FileExistsError for who comes second."""
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        descriptor, aside = tempfile.mkstemp(dir=place.parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
            os.utime(aside, (until, until))
            if replace:
                Path(aside).replace(place)
            else:
                os.link(aside, place)
        finally:
            Path(aside).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Place:
    """One address to ask; with an OCSP question by POST, without one for a list."""

    address: str
    question: bytes | None

    @property
    def name(self) -> str:
        """Of the file that keeps the answer."""
        return hashlib.sha256(self.address.encode() + b"\n" + (self.question or b"")).hexdigest()

    def evidence(self, answer: bytes) -> RevocationEvidence:
        """The answer for what it is."""
        return RevocationEvidence(ocsps=(answer,)) if self.question else RevocationEvidence(crls=(answer,))

    def until(self, answer: bytes) -> float:
        """Until when nobody is asked again; raises ValueError when the answer is none."""
        return _ocsp_until(answer) if self.question else _list_until(answer)


def _places(question: RevocationQuestion) -> list[_Place]:
    """Where to ask about the certificate, in this order; none when it names no address."""
    try:
        leaf, above = x509.load_der_x509_certificate(question.certificate), x509.load_der_x509_certificate(question.issuer)
        responders, lists = ocsp_addresses(leaf), list_addresses(leaf)
    except ValueError:
        return []
    asked = _question(leaf, above) if responders else None
    return [*(_Place(each, asked) for each in responders), *(_Place(each, None) for each in lists)]


def ocsp_addresses(certificate: x509.Certificate) -> list[str]:
    """Responders the certificate names, at most two."""
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except x509.ExtensionNotFound:
        return []
    return [str(one.access_location.value) for one in access if one.access_method == AuthorityInformationAccessOID.OCSP][:_MOST_ADDRESSES]


def list_addresses(certificate: x509.Certificate) -> list[str]:
    """Places of the list of revoked certificates the certificate names, at most two."""
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return []
    names = [name for point in points for name in point.full_name or ()]
    return [name.value for name in names if isinstance(name, x509.UniformResourceIdentifier)][:_MOST_ADDRESSES]


def _question(certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
    # SHA-1 only names the certificate here; it is the one digest every responder understands (RFC 6960, 4.3).
    request = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA1())  # noqa: S303 - see above
    return request.build().public_bytes(serialization.Encoding.DER)


def _ocsp_until(answer: bytes) -> float:
    """Until when an OCSP answer is kept; raises ValueError when it is none or says nothing."""
    told = ocsp.load_der_ocsp_response(answer)
    if told.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        raise ValueError("not successful")
    return _until(told.next_update_utc, _LONGEST_OCSP)


def _list_until(answer: bytes) -> float:
    """Until when a list is kept; raises ValueError when it is none."""
    return _until(x509.load_der_x509_crl(answer).next_update_utc, _LONGEST_CRL)


def _until(next_update: dt.datetime | None, longest: int) -> float:
    now = time.time()
    return min(max(next_update.timestamp() if next_update else 0.0, now + _SHORTEST), now + longest)
