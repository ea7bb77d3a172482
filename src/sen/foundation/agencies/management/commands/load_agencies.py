"""Load agencies and divisions."""

import json
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from sen.foundation.agencies.services import load_agencies
from sen.kernel import clock

EDITIONS = {"dongthap-2020": ("2020",), "dongthap-2025": ("2020", "2025")}


class Command(BaseCommand):
    """Load the agencies of an edition of the province."""

    help = "Load agencies with divisions. The 2025 edition also loads the agencies it succeeded. Run twice it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which edition of the province."""
        parser.add_argument("--province", choices=sorted(EDITIONS), default="dongthap-2025")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and print one JSON object."""
        started = time.monotonic()
        reports = load_agencies(folder=settings.REFERENCE_DIR / "agencies", editions=EDITIONS[options["province"]], now=clock.now())
        result = {name: report.as_json() for name, report in reports.items()}
        self.stdout.write(json.dumps({**result, "seconds": round(time.monotonic() - started, 2)}, ensure_ascii=False))
