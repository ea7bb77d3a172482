"""Whether the certificates of a signature were revoked: what the file carries and what authorities said earlier counts.

What is not known is asked by a job (``ask_later``, ``ask_now``): no page ever waits for an authority.

Basis: 23/2025/NĐ-CP (checking a digital signature); ETSI EN 319 142 (PAdES B-LT).
"""

import asyncio
import base64
import datetime as dt
import ipaddress
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from asn1crypto import x509
from django.conf import settings
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import MultivaluedAttributeError, NonexistentAttributeError, find_unique_cms_attribute
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import (
    CRLNoMatchesError,
    CRLValidationError,
    OCSPNoMatchesError,
    OCSPValidationIndeterminateError,
    RevokedError,
)
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.revinfo.validate_crl import verify_crl
from pyhanko_certvalidator.revinfo.validate_ocsp import verify_ocsp_response

from sen.foundation.jobs.services import publish
from sen.foundation.signing.adapters.revocation import NetworkRevocation
from sen.foundation.signing.adapters.revocation.fetching import Limits
from sen.foundation.signing.events import RevocationAsked
from sen.foundation.signing.types import Revocation, RevocationEvidence, RevocationQuestion, RevocationSource, SignatureReport

_SECONDS, _MOST_BYTES = 3.0, 8 * 1024 * 1024
_MOST_EMBEDDED = 40
_WHENEVER = frozenset({"key_compromise", "ca_compromise", "aa_compromise"})
"""Reasons that reach back: whoever else holds the key may have signed with an earlier date."""

_chosen: list[RevocationSource] = []


def use_revocation(source: RevocationSource | None) -> None:
    """Have every check ask this source; None returns to the network, as the settings allow it."""
    _chosen[:] = [source] if source is not None else []


def current_revocation() -> RevocationSource | None:
    """Whom to ask; None when the settings forbid asking."""
    if _chosen:
        return _chosen[0]
    return None if settings.SIGNING_REVOCATION_OFFLINE else network_revocation()


def network_revocation() -> NetworkRevocation:
    """The network, with answers kept under ``DATA_DIR/revocation``."""
    return _network(Path(settings.DATA_DIR) / "revocation", tuple(settings.SIGNING_REVOCATION_NETWORKS))


@lru_cache(maxsize=4)
def _network(folder: Path, allowed: tuple[str, ...]) -> NetworkRevocation:
    networks = [ipaddress.ip_network(each) for each in allowed]
    return NetworkRevocation(folder, Limits(_SECONDS, _MOST_BYTES, networks))


def ask_later(*, reports: Iterable[SignatureReport], now: dt.datetime) -> None:
    """Have a job ask the authorities what the reports leave open; at most one question waits for each certificate."""
    source = current_revocation()
    if source is None:
        return
    for question in dict.fromkeys(each for report in reports for each in report.open_questions):
        if source.claim(question):
            publish(RevocationAsked(_text(question.certificate), _text(question.issuer)), now=now)


def ask_now(*, question: RevocationQuestion) -> None:
    """Ask the authorities and keep what they say.  Waits for the network: for jobs only.  Who is silent is not an error."""
    source = current_revocation()
    if source is not None:
        source.ask(question)


