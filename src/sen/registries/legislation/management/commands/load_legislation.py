"""Load legal documents."""

import json
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from sen.kernel import clock
from sen.registries.legislation.services import load_legislation


class Command(BaseCommand):
    """Load the documents of both shipped lists."""

    help = "Load legal documents. Run twice it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the edition for uniformity with the other load commands."""
        parser.add_argument("--province", default="dongthap-2025")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and print one JSON object."""
        started = time.monotonic()
        report = load_legislation(folder=settings.REFERENCE_DIR / "legal", now=clock.now())
        counts = {"created": report.created, "updated": report.updated, "unchanged": report.unchanged, "problems": report.problems[:20]}
        self.stdout.write(json.dumps({**counts, "seconds": round(time.monotonic() - started, 2)}, ensure_ascii=False))
