"""What the exchange does when something happened."""

from django.conf import settings

from sen.capabilities.exchange.events import DeliveryDue, RecordDue
from sen.capabilities.exchange.services import delivering, notices, queueing
from sen.foundation.feeds.events import RegistryChanged
from sen.foundation.jobs.services import subscribe
from sen.kernel import clock
from sen.kernel.actor import SYSTEM


def try_record(event: RecordDue) -> None:
    """Make the next attempt of a ledger record."""
    queueing.attempt_record(record_id=event.record_id, now=clock.now())


def try_delivery(event: DeliveryDue) -> None:
    """Make the next attempt of a notice at one subscriber."""
    delivering.attempt_delivery(delivery_id=event.delivery_id, now=clock.now())


def tell_registry_change(event: RegistryChanged) -> None:
    """Tell the subscribers of a shared database that it changed."""
    notices.tell_change(actor=SYSTEM, room=settings.AXIS_ROOM, registry=event.registry, change=event.last, now=clock.now())


subscribe(RecordDue, try_record)
subscribe(DeliveryDue, try_delivery)
subscribe(RegistryChanged, tell_registry_change)
