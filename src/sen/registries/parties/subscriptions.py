"""What this app does when something happened below, and what it leaves for its own background work."""

import datetime as dt

from sen.foundation.accounts.events import CitizenRegistered
from sen.foundation.accounts.services import end_mandates_of_business
from sen.foundation.jobs.services import subscribe
from sen.foundation.jobs.types import Pace
from sen.kernel import clock
from sen.registries.parties.events import BusinessChanged, ImportMoved
from sen.registries.parties.selectors.business_check import legal_numbers_of
from sen.registries.parties.services import advance_import, link_registered_citizen


def link_account(event: CitizenRegistered) -> None:
    """Tie the new account to its person."""
    link_registered_citizen(
        account_id=event.account_id,
        identity_number=event.identity_number,
        name=event.name,
        born_on=dt.date.fromisoformat(event.born_on),
        phone=event.phone,
        now=clock.now(),
    )


def carry_import_on(event: ImportMoved) -> None:
    """Bring in the next rows."""
    advance_import(run_id=event.run_id, position=event.position, now=clock.now())


def end_old_mandates(event: BusinessChanged) -> None:
    """Whoever no longer represents the business by law acts for it no more."""
    if event.count == 1:
        end_mandates_of_business(business_id=event.business_id, keep_numbers=legal_numbers_of(event.business_id), now=clock.now())


subscribe(BusinessChanged, end_old_mandates)
subscribe(CitizenRegistered, link_account)
subscribe(ImportMoved, carry_import_on, pace=Pace.LONG)
