"""What the directory does when accounts change."""

from sen.foundation.accounts.events import AccountChanged
from sen.foundation.directory.events import PushWaiting
from sen.foundation.directory.services import push_due, queue_change
from sen.foundation.jobs.services import subscribe
from sen.kernel import clock


def queue_push(event: AccountChanged) -> None:
    """Let the change wait for every target."""
    queue_change(account_id=event.account_id, now=clock.now())


def push(event: PushWaiting) -> None:
    """Push what waits for a target."""
    push_due(target_id=event.target_id, now=clock.now())


subscribe(AccountChanged, queue_push)
subscribe(PushWaiting, push)
