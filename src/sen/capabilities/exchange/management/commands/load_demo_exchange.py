"""Load the axis of the demonstration."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from sen.capabilities.exchange.services.demonstration import Ports, load_demonstration, ports_in_use
from sen.kernel import clock

_WEB_PORT = 8000


class Command(BaseCommand):
    """Register the demonstration's gateways, systems, services and rights."""

    help = "Register the demonstration's gateways, systems, services and rights. Run twice it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which edition of the province; the axis is the same in both."""
        parser.add_argument("--province", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and print one JSON object."""
        started = Ports(settings.AXIS_FIRST_PORT - 1) if settings.AXIS_FIRST_PORT else None
        ports = started or ports_in_use() or Ports(_WEB_PORT)
        report = load_demonstration(ports=ports, credential=settings.SERVICE_CREDENTIAL, now=clock.now())
        self.stdout.write(json.dumps(report))
