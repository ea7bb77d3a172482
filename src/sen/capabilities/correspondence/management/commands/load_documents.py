"""What documents start with: their kinds, a number book for every agency, the province's groups of recipients."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sen.capabilities.correspondence.services import load_books, load_groups, load_kinds
from sen.kernel import clock


class Command(BaseCommand):
    """Reads the kinds from the reference data and gives agencies without number books the usual ones; a second run changes nothing."""

    help = "Load kinds of documents, number books and groups of recipients."

    def add_arguments(self, parser: CommandParser) -> None:
        """Every load step takes the province; books and groups follow the agencies already there."""
        parser.add_argument("--province", default="dongthap-2025")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and report."""
        kinds, books = load_kinds(), load_books(on=clock.today())
        groups = load_groups(on=clock.today(), now=clock.now())
        self.stdout.write(json.dumps({"kinds": kinds.as_json(), "books": books.as_json(), "groups": groups}))
