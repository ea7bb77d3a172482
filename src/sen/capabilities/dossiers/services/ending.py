"""Withdrawing and stopping.

Basis: 118/2025/NĐ-CP, Article 21; 03/2025/TT-VPCP, Article 7: allowed while no decision has been issued.
"""

import datetime as dt

from django.db import transaction

from sen.capabilities.dossiers.errors import ReasonMissing
from sen.capabilities.dossiers.models import Dossier, FormKind, PauseCause, Suspension, WorkItem, WorkKind
from sen.capabilities.dossiers.policies import check_may_settle
from sen.capabilities.dossiers.services.loading import calendar_of, close_all, lock_dossier, pause_clock, resume_clock
from sen.capabilities.dossiers.services.recording import record
from sen.capabilities.dossiers.services.slips import issue_form
from sen.capabilities.dossiers.services.tally import tally_point
from sen.capabilities.dossiers.states import DossierAction, DossierState
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotFound
from sen.kernel.text import clean
from sen.kernel.worktime import MINUTES_PER_WORKING_DAY


def _check_applicant(actor: Actor, dossier: Dossier) -> None:
    is_own = actor.account_id is not None and actor.account_id == dossier.applicant_account_id
    if not is_own and not actor.has(Role.ONE_STOP, dossier.receiving_agency_id):
        raise NotFound


@transaction.atomic
def withdraw_dossier(*, actor: Actor, dossier_id: int, reason: str, now: dt.datetime, seen: int | None = None) -> Dossier:
    """Take the dossier back at once, while nobody is deciding on it; after acceptance form 05 is issued."""
    dossier = lock_dossier(dossier_id, seen=seen)
    _check_applicant(actor, dossier)
    before = tally_point(dossier)
    dossier.closed_at = now
    record(dossier, DossierAction.WITHDRAW, actor=actor, now=now, before=before, reason=clean(reason))
    _end(dossier, actor, now)
    if dossier.state == DossierState.STOPPED:
        issue_form(dossier, FormKind.STOP, actor=actor, now=now, extra={"reason": clean(reason), "asked_by": "applicant"})
    return dossier


@transaction.atomic
def ask_withdrawal(*, actor: Actor, dossier_id: int, reason: str, now: dt.datetime, seen: int | None = None) -> Dossier:
    """Ask to take back a dossier in work: the clock stops and the competent agency answers within a working day."""
    dossier = lock_dossier(dossier_id, seen=seen)
    _check_applicant(actor, dossier)
    before = tally_point(dossier)
    record(dossier, DossierAction.ASK_WITHDRAWAL, actor=actor, now=now, before=before, reason=clean(reason))
    pause_clock(dossier, PauseCause.WITHDRAWAL, now)
    WorkItem.objects.create(
        dossier=dossier,
        kind=WorkKind.WITHDRAWAL,
        name=WorkKind.WITHDRAWAL.label,
        agency_id=dossier.competent_agency_id,
        role=Role.HEAD,
        opened_at=now,
        due_at=calendar_of(dossier, now).add_minutes(now, MINUTES_PER_WORKING_DAY),
    )
    return dossier


@transaction.atomic
def confirm_withdrawal(*, actor: Actor, dossier_id: int, note: str, now: dt.datetime, seen: int | None = None) -> Dossier:
    """Agree to the withdrawal: the dossier stops, form 05 is issued."""
    dossier = lock_dossier(dossier_id, seen=seen)
    check_may_settle(actor, dossier, Role.HEAD, Role.LEADER)
    before = tally_point(dossier)
    dossier.closed_at = now
    record(dossier, DossierAction.CONFIRM_WITHDRAWAL, actor=actor, now=now, before=before, reason=clean(note))
    _end(dossier, actor, now)
    issue_form(dossier, FormKind.STOP, actor=actor, now=now, extra={"reason": clean(note), "asked_by": "applicant"})
    return dossier


@transaction.atomic
def keep_dossier(*, actor: Actor, dossier_id: int, reason: str, now: dt.datetime, seen: int | None = None) -> Dossier:
    """Decline the withdrawal with a reason (a decision is already being issued); work goes on."""
    if len(clean(reason)) < 5:
        raise ReasonMissing(field="reason")
    dossier = lock_dossier(dossier_id, seen=seen)
    check_may_settle(actor, dossier, Role.HEAD, Role.LEADER)
    before = tally_point(dossier)
    close_all(dossier, actor=actor, now=now, kinds=(WorkKind.WITHDRAWAL,))
    resume_clock(dossier, now, restart=False)
    record(dossier, DossierAction.KEEP, actor=actor, now=now, before=before, reason=clean(reason))
    return dossier


@transaction.atomic
def stop_dossier(*, actor: Actor, dossier_id: int, reason: str, now: dt.datetime, seen: int | None = None) -> Dossier:
    """Stop a dossier that cannot go on (not supplemented in time, duty not met); form 05 with the reason."""
    reason = clean(reason)
    if len(reason) < 5:
        raise ReasonMissing(field="reason")
    dossier = lock_dossier(dossier_id, seen=seen)
    check_may_settle(actor, dossier, Role.HEAD, Role.LEADER)
    before = tally_point(dossier)
    dossier.closed_at = now
    record(dossier, DossierAction.STOP, actor=actor, now=now, before=before, reason=reason)
    _end(dossier, actor, now)
    issue_form(dossier, FormKind.STOP, actor=actor, now=now, extra={"reason": reason, "asked_by": "agency"})
    return dossier


def _end(dossier: Dossier, actor: Actor, now: dt.datetime) -> None:
    close_all(dossier, actor=actor, now=now)
    Suspension.objects.filter(dossier=dossier, ended_at__isnull=True).update(ended_at=now)
