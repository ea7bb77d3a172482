"""Systems that use our SCIM service, and systems our changes are pushed to."""

import datetime as dt

from django.db.models import Count, Q, QuerySet
from django.utils.crypto import salted_hmac

from sen.foundation.directory.errors import ClientNotFound
from sen.foundation.directory.models import PushItem, ScimClient, TargetSystem


def list_clients() -> QuerySet[ScimClient]:
    """Clients of our SCIM service, those in use first."""
    return ScimClient.objects.select_related("created_by").order_by("revoked_at", "name", "pk")


def find_client(token: str) -> ScimClient | None:
    """The client the bearer credential belongs to; None when there is none or it was revoked."""
    return ScimClient.objects.filter(digest=token_digest(token), revoked_at__isnull=True).first() if token else None


def token_digest(token: str) -> str:
    """What is kept of a credential."""
    return salted_hmac("sen.directory.client", token, algorithm="sha256").hexdigest()


def list_targets() -> QuerySet[TargetSystem]:
    """Systems our changes are pushed to, each with ``waiting``, ``done`` and ``failed``."""
    counts = {state: Count("items", filter=Q(items__state=state)) for state in ("waiting", "done", "failed")}
    return TargetSystem.objects.annotate(**counts).order_by("name", "pk")


def access_target(target_id: int) -> TargetSystem:
    """A target system; raises ClientNotFound."""
    target = TargetSystem.objects.filter(pk=target_id).first()
    if target is None:
        raise ClientNotFound
    return target


def list_items(target_id: int, state: str = "") -> QuerySet[PushItem]:
    """Officers at a target, those with trouble first."""
    items = PushItem.objects.filter(target=target_id).select_related("account").order_by("-state", "-changed_at", "pk")
    return items.filter(state=state) if state else items


def due_items(target_id: int, now: dt.datetime, most: int) -> list[PushItem]:
    """Pushes that wait and whose time has come, oldest change first."""
    waiting = PushItem.objects.filter(target=target_id, state=PushItem.State.WAITING, next_at__lte=now)
    return list(waiting.order_by("next_at", "pk")[:most])
