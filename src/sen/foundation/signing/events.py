"""What signing announces."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RevocationAsked:
    """A page wants to know whether a certificate was revoked; both are DER in base64."""

    certificate: str
    issuer: str
