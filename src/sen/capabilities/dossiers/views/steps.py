"""Steps of the route: finish, assign, send back, ask other agencies, answer them."""

import datetime as dt
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.forms import CLOSING, AnswerForm, AssignForm, ConsultForm, ConsultRow, ConsultRows, FinishForm, ReasonForm
from sen.capabilities.dossiers.models import Dossier
from sen.capabilities.dossiers.policies import access_dossier, access_item
from sen.capabilities.dossiers.selectors import last_event_count, next_step
from sen.capabilities.dossiers.selectors.consulting import agencies_to_ask, count_open_questions, question_of
from sen.capabilities.dossiers.selectors.head import dossier_head
from sen.capabilities.dossiers.states import DossierAction
from sen.capabilities.dossiers.views.acting import act, check_open, own_item, seen_of
from sen.foundation.accounts.selectors import list_officers
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import IllegalTransition
from sen.ui.access import ActorRequest, officer, roles
from sen.ui.forms import domain_errors
from sen.ui.responses import page

_ROWS_AT_FIRST = 2
_ROWS_AT_MOST = 8


@officer
def finish(request: ActorRequest, code: str, item_id: int) -> HttpResponse:
    """Finish the officer's step and pass the dossier on."""
    dossier = access_dossier(request.actor, code)
    item = own_item(request, dossier, item_id)
    check_open(request, dossier, DossierAction.FORWARD)
    now = clock.now()
    following = next_step(dossier, item.order, clock.local(now).date())
    waiting = count_open_questions(dossier)
    form = FinishForm(
        request.POST or None, initial=seen_of(dossier), officers=following.officers if following else (), waiting=bool(waiting)
    )

    def run(data: dict[str, Any]) -> None:
        services.complete_step(
            actor=request.actor,
            item_id=item_id,
            now=now,
            note=data["note"],
            assignee_id=data.get("assignee"),
            seen=data["seen"],
            without_opinions=data.get("without_opinions", ""),
        )

    signs = bool(following and following.signs)
    return act(
        request,
        dossier,
        form,
        run,
        done=_("Đã trình ký.") if signs else _("Đã hoàn thành bước “%(step)s”.") % {"step": item.name},
        title=_("Trình ký") if signs else _("Hoàn thành bước “%(step)s”") % {"step": item.name},
        lead=_("Bước sau: %(step)s.") % {"step": following.name} if following else "",
        submit=_("Trình ký") if signs else _("Hoàn thành bước"),
        icon="pen-line" if signs else "send",
    )


@officer
def assign(request: ActorRequest, code: str, item_id: int) -> HttpResponse:
    """Give a piece of work to a person."""
    dossier = access_dossier(request.actor, code)
    item = access_item(dossier, item_id)
    if request.method != "POST" and item.closed_at is not None:
        raise IllegalTransition
    now = clock.now()
    officers = list_officers(item.agency_id, item.role, on=clock.local(now).date())
    form = AssignForm(request.POST or None, initial={**seen_of(dossier), "assignee": item.assignee_id}, officers=officers)

    def run(data: dict[str, Any]) -> None:
        services.assign_item(
            actor=request.actor, item_id=item_id, assignee_id=data["assignee"], now=now, seen=data["seen"], note=data["note"]
        )

    return act(
        request,
        dossier,
        form,
        run,
        done=_("Đã giao “%(step)s”. Người được giao thấy việc trong danh sách của mình.") % {"step": item.name},
        title=_("Giao “%(step)s”") % {"step": item.name},
        lead=_("Đang giữ: %(name)s.") % {"name": item.assignee.name} if item.assignee else _("Chưa giao cho ai."),
        submit=_("Giao việc"),
        icon="user-plus",
    )


