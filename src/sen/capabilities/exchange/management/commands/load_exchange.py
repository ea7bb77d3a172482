"""Load the members every installation begins with."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sen.capabilities.exchange.services.membership import load_members
from sen.kernel import clock


class Command(BaseCommand):
    """Admit the province and its departments to the axis."""

    help = "Admit the province and its departments to the axis. Run twice it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which edition of the province; the members are those of today."""
        parser.add_argument("--province", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and print one JSON object."""
        now = clock.now()
        self.stdout.write(json.dumps(load_members(on=clock.local(now).date(), now=now)))