def embedded_evidence(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> RevocationEvidence:
    """Lists and OCSP answers the file carries itself: in its security store (PAdES B-LT) and beside the signature."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
        ocsps = [ref.get_object().data for ref in store.ocsps[:_MOST_EMBEDDED]]
        crls = [ref.get_object().data for ref in store.crls[:_MOST_EMBEDDED]]
    except (NoDSSFoundError, PdfError, ValueError, KeyError, TypeError):
        ocsps, crls = [], []
    try:
        beside = find_unique_cms_attribute(signature.signer_info["signed_attrs"], "adobe_revocation_info_archival")
        ocsps += [each.dump() for each in beside["ocsp"] or ()][:_MOST_EMBEDDED]
        crls += [each.dump() for each in beside["crl"] or ()][:_MOST_EMBEDDED]
    except (NonexistentAttributeError, MultivaluedAttributeError, ValueError, TypeError):
        pass
    return RevocationEvidence(tuple(ocsps), tuple(crls))


def revocation_of(
    path: ValidationPath | None, roots: Iterable[x509.Certificate], embedded: RevocationEvidence, stamped_at: dt.datetime | None
) -> tuple[Revocation, tuple[RevocationQuestion, ...]]:
    """What is known of a trusted chain, the worst of its certificates, and what is to be asked.  Asks nobody itself.

    ``stamped_at`` is the time a trusted authority put on the signature: what was revoked afterwards was in force when it was made.
    A chain that is not trusted leads to no question.
    """
    if path is None:
        return Revocation.UNKNOWN, ()
    roots, worst, questions = list(roots), Revocation.GOOD, []
    for certificate in path.iter_certs(include_root=False):
        found = _judged(certificate, path, roots, embedded, stamped_at, at=stamped_at)
        if found is Revocation.UNKNOWN:
            question = RevocationQuestion(certificate.dump(), path.find_issuing_authority(certificate).certificate.dump())
            found, is_fresh = _remembered(question, certificate, path, roots, stamped_at)
            questions += [] if is_fresh else [question]
        if found is Revocation.REVOKED:
            return found, tuple(questions)
        worst = found if found is Revocation.UNKNOWN else worst
    return worst, tuple(questions)


def _remembered(
    question: RevocationQuestion,
    certificate: x509.Certificate,
    path: ValidationPath,
    roots: list[x509.Certificate],
    stamped_at: dt.datetime | None,
) -> tuple[Revocation, bool]:
    """What the kept answer says, and whether it is fresh.  One that is not still counts as long as its authority says it does."""
    source = current_revocation()
    kept = source.kept(question) if source is not None else None
    if kept is None:
        return Revocation.UNKNOWN, False
    found = _judged(certificate, path, roots, kept.evidence, stamped_at, at=None)
    if found is Revocation.UNKNOWN and not kept.is_fresh:
        # What was revoked when the answer held is revoked today; what was good then may have been revoked since.
        then = _judged(certificate, path, roots, kept.evidence, stamped_at, at=kept.fresh_until)
        found = then if then is Revocation.REVOKED else found
    return found, kept.is_fresh


def _text(der: bytes) -> str:
    return base64.b64encode(der).decode()


def _judged(
    certificate: x509.Certificate,
    path: ValidationPath,
    roots: list[x509.Certificate],
    evidence: RevocationEvidence,
    stamped_at: dt.datetime | None,
    *,
    at: dt.datetime | None,
) -> Revocation:
    """What the evidence says of one certificate at an instant (None: now), its own signatures checked."""
    if not evidence.ocsps and not evidence.crls:
        return Revocation.UNKNOWN
    try:
        context = ValidationContext(
            trust_roots=roots,
            other_certs=list(path.iter_certs(include_root=False)),
            ocsps=evidence.ocsps,
            crls=evidence.crls,
            moment=at,
            retroactive_revinfo=True,
        )
        return Revocation.GOOD if asyncio.run(_is_good(certificate, path, context)) else Revocation.UNKNOWN
    except RevokedError as error:
        later = stamped_at is not None and error.revocation_dt > stamped_at and error.reason.native not in _WHENEVER
        return Revocation.GOOD if later else Revocation.REVOKED
    except (ValueError, TypeError):
        return Revocation.UNKNOWN


async def _is_good(certificate: x509.Certificate, path: ValidationPath, context: ValidationContext) -> bool:
    """Whether an OCSP answer or a list says outright that the certificate is good.  Raises RevokedError."""
    try:
        await verify_ocsp_response(certificate, path, context)
        return True
    except (OCSPNoMatchesError, OCSPValidationIndeterminateError):
        pass
    try:
        await verify_crl(certificate, path, context)
    except (CRLNoMatchesError, CRLValidationError):
        return False
    return True
