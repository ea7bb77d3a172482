"""Which addresses a certificate names, what they answered, and how long that is kept."""

import datetime as dt
import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

from sen.foundation.signing.adapters.revocation.fetching import Limits, NotAnswered, fetch
from sen.foundation.signing.types import RevocationEvidence

_SHORTEST, _LONGEST_OCSP, _LONGEST_CRL = 300, 3600, 24 * 3600
_SILENT_SECONDS = 300
_MOST_ADDRESSES = 2


class NetworkRevocation:
    """Asks the addresses in the certificate; an address that did not answer is left alone for five minutes."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        """Keep answers in the folder."""
        self._folder, self._limits = folder, limits
        self._silent_until: dict[str, float] = {}

    def ask(self, certificate: bytes, issuer: bytes) -> RevocationEvidence:
        """The OCSP answer, otherwise the list; empty when neither can be had.  Signatures on them are for the caller to check."""
        leaf, above = x509.load_der_x509_certificate(certificate), x509.load_der_x509_certificate(issuer)
        question = _question(leaf, above)
        for address in ocsp_addresses(leaf):
            if answer := self._answer(address, question, _ocsp_until):
                return RevocationEvidence(ocsps=(answer,))
        for address in list_addresses(leaf):
            if answer := self._answer(address, None, _list_until):
                return RevocationEvidence(crls=(answer,))
        return RevocationEvidence()

    def forget_expired(self) -> None:
        """Remove answers that are no longer kept."""
        for path in self._folder.glob("*"):
            if path.stat().st_mtime < time.time():
                path.unlink(missing_ok=True)

    def _answer(self, address: str, question: bytes | None, until: Callable[[bytes], float]) -> bytes:
        """What the address says, from the folder while it lasts; empty when it does not answer or says nothing of use."""
        kept = self._folder / hashlib.sha256(address.encode() + b"\n" + (question or b"")).hexdigest()
        if kept.exists() and kept.stat().st_mtime > time.time():
            return kept.read_bytes()
        if self._silent_until.get(address, 0.0) > time.monotonic():
            return b""
        try:
            answer = fetch(address, self._limits, question)
            self._keep(kept, answer, until(answer))
        except (NotAnswered, ValueError):
            self._silent_until[address] = time.monotonic() + _SILENT_SECONDS
            return b""
        return answer

    def _keep(self, place: Path, answer: bytes, until: float) -> None:
        """Write beside and rename; the time of the file is when it expires."""
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        descriptor, aside = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(answer)
        os.utime(aside, (until, until))
        Path(aside).replace(place)


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
