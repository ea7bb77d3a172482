"""The clerk's desk: into the register, back to the sender, on to leaders and divisions; one by one or many at once."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sen.capabilities.assignments.types import parse_target
from sen.capabilities.correspondence.forms import PassOnForm, ReasonForm, ReceiveForm, RegisterIncomingForm, RegisterManyForm, due_at_of
from sen.capabilities.correspondence.models import IncomingDocument
from sen.capabilities.correspondence.policies import access_incoming, check_is_clerk
from sen.capabilities.correspondence.selectors.choices import addressees, kind_choices, leader_choices
from sen.capabilities.correspondence.selectors.incoming_list import IncomingRow, chosen_incoming
from sen.capabilities.correspondence.selectors.reading import find_duplicates
from sen.capabilities.correspondence.selectors.words import incoming_tag, role_tag, titled
from sen.capabilities.correspondence.services.arriving import receive_by_hand
from sen.capabilities.correspondence.services.handling import pass_on
from sen.capabilities.correspondence.services.registering import refuse_incoming, register_incoming
from sen.capabilities.correspondence.states import IncomingState
from sen.capabilities.correspondence.types import NewContent, PassTo
from sen.capabilities.correspondence.views.acting import (
    Results,
    act,
    clerk_place,
    each,
    lines_with_errors,
    nothing_ticked,
    tell,
    ticked,
)
from sen.capabilities.correspondence.views.uploads import ANNEXES, MAIN, files_of
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import SenForm, domain_errors
from sen.ui.responses import page


@roles(Role.CLERK)
def register(request: ActorRequest, incoming_id: int) -> HttpResponse:
    """Enter one document; when a duplicate is suspected, only after the clerk has compared."""
    document, now = _mine(request, incoming_id), clock.now()
    double = document.duplicate_of
    people = _leaders_as_targets(document.agency_id, now)
    form = RegisterIncomingForm.from_request(
        request, people=people, suspicious=double is not None, initial={"due_on": document.content.due_on, "to": _only(people)}
    )

    def run(data: dict[str, Any]) -> None:
        register_incoming(
            actor=request.actor,
            incoming_id=document.pk,
            now=now,
            due_at=due_at_of(data["due_on"]),
            note_text=data["note"],
            even_if_duplicate=data["confirmed"],
        )
        if data["to"]:
            pass_on(actor=request.actor, incoming_id=document.pk, to=pass_targets(data["to"]), now=now)

    context: dict[str, Any] = {"submit": _("Vào sổ"), "icon": "stamp", "double": double, "title": _("Vào sổ văn bản đến")}
    back = reverse("correspondence:incoming_page", args=[document.pk])
    return act(request, form, run, back=back, done=_("Đã vào sổ, nơi gửi đã được báo."), **head_of(document), **context)


@roles(Role.CLERK)
def refuse(request: ActorRequest, incoming_id: int) -> HttpResponse:
    """Send one document back with a reason."""
    document, now = _mine(request, incoming_id), clock.now()
    form = ReasonForm.from_request(request)
    back = reverse("correspondence:incoming_page", args=[document.pk])
    words: dict[str, Any] = {
        "title": _("Trả lại nơi gửi"),
        "submit": _("Trả lại nơi gửi"),
        "icon": "undo-2",
        "grave": True,
        "lead": _("Nơi gửi nhận được lý do này ngay. Văn bản không vào sổ đến."),
    }

    def run(data: dict[str, Any]) -> None:
        refuse_incoming(actor=request.actor, incoming_id=document.pk, reason=data["reason"], now=now)

    return act(request, form, run, back=back, done=_("Đã trả lại, nơi gửi đã được báo."), **head_of(document), **words)


@roles(Role.CLERK, Role.LEADER, Role.HEAD)
def pass_one(request: ActorRequest, incoming_id: int) -> HttpResponse:
    """Hand one document on."""
    document, now = access_incoming(request.actor, incoming_id), clock.now()
    on = clock.local(now).date()
    people = addressees(document.agency_id, on, without=request.actor.account_id)
    form = PassOnForm.from_request(request, people=people)
    back = reverse("correspondence:incoming_page", args=[document.pk])

    def run(data: dict[str, Any]) -> None:
        targets = pass_targets(data["to"])
        pass_on(actor=request.actor, incoming_id=document.pk, to=targets, now=now, note_text=data["note"])

    words: dict[str, Any] = {"title": _("Trình, chuyển văn bản"), "submit": pgettext("button of a document", "Chuyển"), "icon": "send"}
    return act(request, form, run, back=back, done=_("Đã chuyển. Người nhận thấy văn bản ngay."), **head_of(document), **words)


@roles(Role.CLERK)
def register_many(request: ActorRequest) -> HttpResponseBase:
    """Enter the ticked documents in the order they came, and hand them to leaders in the same step."""
    back = reverse("correspondence:home")
    ids, now = ticked(request), clock.now()
    if not ids:
        return nothing_ticked(request, back)
    rows = [row for row in chosen_incoming(request.actor, ids, now) if row.state.word == incoming_tag(IncomingState.ARRIVED).word]
    place = clerk_place(request)
    people = _leaders_as_targets(place.agency_id, now)
    form = RegisterManyForm.from_request(request, people=people, initial={"to": _only(people)})
    results: Results = {}
    if request.method == "POST" and form.is_valid():
        targets = pass_targets(form.cleaned_data["to"])

        def run(number: int) -> None:
            register_incoming(actor=request.actor, incoming_id=number, now=now)
            if targets:
                pass_on(actor=request.actor, incoming_id=number, to=targets, now=now)

        results = each([row.id for row in rows], run)
        if tell(request, results, _("Đã vào sổ %(n)d văn bản, nơi gửi đã được báo.")):
            return redirect(back)
    words: dict[str, Any] = {"title": _("Vào sổ"), "icon": "stamp", "do": reverse("correspondence:register_many"), "back": back}
    return show_many(request, rows, form, results, **words)


@roles(Role.CLERK, Role.LEADER, Role.HEAD)
def pass_many(request: ActorRequest) -> HttpResponseBase:
    """Hand the ticked documents on to the same people."""
    back = reverse("correspondence:incoming")
    ids, now = ticked(request), clock.now()
    rows = chosen_incoming(request.actor, ids, now)
    if not rows:
        return nothing_ticked(request, back)
    agency_id = access_incoming(request.actor, rows[0].id).agency_id
    people = addressees(agency_id, clock.local(now).date(), without=request.actor.account_id)
    form = PassOnForm.from_request(request, people=people)
    results: Results = {}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        targets = pass_targets(data["to"])
        results = each(
            [row.id for row in rows],
            lambda number: pass_on(actor=request.actor, incoming_id=number, to=targets, now=now, note_text=data["note"]),
        )
        if tell(request, results, _("Đã chuyển %(n)d văn bản.")):
            return redirect(back)
    words: dict[str, Any] = {"title": _("Trình, chuyển"), "icon": "send", "do": reverse("correspondence:pass_many"), "back": back}
    return show_many(request, rows, form, results, **words)


@roles(Role.CLERK)
def receive(request: ActorRequest) -> HttpResponse:
    """Enter a paper or a mail with its scan."""
    place, now = clerk_place(request), clock.now()
    today = clock.local(now).date()
    form = ReceiveForm.from_request(request, kinds=kind_choices(today), initial={"arrived_on": today})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with domain_errors(form):
            document = receive_by_hand(
                actor=request.actor,
                agency_id=place.agency_id,
                content=_received_content(request, data, now),
                channel=data["channel"],
                arrived_at=now if data["arrived_on"] == today else clock.at_local(data["arrived_on"], dt.time(8)),
                now=now,
                due_at=due_at_of(data["due_on"]),
                even_if_duplicate=data["confirmed"],
            )
            messages.success(request, _("Đã vào sổ số đến %(number)s.") % {"number": document.arrival_number})
            if "tiep" in request.POST:
                return redirect("correspondence:receive")
            return redirect("correspondence:incoming_page", document.pk)
    doubles = _doubles(form, place.agency_id)
    context: dict[str, Any] = {"form": form, "place": place, "doubles": doubles, "main": MAIN, "annexes": ANNEXES}
    return page(request, "correspondence/receive.html", context, form=form)


def pass_targets(keys: Sequence[str]) -> list[PassTo]:
    """The receivers behind the keys of a form."""
    found = [parse_target(key) for key in keys]
    return [
        PassTo(division_id=target[1]) if target[0] == "division" else PassTo(officer_id=target[1])
        for target in found
        if target and target[0] in ("division", "officer")
    ]


def head_of(document: IncomingDocument) -> dict[str, Any]:
    """What the head of an action's page shows of an incoming document."""
    content = document.content
    return {
        "content": content,
        "document_title": titled(content.kind_name, content.subject),
        "state": incoming_tag(document.state),
        "role": role_tag(document),
        "list_url": reverse("correspondence:incoming"),
        "list_label": _("Văn bản đến"),
    }


