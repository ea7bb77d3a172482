"""Make a year of demonstration documents between all agencies.  Runs once: an installation that has documents is left alone."""

import argparse
import json
import time
from typing import Any

from django.core.management.base import BaseCommand

from sen.capabilities.correspondence.services.demonstration import load_demo_documents
from sen.kernel import clock


class Command(BaseCommand):
    """./sen load demo-documents."""

    help = "Make a year of demonstration documents between all agencies"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """How many rows in the books of agencies, and how many different papers about each topic."""
        parser.add_argument("--province", default="dongthap-2025")
        parser.add_argument("--count", type=int, default=12_000)
        parser.add_argument("--papers", type=int, default=2)
        parser.add_argument("--registers-only", action="store_true", help="no histories and no tasks")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them and report as JSON."""
        started = time.monotonic()
        with_story = not options["registers_only"]
        report = load_demo_documents(count=options["count"], per_topic=options["papers"], now=clock.now(), with_story=with_story)
        self.stdout.write(json.dumps({**report, "seconds": round(time.monotonic() - started, 1)}))
