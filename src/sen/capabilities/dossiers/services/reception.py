"""At the one-stop: accept, refuse, transfer, and undo a slip.

Basis: 61/2018/NĐ-CP, Articles 17 and 18; 45/2020/NĐ-CP, Article 10.
"""

import datetime as dt

from django.db import transaction

from sen.capabilities.dossiers.errors import NoRoute, ReasonMissing, TooLateToUndo
from sen.capabilities.dossiers.models import Dossier, FormKind, OfficialForm, WorkItem, WorkKind
from sen.capabilities.dossiers.policies import check_may_receive
from sen.capabilities.dossiers.services.loading import calendar_of, close_all, due_from, lock_dossier, open_reception
from sen.capabilities.dossiers.services.recording import record
from sen.capabilities.dossiers.services.slips import issue_form
from sen.capabilities.dossiers.services.steps import open_first_steps
from sen.capabilities.dossiers.services.tally import tally_point
from sen.capabilities.dossiers.states import DossierAction
from sen.foundation.agencies.selectors import calendar_for
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.text import clean
from sen.kernel.worktime import WorkingCalendar

UNDO_WINDOW = dt.timedelta(minutes=30)


@transaction.atomic
def accept_dossier(*, actor: Actor, dossier_id: int, now: dt.datetime, seen: int | None = None, wants_receipt: bool = True) -> Dossier:
    """Accept an online dossier: due date, receipt, work of handing over.  Raises NotAllowed, Stale, NoRoute."""
    dossier = lock_dossier(dossier_id, seen=seen)
    check_may_receive(actor, dossier.receiving_agency_id)
    accept_locked(dossier, actor=actor, now=now, wants_receipt=wants_receipt)
    return dossier


def accept_locked(dossier: Dossier, *, actor: Actor, now: dt.datetime, wants_receipt: bool = True) -> None:
    """Accept a dossier already locked by the caller."""
    if dossier.route_id is None:
        raise NoRoute
    before = tally_point(dossier)
    dossier.accepted_at = now
    dossier.due_at = dossier.first_due_at = due_from(dossier, now)
    due = dossier.due_at.isoformat() if dossier.due_at else None
    record(
        dossier, DossierAction.ACCEPT, actor=actor, now=now, before=before, payload={"due_at": due}, agency_id=dossier.receiving_agency_id
    )
    close_all(dossier, actor=actor, now=now, kinds=(WorkKind.RECEPTION,))
    calendar = calendar_for(dossier.receiving_agency_id, clock.local(now).date())
    WorkItem.objects.create(
        dossier=dossier,
        kind=WorkKind.TRANSFER,
        name=WorkKind.TRANSFER.label,
        agency_id=dossier.receiving_agency_id,
        role=Role.ONE_STOP,
        opened_at=now,
        due_at=transfer_due(now, calendar, dossier.rule_set.transfer_cutoff),
    )
    if wants_receipt or not dossier.version.is_immediate:
        issue_form(dossier, FormKind.RECEIPT, actor=actor, now=now)


def transfer_due(received: dt.datetime, calendar: WorkingCalendar, cutoff: dt.time) -> dt.datetime:
    """Until when a received dossier must be handed over: the same working day, or the first hour of the next.

    Basis: 61/2018/NĐ-CP, Article 18.
    """
    start = calendar.effective_start(received)
    if start.time() < cutoff:
        closes = calendar.shifts_on(start.date())[-1][1]
        return dt.datetime.combine(start.date(), closes, clock.PROVINCE_TIME)
    day = calendar.next_working_day(start.date())
    opening = dt.datetime.combine(day, calendar.shifts_on(day)[0][0], clock.PROVINCE_TIME)
    return opening + dt.timedelta(hours=1)


