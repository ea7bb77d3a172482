"""Fill the shared databases of the demonstration: people in households, and businesses."""

import json
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from sen.kernel import clock
from sen.registries.parties.management.commands.load_people import EDITIONS
from sen.registries.parties.services import find_likely_twins, load_businesses, load_population
from sen.registries.parties.services.sampling import write_sample


class Command(BaseCommand):
    """Write the population and the businesses of the demonstration."""

    help = "Load invented people in households, and businesses, with reserved numbers. Run twice it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which edition of the province, and how many; the numbers come from the settings unless given."""
        parser.add_argument("--province", choices=sorted(EDITIONS), default="dongthap-2025")
        parser.add_argument("--people", type=int, default=settings.DEMO_PEOPLE)
        parser.add_argument("--businesses", type=int, default=settings.DEMO_BUSINESSES)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and print one JSON object."""
        started = time.monotonic()
        code, on = EDITIONS[options["province"]]
        folder = settings.REFERENCE_DIR / "people"
        people = load_population(people_folder=folder, province_code=code, on=on, count=options["people"])
        businesses = load_businesses(people_folder=folder, province_code=code, on=on, count=options["businesses"])
        found = find_likely_twins(now=clock.now())
        sample = write_sample(folder=Path(settings.DATA_DIR) / "sandbox")
        self.stdout.write(
            json.dumps(
                {**people, **businesses, **sample, "likely_twins": found, "seconds": round(time.monotonic() - started, 2)},
                ensure_ascii=False,
            )
        )
