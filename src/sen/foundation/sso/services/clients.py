"""Registering systems that share the sign-in, their secrets, and taking the right away again."""

import datetime as dt
import ipaddress
import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from sen.foundation.audit.services import record_change
from sen.foundation.sso.errors import AddressMissing, AddressUnfit, AlreadyDisabled, ClientNameTaken, InvalidScope, SecretNotUsed
from sen.foundation.sso.models import Client, SignOn
from sen.foundation.sso.policies import can_keep_clients
from sen.foundation.sso.selectors.clients import access_client
from sen.foundation.sso.services.leaving import tell_systems
from sen.foundation.sso.services.secrets import digest_of, new_secret
from sen.foundation.sso.types import NewClient, Scope
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from sen.kernel.text import clean

# The secret before the last change goes on working for a day, so that a system is changed over without an outage.
FORMER_LIFE = dt.timedelta(hours=24)


@transaction.atomic
def register_client(*, actor: Actor, facts: NewClient, now: dt.datetime) -> tuple[Client, str]:
    """Enter a system and return it with its secret, which is shown once and never kept (empty for a system that can keep none).

    Raises NotAllowed, AddressMissing, AddressUnfit, ClientNameTaken, InvalidScope.
    """
    _check_keeper(actor)
    secret = new_secret() if facts.keeps_secret else ""
    client = Client(client_id=secrets.token_hex(12), registered_at=now, secret_digest=digest_of(secret) if secret else None)
    _put(client, facts)
    client.save()
    record_change(actor=actor, action="sso.register", subject_type="sso_client", subject_id=client.pk, now=now, detail=_detail(client))
    return client, secret


@transaction.atomic
def change_client(*, actor: Actor, id: int, facts: NewClient, now: dt.datetime) -> Client:
    """Change what is stated about a system; its secret and public name stay.

    Raises NotAllowed, ClientNotFound, AddressMissing, AddressUnfit, ClientNameTaken, InvalidScope.
    """
    client = access_client(actor, id, lock=True)
    before = _detail(client)
    _put(client, facts)
    client.save()
    detail = {"before": before, "after": _detail(client)}
    record_change(actor=actor, action="sso.change", subject_type="sso_client", subject_id=id, now=now, detail=detail)
    return client


@transaction.atomic
def rotate_secret(*, actor: Actor, id: int, now: dt.datetime) -> str:
    """Give the system a new secret, shown once; the old one works for 24 hours more.

    Raises NotAllowed, ClientNotFound, AlreadyDisabled, SecretNotUsed.
    """
    client = _standing(actor, id)
    if client.secret_digest is None:
        raise SecretNotUsed
    secret = new_secret()
    client.former_digest, client.former_until = client.secret_digest, now + FORMER_LIFE
    client.secret_digest = digest_of(secret)
    client.save(update_fields=["secret_digest", "former_digest", "former_until"])
    record_change(actor=actor, action="sso.rotate_secret", subject_type="sso_client", subject_id=id, now=now)
    return secret


@transaction.atomic
def forget_former_secret(*, actor: Actor, id: int, now: dt.datetime) -> None:
    """End the old secret's 24 hours at once, for a secret that leaked.  Raises NotAllowed, ClientNotFound, AlreadyDisabled."""
    client = _standing(actor, id)
    client.former_digest = client.former_until = None
    client.save(update_fields=["former_digest", "former_until"])
    record_change(actor=actor, action="sso.forget_secret", subject_type="sso_client", subject_id=id, now=now)


@transaction.atomic
def disable_client(*, actor: Actor, id: int, now: dt.datetime) -> None:
    """Let nobody into the system by our accounts any more; its tokens are dead with this and it is told that everybody left.

    Raises NotAllowed, ClientNotFound, AlreadyDisabled.
    """
    client = _standing(actor, id)
    client.disabled_at = now
    client.save(update_fields=["disabled_at"])
    open_ones = SignOn.objects.filter(client=client, ended_at__isnull=True)
    tell_systems(list(open_ones.values_list("client_id", "account_id", "sid")), now=now)
    ended = open_ones.update(ended_at=now, reason="disabled")
    record_change(actor=actor, action="sso.disable", subject_type="sso_client", subject_id=id, now=now, detail={"sign_ons_ended": ended})


@transaction.atomic
def enable_client(*, actor: Actor, id: int, now: dt.datetime) -> None:
    """Let people into the system again; they sign on anew.  Raises NotAllowed, ClientNotFound."""
    client = access_client(actor, id, lock=True)
    client.disabled_at = None
    client.save(update_fields=["disabled_at"])
    record_change(actor=actor, action="sso.enable", subject_type="sso_client", subject_id=id, now=now)


@transaction.atomic
def put_demo_client(*, client_id: str, secret: str, facts: NewClient, now: dt.datetime) -> Client:
    """Make or refresh a system of the demonstration under a fixed name with a secret that lies in the installation's folder."""
    client = Client.objects.filter(client_id=client_id).first() or Client(client_id=client_id, registered_at=now, is_demo=True)
    client.secret_digest = digest_of(secret)
    _put(client, facts)
    client.save()
    return client


def fit_address(address: str) -> bool:
    """Whether an address may be registered: https, or plain http to this machine while the installation allows it; exact, no fragment."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    if "*" in address or "#" in address or not host or parts.username is not None or not address.isascii() or len(address) > 500:
        return False
    if parts.scheme == "https":
        return not _is_wildcard_address(host)
    return parts.scheme == "http" and settings.SSO_LOOPBACK_CLIENTS and (host in {"127.0.0.1", "localhost", "::1"})


def _is_wildcard_address(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _put(client: Client, facts: NewClient) -> None:
    if not facts.redirect_uris:
        raise AddressMissing("redirect_uris")
    for field in ("redirect_uris", "leaving_uris"):
        for address in getattr(facts, field):
            if not fit_address(address):
                raise AddressUnfit(field, address=address[:120])
    if facts.backchannel_uri and not fit_address(facts.backchannel_uri):
        raise AddressUnfit("backchannel_uri", address=facts.backchannel_uri[:120])
    if not set(facts.scopes) <= {scope.value for scope in Scope}:
        raise InvalidScope("unknown scope")
    if Client.objects.filter(name__iexact=clean(facts.name)).exclude(pk=client.pk).exists():
        raise ClientNameTaken("name")
    client.name, client.about, client.owner_id = clean(facts.name), clean(facts.about), facts.owner_id
    client.redirect_uris, client.leaving_uris = list(facts.redirect_uris), list(facts.leaving_uris)
    client.backchannel_uri, client.audience, client.token_form = facts.backchannel_uri, facts.audience, facts.token_form
    client.scopes = [scope.value for scope in Scope if scope is Scope.OPENID or scope.value in facts.scopes]
    client.asks_consent, client.refreshes, client.acts_alone = facts.asks_consent, facts.refreshes, facts.acts_alone
    client.introspects, client.min_assurance = facts.introspects, facts.min_assurance


def _standing(actor: Actor, id: int) -> Client:
    client = access_client(actor, id, lock=True)
    if client.disabled_at is not None:
        raise AlreadyDisabled
    return client


def _check_keeper(actor: Actor) -> None:
    if not can_keep_clients(actor):
        raise NotAllowed


def _detail(client: Client) -> dict[str, object]:
    return {
        "name": client.name,
        "client_id": client.client_id,
        "redirect_uris": client.redirect_uris,
        "leaving_uris": client.leaving_uris,
        "backchannel_uri": client.backchannel_uri,
        "scopes": client.scopes,
        "audience": client.audience,
        "asks_consent": client.asks_consent,
    }