def show_many(request: ActorRequest, rows: Sequence[IncomingRow], form: SenForm, results: Results, **words: Any) -> HttpResponse:
    """The page of an action on several documents: what will happen to which, then what did not go and why."""
    lines = lines_with_errors(rows, results)
    failed = sum(1 for line in lines if line["error"])
    context: dict[str, Any] = {"lines": lines, "form": form, "failed": failed, **words}
    return page(request, "correspondence/many.html", context, form=form, status=422 if failed else None)


def _mine(request: ActorRequest, incoming_id: int) -> IncomingDocument:
    document = access_incoming(request.actor, incoming_id)
    check_is_clerk(request.actor, document.agency_id)
    return document


def _leaders_as_targets(agency_id: int, now: dt.datetime) -> list[tuple[str, str]]:
    return [(f"officer-{key}", name) for key, name in leader_choices(agency_id, clock.local(now).date())]


def _only(people: Sequence[tuple[str, str]]) -> list[str]:
    """Where there is one leader only, the choice is made."""
    return [people[0][0]] if len(people) == 1 else []


def _received_content(request: ActorRequest, data: dict[str, Any], now: dt.datetime) -> NewContent:
    digits = data["code"].partition("/")[0]
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 8 else None
    return NewContent(
        kind_code=data["kind"],
        number=number,
        notation=data["code"].partition("/")[2] if number is not None else data["code"],
        issued_on=data["issued_on"],
        subject=data["subject"],
        issuer_name=data["issuer"],
        signer_name=data["signer_name"],
        signer_title=data["signer_title"],
        signer_competence=data["signer_competence"],
        urgency=data["urgency"],
        secrecy=data["secrecy"],
        due_on=data["due_on"],
        pages=data["pages"] or 0,
        code=data["code"],
        source=data["channel"],
        files=files_of(request, now) if not data["secrecy"] else (),
    )


def _doubles(form: SenForm, agency_id: int) -> list[IncomingDocument]:
    """What the typed number, sign and issuer seem to repeat; shown beside the question."""
    data = getattr(form, "cleaned_data", {})
    if not form.has_error("__all__", "duplicate-document"):
        return []
    return find_duplicates(agency_id=agency_id, code=data.get("code", ""), issuer_name=data.get("issuer", ""))
