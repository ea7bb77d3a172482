"""Make the drafts of the demonstration."""

import argparse
import json

from django.core.management.base import BaseCommand

from sen.capabilities.drafting.services.demonstration import load_demo_drafts
from sen.foundation.accounts.selectors import demo_places
from sen.kernel import clock


class Command(BaseCommand):
    """./sen load demo-drafts."""

    help = "Make drafts at every step for a few agencies. Run twice it changes nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """How many agencies of each level."""
        parser.add_argument("--province", default="dongthap-2025")
        parser.add_argument("--each", type=int, default=2)

    def handle(self, *args: object, **options: int) -> None:
        """Fill the agencies of the printed log-ins and the first of every level."""
        report = load_demo_drafts(agency_ids=demo_places(clock.today(), options["each"]), now=clock.now())
        self.stdout.write(json.dumps(report))
