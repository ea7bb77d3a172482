"""Work of officers who may no longer do it goes back to the queue it came from."""

import datetime as dt

from django.db import transaction

from sen.capabilities.dossiers.models import WorkItem
from sen.capabilities.dossiers.selectors.handing_back import lost_items
from sen.capabilities.dossiers.services.loading import lock_dossier
from sen.capabilities.dossiers.services.recording import record
from sen.capabilities.dossiers.services.tally import tally_point
from sen.capabilities.dossiers.states import DossierAction
from sen.kernel.actor import SYSTEM

REASON = "Người giữ việc không còn giữ vai trò này; việc trở lại hàng chờ của cơ quan để giao lại."


@transaction.atomic
def hand_back_work(*, account_id: int, now: dt.datetime) -> int:
    """Take the open work from an officer whose account is closed or whose role in that agency has ended; returns how much.

    It waits for everybody of the role in the agency, and its head gives it to another.  Harmless when done twice.
    Basis: 61/2018/NĐ-CP, Article 19: a term goes on whoever holds the work.
    """
    lost = lost_items(account_id, now)
    for item in lost:
        dossier = lock_dossier(item.dossier_id)
        held = WorkItem.objects.filter(pk=item.pk, assignee=account_id, closed_at__isnull=True)
        if not held.exists():
            continue
        payload = {"step": item.name, "item": item.pk, "from": account_id, "to": None}
        record(
            dossier,
            DossierAction.ASSIGN,
            actor=SYSTEM,
            now=now,
            before=tally_point(dossier),
            reason=REASON,
            payload=payload,
            agency_id=item.agency_id,
        )
        held.update(assignee=None, given_by=None)
    return len(lost)
