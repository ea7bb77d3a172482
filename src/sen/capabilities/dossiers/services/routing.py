"""Sending a dossier that named the wrong body to the competent one.

Basis: 61/2018/NĐ-CP, Article 17(2): a dossier outside the competence is directed to the right body; any agency of the
province may receive for any other.
"""

import datetime as dt

from django.db import transaction

from sen.capabilities.dossiers.errors import NoRoute, ReasonMissing, SameAgency
from sen.capabilities.dossiers.models import Dossier, WorkItem, WorkKind
from sen.capabilities.dossiers.policies import check_may_receive
from sen.capabilities.dossiers.services.loading import due_from, lock_dossier
from sen.capabilities.dossiers.services.recording import record
from sen.capabilities.dossiers.services.tally import tally_point
from sen.capabilities.dossiers.states import DossierAction, DossierState
from sen.capabilities.procedures.selectors import route_for
from sen.foundation.agencies.selectors import get_agency, receiving_agency_for
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import clean


@transaction.atomic
def redirect_dossier(
    *,
    actor: Actor,
    dossier_id: int,
    competent_agency_id: int,
    reason: str,
    now: dt.datetime,
    seen: int | None = None,
    move_reception: bool = False,
) -> Dossier:
    """Name another agency as the competent one, before the hand-over; the due date follows that agency's calendar.

    ``move_reception`` also gives the reception of a dossier not yet accepted to that agency's one-stop, with the clock as it runs.
    Raises ReasonMissing, NotAllowed, Stale, SameAgency, NoRoute, IllegalTransition.
    """
    reason = clean(reason)
    if len(reason) < 5:
        raise ReasonMissing(field="reason")
    dossier = lock_dossier(dossier_id, seen=seen)
    check_may_receive(actor, dossier.receiving_agency_id)
    if dossier.competent_agency_id == competent_agency_id:
        raise SameAgency(field="competent")
    today = clock.local(now).date()
    route_id = route_for(dossier.version.procedure_id, get_agency(competent_agency_id).pk, today)
    if route_id is None:
        raise NoRoute(field="competent")
    before = tally_point(dossier)
    former = dossier.competent_agency_id
    dossier.competent_agency_id, dossier.route_id = competent_agency_id, route_id
    if dossier.accepted_at is not None:
        dossier.due_at = dossier.first_due_at = due_from(dossier, dossier.accepted_at)
    payload = {"from_agency": former, "to_agency": competent_agency_id, "due_at": dossier.due_at.isoformat() if dossier.due_at else None}
    if move_reception and dossier.state == DossierState.SUBMITTED:
        payload["to_reception"] = _move_reception(dossier, receiving_agency_for(competent_agency_id, today))
    dossier.agency_ids = sorted({*dossier.agency_ids, competent_agency_id, dossier.receiving_agency_id, dossier.return_agency_id})
    record(dossier, DossierAction.REDIRECT, actor=actor, now=now, before=before, reason=reason, payload=payload)
    return dossier


def _move_reception(dossier: Dossier, agency_id: int) -> int:
    if dossier.return_agency_id == dossier.receiving_agency_id:
        dossier.return_agency_id = agency_id
    dossier.receiving_agency_id = agency_id
    WorkItem.objects.filter(dossier=dossier, kind=WorkKind.RECEPTION, closed_at__isnull=True).update(agency_id=agency_id, assignee=None)
    return agency_id
