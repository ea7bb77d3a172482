"""What happens to tasks after the transaction of others: work comes back from officers who left."""

from sen.capabilities.assignments.services import hand_back_tasks
from sen.foundation.accounts.events import AccountChanged, AccountClosed
from sen.foundation.jobs.services import subscribe
from sen.kernel import clock


def hand_back(event: AccountClosed | AccountChanged) -> None:
    """Let the division or agency name somebody else for the tasks of an officer who left it."""
    hand_back_tasks(account_id=event.account_id, now=clock.now())


subscribe(AccountChanged, hand_back)
subscribe(AccountClosed, hand_back)
