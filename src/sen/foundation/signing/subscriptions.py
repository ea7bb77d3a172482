"""What signing does when something happened."""

import base64

from sen.foundation.jobs.services import subscribe
from sen.foundation.signing.events import RevocationAsked
from sen.foundation.signing.services import ask_now
from sen.foundation.signing.types import RevocationQuestion


def ask_authority(event: RevocationAsked) -> None:
    """Ask about the certificate a page came upon, and keep the answer for the next look."""
    ask_now(question=RevocationQuestion(base64.b64decode(event.certificate), base64.b64decode(event.issuer)))


subscribe(RevocationAsked, ask_authority)
