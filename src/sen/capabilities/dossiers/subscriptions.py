"""What dossiers do after the transaction: signed forms, letters to applicants, work taken from officers who may no longer do it."""

from sen.capabilities.dossiers.events import ApplicantConcerned, FormIssued, LetterWritten
from sen.capabilities.dossiers.services import hand_back_work, send_letter, sign_form, write_letter
from sen.foundation.accounts.events import AccountChanged, AccountClosed
from sen.foundation.jobs.services import subscribe
from sen.kernel import clock


def sign_issued_form(event: FormIssued) -> None:
    """Make and sign the PDF of an issued form."""
    sign_form(form_id=event.form_id, now=clock.now())


def tell_applicant(event: ApplicantConcerned) -> None:
    """Write to the applicant what happened."""
    write_letter(dossier_id=event.dossier_id, sequence=event.sequence, now=clock.now())


def send_written_letter(event: LetterWritten) -> None:
    """Send the letter; whatever keeps it back is tried again by the clock."""
    send_letter(letter_id=event.letter_id, now=clock.now())


def hand_back(event: AccountClosed | AccountChanged) -> None:
    """Put work the officer may no longer do back into the queue."""
    hand_back_work(account_id=event.account_id, now=clock.now())


subscribe(AccountChanged, hand_back)
subscribe(AccountClosed, hand_back)
subscribe(ApplicantConcerned, tell_applicant)
subscribe(FormIssued, sign_issued_form)
subscribe(LetterWritten, send_written_letter)
