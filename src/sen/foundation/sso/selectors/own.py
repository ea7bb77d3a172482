"""What a person sees of their own sign-ons."""

from django.db.models import Max

from sen.foundation.sso.models import Client, Consent, SignOn
from sen.foundation.sso.types import EnteredSystem
from sen.kernel.actor import Actor


def list_own_systems(actor: Actor) -> list[EnteredSystem]:
    """The systems the actor is in now or has allowed something to, entered ones first."""
    open_ones = SignOn.objects.filter(account_id=actor.account, ended_at__isnull=True, code_used_at__isnull=False)
    entered = dict(open_ones.values("client_id").annotate(last=Max("started_at")).values_list("client_id", "last"))
    consents = {row.client_id: row for row in Consent.objects.filter(account_id=actor.account, revoked_at__isnull=True)}
    scopes: dict[int, set[str]] = {}
    for client_id, asked in open_ones.values_list("client_id", "scopes"):
        scopes.setdefault(client_id, set()).update(asked)
    clients = Client.objects.select_related("owner").filter(pk__in={*entered, *consents})
    rows = [
        EnteredSystem(
            client.pk,
            client.name,
            client.about,
            client.owner.name if client.owner else "",
            entered.get(client.pk),
            tuple(sorted(scopes.get(client.pk, set()) | set(consents[client.pk].scopes if client.pk in consents else ()))),
            consents[client.pk].given_at if client.pk in consents else None,
        )
        for client in clients
    ]
    return sorted(rows, key=lambda row: (row.entered_at is None, row.name))
