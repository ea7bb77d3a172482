"""The page of one task, and every act on it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sen.capabilities.assignments import services
from sen.capabilities.assignments.forms import (
    AnswerTimeForm,
    AskTimeForm,
    HandForm,
    ReasonForm,
    ReportForm,
    ResultForm,
    ReturnForm,
    WordForm,
    due_of,
)
from sen.capabilities.assignments.models import Task
from sen.capabilities.assignments.policies import access_task, may_decide, may_do, may_hand
from sen.capabilities.assignments.selectors import list_targets, task_page
from sen.capabilities.assignments.states import ACTION_NAMES, TASK_STATES, TaskAction, TaskRole
from sen.capabilities.assignments.types import Target, source_address, source_label
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import IllegalTransition, NotFound
from sen.ui.access import ActorRequest, officer
from sen.ui.forms import SenForm, domain_errors
from sen.ui.responses import page
from sen.ui.types import ActLink

Run = Callable[[Actor, int, dict[str, Any], dt.datetime], object]
Allowed = Callable[[Actor, Task], bool]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done to a task: its words, its form, who may, and the use case."""

    label: str | Promise
    icon: str
    action: TaskAction
    form: type[SenForm] | None
    allowed: Allowed
    run: Run
    done: str | Promise
    hint: str | Promise = ""
    grave: bool = False


def _urges(actor: Actor, task: Task) -> bool:
    return (may_decide(actor, task) or may_hand(actor, task)) and task.officer_id != actor.account_id


def _asked(actor: Actor, task: Task) -> bool:
    return task.asked_due_at is not None and may_decide(actor, task)


def _may_ask(actor: Actor, task: Task) -> bool:
    return task.asked_due_at is None and task.role != TaskRole.KNOW and may_do(actor, task)


def _works(actor: Actor, task: Task) -> bool:
    return task.role != TaskRole.KNOW and may_do(actor, task)


def _answer(actor: Actor, task_id: int, data: dict[str, Any], now: dt.datetime) -> object:
    yes = data["granted"] == "yes"
    return services.answer_more_time(actor=actor, task_id=task_id, granted=yes, now=now, note=data["text"], due_at=due_of(data["due"]))


ACTS: dict[str, Act] = {
    "xac-nhan": Act(
        _("Xác nhận hoàn thành"), "check-check", TaskAction.CONFIRM, WordForm, may_decide,
        lambda actor, pk, data, now: services.confirm_task(actor=actor, task_id=pk, now=now, word=data["text"]),
        _("Đã xác nhận hoàn thành."),
    ),
    "lam-lai": Act(
        _("Yêu cầu làm lại"), "corner-up-left", TaskAction.RETURN, ReturnForm, may_decide,
        lambda actor, pk, data, now: services.return_task(
            actor=actor, task_id=pk, reason=data["text"], due_at=due_of(data["due"]), now=now
        ),
        _("Đã yêu cầu làm lại, kèm lý do."),
    ),
    "tra-loi-han": Act(
        _("Trả lời xin thêm thời gian"), "calendar-clock", TaskAction.ANSWER_TIME, AnswerTimeForm, _asked, _answer,
        _("Đã trả lời đề nghị thêm thời gian."),
    ),
    "nhan": Act(
        _("Nhận việc"), "hand", TaskAction.TAKE, None, may_do,
        lambda actor, pk, data, now: services.take_task(actor=actor, task_id=pk, now=now),
        _("Đã nhận việc."),
    ),
    "phan-cong": Act(
        _("Phân công"), "user-plus", TaskAction.HAND, HandForm, may_hand,
        lambda actor, pk, data, now: services.hand_task(
            actor=actor, task_id=pk, officer_id=data["officer"], now=now, word=data["text"], due_at=due_of(data["due"])
        ),
        _("Đã phân công."), _("Chọn người làm trong phòng hoặc cơ quan"),
    ),
    "hoan-thanh": Act(
        _("Báo cáo hoàn thành"), "circle-check", TaskAction.FINISH, ResultForm, _works,
        lambda actor, pk, data, now: services.finish_task(actor=actor, task_id=pk, result=data["text"], now=now),
        _("Đã báo cáo hoàn thành."),
    ),
    "tien-do": Act(
        _("Báo cáo tiến độ"), "message-square-text", TaskAction.REPORT, ReportForm, _works,
        lambda actor, pk, data, now: services.report_progress(
            actor=actor, task_id=pk, text=data["text"], progress=data["progress"], now=now
        ),
        _("Đã ghi báo cáo tiến độ."),
    ),
    "xin-them": Act(
        _("Xin thêm thời gian"), "hourglass", TaskAction.ASK_TIME, AskTimeForm, _may_ask,
        lambda actor, pk, data, now: services.ask_more_time(
            actor=actor, task_id=pk, due_at=due_of(data["due"]) or now, reason=data["text"], now=now
        ),
        _("Đã gửi đề nghị thêm thời gian."),
    ),
    "don-doc": Act(
        _("Đôn đốc"), "bell-ring", TaskAction.REMIND, WordForm, _urges,
        lambda actor, pk, data, now: services.remind_task(actor=actor, task_id=pk, now=now, word=data["text"]),
        _("Đã đôn đốc."),
    ),
    "rut": Act(
        _("Rút lại việc"), "undo-2", TaskAction.WITHDRAW, ReasonForm, may_decide,
        lambda actor, pk, data, now: services.withdraw_task(actor=actor, task_id=pk, reason=data["text"], now=now),
        _("Đã rút lại việc."), _("Cả các việc con đang mở"), grave=True,
    ),
}  # fmt: skip


