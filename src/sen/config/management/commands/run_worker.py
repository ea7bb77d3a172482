"""The worker process: runs queued jobs and relays the outbox."""

import logging
import os
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection
from procrastinate.contrib.django import app as queue

from sen.foundation.jobs import services

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
    """Run jobs until the process is asked to stop."""
    connector = queue.connector.get_worker_connector()  # type: ignore[attr-defined]
    with queue.replace_connector(connector) as worker_queue:
        worker_queue.run_worker(
            name=f"worker-{os.getpid()}",
            concurrency=settings.WORKER_CONCURRENCY,
            delete_jobs="successful",
            shutdown_graceful_timeout=10,
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
