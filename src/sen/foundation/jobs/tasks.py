"""Jobs the queue runs: deliveries to subscribers, and the care of the queue itself."""

import datetime as dt
from functools import partial
from typing import Any

from procrastinate import JobContext
from procrastinate.contrib.django import app as queue

from sen.foundation.jobs import services
from sen.foundation.jobs.types import QueuedWork


@queue.task(name=services.DELIVERY, retry=services.RETRY, pass_context=True)
def deliver(context: JobContext, subscription: str, payload: dict[str, Any]) -> None:
    """Bring one event to one subscriber."""
    work = QueuedWork(subscription, payload)
    services.attempt(context.job, work, last=services.MAX_ATTEMPTS, call=partial(services.deliver, work))


@services.every("* * * * *")
def free_stuck_jobs(now: dt.datetime) -> None:
    """Once a minute, take back the jobs of workers that died."""
    services.free_stuck_jobs()
