"""Load the catalogue of procedures."""

import json
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from sen.capabilities.procedures.adapters.national_portal.reading import ERAS, read_catalogue
from sen.capabilities.procedures.services import import_catalogue, readable_report, review_bases
from sen.kernel import clock
from sen.kernel.actor import SYSTEM


class Command(BaseCommand):
    """Load the procedures an edition of the province publishes."""

    help = (
        "Load procedures, routes, life events and competences. Run twice it changes nothing. "
        "--report FILE writes what could not be read, and why."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which edition, and where to write the report."""
        parser.add_argument("--province", choices=sorted(ERAS), default="dongthap-2025")
        parser.add_argument("--report", type=Path, help="a .json file gets the whole report, any other name readable text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and print one JSON object without the list of single procedures."""
        started = time.monotonic()
        source = read_catalogue(settings.REFERENCE_DIR / "procedures", ERAS[options["province"]])
        report = import_catalogue(actor=SYSTEM, source=source, now=clock.now())
        review_bases(now=clock.now())
        if options["report"]:
            text = json.dumps(report, ensure_ascii=False, indent=1) if options["report"].suffix == ".json" else readable_report(report)
            options["report"].write_text(text, encoding="utf-8")
        short = {key: value for key, value in report.items() if key != "problems"}
        self.stdout.write(json.dumps({**short, "seconds": round(time.monotonic() - started, 2)}, ensure_ascii=False))
