"""Groups of fields and desks for the halls that have none."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sen.capabilities.onestop.services import load_halls
from sen.kernel import clock


class Command(BaseCommand):
    """Gives every receiving agency without queue groups and desks the usual ones; a second run changes nothing."""

    help = "Create the usual queue groups and desks of the one-stops that have none."

    def add_arguments(self, parser: CommandParser) -> None:
        """Every load step takes the province; halls follow the agencies already there."""
        parser.add_argument("--province", default="dongthap-2025")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and report."""
        self.stdout.write(json.dumps(load_halls(on=clock.today())))
