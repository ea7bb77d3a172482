"""Work inside the competent agency: steps of the route, assignment, return, consultation.

Basis: 61/2018/NĐ-CP, Article 19; the route is the internal process approved for the procedure and agency.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from sen.capabilities.dossiers.errors import ConsultationOpen, NoPreviousStep, NoRoute, OutcomeMissing, ReasonMissing, WrongOfficer
from sen.capabilities.dossiers.models import Consultation, Dossier, Outcome, WorkItem, WorkKind
from sen.capabilities.dossiers.policies import check_may_settle
from sen.capabilities.dossiers.selectors.route_view import settling_steps
from sen.capabilities.dossiers.services.loading import add_agency, calendar_of, close_item, lock_dossier, lock_item, open_items
from sen.capabilities.dossiers.services.recording import record
from sen.capabilities.dossiers.services.tally import tally_point
from sen.capabilities.dossiers.states import DossierAction
from sen.capabilities.procedures.types import StepRow
from sen.foundation.accounts.selectors import holds_role
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import IllegalTransition, NotAllowed
from sen.kernel.text import clean
from sen.kernel.worktime import WorkingCalendar

_STEP_KINDS = (WorkKind.STEP, WorkKind.SIGNING)


def open_first_steps(dossier: Dossier, *, now: dt.datetime, calendar: WorkingCalendar) -> None:
    """Open the steps of the first order; raises NoRoute when the route has none."""
    steps = settling_steps(dossier.route_id) if dossier.route_id else []
    if not steps:
        raise NoRoute
    _open_order(dossier, steps, steps[0].order, now=now, calendar=calendar)


def _open_order(
    dossier: Dossier,
    steps: list[StepRow],
    order: int,
    *,
    now: dt.datetime,
    calendar: WorkingCalendar,
    assignee_id: int | None = None,
    given_by: int | None = None,
) -> list[WorkItem]:
    items = []
    for step in steps:
        if step.order != order:
            continue
        agency_id = step.agency_id or dossier.competent_agency_id
        add_agency(dossier, agency_id)
        items.append(
            WorkItem(
                dossier=dossier,
                kind=WorkKind.SIGNING if step.signs else WorkKind.STEP,
                step_id=step.id,
                order=order,
                name=step.name,
                agency_id=agency_id,
                role=step.role,
                assignee_id=assignee_id if assignee_id and holds_role(assignee_id, step.role, agency_id, clock.local(now).date()) else None,
                given_by_id=given_by,
                opened_at=now,
                due_at=calendar.add_minutes(now, int(step.hours * 60)),
            )
        )
    return WorkItem.objects.bulk_create(items)


@transaction.atomic
def complete_step(
    *,
    actor: Actor,
    item_id: int,
    now: dt.datetime,
    note: str = "",
    assignee_id: int | None = None,
    seen: int | None = None,
    without_opinions: str = "",
) -> Dossier:
    """Finish the actor's step and open the next ones, given to a person when one is named.

    Raises NotFound, NotYourTurn, Stale, OutcomeMissing before a signature, ConsultationOpen, WrongOfficer.
    """
    dossier, item = lock_item(item_id, actor=actor, seen=seen)
    if item.kind != WorkKind.STEP or dossier.route_id is None:
        raise IllegalTransition
    waiting = [other for other in open_items(dossier) if other.kind == WorkKind.CONSULTATION]
    if waiting and len(clean(without_opinions)) < 5:
        raise ConsultationOpen(field="without_opinions", count=len(waiting))
    steps = settling_steps(dossier.route_id)
    siblings = [other for other in open_items(dossier) if other.kind in _STEP_KINDS and other.order == item.order and other.pk != item.pk]
    following = sorted({step.order for step in steps if step.order > item.order})
    before = tally_point(dossier)
    if not siblings and following:
        _check_ready(dossier, steps, following[0])
        _check_assignee(dossier, steps, following[0], assignee_id, now)
        _open_order(
            dossier, steps, following[0], now=now, calendar=calendar_of(dossier, now), assignee_id=assignee_id, given_by=actor.account_id
        )
    payload = {"step": item.name, "item": item.pk, "assignee": assignee_id, "without_opinions": clean(without_opinions)}
    record(
        dossier, DossierAction.FORWARD, actor=actor, now=now, before=before, reason=clean(note), payload=payload, agency_id=item.agency_id
    )
    close_item(item, actor=actor, now=now, note=clean(note))
    return dossier


def _check_ready(dossier: Dossier, steps: list[StepRow], order: int) -> None:
    if any(step.signs for step in steps if step.order == order) and not Outcome.objects.filter(dossier=dossier).exists():
        raise OutcomeMissing(field="outcome")


def _check_assignee(dossier: Dossier, steps: list[StepRow], order: int, assignee_id: int | None, now: dt.datetime) -> None:
    if assignee_id is None:
        return
    day = clock.local(now).date()
    fits = any(holds_role(assignee_id, s.role, s.agency_id or dossier.competent_agency_id, day) for s in steps if s.order == order)
    if not fits:
        raise WrongOfficer(field="assignee")


@transaction.atomic
def assign_item(*, actor: Actor, item_id: int, assignee_id: int, now: dt.datetime, seen: int | None = None, note: str = "") -> Dossier:
    """Give an open step to a person; heads and leaders of the agency, or the holder passing it on.  Raises WrongOfficer, NotAllowed."""
    item = WorkItem.objects.select_related("step").filter(pk=item_id, closed_at__isnull=True).first()
    if item is None:
        raise IllegalTransition
    dossier = lock_dossier(item.dossier_id, seen=seen)
    directs = actor.has(Role.HEAD, item.agency_id) or actor.has(Role.LEADER, item.agency_id)
    if not directs and item.assignee_id != actor.account_id:
        raise NotAllowed
    if not holds_role(assignee_id, item.role, item.agency_id, clock.local(now).date()):
        raise WrongOfficer(field="assignee")
    before = tally_point(dossier)
    payload = {"step": item.name, "item": item.pk, "from": item.assignee_id, "to": assignee_id}
    record(
        dossier, DossierAction.ASSIGN, actor=actor, now=now, before=before, payload=payload, reason=clean(note), agency_id=item.agency_id
    )
    WorkItem.objects.filter(pk=item.pk).update(assignee_id=assignee_id, given_by_id=actor.account_id)
    return dossier


@transaction.atomic
def send_back(*, actor: Actor, item_id: int, reason: str, now: dt.datetime, seen: int | None = None) -> Dossier:
    """Return the dossier to the step before, to the person who did it, with the reason.  Raises NoPreviousStep, ReasonMissing."""
    if len(clean(reason)) < 5:
        raise ReasonMissing(field="reason")
    dossier, item = lock_item(item_id, actor=actor, seen=seen)
    earlier = (
        WorkItem.objects.filter(dossier=dossier, kind__in=_STEP_KINDS, closed_at__isnull=False, order__lt=item.order)
        .order_by("-order", "-id")
        .first()
    )
    if earlier is None or dossier.route_id is None:
        raise NoPreviousStep
    before = tally_point(dossier)
    payload = {"step": item.name, "back_to": earlier.name, "item": item.pk}
    record(
        dossier,
        DossierAction.SEND_BACK,
        actor=actor,
        now=now,
        before=before,
        reason=clean(reason),
        payload=payload,
        agency_id=item.agency_id,
    )
    for sibling in open_items(dossier):
        if sibling.kind in _STEP_KINDS:
            close_item(sibling, actor=actor, now=now, note=clean(reason) if sibling.pk == item.pk else "")
    steps = [step for step in settling_steps(dossier.route_id) if step.id == earlier.step_id]
    _open_order(
        dossier,
        steps,
        earlier.order,
        now=now,
        calendar=calendar_of(dossier, now),
        assignee_id=earlier.closed_by_id,
        given_by=actor.account_id,
    )
    return dossier


@transaction.atomic
def consult_agencies(
    *,
    actor: Actor,
    dossier_id: int,
    agency_ids: Sequence[int],
    question: str,
    due_at: dt.datetime,
    now: dt.datetime,
    seen: int | None = None,
) -> Dossier:
    """Ask other agencies in parallel, each with the content and the term.  Raises ReasonMissing, NotAllowed.

    Basis: 61/2018/NĐ-CP, Article 19(5).
    """
    question = clean(question)
    if len(question) < 5 or not agency_ids:
        raise ReasonMissing(field="question")
    dossier = lock_dossier(dossier_id, seen=seen)
    check_may_settle(actor, dossier, Role.SPECIALIST, Role.HEAD, Role.LEADER)
    before = tally_point(dossier)
    for agency_id in dict.fromkeys(agency_ids):
        add_agency(dossier, agency_id)
        item = WorkItem.objects.create(
            dossier=dossier,
            kind=WorkKind.CONSULTATION,
            name=WorkKind.CONSULTATION.label,
            agency_id=agency_id,
            role=Role.SPECIALIST,
            given_by_id=actor.account_id,
            opened_at=now,
            due_at=due_at,
        )
        Consultation.objects.create(work_item=item, question=question, asked_by_id=actor.account)
    payload = {"agencies": list(agency_ids), "due_at": due_at.isoformat()}
    record(dossier, DossierAction.CONSULT, actor=actor, now=now, before=before, reason=question, payload=payload)
    return dossier


@transaction.atomic
def answer_consultation(*, actor: Actor, item_id: int, answer: str, agrees: bool | None, now: dt.datetime) -> Dossier:
    """Answer another agency's question.  Raises NotFound, ReasonMissing when the answer is empty."""
    answer = clean(answer)
    if len(answer) < 2:
        raise ReasonMissing(field="answer")
    dossier, item = lock_item(item_id, actor=actor)
    if item.kind != WorkKind.CONSULTATION:
        raise IllegalTransition
    before = tally_point(dossier)
    payload = {"item": item.pk, "agrees": agrees, "late": bool(item.due_at and now > item.due_at)}
    record(
        dossier,
        DossierAction.ANSWER_CONSULTATION,
        actor=actor,
        now=now,
        before=before,
        reason=answer,
        payload=payload,
        agency_id=item.agency_id,
    )
    Consultation.objects.filter(work_item=item).update(answer=answer, agrees=agrees, answered_by_id=actor.account_id, answered_at=now)
    close_item(item, actor=actor, now=now)
    return dossier
