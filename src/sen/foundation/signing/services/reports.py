"""Checking the signatures of a PDF."""

import datetime as dt
from io import BytesIO

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature, PdfSignatureStatus, SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from sen.foundation.signing.adapters.demo.authority import CLAIM
from sen.foundation.signing.errors import UnreadablePdf
from sen.foundation.signing.services.keys import trusted_roots
from sen.foundation.signing.services.revocation import embedded_evidence, revocation_of
from sen.foundation.signing.types import SignatureReport


def validate_pdf(pdf: bytes) -> list[SignatureReport]:
    """One report per signature in the order of signing; empty when the file carries none.

    Nobody is asked over the network: revocation is told from what the file carries and what authorities said earlier.  Where that
    is not enough the report says UNKNOWN; ``ask_later`` has a job ask, and the next report knows.

    Raises UnreadablePdf when the bytes are no readable PDF.
    """
    roots = [x509.Certificate.load(der) for der in trusted_roots()]
    try:
        reader = PdfFileReader(BytesIO(pdf))
        return [_report(reader, signature, roots) for signature in reader.embedded_regular_signatures]
    except (PdfError, ValueError, KeyError, TypeError, OSError) as error:
        raise UnreadablePdf from error


def _report(reader: PdfFileReader, signature: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> SignatureReport:
    status = _status(signature, roots)
    facts = signature.sig_object
    certificate = signature.signer_cert
    subject = certificate.subject.native
    stamp = status.timestamp_validity if status else None
    timestamped = bool(stamp and stamp.intact and stamp.valid and stamp.trusted)
    coverage = status.coverage if status else None
    revocation, open_questions = revocation_of(
        status.validation_path if status else None,
        roots,
        embedded_evidence(reader, signature),
        stamp.timestamp if stamp and timestamped else None,
    )
    return SignatureReport(
        area=signature.field_name or "",
        signer_name=str(subject.get("common_name", "")),
        signer_title=str(subject.get("title", "")),
        agency=str(subject.get("organization_name", "")),
        signed_at=stamp.timestamp if stamp and timestamped else _claimed_time(signature),
        timestamped=timestamped,
        reason=str(facts.get("/Reason", "")),
        location=str(facts.get("/Location", "")),
        intact=bool(status and status.intact and status.valid),
        trusted=bool(status and status.trusted),
        covers_whole_file=coverage is SignatureCoverageLevel.ENTIRE_FILE,
        changed_after=not (status and status.docmdp_ok and coverage and coverage >= SignatureCoverageLevel.ENTIRE_REVISION),
        is_demo=CLAIM in str(certificate.issuer.native),
        issuer_name=str(certificate.issuer.native.get("common_name", "")),
        serial=f"{certificate.serial_number:X}",
        in_term=_in_term(certificate, stamp.timestamp if stamp and timestamped else _claimed_time(signature)),
        revocation=revocation,
        open_questions=open_questions,
    )


def _status(signature: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> PdfSignatureStatus | None:
    """The library's verdict; None when the signature cannot even be read as one."""
    context = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")
    try:
        return validate_pdf_signature(signature, context, ts_validation_context=context)
    except SignatureValidationError:
        return None


def _in_term(certificate: x509.Certificate, at: dt.datetime | None) -> bool:
    return at is not None and certificate.not_valid_before <= at <= certificate.not_valid_after


def _claimed_time(signature: EmbeddedPdfSignature) -> dt.datetime | None:
    return signature.self_reported_timestamp
