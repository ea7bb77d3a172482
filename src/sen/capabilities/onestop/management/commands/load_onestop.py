"""What a one-stop starts with: groups of fields and desks of its hall, the reporting calendar."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sen.capabilities.onestop.services import load_halls, load_reporting_calendar
from sen.kernel import clock


class Command(BaseCommand):
    """Gives halls without groups and desks the usual ones, and writes the reporting calendar; a second run changes nothing."""

    help = "Create the usual queue groups and desks of the one-stops that have none, and the reporting calendar."

    def add_arguments(self, parser: CommandParser) -> None:
        """Every load step takes the province; halls follow the agencies already there."""
        parser.add_argument("--province", default="dongthap-2025")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and report."""
        self.stdout.write(json.dumps(load_halls(on=clock.today()) | load_reporting_calendar()))