@officer
def task(request: ActorRequest, task_id: int) -> HttpResponse:
    """Show a task: what is asked, by whom, until when; what was reported; what the reader can do now."""
    now = clock.now()
    actor = request.actor
    found = access_task(actor, task_id)
    if found.officer_id == actor.account_id and found.seen_at is None:
        services.note_seen(actor=actor, task_id=task_id, now=now)
    view = task_page(actor, task_id, now)
    links = _links(actor, view.task)
    context = {
        "now": now,
        "view": view,
        "task": view.task,
        "main": links[0] if links else None,
        "others": links[1:],
        "source_label": source_label(view.task.source_kind),
        "source_url": source_address(view.task.source_kind, view.task.source_id, actor),
        "may_split": _works(actor, view.task) and TASK_STATES.allows(view.task.state, TaskAction.REPORT),
        "events": [(event, ACTION_NAMES.get(event.action, event.action)) for event in reversed(view.events)],
        "waiting": next((one for one in view.requests if one.answer == "waiting"), None),
    }
    return page(request, "assignments/task.html", context)


def _links(actor: Actor, found: Task) -> list[ActLink]:
    links = []
    for slug, act in ACTS.items():
        if _possible(act, found) and act.allowed(actor, found):
            label = act.label
            if slug == "nhan" and found.role == TaskRole.KNOW:
                label = _("Đã biết")
            url = reverse("assignments:act", args=[found.pk, slug])
            links.append(ActLink(str(label), url, act.icon, str(act.hint), act.grave, act.form is None))
    return links


def _possible(act: Act, found: Task) -> bool:
    if act.action is TaskAction.ANSWER_TIME and found.asked_due_at is None:
        return False
    return TASK_STATES.allows(found.state, act.action)


@officer
def act(request: ActorRequest, task_id: int, slug: str) -> HttpResponse:
    """Do one thing to a task: the form, the form with its errors (422), or the task's page with the good news."""
    found = access_task(request.actor, task_id)
    chosen = ACTS.get(slug)
    if chosen is None or not chosen.allowed(request.actor, found):
        raise NotFound
    now = clock.now()
    if request.method != "POST" and not _possible(chosen, found):
        raise IllegalTransition
    form = _form(request, chosen, found, now)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            chosen.run(request.actor, task_id, form.cleaned_data, now)
            messages.success(request, str(chosen.done))
            return redirect("assignments:task", task_id)
    view = task_page(request.actor, task_id, now)
    return page(request, "assignments/act.html", {"act": chosen, "form": form, "view": view, "task": view.task, "now": now}, form=form)


def _form(request: ActorRequest, chosen: Act, found: Task, now: dt.datetime) -> SenForm:
    if chosen.form is HandForm:
        return HandForm.from_request(request, officers=handed_to(request.actor, found.agency_id, now))
    if chosen.form is ReportForm:
        return ReportForm.from_request(request, initial={"progress": found.progress})
    return (chosen.form or SenForm).from_request(request)


def handed_to(actor: Actor, agency_id: int, now: dt.datetime) -> list[Target]:
    """Whom the actor may name as the doer: people of the own division for a head, anybody of the agency for a leader."""
    officers = list_targets(actor, agency_id, clock.local(now).date()).officers
    if actor.has(Role.LEADER, agency_id) or not actor.division:
        return list(officers)
    return [target for target in officers if target.division == actor.division]
