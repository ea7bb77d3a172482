"""The nightly comparison with the national database of legal documents."""

import datetime as dt

from sen.capabilities.exchange.errors import AxisUnreachable, ServiceFailed, UnknownService
from sen.capabilities.national import services
from sen.foundation.jobs.services import every
from sen.kernel import clock

_BACK = dt.timedelta(days=40)


@every("10 3 * * *")
def compare_legal_documents(now: dt.datetime) -> None:
    """Every night, compare the documents that changed there in the last forty days; an axis that is down is tried the next night."""
    try:
        services.compare_legislation(since=clock.local(now).date() - _BACK, now=now)
    except (AxisUnreachable, ServiceFailed, UnknownService):
        return
