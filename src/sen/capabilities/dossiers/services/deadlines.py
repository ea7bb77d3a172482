"""Pausing for a financial duty, and the one extension with its apology.

Basis: 61/2018/NĐ-CP, Article 19(9): apology at least one day before the due date, one re-appointment at most.
"""

import datetime as dt

from django.db import transaction

from sen.capabilities.dossiers.errors import ExtensionLate, ExtensionUsed, NewDateTooEarly, ReasonMissing
from sen.capabilities.dossiers.models import Dossier, FormKind, PauseCause
from sen.capabilities.dossiers.policies import check_may_settle
from sen.capabilities.dossiers.services.loading import calendar_of, due_from, lock_dossier, pause_clock, resume_clock
from sen.capabilities.dossiers.services.recording import record
from sen.capabilities.dossiers.services.slips import issue_form
from sen.capabilities.dossiers.services.tally import tally_point
from sen.capabilities.dossiers.states import DossierAction
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.text import clean
from sen.kernel.worktime import WorkingCalendar


@transaction.atomic
def suspend_for_financial_duty(*, actor: Actor, dossier_id: int, reason: str, now: dt.datetime, seen: int | None = None) -> Dossier:
    """Stop the clock until the applicant has met the financial duty; the first due date was the notice.  Raises ReasonMissing."""
    reason = clean(reason)
    if len(reason) < 5:
        raise ReasonMissing(field="reason")
    dossier = lock_dossier(dossier_id, seen=seen)
    check_may_settle(actor, dossier, Role.SPECIALIST, Role.HEAD, Role.LEADER)
    before = tally_point(dossier)
    record(dossier, DossierAction.SUSPEND, actor=actor, now=now, before=before, reason=reason)
    pause_clock(dossier, PauseCause.FINANCIAL_DUTY, now)
    return dossier


@transaction.atomic
def resume_dossier(*, actor: Actor, dossier_id: int, note: str, now: dt.datetime, seen: int | None = None) -> Dossier:
    """Confirm the financial duty; the second due date is counted from now."""
    dossier = lock_dossier(dossier_id, seen=seen)
    check_may_settle(actor, dossier, Role.SPECIALIST, Role.HEAD, Role.LEADER)
    before = tally_point(dossier)
    resume_clock(dossier, now, restart=False)
    dossier.due_at = dossier.due_at if dossier.due_at else due_from(dossier, now)
    payload = {"due_at": dossier.due_at.isoformat() if dossier.due_at else None}
    record(dossier, DossierAction.RESUME, actor=actor, now=now, before=before, reason=clean(note), payload=payload)
    return dossier


@transaction.atomic
def extend_deadline(
    *,
    actor: Actor,
    dossier_id: int,
    new_due_at: dt.datetime,
    reason: str,
    now: dt.datetime,
    seen: int | None = None,
    although_late: bool = False,
) -> Dossier:
    """Apologise and appoint a new date, once, at least a working day before the old one.

    ``although_late`` sends it after that limit, which is recorded as a breach.
    Raises ReasonMissing, ExtensionUsed, NewDateTooEarly, ExtensionLate, NotAllowed.
    """
    reason = clean(reason)
    if len(reason) < 5:
        raise ReasonMissing(field="reason")
    dossier = lock_dossier(dossier_id, seen=seen)
    check_may_settle(actor, dossier, Role.LEADER, Role.HEAD)
    if dossier.extension_count >= dossier.rule_set.max_extensions:
        raise ExtensionUsed
    old_due = dossier.due_at
    if old_due is None or new_due_at <= max(old_due, now):
        raise NewDateTooEarly(field="new_due", due=f"{clock.local(old_due):%H:%M %d/%m/%Y}" if old_due else "")
    in_time = now <= latest_apology(old_due, calendar_of(dossier, now), dossier.rule_set.apology_days_before)
    if not in_time and not although_late:
        raise ExtensionLate(field="although_late", days=dossier.rule_set.apology_days_before)
    before = tally_point(dossier)
    dossier.due_at = new_due_at
    dossier.extension_count += 1
    payload = {"old_due_at": old_due.isoformat(), "new_due_at": new_due_at.isoformat(), "in_time": in_time}
    record(dossier, DossierAction.EXTEND, actor=actor, now=now, before=before, reason=reason, payload=payload)
    issue_form(dossier, FormKind.APOLOGY, actor=actor, now=now, extra={"reason": reason, **payload})
    return dossier


def latest_apology(due: dt.datetime, calendar: WorkingCalendar, days: int) -> dt.datetime:
    """The last instant to apologise in time: the same minute, so many working days before the due date."""
    day = clock.local(due).date()
    for _ in range(days):
        day -= dt.timedelta(days=1)
        while not calendar.is_working_day(day):
            day -= dt.timedelta(days=1)
    return clock.at_local(day, clock.local(due).time())
