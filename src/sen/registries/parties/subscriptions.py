"""What this app does when something happened below."""

import datetime as dt

from sen.foundation.accounts.events import CitizenRegistered
from sen.foundation.jobs.services import subscribe
from sen.kernel import clock
from sen.registries.parties.services import link_registered_citizen


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


subscribe(CitizenRegistered, link_account)
