"""Leaders and heads: who leads, who assists, until when; one document after the other or many at once, by keyboard or on a phone."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.assignments.selectors import list_targets
from sen.capabilities.assignments.states import TaskRole
from sen.capabilities.assignments.types import TaskLine, line_to
from sen.capabilities.correspondence.forms import DirectForm, due_at_of
from sen.capabilities.correspondence.models import IncomingDocument
from sen.capabilities.correspondence.policies import access_incoming, check_may_direct
from sen.capabilities.correspondence.selectors.document_page import content_rows, list_page_files
from sen.capabilities.correspondence.selectors.incoming_list import TO_DIRECT, IncomingFilter, chosen_incoming, list_incoming
from sen.capabilities.correspondence.selectors.suggesting import usual_lead
from sen.capabilities.correspondence.services.handling import direct_incoming
from sen.capabilities.correspondence.views.acting import Results, each, nothing_ticked, tell, ticked, workplace
from sen.capabilities.correspondence.views.papers import chosen_file
from sen.capabilities.correspondence.views.registering import head_of, show_many
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.responses import page

IN_A_ROW = "lien-tiep"


@roles(Role.LEADER, Role.HEAD)
def next_one(request: ActorRequest) -> HttpResponseBase:
    """Lead to the first document that waits for a direction, after the one put off."""
    place = workplace(request)
    skip = int(request.GET["sau"]) if request.GET.get("sau", "").isdigit() else None
    following = _following(request.actor, place.agency_id, clock.now(), after=skip)
    if following is None:
        messages.success(request, _("Không còn văn bản nào chờ chỉ đạo."))
        return redirect("correspondence:incoming")
    return redirect(f"{reverse('correspondence:incoming_direct', args=[following])}?{IN_A_ROW}=1")


@roles(Role.LEADER, Role.HEAD)
def direct(request: ActorRequest, incoming_id: int) -> HttpResponseBase:
    """Direct one document, its text beside the form; in a row, the next one follows at once."""
    document, now = access_incoming(request.actor, incoming_id), clock.now()
    check_may_direct(request.actor, document)
    in_a_row = IN_A_ROW in request.GET
    form = _form(request, document, now)
    back = reverse("correspondence:incoming_page", args=[document.pk])
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            _direct(request.actor, document.pk, form.cleaned_data, document, now)
            messages.success(request, _("Đã chỉ đạo văn bản %(code)s.") % {"code": document.content.code or document.content.subject[:60]})
            return next_one(request) if in_a_row else redirect(back)
    files = list_page_files(document.content)
    context = {
        "form": form,
        "back": back,
        "document": document,
        "facts": content_rows(document.content),
        "files": files,
        "preview": chosen_file(request, files, "incoming", document.pk),
        "in_a_row": in_a_row,
        "passes": document.passes.select_related("passed_by").exclude(note="").order_by("-passed_at")[:3],
        "skip": f"{reverse('correspondence:direct_next')}?sau={document.pk}",
        "now": now,
        **head_of(document),
    }
    return page(request, "correspondence/direct.html", context, form=form)


@roles(Role.LEADER, Role.HEAD)
def direct_many(request: ActorRequest) -> HttpResponseBase:
    """Give the same word on the ticked documents."""
    back = f"{reverse('correspondence:incoming')}?nhom={TO_DIRECT}"
    ids, now = ticked(request), clock.now()
    rows = chosen_incoming(request.actor, ids, now)
    if not rows:
        return nothing_ticked(request, back)
    first = access_incoming(request.actor, rows[0].id)
    form = _form(request, first, now, suggest=False)
    results: Results = {}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        results = each([row.id for row in rows], lambda number: _direct(request.actor, number, data, first, now))
        if tell(request, results, _("Đã chỉ đạo %(n)d văn bản.")):
            return redirect(back)
    words = {"title": _("Chỉ đạo"), "icon": "user-check", "do": reverse("correspondence:direct_many"), "back": back}
    return show_many(request, rows, form, results, **words)


def _form(request: ActorRequest, document: IncomingDocument, now: dt.datetime, *, suggest: bool = True) -> DirectForm:
    found = list_targets(request.actor, document.agency_id, clock.local(now).date())
    names = [(target.key, target.name) for target in found.divisions]
    names += [(target.key, ", ".join(p for p in (target.name, target.title, target.division) if p)) for target in found.officers]
    initial: dict[str, Any] = {"due_on": clock.local(document.due_at).date() if document.due_at and document.due_at > now else None}
    if suggest:
        initial["lead"] = usual_lead(document, [key for key, _name in names])
    return DirectForm.from_request(request, targets=names, initial=initial)


def _direct(actor: Actor, incoming_id: int, data: dict[str, Any], document: IncomingDocument, now: dt.datetime) -> None:
    due_at = due_at_of(data["due_on"])
    direct_incoming(
        actor=actor,
        incoming_id=incoming_id,
        lines=task_lines(data, document.agency_id, document.content.urgency),
        now=now,
        instruction=data["instruction"],
        due_at=due_at,
    )


def task_lines(data: dict[str, Any], agency_id: int, urgency: int) -> list[TaskLine]:
    """The lines behind a filled form: one lead, any number who assist or are to know."""
    named = [(key, TaskRole.LEAD) for key in [data["lead"]] if key]
    named += [(key, TaskRole.ASSIST) for key in data["assist"]] + [(key, TaskRole.KNOW) for key in data["know"]]
    due_at = due_at_of(data["due_on"])
    lines = [
        line_to(
            key,
            agency_id,
            role=role,
            instruction=data["instruction"],
            due_at=None if role is TaskRole.KNOW else due_at,
            urgency=urgency,
            wants_report=data["wants_report"] and role is TaskRole.LEAD,
        )
        for key, role in named
    ]
    return [line for line in lines if line is not None]


def _following(actor: Actor, agency_id: int, now: dt.datetime, *, after: int | None) -> int | None:
    """The first document that waits for a direction; after a skipped one, the one behind it, and at the end none."""
    rows = [row.id for row in list_incoming(actor, agency_id, IncomingFilter(TO_DIRECT), now, size=100)]
    if after in rows:
        rows = rows[rows.index(after) + 1 :]
    return rows[0] if rows else None
