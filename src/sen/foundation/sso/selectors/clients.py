"""Systems that share the sign-in."""

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet

from sen.foundation.sso.errors import ClientNotFound
from sen.foundation.sso.models import Client
from sen.foundation.sso.types import ClientFacts
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed
from sen.kernel.statements import planned

KEEPERS = (Role.ADMIN, Role.AXIS)
_FACTS = """
    SELECT id, client_id, name, redirect_uris, leaving_uris, secret_digest, former_digest, former_until, scopes, audience,
        asks_consent, token_form, refreshes, acts_alone, introspects, min_assurance, disabled_at IS NOT NULL
    FROM sso_client WHERE client_id = %s
"""


def find_client(client_id: str) -> ClientFacts | None:
    """The system of this public name, also a disabled one; None when there is none.  One statement."""
    if not client_id or "\x00" in client_id:
        return None
    with planned(connection) as cursor:
        cursor.execute(_FACTS, [client_id])
        row = cursor.fetchone()
    return _facts(row) if row else None


def visible_clients(actor: Actor) -> QuerySet[Client]:
    """The systems the actor keeps: administrators and operators of the axis see all, others none."""
    if not any(actor.has(role) for role in KEEPERS):
        return Client.objects.none()
    return Client.objects.select_related("owner")


def access_client(actor: Actor, id: int, *, lock: bool = False) -> Client:
    """One system for those who keep it; raises NotAllowed, ClientNotFound."""
    if not any(actor.has(role) for role in KEEPERS):
        raise NotAllowed
    found = Client.objects.select_for_update() if lock else Client.objects.select_related("owner")
    client = found.filter(pk=id).first()
    if client is None:
        raise ClientNotFound
    return client


def use_of_clients(ids: list[int], now: dt.datetime) -> dict[int, dict[str, Any]]:
    """For each system: open sign-ons, people of the last 30 days, the last sign-on."""
    rows = Client.objects.filter(pk__in=ids).annotate(
        open=Count("sign_ons", filter=Q(sign_ons__ended_at__isnull=True, sign_ons__code_used_at__isnull=False)),
        people=Count("sign_ons__account", distinct=True, filter=Q(sign_ons__started_at__gt=now - dt.timedelta(days=30))),
        last=Max("sign_ons__started_at"),
    )
    return {row["pk"]: {**row} for row in rows.values("pk", "open", "people", "last")}


def _facts(row: tuple[Any, ...]) -> ClientFacts:
    values: list[Any] = list(row)
    for place in (3, 4, 8):
        values[place] = tuple(values[place])
    for place in (5, 6):
        values[place] = None if values[place] is None else bytes(values[place])
    return ClientFacts(*values)


def words_of_client(id: int) -> tuple[str, str]:
    """What a system is for and the agency that answers for it, as a person about to enter reads it."""
    row = Client.objects.filter(pk=id).values_list("about", "owner__name").first()
    return (row[0], row[1] or "") if row else ("", "")
