"""Load the dated rule sets.  Twice changes nothing; edited sets are left as they are."""

import argparse
import json

from django.conf import settings
from django.core.management.base import BaseCommand

from sen.capabilities.dossiers.services.rules import load_rule_sets


class Command(BaseCommand):
    """./sen load rules."""

    help = "Load the dated rule sets of the one-stop"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Every load step takes the province; rule sets are the same for all."""
        parser.add_argument("--province", default="dongthap-2025")

    def handle(self, *args: object, **options: object) -> None:
        """Read the file and hand it to the service."""
        records = json.loads((settings.REFERENCE_DIR / "rules" / "rule_sets.json").read_text(encoding="utf-8"))
        self.stdout.write(json.dumps(load_rule_sets(records=records)))
