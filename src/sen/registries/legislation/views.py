"""Pages of the register of legal documents: every official reads, keepers write."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.kernel import clock
from sen.registries.legislation import policies, selectors, services
from sen.registries.legislation.forms import DocumentForm, ImportForm, RelationForm, SearchForm
from sen.registries.legislation.policies import KEEPERS
from sen.registries.legislation.states import TONES, Effect
from sen.registries.legislation.types import DocumentDraft, RelationDraft
from sen.ui.access import ActorRequest, officer, roles
from sen.ui.fields import split_date
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page, page_number
from sen.ui.responses import page
from sen.ui.types import Fact, TagView

LIST_SIZE, CITED = 30, 20
_STATED = ("number", "title", "kind", "issuer", "signer", "issued_on", "effective_on", "ends_on", "ends_reason")


@require_safe
@officer
def documents(request: ActorRequest) -> HttpResponse:
    """Documents by words, kind and effect on a day."""
    on = _date(request)
    words, kind, effect = (request.GET.get(name, "")[:100].strip() for name in ("q", "loai", "hieu_luc"))
    found = selectors.search_documents(on, q=words, kind=kind, effect=effect if effect in Effect.values else "")
    rows = list_page(found, page_number(request.GET.get("trang")), LIST_SIZE, total=found.count())
    context = {
        "form": SearchForm(initial={"q": words, "loai": kind, "hieu_luc": effect, "ngay": on}, kinds=selectors.list_kinds()),
        "rows": rows,
        "marked": [(row, effect_tag(row.effect)) for row in rows],
        "on": on,
        "can_keep": policies.can_keep(request.actor),
    }
    return page(request, "legislation/documents.html", context)


@require_safe
@officer
def document(request: ActorRequest, document_id: int) -> HttpResponse:
    """One document: its effect on a day, its relations drawn, and who rests on it."""
    on = _date(request)
    one = selectors.get_document(document_id, on)
    incoming, outgoing = selectors.relations_of(document_id)
    context = {
        "document": one,
        "effect": effect_tag(one.effect),
        "on": on,
        "incoming": incoming,
        "outgoing": outgoing,
        "drawing": selectors.draw(one, incoming, outgoing) if incoming or outgoing else None,
        "facts": _facts(one),
        "citations": selectors.list_citations(document_id, CITED),
        "cited": CITED,
        "can_keep": policies.can_keep(request.actor),
    }
    return page(request, "legislation/document.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(*KEEPERS)
def edit(request: ActorRequest, document_id: int | None = None) -> HttpResponse:
    """Write a document, or a new one."""
    old = selectors.get_document(document_id, clock.today()) if document_id else None
    form = DocumentForm(request.POST or None, initial={name: getattr(old, name) for name in _STATED} if old else None)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            draft = DocumentDraft(**form.cleaned_data)
            saved = services.record_document(actor=request.actor, draft=draft, document_id=document_id, now=clock.now())
            messages.success(request, _("Đã ghi văn bản."))
            return redirect("legislation:document", saved.pk)
    title = _("Sửa văn bản") if old else _("Thêm văn bản")
    context = {"form": form, "document": old, "title": title}
    return page(request, "legislation/form.html", context, form=form if form.is_bound else None)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(*KEEPERS)
def relate(request: ActorRequest, document_id: int) -> HttpResponse:
    """Write what the document does to another."""
    one = selectors.get_document(document_id, clock.today())
    form = RelationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        draft = RelationDraft(
            facts["kind"], facts["target"], not facts["is_partial"], facts["provisions"], facts["effective_on"], facts["until_on"]
        )
        with domain_errors(form):
            services.record_relation(actor=request.actor, document_id=document_id, draft=draft, now=clock.now())
            messages.success(request, _("Đã ghi quan hệ. Thủ tục căn cứ vào văn bản kia được xem lại."))
            return redirect("legislation:document", document_id)
    context = {"form": form, "document": one, "title": _("Ghi quan hệ")}
    return page(request, "legislation/form.html", context, form=form if form.is_bound else None)


@require_POST
@roles(*KEEPERS)
def unrelate(request: ActorRequest, relation_id: int) -> HttpResponse:
    """Take a relation back."""
    document_id = services.withdraw_relation(actor=request.actor, relation_id=relation_id, now=clock.now())
    messages.success(request, _("Đã bỏ quan hệ."))
    return redirect("legislation:document", document_id)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(*KEEPERS)
def imports(request: ActorRequest) -> HttpResponse:
    """Write many documents from a list, with a report."""
    form = ImportForm(request.POST or None, request.FILES or None) if request.method == "POST" else ImportForm()
    context: dict[str, Any] = {"form": form, "title": _("Nhập danh sách văn bản"), "with_file": True}
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            context["report"] = services.import_documents(actor=request.actor, content=form.cleaned_data["file"].read(), now=clock.now())
    return page(request, "legislation/form.html", context, form=form if form.is_bound else None)


def effect_tag(effect: str) -> TagView:
    """The effect as a tag."""
    one = Effect(effect)
    return TagView(str(one.label), TONES[one])


def _facts(one: Any) -> list[Fact]:
    stated = (
        (_("Loại văn bản"), one.kind),
        (_("Cơ quan ban hành"), one.issuer),
        (_("Người ký"), one.signer),
        (_("Ngày ban hành"), _day(one.issued_on)),
        (_("Ngày có hiệu lực"), _day(one.effective_on)),
        (_("Ngày hết hiệu lực"), _day(one.ends_on)),
        (_("Lý do hết hiệu lực"), one.ends_reason),
        (_("Nguồn"), one.source),
    )
    return [Fact(label, value) for label, value in stated if value]


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _date(request: HttpRequest) -> dt.date:
    """The day asked for as yyyy-mm-dd or dd/mm/yyyy; today when it is missing or no date."""
    parts = split_date(request.GET.get("ngay", "")[:20]) or ("", "", "")
    try:
        day, month, year = (int(part) for part in parts)
        return dt.date(year, month, day)
    except ValueError:
        return clock.today()
