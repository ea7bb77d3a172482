"""Editing the parts of a draft."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sen.capabilities.procedures import policies, services
from sen.capabilities.procedures.forms import (
    CasesForm,
    FactsForm,
    FeeSet,
    LinesForm,
    MethodSet,
    PaperForm,
    fee_drafts,
    method_drafts,
    plain_number,
)
from sen.capabilities.procedures.models import ProcedureVersion
from sen.capabilities.procedures.selectors import control, list_all_components, list_cases
from sen.capabilities.procedures.types import PaperDraft
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.responses import page

EDIT = ["GET", "HEAD", "POST"]
Papers = tuple[list[str], list[PaperDraft]]


@require_http_methods(EDIT)
@roles(Role.CONTROL)
def facts(request: ActorRequest, version_id: int) -> HttpResponse:
    """The single-valued parts."""
    version = policies.access_version(request.actor, version_id)
    form = FactsForm.from_request(request, initial=FactsForm.initial_of(version), field_names=control.list_field_names())
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.edit_facts(actor=request.actor, version_id=version_id, facts=form.draft(), now=clock.now())
        if not form.errors:
            return _done(request, version_id, "")
    return page(request, "procedures/edit_facts.html", {"version": version, "form": form}, form=form if form.is_bound else None)


@require_http_methods(EDIT)
@roles(Role.CONTROL)
def papers(request: ActorRequest, version_id: int) -> HttpResponse:
    """Cases, number of sets, and the list of papers with buttons to move and remove them."""
    version = policies.access_version(request.actor, version_id)
    names, drafts = current_papers(version)
    form = CasesForm(request.POST if "cases" in request.POST else None, initial={"copies": version.copies, "cases": "\n".join(names)})
    if request.method == "POST" and (form.is_valid() if form.is_bound else True):
        with domain_errors(form):
            if form.is_bound:
                kept = _with_cases(drafts, names, form.names())
                _save(request, version, form.names(), kept, copies=form.cleaned_data["copies"])
            else:
                _save(request, version, names, _moved(drafts, request.POST.get("do", "")))
        if not form.is_bound or not form.errors:
            return redirect(reverse("procedures:edit-papers", args=[version_id]))
    context = {"version": version, "form": form, "papers": list(enumerate(drafts)), "names": names}
    return page(request, "procedures/edit_papers.html", context, form=form if form.is_bound else None)


@require_http_methods(EDIT)
@roles(Role.CONTROL)
def paper(request: ActorRequest, version_id: int, place: int | None = None) -> HttpResponse:
    """One paper: a new one, or the one at a place of the list."""
    version = policies.access_version(request.actor, version_id)
    names, drafts = current_papers(version)
    known = drafts[place] if place is not None and place < len(drafts) else None
    initial = {name: getattr(known, name) for name in PaperForm.base_fields} if known else {}
    form = PaperForm.from_request(request, initial=initial, cases=names)
    if request.method == "POST" and form.is_valid():
        changed = [*drafts]
        if known and place is not None:
            changed[place] = form.draft()
        else:
            changed.append(form.draft())
        with domain_errors(form):
            _save(request, version, names, changed)
        if not form.errors:
            return redirect(reverse("procedures:edit-papers", args=[version_id]))
    return page(
        request, "procedures/edit_paper.html", {"version": version, "form": form, "known": known}, form=form if form.is_bound else None
    )


@require_http_methods(EDIT)
@roles(Role.CONTROL)
def filing(request: ActorRequest, version_id: int) -> HttpResponse:
    """Ways of filing and fees."""
    version = policies.access_version(request.actor, version_id)
    data = request.POST if request.method == "POST" else None
    method_rows = [
        {"channel": m.channel, "amount": plain_number(m.limit_amount), "unit": m.limit_unit, "note": m.note}
        for m in version.methods.order_by("position", "pk")
    ]
    fee_rows = [
        {"channel": f.channel, "kind": "levy" if f.is_levy else "fee", "amount": f.amount, "note": f.note, "is_doubtful": f.is_doubtful}
        for f in version.fees.order_by("pk")
    ]
    methods, fees = MethodSet(data, prefix="cach", initial=method_rows), FeeSet(data, prefix="phi", initial=fee_rows)
    if data is not None and methods.is_valid() and fees.is_valid():
        kept = method_drafts(methods), fee_drafts(fees)
        services.edit_filing(actor=request.actor, version_id=version_id, methods=kept[0], fees=kept[1], now=clock.now())
        return _done(request, version_id, "nop-ho-so")
    context = {"version": version, "methods": methods, "fees": fees}
    return page(request, "procedures/edit_filing.html", context, form=[methods, fees] if data is not None else None)


@require_http_methods(EDIT)
@roles(Role.CONTROL)
def results(request: ActorRequest, version_id: int) -> HttpResponse:
    """What the citizen receives."""
    version = policies.access_version(request.actor, version_id)
    rows = version.results.order_by("position", "pk")
    known = "\n".join(f"{row.name} | {row.national_code}" if row.national_code else row.name for row in rows)
    hint = _("Mỗi kết quả một dòng. Mã kết quả quốc gia, nếu có, ghi sau dấu |.")
    form = LinesForm.from_request(request, initial={"lines": known}, label=_("Kết quả thực hiện"), hint=hint)
    if request.method == "POST" and form.is_valid():
        pairs = [(name, code) for name, _bar, code in (line.partition("|") for line in form.values())]
        with domain_errors(form):
            services.edit_results(actor=request.actor, version_id=version_id, results=pairs, now=clock.now())
        if not form.errors:
            return _done(request, version_id, "can-cu")
    return _lines_page(request, version, form, _("Sửa kết quả"))


@require_http_methods(EDIT)
@roles(Role.CONTROL)
def bases(request: ActorRequest, version_id: int) -> HttpResponse:
    """The legal documents the procedure rests on."""
    version = policies.access_version(request.actor, version_id)
    known = "\n".join(version.legal_bases.order_by("pk").values_list("document__number", flat=True))
    hint = _("Mỗi văn bản một dòng, chỉ ghi số và ký hiệu. Ví dụ: 60/2014/QH13")
    form = LinesForm.from_request(request, initial={"lines": known}, label=_("Căn cứ pháp lý"), hint=hint)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.edit_bases(actor=request.actor, version_id=version_id, numbers=form.values(), now=clock.now())
        if not form.errors:
            return _done(request, version_id, "can-cu")
    return _lines_page(request, version, form, _("Sửa căn cứ pháp lý"))


def current_papers(version: ProcedureVersion) -> Papers:
    """The record's cases and papers as an editor takes them up."""
    cases = list_cases(version.pk)
    places = {case.id: place for place, case in enumerate(cases)}
    drafts = [
        PaperDraft(
            row.name, row.duty, row.originals, row.copies, places.get(row.case_id or 0), row.form_file, row.is_conditional, row.heading
        )
        for row in list_all_components(version.pk)
    ]
    return [case.name for case in cases], drafts


