"""Load administrative units with their history."""

import json
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from sen.kernel import clock
from sen.registries.units.services import load_units


class Command(BaseCommand):
    """Load the units of Viet Nam in both periods; every province edition needs both, because addresses outlive units."""

    help = "Load administrative units of 2021 and 2025 with successions. Run twice it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the edition for uniformity with the other load commands."""
        parser.add_argument("--province", default="dongthap-2025")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and print one JSON object."""
        started = time.monotonic()
        reports = load_units(folder=settings.REFERENCE_DIR / "admin", now=clock.now())
        result = {name: report.as_json() for name, report in reports.items()}
        self.stdout.write(json.dumps({**result, "seconds": round(time.monotonic() - started, 2)}, ensure_ascii=False))
