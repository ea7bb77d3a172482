"""Lists of tasks and giving a new one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sen.capabilities.assignments.forms import GiveForm, TaskFilterForm
from sen.capabilities.assignments.models import Task
from sen.capabilities.assignments.policies import access_task, check_may_do, directs
from sen.capabilities.assignments.selectors import TaskFilter, count_tasks, list_targets, list_tasks
from sen.capabilities.assignments.services import give_tasks
from sen.capabilities.assignments.types import Target, Targets
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed
from sen.ui.access import ActorRequest, officer
from sen.ui.forms import domain_errors
from sen.ui.paging import page_number
from sen.ui.responses import page
from sen.ui.types import Tab, Tone

WHOSE = {"": "mine", "toi-giao": "given", "cap-duoi": "below"}


@officer
def tasks(request: ActorRequest) -> HttpResponse:
    """Show tasks given to the reader, given by the reader, or below the reader."""
    now = clock.now()
    form = TaskFilterForm(request.GET)
    form.is_valid()
    data = form.cleaned_data
    word = data.get("whose") or ""
    whose = WHOSE.get(word, "mine") if word != "cap-duoi" or directs(request.actor) else "mine"
    wanted = TaskFilter(whose, data.get("state") or "open", data.get("text") or "", data.get("role") or "")
    context = {
        "now": now,
        "form": form,
        "rows": list_tasks(request.actor, wanted, now, page_number(request.GET.get("trang"))),
        "tabs": _tabs(request.actor, whose),
        "whose": whose,
        "counts": count_tasks(request.actor, whose, now),
        "directs": directs(request.actor),
        "narrowed": any((wanted.text, wanted.role, wanted.state != "open")),
    }
    return page(request, "assignments/tasks.html", context)


def _tabs(actor: Actor, whose: str) -> list[Tab]:
    named = [("", _("Giao cho tôi")), ("toi-giao", _("Tôi giao"))]
    if directs(actor):
        named.append(("cap-duoi", _("Cấp dưới")))
    return [Tab(label, f"?cua={word}" if word else "?", WHOSE[word] == whose, tone=Tone.PLAIN) for word, label in named]


@officer
def give(request: ActorRequest) -> HttpResponse:
    """Give a new task, or part of a task the reader does (``?cha=``)."""
    now = clock.now()
    parent = _parent(request)
    if parent is None and not directs(request.actor):
        raise NotAllowed
    agency_id = request.actor.agency_id or 0
    targets = list_targets(request.actor, agency_id, clock.local(now).date(), with_agencies=parent is None)
    initial = {"title": parent.title, "urgency": str(parent.urgency)} if parent else {}
    form = GiveForm.from_request(request, leads=_leads(request.actor, targets), targets=targets, initial=initial)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            made = give_tasks(
                actor=request.actor,
                source=None,
                title=form.cleaned_data["title"],
                lines=form.lines(agency_id),
                now=now,
                parent_id=parent.pk if parent else None,
            )
            messages.success(request, ngettext("Đã giao %(n)d việc.", "Đã giao %(n)d việc.", len(made)) % {"n": len(made)})
            return redirect("assignments:task", parent.pk if parent else made[0].pk)
    context: dict[str, Any] = {"form": form, "parent": parent, "now": now, "fits": bool(targets.officers or targets.divisions)}
    return page(request, "assignments/give.html", context, form=form)


def _parent(request: ActorRequest) -> Task | None:
    asked = request.GET.get("cha", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    parent = access_task(request.actor, int(asked))
    check_may_do(request.actor, parent)
    return parent


def _leads(actor: Actor, targets: Targets) -> list[Target]:
    """Leaders make anybody the lead, heads those of their division, others nobody."""
    if actor.has(Role.LEADER, actor.agency_id) or (actor.has(Role.HEAD, actor.agency_id) and not actor.division):
        return [*targets.divisions, *targets.officers]
    if actor.has(Role.HEAD, actor.agency_id):
        return [target for target in targets.officers if target.division == actor.division]
    return []