def _save(
    request: ActorRequest, version: ProcedureVersion, names: list[str], drafts: list[PaperDraft], *, copies: int | None = None
) -> None:
    sets = version.copies if copies is None else copies
    services.edit_papers(actor=request.actor, version_id=version.pk, cases=names, papers=drafts, copies=sets, now=clock.now())


def _with_cases(drafts: list[PaperDraft], old: list[str], new: list[str]) -> list[PaperDraft]:
    """Papers of a case that stays keep it by name; papers of a removed case belong to every case."""
    return [draft if draft.case is None else replace(draft, case=_place(new, old[draft.case])) for draft in drafts]


def _place(names: list[str], name: str) -> int | None:
    return names.index(name) if name in names else None


def _moved(drafts: list[PaperDraft], wish: str) -> list[PaperDraft]:
    """The papers after a button ``len-3``, ``xuong-3`` or ``bo-3``."""
    verb, _dash, text = wish.partition("-")
    place = int(text) if text.isdigit() else len(drafts)
    rows = [*drafts]
    if place >= len(rows):
        return rows
    paper = rows.pop(place)
    if verb == "bo":
        return rows
    rows.insert(max(0, place - 1) if verb == "len" else place + 1, paper)
    return rows


def _lines_page(request: ActorRequest, version: ProcedureVersion, form: LinesForm, title: str) -> HttpResponse:
    context: dict[str, Any] = {"version": version, "form": form, "title": title}
    return page(request, "procedures/edit_lines.html", context, form=form if form.is_bound else None)


def _done(request: ActorRequest, version_id: int, tab: str) -> HttpResponse:
    messages.success(request, _("Đã ghi thay đổi vào bản dự thảo."))
    return redirect(reverse("procedures:record", args=[version_id]) + (f"?muc={tab}" if tab else ""))
