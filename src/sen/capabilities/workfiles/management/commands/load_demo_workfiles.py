"""Make the work files of the demonstration."""

import argparse
import json

from django.core.management.base import BaseCommand

from sen.capabilities.workfiles.services.demonstration import load_demo_workfiles
from sen.foundation.agencies.selectors import agencies_on
from sen.kernel import clock


class Command(BaseCommand):
    """./sen load demo-workfiles."""

    help = "Make yearly lists and work files for a few agencies. Run twice it changes nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """How many agencies of each level."""
        parser.add_argument("--province", default="dongthap-2025")
        parser.add_argument("--each", type=int, default=3)

    def handle(self, *args: object, **options: int) -> None:
        """Take the first agencies of every level, and those of the printed log-ins."""
        agencies = list(agencies_on(clock.today()).order_by("pk").values_list("pk", "level", "name"))
        chosen = [pk for pk, _level, name in agencies if name == "Ủy ban nhân dân phường Cao Lãnh"]
        for level in dict.fromkeys(level for _pk, level, _name in agencies):
            chosen += [pk for pk, own, _name in agencies if own == level][: options["each"]]
        report = load_demo_workfiles(agency_ids=list(dict.fromkeys(chosen)), now=clock.now())
        self.stdout.write(json.dumps(report, ensure_ascii=False))
