"""The reconciliation ledger: list, one record with its history, replay of one or many, settling by hand, Excel."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sen.capabilities.exchange.forms import LedgerFilterForm, ReasonForm
from sen.capabilities.exchange.policies import access_ledger_record, is_operator
from sen.capabilities.exchange.selectors import ledger
from sen.capabilities.exchange.selectors.ledger_words import entry_items, export_columns, export_rows, record_facts, record_rows, state_tabs
from sen.capabilities.exchange.services.ledger import replay_records, settle_record
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import DomainError
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page
from sen.ui.responses import bytes_response, error_text, page
from sen.ui.workbook import EXCEL_TYPE, list_workbook

READERS = (Role.AXIS, Role.CONTROL, Role.ADMIN)
_MOST_EXPORTED = 20_000


@roles(*READERS)
@require_safe
def records(request: ActorRequest) -> HttpResponse:
    """The ledger, newest change first."""
    form = _form(request)
    wanted = _wanted(form)
    found = list_page(ledger.list_records(request.actor, wanted), request.GET.get("trang"))
    now = clock.now()
    facts: dict[str, Any] = {
        "form": form,
        "page": found,
        "rows": record_rows(found.items, now),
        "tabs": state_tabs(request.actor, wanted, request.GET.dict()),
        "query": request.GET.urlencode(),
        "operates": is_operator(request.actor),
    }
    return page(request, "exchange/ledger.html", facts)


@roles(*READERS)
@require_safe
def export(request: ActorRequest) -> HttpResponseBase:
    """The filtered ledger as an Excel work book, at most twenty thousand rows."""
    now = clock.now()
    rows = ledger.list_records(request.actor, _wanted(_form(request)))[:_MOST_EXPORTED]
    title = _("Sổ đối soát liên thông")
    note = _("Lập lúc %(at)s") % {"at": clock.local(now).strftime("%H:%M %d/%m/%Y")}
    return bytes_response(list_workbook(title, title, note, export_columns(), export_rows(rows)), "so-doi-soat.xlsx", EXCEL_TYPE)


@roles(*READERS)
@require_safe
def record(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One record: both states, the difference, its cause and everything that happened."""
    return _record_page(request, public_id, ReasonForm())


@roles(Role.AXIS)
@require_POST
def settle(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Close a difference by hand."""
    form = ReasonForm.from_request(request)
    if form.is_valid():
        with domain_errors(form):
            settle_record(actor=request.actor, public_id=public_id, reason=form.cleaned_data["reason"], now=clock.now())
            messages.success(request, _("Đã ghi cách xử lý vào sổ."))
            return redirect("exchange:ledger-record", public_id)
    return _record_page(request, public_id, form)


@roles(Role.AXIS)
@require_POST
def replay(request: ActorRequest) -> HttpResponse:
    """Try one or many records again now."""
    chosen = [found for text in request.POST.getlist("dong") if (found := _uuid(text))]
    try:
        count = replay_records(actor=request.actor, public_ids=chosen, now=clock.now())
    except DomainError as error:
        messages.warning(request, error_text(error))
    else:
        messages.success(request, ngettext("Đã xếp gửi lại %(n)d dòng.", "Đã xếp gửi lại %(n)d dòng.", count) % {"n": count})
    return redirect("exchange:ledger-record", chosen[0]) if len(chosen) == 1 else redirect("exchange:ledger")


def _record_page(request: ActorRequest, public_id: UUID, form: ReasonForm) -> HttpResponse:
    found = access_ledger_record(request.actor, public_id)
    now = clock.now()
    entries = list_page(found.entries.all(), request.GET.get("trang"))
    operates = is_operator(request.actor)
    facts: dict[str, Any] = {"record": found, "form": form, "operates": operates, **record_facts(found, now, operates=operates)}
    return page(request, "exchange/ledger_record.html", {**facts, "entries": entry_items(entries.items, now), "page": entries}, form=form)


def _form(request: ActorRequest) -> LedgerFilterForm:
    names = ledger.names_of_systems()
    every = ("", _("Tất cả"))
    systems = [every, *((code, names.get(code, code)) for code in ledger.list_systems(request.actor))]
    states = [every, ("can-xem", _("Cần người xem")), *((state.value, str(name)) for state, name in ledger.STATE_NAMES.items())]
    return LedgerFilterForm(request.GET, choices={"he_thong": systems, "trang_thai": states})


def _wanted(form: LedgerFilterForm) -> ledger.LedgerFilter:
    asked = form.cleaned_data if form.is_valid() else {}
    return ledger.LedgerFilter(
        state=asked.get("trang_thai", ""), system=asked.get("he_thong", ""), words=asked.get("q", ""), since=asked.get("tu_ngay")
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
