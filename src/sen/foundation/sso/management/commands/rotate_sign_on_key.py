"""Change the key that signs id-tokens."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from sen.foundation.sso.services import rotate_keys
from sen.kernel import clock
from sen.kernel.actor import SYSTEM


class Command(BaseCommand):
    """For the day a key may have leaked; otherwise keys change by themselves."""

    help = "Sign id-tokens with a new key from now on; the old key stays published for 90 days."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate and print one JSON object."""
        self.stdout.write(json.dumps({"key": rotate_keys(actor=SYSTEM, now=clock.now())}))
