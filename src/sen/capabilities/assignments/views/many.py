"""One act on several ticked tasks.  Reading the page changes nothing; it lists what will happen first."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy, ngettext

from sen.capabilities.assignments import services
from sen.capabilities.assignments.forms import ManyForm
from sen.capabilities.assignments.models import Task
from sen.capabilities.assignments.policies import may_decide, may_do, may_hand
from sen.capabilities.assignments.selectors import visible_task_ids
from sen.capabilities.assignments.selectors.reading import receiver_name
from sen.capabilities.assignments.selectors.words import row_of
from sen.capabilities.assignments.states import TASK_STATES, TaskAction, TaskRole
from sen.capabilities.assignments.types import Target
from sen.capabilities.assignments.views.task import handed_to
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import DomainError
from sen.ui.access import ActorRequest, officer
from sen.ui.navigation import Shell
from sen.ui.responses import error_text, page

Fits = Callable[[Actor, Task], bool]
Run = Callable[[Actor, Task, dict[str, Any], dt.datetime], object]


@officer
def known(request: ActorRequest) -> HttpResponse:
    """Note several tasks as known."""

    def run(actor: Actor, task: Task, data: dict[str, Any], now: dt.datetime) -> object:
        return services.take_task(actor=actor, task_id=task.pk, now=now)

    return _many(request, gettext_lazy("Đã biết"), "check", TaskAction.TAKE, lambda a, t: t.role == TaskRole.KNOW and may_do(a, t), run)


@officer
def confirm(request: ActorRequest) -> HttpResponse:
    """Confirm the end of several tasks."""

    def run(actor: Actor, task: Task, data: dict[str, Any], now: dt.datetime) -> object:
        return services.confirm_task(actor=actor, task_id=task.pk, now=now, word=data.get("text", ""))

    return _many(request, gettext_lazy("Xác nhận hoàn thành"), "check-check", TaskAction.CONFIRM, may_decide, run)


@officer
def remind(request: ActorRequest) -> HttpResponse:
    """Urge the doers of several tasks."""

    def run(actor: Actor, task: Task, data: dict[str, Any], now: dt.datetime) -> object:
        return services.remind_task(actor=actor, task_id=task.pk, now=now, word=data.get("text", ""))

    def fits(actor: Actor, task: Task) -> bool:
        return may_decide(actor, task) or may_hand(actor, task)

    return _many(request, gettext_lazy("Đôn đốc"), "bell-ring", TaskAction.REMIND, fits, run)


@officer
def hand(request: ActorRequest) -> HttpResponse:
    """Give several tasks that stand in a division or an agency to one person."""

    def run(actor: Actor, task: Task, data: dict[str, Any], now: dt.datetime) -> object:
        return services.hand_task(actor=actor, task_id=task.pk, officer_id=data["officer"], now=now, word=data.get("text", ""))

    return _many(request, gettext_lazy("Phân công"), "user-plus", TaskAction.HAND, may_hand, run)


def _many(request: ActorRequest, title: Any, icon: str, action: TaskAction, fits: Fits, run: Run) -> HttpResponse:
    now = clock.now()
    actor = request.actor
    asked = (request.POST if request.method == "POST" else request.GET).getlist("viec")
    ids = [int(one) for one in asked if one.isascii() and one.isdigit() and len(one) < 19]
    found = [task for task in visible_task_ids(actor, ids) if TASK_STATES.allows(task.state, action) and fits(actor, task)]
    officers = _common_officers(actor, found, now) if action is TaskAction.HAND else None
    form = ManyForm(request.POST or None, ids=[task.pk for task in found], officers=officers, wordless=action is TaskAction.TAKE)
    failed: dict[int, str] = {}
    if request.method == "POST" and form.is_valid():
        failed = _run_each(found, actor, form.cleaned_data, now, run)
        done = len(found) - len(failed)
        if done:
            text = ngettext("Đã xong với %(n)d việc.", "Đã xong với %(n)d việc.", done) % {"n": done}
            messages.success(request, f"{title}. {text}")
        if not failed:
            return redirect(Shell(request).workspace_home())
    rows = [(row_of(task, receiver_name(task), now), failed.get(task.pk, "")) for task in found if not failed or task.pk in failed]
    context = {"title": title, "icon": icon, "rows": rows, "form": form, "now": now, "lost": len(set(ids)) - len(found)}
    return page(request, "assignments/many.html", context, form=form, status=422 if failed else None)


def _run_each(found: Sequence[Task], actor: Actor, data: dict[str, Any], now: dt.datetime, run: Run) -> dict[int, str]:
    failed = {}
    for task in found:
        try:
            run(actor, task, data, now)
        except DomainError as error:
            failed[task.pk] = error_text(error)
    return failed


def _common_officers(actor: Actor, found: Sequence[Task], now: dt.datetime) -> list[Target]:
    """Officers who can take every one of the tasks; none when the tasks stand in several agencies."""
    agencies = {task.agency_id for task in found}
    if len(agencies) != 1:
        return []
    return handed_to(actor, agencies.pop(), now)
