"""What a person allowed a system to learn: given, remembered, taken back."""

import datetime as dt

from django.db import transaction

from sen.foundation.audit.services import record_change
from sen.foundation.sso.errors import ClientNotFound
from sen.foundation.sso.models import Client, Consent, SignOn
from sen.foundation.sso.services.leaving import tell_systems
from sen.foundation.sso.types import AuthorizationRequest
from sen.kernel.actor import Actor


@transaction.atomic
def give_consent(*, actor: Actor, wanted: AuthorizationRequest, now: dt.datetime) -> None:
    """Remember that the actor lets the system learn what it asks for, beside what was allowed before.

    Basis: 91/2025/QH15, Article 9 (consent names the purpose and can be taken back).
    """
    client_id = wanted.client.id
    standing = Consent.objects.select_for_update().filter(account_id=actor.account, client_id=client_id, revoked_at__isnull=True).first()
    scopes = sorted(set(wanted.scopes) | set(standing.scopes if standing else ()))
    if standing is None:
        Consent.objects.create(account_id=actor.account, client_id=client_id, scopes=scopes, given_at=now)
    else:
        standing.scopes, standing.given_at = scopes, now
        standing.save(update_fields=["scopes", "given_at"])
    detail = {"client": wanted.client.name, "scopes": scopes}
    record_change(
        actor=actor,
        action="sso.consent",
        subject_type="sso_client",
        subject_id=client_id,
        now=now,
        person_id=actor.person_id,
        detail=detail,
    )


@transaction.atomic
def revoke_consent(*, actor: Actor, client_id: int, now: dt.datetime) -> None:
    """Take back what the actor allowed a system: its tokens for the actor die now, it is told, and it must ask again.

    Raises ClientNotFound when the actor neither allowed it anything nor entered it.
    """
    client = Client.objects.filter(pk=client_id).first()
    consents = Consent.objects.filter(account_id=actor.account, client_id=client_id, revoked_at__isnull=True)
    open_ones = SignOn.objects.filter(account_id=actor.account, client_id=client_id, ended_at__isnull=True)
    tell_systems(list(open_ones.values_list("client_id", "account_id", "sid")), now=now)
    ended = open_ones.update(ended_at=now, reason="consent-revoked")
    if client is None or not (consents.update(revoked_at=now) or ended):
        raise ClientNotFound
    detail = {"client": client.name, "sign_ons_ended": ended}
    record_change(
        actor=actor, action="sso.revoke", subject_type="sso_client", subject_id=client_id, now=now, person_id=actor.person_id, detail=detail
    )