@transaction.atomic
def refuse_dossier(*, actor: Actor, dossier_id: int, reason: str, now: dt.datetime, seen: int | None = None) -> Dossier:
    """Refuse to accept, with the written reason (form 03).  Raises ReasonMissing, NotAllowed, Stale."""
    reason = clean(reason)
    if len(reason) < 5:
        raise ReasonMissing(field="reason")
    dossier = lock_dossier(dossier_id, seen=seen)
    check_may_receive(actor, dossier.receiving_agency_id)
    before = tally_point(dossier)
    dossier.closed_at = now
    record(dossier, DossierAction.REFUSE, actor=actor, now=now, before=before, reason=reason, agency_id=dossier.receiving_agency_id)
    close_all(dossier, actor=actor, now=now)
    issue_form(dossier, FormKind.REFUSAL, actor=actor, now=now, extra={"reason": reason})
    return dossier


@transaction.atomic
def transfer_dossier(*, actor: Actor, dossier_id: int, now: dt.datetime, seen: int | None = None, note: str = "") -> Dossier:
    """Hand the dossier over to the competent agency; its first steps open.  Raises NotAllowed, Stale, NoRoute."""
    dossier = lock_dossier(dossier_id, seen=seen)
    check_may_receive(actor, dossier.receiving_agency_id)
    before = tally_point(dossier)
    payload = {"to_agency": dossier.competent_agency_id}
    record(dossier, DossierAction.TRANSFER, actor=actor, now=now, before=before, payload=payload, reason=clean(note))
    close_all(dossier, actor=actor, now=now, kinds=(WorkKind.TRANSFER,))
    open_first_steps(dossier, now=now, calendar=calendar_of(dossier, now))
    return dossier


@transaction.atomic
def undo_accept(*, actor: Actor, dossier_id: int, reason: str, now: dt.datetime, seen: int | None = None) -> Dossier:
    """Take back an acceptance made by mistake, within half an hour and before the hand-over; the receipt is cancelled."""
    dossier = lock_dossier(dossier_id, seen=seen)
    check_may_receive(actor, dossier.receiving_agency_id)
    if len(clean(reason)) < 5:
        raise ReasonMissing(field="reason")
    if dossier.accepted_at is None or now - dossier.accepted_at > UNDO_WINDOW:
        raise TooLateToUndo(why="đã quá 30 phút kể từ khi tiếp nhận")
    before = tally_point(dossier)
    dossier.accepted_at = dossier.due_at = dossier.first_due_at = None
    record(dossier, DossierAction.UNDO_ACCEPT, actor=actor, now=now, before=before, reason=clean(reason))
    close_all(dossier, actor=actor, now=now)
    OfficialForm.objects.filter(dossier=dossier, kind=FormKind.RECEIPT, cancelled_at__isnull=True).update(cancelled_at=now)
    open_reception(dossier, now)
    return dossier


@transaction.atomic
def undo_transfer(*, actor: Actor, dossier_id: int, reason: str, now: dt.datetime, seen: int | None = None) -> Dossier:
    """Take a hand-over back while nobody has worked on it.  Raises TooLateToUndo, ReasonMissing."""
    dossier = lock_dossier(dossier_id, seen=seen)
    check_may_receive(actor, dossier.receiving_agency_id)
    if len(clean(reason)) < 5:
        raise ReasonMissing(field="reason")
    steps = WorkItem.objects.filter(dossier=dossier, kind__in=[WorkKind.STEP, WorkKind.SIGNING, WorkKind.CONSULTATION])
    if steps.filter(closed_at__isnull=False).exists() or steps.filter(assignee__isnull=False).exists():
        raise TooLateToUndo(why="cơ quan giải quyết đã bắt đầu xử lý")
    before = tally_point(dossier)
    record(dossier, DossierAction.UNDO_TRANSFER, actor=actor, now=now, before=before, reason=clean(reason))
    steps.delete()
    transfer = WorkItem.objects.filter(dossier=dossier, kind=WorkKind.TRANSFER).latest("id")
    transfer.closed_at = transfer.closed_by = None
    transfer.save(update_fields=["closed_at", "closed_by"])
    return dossier
