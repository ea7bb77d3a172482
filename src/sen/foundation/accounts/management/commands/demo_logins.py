"""Print the log-ins of the demonstration, one for each role."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sen.foundation.accounts.selectors import list_demo_logins
from sen.foundation.accounts.services.demonstration import DEMO_PASSWORD
from sen.kernel import clock


class Command(BaseCommand):
    """Print who can sign in to try each role."""

    help = "Print demonstration log-ins, one for each role."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to print JSON."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line each, or one JSON list."""
        logins = [{**row, "password": DEMO_PASSWORD} for row in list_demo_logins(clock.today())]
        if options["json"]:
            self.stdout.write(json.dumps(logins, ensure_ascii=False))
            return
        for row in logins:
            self.stdout.write(f"{row['label']:<58} {row['login']:<46} {row['password']}")
