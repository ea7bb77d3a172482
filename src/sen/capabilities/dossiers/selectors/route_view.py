"""The route of a dossier: its settling steps, how far it came, who can take the next step."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sen.capabilities.dossiers.models import Dossier, WorkItem, WorkKind
from sen.capabilities.dossiers.states import DossierState
from sen.capabilities.procedures.selectors import route_steps
from sen.capabilities.procedures.types import StepRow
from sen.foundation.accounts.selectors import list_officers
from sen.foundation.accounts.types import Officer
from sen.kernel.actor import Role
from sen.kernel.worktime import MINUTES_PER_WORKING_DAY
from sen.ui.format import date_text, number_text
from sen.ui.types import Progress, Step

_STEP_KINDS = (WorkKind.STEP, WorkKind.SIGNING)


def settling_steps(route_id: int) -> list[StepRow]:
    """The steps between hand-over and signature: what the one-stop does before and after has its own work."""
    return between_desks(route_steps(route_id))


def between_desks(steps: list[StepRow]) -> list[StepRow]:
    """The given steps without those of the one-stop before them and after the signature."""
    while steps and steps[0].role == Role.ONE_STOP:
        steps = steps[1:]
    signing = [place for place, step in enumerate(steps) if step.signs]
    return steps[: signing[-1] + 1] if signing else steps


@dataclass(frozen=True, slots=True)
class NextStep:
    """What follows a step: its steps in words, whether they sign, and who can take them."""

    name: str
    signs: bool
    officers: tuple[Officer, ...]


def next_step(dossier: Dossier, order: int, on: dt.date) -> NextStep | None:
    """What opens when the step with the order is finished; None after the last one or without a route."""
    steps = settling_steps(dossier.route_id) if dossier.route_id else []
    following = sorted({step.order for step in steps if step.order > order})
    if not following:
        return None
    opened = [step for step in steps if step.order == following[0]]
    pairs = dict.fromkeys((step.agency_id or dossier.competent_agency_id, step.role) for step in opened)
    officers = {officer.account_id: officer for agency_id, role in pairs for officer in list_officers(agency_id, role, on=on)}
    return NextStep(", ".join(step.name for step in opened), any(step.signs for step in opened), tuple(officers.values()))


def route_progress(dossier: Dossier, work: Sequence[WorkItem]) -> list[Step]:
    """The route as the page draws it: what is done, where the dossier is, what comes; empty without a route."""
    steps = route_steps(dossier.route_id) if dossier.route_id else []
    settling = {step.id for step in between_desks(steps)}
    open_ids = {item.step_id for item in work if item.closed_at is None and item.step_id}
    done = {item.step_id: item for item in work if item.closed_at is not None and item.step_id and item.step_id not in open_ids}
    drawn = []
    before = True
    for step in steps:
        before = before and step.id not in settling
        state = _settling_state(step, open_ids, done) if step.id in settling else _desk_state(dossier, before=before)
        drawn.append(Step(step.name, _detail(step, state, work, done.get(step.id)), state))
    return drawn


def _settling_state(step: StepRow, open_ids: set[int], done: dict[int, WorkItem]) -> Progress:
    if step.id in open_ids:
        return Progress.CURRENT
    return Progress.DONE if step.id in done else Progress.NEXT


def _desk_state(dossier: Dossier, *, before: bool) -> Progress:
    if before:
        return Progress.CURRENT if dossier.state in (DossierState.SUBMITTED, DossierState.ACCEPTED) else Progress.DONE
    if dossier.state == DossierState.SETTLED:
        return Progress.CURRENT
    return Progress.DONE if dossier.state == DossierState.RETURNED else Progress.NEXT


def _detail(step: StepRow, state: Progress, work: Iterable[WorkItem], done: WorkItem | None) -> str:
    days = number_text(float(step.hours) * 60 / MINUTES_PER_WORKING_DAY, 0 if step.hours % 8 == 0 else 1)
    parts = [_("%(days)s ngày") % {"days": days}]
    if state == Progress.DONE and done is not None and done.closed_at:
        parts.append(_("xong %(day)s") % {"day": date_text(done.closed_at)[:5]})
    if state == Progress.CURRENT:
        parts += [item.assignee.name for item in work if item.step_id == step.id and item.closed_at is None and item.assignee]
    return " · ".join(parts)


def next_steps_of(item_ids: Sequence[int], on: dt.date) -> dict[int, NextStep | None]:
    """What follows each of the open steps; routes that several dossiers share are read once."""
    items = WorkItem.objects.filter(pk__in=list(item_ids), kind=WorkKind.STEP, closed_at__isnull=True).select_related("dossier")
    known: dict[tuple[int | None, int, int], NextStep | None] = {}
    found: dict[int, NextStep | None] = {}
    for item in items:
        key = (item.dossier.route_id, item.order, item.dossier.competent_agency_id)
        if key not in known:
            known[key] = next_step(item.dossier, item.order, on)
        found[item.pk] = known[key]
    return found
