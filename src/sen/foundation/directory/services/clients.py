"""Systems with a credential for our SCIM service."""

import datetime as dt
import secrets

from django.db import transaction

from sen.foundation.accounts.policies import check_province, require_proof
from sen.foundation.audit.services import record_change
from sen.foundation.directory.errors import ClientNotFound, NameMissing
from sen.foundation.directory.models import ScimClient
from sen.foundation.directory.selectors.systems import token_digest
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import clean

USED_EVERY = dt.timedelta(minutes=5)


@transaction.atomic
def register_client(*, actor: Actor, name: str, right: str, now: dt.datetime) -> tuple[ScimClient, str]:
    """Give a system a credential for our SCIM service; returns it once, it is kept as a digest only.

    Raises NotAllowed, ProofTooOld, NameMissing.
    """
    check_province(actor, clock.local(now).date())
    require_proof(actor, now)
    name, token = clean(name), secrets.token_urlsafe(32)
    if len(name) < 3:
        raise NameMissing("name")
    client = ScimClient.objects.create(
        name=name[:120], right=right, digest=token_digest(token), created_at=now, created_by_id=actor.account_id
    )
    _record(actor, "directory.register_client", client, now)
    return client, token


@transaction.atomic
def revoke_client(*, actor: Actor, client_id: int, now: dt.datetime) -> None:
    """Take a system's credential back at once.  Raises NotAllowed, ClientNotFound."""
    check_province(actor, clock.local(now).date())
    client = ScimClient.objects.select_for_update().filter(pk=client_id, revoked_at__isnull=True).first()
    if client is None:
        raise ClientNotFound
    client.revoked_at = now
    client.save(update_fields=["revoked_at"])
    _record(actor, "directory.revoke_client", client, now)


def note_use(client: ScimClient, now: dt.datetime) -> None:
    """Write down that the client was here, at most every five minutes."""
    if client.used_at is None or client.used_at < now - USED_EVERY:
        ScimClient.objects.filter(pk=client.pk).update(used_at=now)


def _record(actor: Actor, action: str, client: ScimClient, now: dt.datetime) -> None:
    detail = {"name": client.name, "right": client.right}
    record_change(actor=actor, action=action, subject_type="scim_client", subject_id=client.pk, now=now, detail=detail)
