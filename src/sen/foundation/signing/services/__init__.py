"""Signing and checking signatures.  Keys come through the port; nothing here knows where they lie."""

from sen.foundation.signing.services.documents import sign_many, sign_pdf
from sen.foundation.signing.services.keys import current_signer, signs_for_show, use_signer
from sen.foundation.signing.services.payloads import sign_data, sign_message, verify_data
from sen.foundation.signing.services.pictures import agency_picture, keep_picture, person_picture
from sen.foundation.signing.services.reports import validate_pdf
from sen.foundation.signing.services.revocation import ask_later, ask_now, use_revocation

__all__ = [
    "agency_picture",
    "ask_later",
    "ask_now",
    "current_signer",
    "keep_picture",
    "person_picture",
    "sign_data",
    "sign_many",
    "sign_message",
    "sign_pdf",
    "signs_for_show",
    "use_revocation",
    "use_signer",
    "validate_pdf",
    "verify_data",
]
