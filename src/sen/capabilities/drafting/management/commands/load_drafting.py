"""The texts drafts begin with, from the reference data."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sen.capabilities.drafting.services.templates import load_templates
from sen.kernel import clock


class Command(BaseCommand):
    """./sen load drafting."""

    help = "Load the templates of drafts"

    def add_arguments(self, parser: CommandParser) -> None:
        """Accept the province every load is told."""
        parser.add_argument("--province", default="dongthap-2025")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and report as JSON."""
        self.stdout.write(json.dumps(load_templates(now=clock.now()).as_json()))