@officer
def send_back(request: ActorRequest, code: str, item_id: int) -> HttpResponse:
    """Return the dossier to the step before."""
    dossier = access_dossier(request.actor, code)
    item = own_item(request, dossier, item_id)
    check_open(request, dossier, DossierAction.SEND_BACK)
    form = ReasonForm(
        request.POST or None, initial=seen_of(dossier), label=_("Lý do trả lại"), hint=_("Người làm bước trước đọc được lý do này.")
    )

    def run(data: dict[str, Any]) -> None:
        services.send_back(actor=request.actor, item_id=item_id, reason=data["reason"], now=clock.now(), seen=data["seen"])

    return act(
        request,
        dossier,
        form,
        run,
        done=_("Đã trả hồ sơ về bước trước."),
        title=_("Trả lại bước trước"),
        lead=_("Hồ sơ về người đã làm bước trước “%(step)s”, kèm lý do. Hạn trả cho người nộp không đổi.") % {"step": item.name},
        submit=_("Trả lại"),
        icon="undo-2",
    )


@roles(Role.SPECIALIST, Role.HEAD, Role.LEADER)
def consult(request: ActorRequest, code: str) -> HttpResponse:
    """Ask other agencies in parallel, each with its own term."""
    dossier = access_dossier(request.actor, code)
    check_open(request, dossier, DossierAction.CONSULT)
    now = clock.now()
    form = ConsultForm(request.POST or None, initial=seen_of(dossier))
    rows = _consult_rows(request, dossier, clock.local(now).date())
    if request.method == "POST" and "add" not in request.POST and all([form.is_valid(), rows.is_valid()]):
        with domain_errors(form):
            _ask_all(request, dossier, form.cleaned_data, rows.terms(), now)
            messages.success(request, _("Đã gửi lấy ý kiến. Trả lời của từng cơ quan hiện ở hồ sơ này."))
            return redirect("dossiers:page", dossier.code)
        form.renew(last_event_count(dossier.pk))
    adding = "add" in request.POST
    view = {"head": dossier_head(dossier, now), "form": form, "rows": rows, "adding": adding, "may_add": len(rows.forms) < _ROWS_AT_MOST}
    return page(request, "dossiers/consult.html", view, form=None if adding else [form, rows])


def _consult_rows(request: ActorRequest, dossier: Dossier, on: dt.date) -> ConsultRows:
    factory = django_forms.formset_factory(
        ConsultRow, formset=ConsultRows, extra=_ROWS_AT_FIRST, max_num=_ROWS_AT_MOST, absolute_max=_ROWS_AT_MOST
    )
    agencies = agencies_to_ask(dossier, on)
    data: Any = request.POST or None
    if data is not None and "add" in data:
        data = data.copy()
        asked = data.get("co-TOTAL_FORMS", "")
        data["co-TOTAL_FORMS"] = str(min(int(asked) + 1 if asked.isdigit() else _ROWS_AT_FIRST, _ROWS_AT_MOST))
    rows: Any = factory(data, prefix="co", form_kwargs={"agencies": agencies})
    return rows  # type: ignore[no-any-return]


def _ask_all(request: ActorRequest, dossier: Dossier, data: dict[str, Any], terms: dict[dt.date, list[int]], now: dt.datetime) -> None:
    seen = data["seen"]
    for due_on, agency_ids in terms.items():
        asked = services.consult_agencies(
            actor=request.actor,
            dossier_id=dossier.pk,
            agency_ids=agency_ids,
            question=data["question"],
            due_at=clock.at_local(due_on, CLOSING),
            now=now,
            seen=seen,
        )
        seen = asked.event_count


@officer
def answer(request: ActorRequest, code: str, item_id: int) -> HttpResponse:
    """Answer another agency's question."""
    dossier = access_dossier(request.actor, code)
    item = own_item(request, dossier, item_id)
    question = question_of(item, clock.now())
    form = AnswerForm(request.POST or None)

    def run(data: dict[str, Any]) -> None:
        services.answer_consultation(actor=request.actor, item_id=item_id, answer=data["answer"], agrees=data["agrees"], now=clock.now())

    return act(
        request,
        dossier,
        form,
        run,
        done=_("Đã gửi ý kiến đến %(agency)s.") % {"agency": question.asking_agency},
        title=_("Trả lời ý kiến"),
        lead=_("%(who)s, %(agency)s hỏi:") % {"who": question.asked_by, "agency": question.asking_agency},
        quote=question.text,
        due=question.due,
        submit=_("Gửi trả lời"),
        icon="message-circle",
        back=reverse("dossiers:page", args=[dossier.code]),
    )
