"""One action on several ticked rows.  Reading the page changes nothing; it lists what will happen first."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sen.capabilities.dossiers.policies import access_dossier
from sen.capabilities.dossiers.selectors import WorkRow, control_sheet_pdf
from sen.kernel import clock
from sen.kernel.errors import DomainError
from sen.surfaces.workspace.forms import AssignManyForm, FinishManyForm, split_pairs
from sen.surfaces.workspace.selectors import Chosen, chosen_rows, to_assign, to_finish
from sen.surfaces.workspace.services import Results, assign_many, finish_many
from sen.ui.access import ActorRequest, officer
from sen.ui.responses import bytes_response, error_text, page


@officer
def bulk(request: ActorRequest) -> HttpResponseBase:
    """Lead from the list to the action that was pressed; without a ticked row, back to the list."""
    pressed = request.GET.get("lam", "")
    if not split_pairs(request.GET.getlist("viec")):
        messages.warning(request, _("Chưa chọn hồ sơ nào. Đánh dấu ít nhất một hồ sơ rồi bấm lại."))
        return redirect("workspace:dossiers")
    views = {"hoan-thanh": finish, "giao": assign, "in": print_sheets}
    return views.get(pressed, finish)(request)


def _asked(request: ActorRequest) -> dict[int, int | None]:
    return split_pairs((request.POST if request.method == "POST" else request.GET).getlist("viec"))


def _pairs(rows: Sequence[WorkRow], asked: dict[int, int | None]) -> list[str]:
    """What the form carries: the version each row had when it was ticked, so that a later change is noticed."""
    return [f"{row.item_id}-{row.seen if asked.get(row.item_id) is None else asked[row.item_id]}" for row in rows]


@officer
def finish(request: ActorRequest) -> HttpResponse:
    """Finish the ticked steps."""
    now = clock.now()
    asked = _asked(request)
    chosen = to_finish(request.actor, list(asked), now)
    form = FinishManyForm(request.POST or None, pairs=_pairs(chosen.rows, asked), officers=chosen.officers)
    results: Results = {}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        items = split_pairs(data["viec"])
        results = finish_many(actor=request.actor, items=items, now=now, note=data["note"], assignee_id=data.get("assignee"))
        if answer := _after(request, results, _("Đã hoàn thành bước của %(n)d hồ sơ.")):
            return answer
    signing = any(step and step.signs for step in chosen.following.values())
    title = _("Trình ký") if signing else _("Hoàn thành bước")
    return _show(request, chosen, form, results, title=title, icon="pen-line" if signing else "send", do="hoan-thanh")


@officer
def assign(request: ActorRequest) -> HttpResponse:
    """Give the ticked work to one person."""
    now = clock.now()
    asked = _asked(request)
    chosen = to_assign(request.actor, list(asked), now)
    form = AssignManyForm(request.POST or None, pairs=_pairs(chosen.rows, asked), officers=chosen.officers)
    results: Results = {}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        items = split_pairs(data["viec"])
        results = assign_many(actor=request.actor, items=items, assignee_id=data["assignee"], now=now, note=data["note"])
        if answer := _after(request, results, _("Đã giao %(n)d việc.")):
            return answer
    return _show(request, chosen, form, results, title=_("Giao người khác"), icon="user-plus", do="giao")


def _after(request: ActorRequest, results: Results, done: str) -> HttpResponse | None:
    """Back to the list when all went well; otherwise say how many did, and stay with the rest."""
    count = sum(1 for error in results.values() if error is None)
    if count:
        messages.success(request, done % {"n": count})
    if results and count == len(results):
        return redirect("workspace:dossiers")
    return None


def _show(
    request: ActorRequest, chosen: Chosen, form: FinishManyForm | AssignManyForm, results: Results, *, title: str, icon: str, do: str
) -> HttpResponse:
    failed = {item_id: error for item_id, error in results.items() if error is not None}
    rows = [
        {"row": row, "next": chosen.following.get(row.item_id), "error": _text(failed.get(row.item_id))}
        for row in chosen.rows
        if not results or row.item_id in failed
    ]
    count = len(failed)
    trouble = ngettext("%(n)d hồ sơ chưa làm được", "%(n)d hồ sơ chưa làm được", count) % {"n": count} if count else ""
    context = {"rows": rows, "form": form, "title": title, "icon": icon, "do": do, "trouble": trouble, "now": clock.now()}
    return page(request, "workspace/bulk.html", context, form=form, status=422 if failed else None)


def _text(error: DomainError | None) -> str:
    return error_text(error) if error is not None else ""


@officer
def print_sheets(request: ActorRequest) -> HttpResponseBase:
    """The process-control sheets of the ticked rows in one PDF."""
    now = clock.now()
    codes = dict.fromkeys(row.code for row in chosen_rows(request.actor, list(_asked(request)), now))
    dossiers = [access_dossier(request.actor, code) for code in codes]
    if not dossiers:
        return redirect("workspace:dossiers")
    return bytes_response(control_sheet_pdf(dossiers, now), "phieu-kiem-soat.pdf", "application/pdf", inline=True)
