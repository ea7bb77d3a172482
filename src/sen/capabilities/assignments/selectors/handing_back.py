"""Open tasks of one officer, for those who close accounts."""

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from sen.capabilities.assignments.models import Task
from sen.capabilities.assignments.states import WITH_DOER
from sen.foundation.accounts.types import OpenWork


def list_open_work(account_id: int) -> list[OpenWork]:
    """How many open tasks the officer has in each agency, and where they go back to; it names none of them."""
    rows = Task.objects.filter(officer=account_id, closed_at__isnull=True, state__in=WITH_DOER)
    counted = rows.values("agency__name", "division__name").annotate(count=Count("pk"), first=Min("due_at")).order_by("first")
    return [OpenWork(_("Nhiệm vụ được giao"), row["count"], row["first"], row["division__name"] or row["agency__name"]) for row in counted]
