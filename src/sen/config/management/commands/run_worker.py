"""The worker process: runs queued jobs and relays the outbox."""

import asyncio
import logging
import os
import signal
import threading
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection
from procrastinate import App
from procrastinate.contrib.django import app as queue

from sen.foundation.jobs import services
from sen.foundation.jobs.types import LONG_QUEUE, PROMPT_QUEUE

_log = logging.getLogger("sen.worker")


class Command(BaseCommand):
    """Runs until SIGTERM, which lets running jobs finish."""

    help = "Run queued jobs and relay the outbox."

    def handle(self, *args: Any, **options: Any) -> None:
        """Relay in one thread, run jobs in this one."""
        stopping = threading.Event()
        relay = threading.Thread(target=relay_until, args=(stopping,), name="relay", daemon=True)
        relay.start()
        try:
            run_queue()
        finally:
            stopping.set()
            relay.join(timeout=10)


def run_queue() -> None:
    """Run jobs until the process is asked to stop; long ones beside the prompt ones, so that neither waits for the other."""
    connector = queue.connector.get_worker_connector()  # type: ignore[attr-defined]
    with queue.replace_connector(connector) as worker_queue:
        asyncio.run(_run_lanes(worker_queue))


async def _run_lanes(worker_queue: App) -> None:
    lanes = {PROMPT_QUEUE: settings.PROMPT_JOBS_AT_ONCE, LONG_QUEUE: settings.LONG_JOBS_AT_ONCE}
    async with worker_queue.open_async():
        running = asyncio.gather(*(_run_lane(worker_queue, name, width) for name, width in lanes.items()))
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, running.cancel)
        with suppress(asyncio.CancelledError):  # asked to stop: each lane has let its running jobs finish
            await running


async def _run_lane(worker_queue: App, name: str, width: int) -> None:
    await worker_queue.run_worker_async(
        name=f"{name}-{os.getpid()}",
        queues=[name],
        concurrency=width,
        delete_jobs="successful",
        shutdown_graceful_timeout=10,
        install_signal_handlers=False,
    )


def relay_until(stopping: threading.Event) -> None:
    """Relay the outbox every half second, at once again while there is a backlog; outlives a restart of the database."""
    while not stopping.is_set():
        taken = 0
        try:
            close_old_connections()
            taken = services.relay_outbox()
        except DatabaseError as error:
            _log.warning("relay waits for the database: %s", error)
            connection.close()
            stopping.wait(1)
        if not taken:
            stopping.wait(settings.RELAY_PAUSE_SECONDS)
    connection.close()
