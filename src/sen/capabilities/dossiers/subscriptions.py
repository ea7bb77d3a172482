"""What dossiers do about their own events, after the transaction: signing forms."""

from sen.capabilities.dossiers.events import FormIssued
from sen.capabilities.dossiers.services import sign_form
from sen.foundation.jobs.services import subscribe
from sen.kernel import clock


def sign_issued_form(event: FormIssued) -> None:
    """Make and sign the PDF of an issued form."""
    sign_form(form_id=event.form_id, now=clock.now())


subscribe(FormIssued, sign_issued_form)
