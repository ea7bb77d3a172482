"""Load the people of the demonstration."""

import datetime as dt
import json
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from sen.kernel import clock
from sen.registries.parties.services import load_people

EDITIONS = {"dongthap-2020": ("87", dt.date(2020, 11, 2)), "dongthap-2025": ("82", dt.date(2025, 7, 1))}


class Command(BaseCommand):
    """Write demonstration people and three citizen accounts."""

    help = "Load generated demonstration people with reserved numbers. Run twice it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which edition of the province, and how many people."""
        parser.add_argument("--province", choices=sorted(EDITIONS), default="dongthap-2025")
        parser.add_argument("--count", type=int, default=3000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and print one JSON object."""
        started = time.monotonic()
        code, on = EDITIONS[options["province"]]
        folder = settings.REFERENCE_DIR / "people"
        report = load_people(people_folder=folder, province_code=code, on=on, now=clock.now(), count=options["count"])
        self.stdout.write(json.dumps({**report, "seconds": round(time.monotonic() - started, 2)}, ensure_ascii=False))
