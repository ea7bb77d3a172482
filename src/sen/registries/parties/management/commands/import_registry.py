"""Bring a list of people or businesses in from a file on the server, of any size."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sen.kernel import clock
from sen.kernel.actor import SYSTEM
from sen.kernel.errors import DomainError
from sen.registries.parties.models import ImportKind
from sen.registries.parties.selectors import access_import
from sen.registries.parties.services import advance_import, check_file, start_import_of_path


class Command(BaseCommand):
    """Import a CSV file row by row."""

    help = "Import people or businesses from a CSV file (UTF-8). Rows that cannot be taken are reported; the rest goes in."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, what its rows are, and the system they come from."""
        parser.add_argument("kind", choices=ImportKind.values)
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="the system the rows come from; its keys are unique in it")
        parser.add_argument("--basis", required=True, help="the decision or minutes the import rests on")
        parser.add_argument("--trial", action="store_true", help="check every row, write none")
        parser.add_argument("--province", help="accepted from the command line of the installation; not needed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and print one JSON object."""
        started = time.monotonic()
        kind, path = ImportKind(options["kind"]), options["file"]
        try:
            check_file(kind=kind, path=path)
            facts = {"source": options["source"], "is_trial": options["trial"], "basis": options["basis"]}
            key = start_import_of_path(actor=SYSTEM, kind=kind, path=path, now=clock.now(), **facts)
        except DomainError as error:
            raise CommandError(error.message) from error
        run = access_import(SYSTEM, key)
        while advance_import(run_id=run.pk, position=run.position, now=clock.now()):
            run.refresh_from_db()
        run.refresh_from_db()
        counts = {"rows": run.line, "created": run.created, "updated": run.updated, "unchanged": run.unchanged, "wrong": run.wrong}
        self.stdout.write(json.dumps({"import": str(key), **counts, "seconds": round(time.monotonic() - started, 2)}))
