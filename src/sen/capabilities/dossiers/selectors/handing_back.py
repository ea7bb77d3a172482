"""Open work of one officer: what it is, and what the officer may no longer do."""

import datetime as dt

from django.db.models import Count, Min

from sen.capabilities.dossiers.models import WorkItem
from sen.foundation.accounts.selectors import actor_of
from sen.foundation.accounts.types import OpenWork
from sen.foundation.agencies.selectors import ROLE_NAMES
from sen.kernel import clock
from sen.kernel.actor import Role


def list_open_work(account_id: int) -> list[OpenWork]:
    """The officer's open work by kind and agency, the most urgent first, each with the queue it goes back to."""
    items = WorkItem.objects.filter(assignee=account_id, closed_at__isnull=True)
    rows = items.values("name", "role", "agency__name").annotate(count=Count("pk"), first=Min("due_at")).order_by("first", "name")
    return [OpenWork(row["name"], row["count"], row["first"], f"{_role_name(row['role'])}, {row['agency__name']}") for row in rows]


def _role_name(role: str) -> str:
    return str(ROLE_NAMES.get(Role(role), role))


def lost_items(account_id: int, now: dt.datetime) -> list[WorkItem]:
    """Open work given to the officer who may no longer do it: the account is closed, or the role in the agency has ended."""
    actor = actor_of(account_id, clock.local(now).date())
    items = WorkItem.objects.filter(assignee=account_id, closed_at__isnull=True).order_by("dossier_id", "pk")
    return [item for item in items if not actor.has(Role(item.role), item.agency_id)]
