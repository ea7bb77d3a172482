"""Work that comes with time: looking for packets, next attempts, the directory."""

import datetime as dt

from django.conf import settings

from sen.capabilities.edocs import services
from sen.capabilities.edocs.errors import AxisAnswerUnclear, AxisRefused
from sen.capabilities.edocs.selectors.directory import has_directory
from sen.capabilities.edocs.services.directory import resume_syncs
from sen.capabilities.exchange.errors import AxisUnreachable, ServiceFailed, ServiceRefused, UnknownService
from sen.foundation.jobs.services import every
from sen.kernel.actor import SYSTEM


@every("* * * * * */20")
def look_for_packets(now: dt.datetime) -> None:
    """Every twenty seconds, ask the axis what it has for us; an axis that is down is asked again the next time."""
    if not settings.AXIS_URL:
        return
    try:
        services.note_offered(now=now)
    except (AxisUnreachable, ServiceFailed, ServiceRefused, UnknownService, AxisAnswerUnclear, AxisRefused):
        return


@every("* * * * * */15")
def try_waiting_packets(now: dt.datetime) -> None:
    """Every fifteen seconds, hand packets whose next attempt has come to the worker."""
    services.publish_due_packets(now=now)


@every("* * * * *")
def go_on_with_directory(now: dt.datetime) -> None:
    """Every minute, begin the first directory and go on with one that stumbled."""
    resume_syncs(now=now)
    if settings.AXIS_URL and not has_directory():
        services.start_sync(actor=SYSTEM, now=now)


@every("25 1 * * *")
def compare_directory(now: dt.datetime) -> None:
    """Every night, take over what changed in the directory of agencies."""
    if settings.AXIS_URL:
        services.start_sync(actor=SYSTEM, now=now)
