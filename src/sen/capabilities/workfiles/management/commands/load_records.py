"""Load the dated rules of keeping files."""

import argparse
import csv
import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from sen.capabilities.workfiles.services.rules import load_rules


class Command(BaseCommand):
    """./sen load records."""

    help = "Load terms of keeping, terms of hand-over and targets. Run twice it changes nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Every load step takes the province; the rules are the same for all."""
        parser.add_argument("--province", default="dongthap-2025")

    def handle(self, *args: object, **options: object) -> None:
        """Read the files and hand them to the service."""
        folder = settings.REFERENCE_DIR / "records"
        report = load_rules(
            retention=_rows(folder / "retention.csv"),
            terms=_rows(folder / "hand_over_terms.csv"),
            targets=_rows(folder / "online_targets.csv"),
        )
        self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
