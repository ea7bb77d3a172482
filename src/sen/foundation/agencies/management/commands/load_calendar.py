"""Load holidays, make-up days and default office hours."""

import json
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from sen.foundation.agencies.services import load_calendar


class Command(BaseCommand):
    """Load the working calendar of every year the data know."""

    help = "Load days off, make-up days and default hours. Days edited by hand are kept. Run twice it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the edition for uniformity with the other load commands."""
        parser.add_argument("--province", default="dongthap-2025")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and print one JSON object."""
        started = time.monotonic()
        reports = load_calendar(folder=settings.REFERENCE_DIR / "calendar")
        result = {name: report.as_json() for name, report in reports.items()}
        self.stdout.write(json.dumps({**result, "seconds": round(time.monotonic() - started, 2)}, ensure_ascii=False))
