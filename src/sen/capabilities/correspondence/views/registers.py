"""The registers of the law: on screen, on paper, as a table."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sen.capabilities.correspondence.forms import RegisterViewForm
from sen.capabilities.correspondence.policies import WIDE
from sen.capabilities.correspondence.selectors.choices import Workplace, book_choices, workplaces
from sen.capabilities.correspondence.selectors.printed import register_facts
from sen.capabilities.correspondence.selectors.registers import REGISTERS, RegisterAsked, RegisterKind, register_lines, register_rows
from sen.foundation.audit.services import record_read
from sen.foundation.printing.services import render_pdf
from sen.kernel import clock
from sen.kernel.errors import NotAllowed
from sen.ui.access import ActorRequest, roles
from sen.ui.format import date_text
from sen.ui.paging import ListPage, list_page, page_number
from sen.ui.responses import bytes_response, page
from sen.ui.workbook import EXCEL_TYPE, list_workbook

MOST_PRINTED = 3000


@dataclass(frozen=True, slots=True)
class Asked:
    """The part of a register somebody asked for."""

    place: Workplace
    kind: RegisterKind
    part: RegisterAsked
    book: str

    @property
    def period(self) -> str:
        """The part in words."""
        return _("Từ ngày %(since)s đến ngày %(until)s") % {"since": date_text(self.part.since), "until": date_text(self.part.until)}


@require_GET
@roles(*WIDE)
def register(request: ActorRequest) -> HttpResponse:
    """One page of a register, column for column as it prints."""
    place = _place(request)
    form = _form(request, place)
    asked = _asked(place, form) if form.is_valid() else None
    lines: ListPage[list[str]] | None = None
    if asked:
        found = list_page(register_rows(asked.kind, asked.part), page_number(request.GET.get("trang")), 50)
        lines = ListPage(list(register_lines(asked.kind, found.items)), found.number, found.size, found.more)
    count = register_rows(asked.kind, asked.part).count() if asked else 0
    context = {"form": form, "asked": asked, "lines": lines, "count": count, "place": place, "query": request.GET.urlencode()}
    return page(request, "correspondence/register.html", context, form=form if form.is_bound else None)


@require_GET
@roles(*WIDE)
def register_pdf(request: ActorRequest) -> HttpResponseBase:
    """The register as Appendix IV draws it, with its cover.  The read is recorded."""
    place = _place(request)
    form = _form(request, place)
    if not form.is_valid():
        return redirect(f"{reverse('correspondence:register')}?{request.GET.urlencode()}")
    asked = _asked(place, form)
    rows = register_rows(asked.kind, asked.part)
    count = rows.count()
    if count > MOST_PRINTED:
        messages.warning(
            request,
            _("Phần sổ này có %(n)d dòng. Chọn khoảng ngày ngắn hơn để in, tối đa %(most)d dòng.") % {"n": count, "most": MOST_PRINTED},
        )
        return redirect(f"{reverse('correspondence:register')}?{request.GET.urlencode()}")
    _record(request, asked, "In sổ văn bản")
    found = list(rows)
    is_demo = any(getattr(row, "is_demo", False) for row in found)
    facts = register_facts(
        asked.kind, asked.part, list(register_lines(asked.kind, found)), keeper=request.actor.name, book=asked.book, is_demo=is_demo
    )
    pdf = render_pdf("correspondence/forms/register.typ", facts)
    return bytes_response(pdf, f"so-{asked.kind.key}.pdf", "application/pdf", inline=True)


@require_GET
@roles(*WIDE)
def register_xlsx(request: ActorRequest) -> HttpResponseBase:
    """The register with all its columns as an Excel table.  The read is recorded."""
    place = _place(request)
    form = _form(request, place)
    if not form.is_valid():
        return redirect(f"{reverse('correspondence:register')}?{request.GET.urlencode()}")
    asked = _asked(place, form)
    _record(request, asked, "Xuất sổ văn bản")
    columns = [(head.head, head.sheet_width) for head in asked.kind.heads]
    lines = register_lines(asked.kind, register_rows(asked.kind, asked.part).iterator(chunk_size=500))
    title = f"{asked.kind.title} - {place.name}"
    content = list_workbook(asked.kind.title, title, f"{asked.period}. {asked.kind.form}, 30/2020/NĐ-CP", columns, lines)
    return bytes_response(content, f"so-{asked.kind.key}.xlsx", EXCEL_TYPE)


def _place(request: ActorRequest) -> Workplace:
    places = [place for place in workplaces(request.actor) if place.is_clerk or place.is_leader]
    asked = request.GET.get("co_quan", "")
    found = next((place for place in places if str(place.agency_id) == asked), places[0] if places else None)
    if found is None:
        raise NotAllowed
    return found


def _form(request: ActorRequest, place: Workplace) -> RegisterViewForm:
    today = clock.today()
    usual = {
        "loai": "den", "tu": f"01/{today:%m/%Y}", "den": f"{today:%d/%m/%Y}", "so": "", "co_quan": str(place.agency_id),
    }  # fmt: skip
    data = {name: request.GET.get(name, value) for name, value in usual.items()}
    kinds = [(kind.key, kind.name) for kind in REGISTERS.values()]
    return RegisterViewForm(data, registers=kinds, books=book_choices(place.agency_id, today))


def _asked(place: Workplace, form: RegisterViewForm) -> Asked:
    data = form.cleaned_data
    names = dict(form.fields["so"].choices)  # type: ignore[attr-defined]
    since: dt.date = data["tu"]
    part = RegisterAsked(place.agency_id, since, data["den"], data["so"])
    return Asked(place, REGISTERS[data["loai"]], part, str(names[str(data["so"])]) if data["so"] else "")


def _record(request: ActorRequest, asked: Asked, purpose: str) -> None:
    detail = {"register": asked.kind.key, "period": asked.period}
    agency_id = asked.place.agency_id
    record_read(
        actor=request.actor,
        subject_type="register",
        subject_id=agency_id,
        purpose=purpose,
        now=clock.now(),
        agency_id=agency_id,
        detail=detail,
    )
