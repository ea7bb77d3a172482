"""What dossiers do after the transaction: signing issued forms, taking work from officers who may no longer do it."""

from sen.capabilities.dossiers.events import FormIssued
from sen.capabilities.dossiers.services import hand_back_work, sign_form
from sen.foundation.accounts.events import AccountChanged, AccountClosed
from sen.foundation.jobs.services import subscribe
from sen.kernel import clock


def sign_issued_form(event: FormIssued) -> None:
    """Make and sign the PDF of an issued form."""
    sign_form(form_id=event.form_id, now=clock.now())


def hand_back(event: AccountClosed | AccountChanged) -> None:
    """Put work the officer may no longer do back into the queue."""
    hand_back_work(account_id=event.account_id, now=clock.now())


subscribe(AccountChanged, hand_back)
subscribe(AccountClosed, hand_back)
subscribe(FormIssued, sign_issued_form)
