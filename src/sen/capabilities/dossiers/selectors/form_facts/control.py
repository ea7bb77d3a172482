"""The process-control sheet: who handed over to whom, when, and whether in time.

Basis: 61/2018/NĐ-CP; the receiver records the result of the step before, here the system does.
"""

from sen.capabilities.dossiers.models import Dossier, WorkItem, WorkKind
from sen.capabilities.dossiers.selectors.form_facts.frame import Facts, wall
from sen.capabilities.dossiers.selectors.words import agency_names
from sen.kernel import clock


def control_facts(dossier: Dossier) -> Facts:
    """The rows of the sheet from the work that was done on the dossier."""
    items = list(WorkItem.objects.filter(dossier=dossier).select_related("closed_by", "assignee").order_by("opened_at", "id"))
    agencies = agency_names({item.agency_id for item in items})
    partners = [agencies.get(item.agency_id, "") for item in items if item.kind == WorkKind.CONSULTATION]
    giver = {"unit": "Người nộp", "person": dossier.applicant_name}
    rows = []
    previous: WorkItem | None = None
    for item in items:
        if item.kind == WorkKind.CONSULTATION:
            continue
        who = item.closed_by or item.assignee
        receiver = {"unit": f"{item.name}, {agencies.get(item.agency_id, '')}", "person": who.name if who else ""}
        rows.append({"giver": giver, "receiver": receiver, "at": wall(item.opened_at), "result": _result(previous), "note": item.note})
        giver, previous = receiver, item
    return {
        "agency_name": agencies.get(dossier.competent_agency_id)
        or agency_names([dossier.competent_agency_id])[dossier.competent_agency_id],
        "partners": list(dict.fromkeys(partners)),
        "received_at": wall(dossier.accepted_at),
        "due_at": wall(dossier.due_at),
        "rows": rows,
    }


def _result(item: WorkItem | None) -> str:
    """Whether the step before was early, on time or late; empty for the first row and for steps without a term."""
    if item is None or item.closed_at is None or item.due_at is None:
        return ""
    if item.closed_at > item.due_at:
        return "late"
    return "early" if clock.local(item.closed_at).date() < clock.local(item.due_at).date() else "on_time"
