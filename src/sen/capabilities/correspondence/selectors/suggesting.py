"""What was done with documents like this one before."""

from collections.abc import Sequence

from sen.capabilities.assignments.selectors import tasks_of_sources
from sen.capabilities.assignments.states import TaskRole
from sen.capabilities.correspondence.models import IncomingDocument

_LOOKED_AT = 5


def usual_lead(document: IncomingDocument, offered: Sequence[str]) -> str:
    """Who led the last documents of the same kind from the same issuer, as the key of a target; empty when nobody did."""
    content = document.content
    rows = IncomingDocument.objects.filter(
        agency=document.agency_id,
        directed_at__isnull=False,
        content__issuer_folded=content.issuer_folded,
        content__kind_code=content.kind_code,
    )
    ids = list(rows.exclude(pk=document.pk).order_by("-arrived_at", "-pk").values_list("pk", flat=True)[:_LOOKED_AT])
    tasks = tasks_of_sources("incoming", ids) if ids else {}
    for number in ids:
        for task in tasks.get(number, []):
            key = f"officer-{task.officer_id}" if task.officer_id else f"division-{task.division_id}"
            if task.role == TaskRole.LEAD and task.parent_id is None and key in offered:
                return key
    return ""
