"""Work that comes with time: next attempts, summing up of what the gateways measured, expiry."""

import datetime as dt

from django.conf import settings

from sen.capabilities.exchange.services import delivering, measuring, notices, queueing
from sen.foundation.jobs.services import every
from sen.kernel.actor import SYSTEM


@every("* * * * *")
def try_waiting_records(now: dt.datetime) -> None:
    """Every minute, hand the ledger records whose next attempt has come to the worker."""
    queueing.publish_due_records(now=now)


@every("* * * * *")
def try_waiting_deliveries(now: dt.datetime) -> None:
    """Every minute, hand the notices whose next attempt has come to the worker."""
    delivering.publish_due_deliveries(now=now)


@every("* * * * *")
def tell_waiting_changes(now: dt.datetime) -> None:
    """Every minute, tell the changes of shared databases that came too soon after the notice before."""
    notices.tell_waiting_changes(actor=SYSTEM, room=settings.AXIS_ROOM, now=now)


@every("20 2 * * *")
def forget_old_answers(now: dt.datetime) -> None:
    """Every night, take back the answers that nobody needs any more."""
    queueing.forget_answers(now=now)


@every("* * * * * */10")
def read_the_gateways(now: dt.datetime) -> None:
    """Every ten seconds, take over what the gateways measured."""
    measuring.gather_traffic(now=now)


@every("40 2 * * *")
def roll_up_traffic(now: dt.datetime) -> None:
    """Every night, join old minutes into hours and forget old faults."""
    measuring.roll_up_traffic(now=now)
