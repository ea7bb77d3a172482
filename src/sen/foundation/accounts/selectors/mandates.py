"""Reads of mandates."""

import datetime as dt

from django.db.models import Q, QuerySet

from sen.foundation.accounts.models import Mandate
from sen.kernel.actor import Actor


def mandates_on(on: dt.date) -> QuerySet[Mandate]:
    """Mandates in force on the date."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return Mandate.objects.filter(lasting, valid_from__lte=on, withdrawn_at__isnull=True)


def list_held_mandates(actor: Actor, on: dt.date) -> QuerySet[Mandate]:
    """Mandates the actor holds, in force or to come, by name."""
    held = Mandate.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), representative=actor.account_id, withdrawn_at__isnull=True
    )
    return held.select_related("granted_by").order_by("principal_name", "pk")


def list_granted_mandates(actor: Actor) -> QuerySet[Mandate]:
    """Mandates the actor granted, newest first."""
    return Mandate.objects.filter(granted_by=actor.account_id).select_related("representative").order_by("-granted_at", "-pk")


def list_represented_businesses(actor: Actor, on: dt.date) -> list[tuple[int, str]]:
    """Businesses whose legal representative the actor is, by row and name."""
    legal = mandates_on(on).filter(representative=actor.account_id, ground=Mandate.Ground.LEGAL, principal_kind="business")
    return list(legal.order_by("principal_name").values_list("principal_id", "principal_name"))
