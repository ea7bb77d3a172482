"""Locking a dossier for a change, telling the second of two officers that the first was quicker."""

import datetime as dt

from sen.capabilities.dossiers.models import Dossier, DossierEvent, Suspension, WorkItem, WorkKind
from sen.capabilities.dossiers.policies import may_act_on
from sen.capabilities.dossiers.services.inserting import insert_rows
from sen.foundation.agencies.selectors import calendar_for
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import IllegalTransition, NotFound, Stale
from sen.kernel.worktime import Rounding, Term, TermUnit, WorkingCalendar


def lock_dossier(dossier_id: int, *, seen: int | None = None) -> Dossier:
    """The dossier, locked until the transaction ends.

    ``seen`` is the number of events the actor's page showed; raises Stale when more have happened, NotFound.
    """
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("version", "rule_set").filter(pk=dossier_id).first()
    if dossier is None:
        raise NotFound
    if seen is not None and seen != dossier.event_count:
        last = DossierEvent.objects.filter(dossier_id=dossier.pk, sequence=dossier.event_count).first()
        moment = clock.local(last.recorded_at if last else dossier.submitted_at)
        raise Stale(who=last.actor_name if last else "", when=f"{moment:%H:%M %d/%m}")
    return dossier


def lock_item(item_id: int, *, actor: Actor, seen: int | None = None) -> tuple[Dossier, WorkItem]:
    """The open work item and its dossier, locked; raises NotFound, Stale, NotYourTurn, IllegalTransition when closed."""
    dossier_id = WorkItem.objects.filter(pk=item_id).values_list("dossier_id", flat=True).first()
    if dossier_id is None:
        raise NotFound
    dossier = lock_dossier(dossier_id, seen=seen)
    item = WorkItem.objects.select_for_update(of=("self",)).select_related("step", "assignee").get(pk=item_id)
    may_act_on(actor, item)
    if item.closed_at is not None:
        raise IllegalTransition
    return dossier, item


def close_item(item: WorkItem, *, actor: Actor, now: dt.datetime, note: str = "") -> None:
    """Mark the item as done."""
    item.closed_at, item.closed_by_id = now, actor.account_id
    if note:
        item.note = note
    item.save(update_fields=["closed_at", "closed_by", "note"])


def open_items(dossier: Dossier) -> list[WorkItem]:
    """Everything still to do on the dossier."""
    return list(WorkItem.objects.filter(dossier=dossier, closed_at__isnull=True).select_related("step").order_by("id"))


def close_all(dossier: Dossier, *, actor: Actor, now: dt.datetime, kinds: tuple[str, ...] = ()) -> None:
    """Close what is open, of the given kinds or of all."""
    items = WorkItem.objects.filter(dossier=dossier, closed_at__isnull=True)
    if kinds:
        items = items.filter(kind__in=kinds)
    items.update(closed_at=now, closed_by_id=actor.account_id)


def add_agency(dossier: Dossier, agency_id: int) -> None:
    """Let another agency see the dossier from now on."""
    if agency_id not in dossier.agency_ids:
        dossier.agency_ids = sorted({*dossier.agency_ids, agency_id})


def calendar_of(dossier: Dossier, now: dt.datetime) -> WorkingCalendar:
    """The working calendar of the agency that settles the dossier."""
    return calendar_for(dossier.competent_agency_id, clock.local(now).date())


def open_reception(dossier: Dossier, now: dt.datetime) -> None:
    """Give the receiving one-stop the reception, due by the reception clock (N1)."""
    item = WorkItem(
        dossier_id=dossier.pk,
        kind=WorkKind.RECEPTION,
        name=WorkKind.RECEPTION.label,
        agency_id=dossier.receiving_agency_id,
        role=Role.ONE_STOP,
        opened_at=now,
        due_at=dossier.reception_due_at,
    )
    insert_rows([item], keys=False)


def term_of_dossier(dossier: Dossier) -> Term | None:
    """The term promised for the dossier, None when the procedure states none."""
    if dossier.limit_amount is None:
        return None
    return Term(dossier.limit_amount, TermUnit(dossier.limit_unit))


def due_from(dossier: Dossier, start: dt.datetime) -> dt.datetime | None:
    """The due instant of the dossier's term counted from ``start``, rounded as its rule set says."""
    term = term_of_dossier(dossier)
    if term is None:
        return None
    return calendar_of(dossier, start).add(start, term, Rounding(dossier.rule_set.due_rounding))


def pause_clock(dossier: Dossier, cause: str, now: dt.datetime) -> None:
    """Stop the dossier's clock and those of its open work as one interval with a cause."""
    calendar = calendar_of(dossier, now)
    left = calendar.minutes_between(now, dossier.due_at) if dossier.due_at else None
    Suspension.objects.create(dossier=dossier, cause=cause, started_at=now, minutes_left=left)
    for item in open_items(dossier):
        item.paused_minutes_left = calendar.minutes_between(now, item.due_at) if item.due_at else 0
        item.due_at = None
        item.save(update_fields=["paused_minutes_left", "due_at"])


def resume_clock(dossier: Dossier, now: dt.datetime, *, restart: bool) -> None:
    """End the pause; the term starts again or goes on with what was left.

    Basis: 61/2018/NĐ-CP, Article 19(4): after a supplement the term is counted from the start.
    """
    pause = Suspension.objects.select_for_update().filter(dossier=dossier, ended_at__isnull=True).first()
    if pause is None:
        return
    pause.ended_at = now
    pause.save(update_fields=["ended_at"])
    calendar = calendar_of(dossier, now)
    was_late = dossier.due_at is not None and pause.started_at > dossier.due_at
    if restart and not was_late:
        dossier.due_at = due_from(dossier, now)
    elif not was_late and pause.minutes_left is not None:
        dossier.due_at = calendar.add_minutes(now, pause.minutes_left)
    for item in open_items(dossier):
        if item.paused_minutes_left is not None:
            minutes = int(item.step.hours * 60) if restart and item.step else item.paused_minutes_left
            item.due_at, item.paused_minutes_left = calendar.add_minutes(now, minutes), None
            item.save(update_fields=["due_at", "paused_minutes_left"])
