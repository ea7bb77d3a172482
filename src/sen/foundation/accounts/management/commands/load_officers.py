"""Load the officials of the demonstration."""

import datetime as dt
import json
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from sen.foundation.accounts.services import load_officers
from sen.kernel import clock

EDITIONS = {"dongthap-2020": dt.date(2020, 11, 2), "dongthap-2025": dt.date(2025, 7, 1)}


class Command(BaseCommand):
    """Open demonstration accounts for every agency of the edition."""

    help = "Load demonstration officials for every current agency. Run twice it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which edition of the province."""
        parser.add_argument("--province", choices=sorted(EDITIONS), default="dongthap-2025")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and print one JSON object."""
        started = time.monotonic()
        report = load_officers(people_folder=settings.REFERENCE_DIR / "people", on=EDITIONS[options["province"]], now=clock.now())
        self.stdout.write(json.dumps({**report, "seconds": round(time.monotonic() - started, 2)}, ensure_ascii=False))
