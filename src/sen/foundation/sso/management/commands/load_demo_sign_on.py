"""Register the demonstration's department system at the address of this start."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from sen.foundation.agencies.selectors import find_agencies
from sen.foundation.sso.models import Audience, TokenForm
from sen.foundation.sso.services import put_demo_client
from sen.foundation.sso.types import NewClient
from sen.kernel import clock

CLIENT_ID = "phan-mem-so-nong-nghiep"


class Command(BaseCommand):
    """Run by ``./sen run`` before the sandboxes start."""

    help = "Register the sandbox of a department as a system that shares the sign-in. Run twice it changes the addresses only."

    def handle(self, *args: Any, **options: Any) -> None:
        """Register and print one JSON object."""
        url = settings.DEPARTMENT_URL
        if not url or not settings.DEPARTMENT_SECRET:
            self.stdout.write(json.dumps({"registered": None}))
            return
        owner = next(iter(find_agencies("Sở Nông nghiệp", clock.today(), limit=1)), None)
        facts = NewClient(
            name="Phần mềm Sở Nông nghiệp (thử nghiệm)",
            about="Hệ thống thử nghiệm của một Sở: quản lý nuôi trồng thủy sản, tra cứu công dân qua trục liên thông.",
            owner_id=owner.pk if owner else None,
            redirect_uris=(f"{url}/ve",),
            leaving_uris=(f"{url}/da-thoat",),
            backchannel_uri=f"{url}/dang-xuat-nen",
            scopes=("openid", "profile", "position"),
            audience=Audience.OFFICERS,
            asks_consent=False,
            token_form=TokenForm.OPAQUE,
            refreshes=False,
            acts_alone=False,
            introspects=False,
            min_assurance=1,
        )
        client = put_demo_client(client_id=CLIENT_ID, secret=settings.DEPARTMENT_SECRET, facts=facts, now=clock.now())
        self.stdout.write(json.dumps({"registered": client.client_id}))
