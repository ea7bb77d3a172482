"""Administrators' pages of spreadsheets: officials in by Excel or CSV, and out again in the same columns."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.foundation.accounts import policies, services
from sen.foundation.accounts.forms import SheetForm
from sen.foundation.accounts.models import Account, ImportRow, OfficerImport
from sen.foundation.accounts.schemas import COLUMNS
from sen.foundation.accounts.selectors import importing as reads
from sen.foundation.accounts.selectors.managing import list_officers_of_scope
from sen.foundation.accounts.types import OfficerFilter
from sen.foundation.agencies.selectors import ROLE_NAMES
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, confirmed, roles
from sen.ui.format import moment_text
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page
from sen.ui.responses import bytes_response, page
from sen.ui.types import TagView
from sen.ui.workbook import EXCEL_TYPE, list_workbook

_WIDTHS = {"login": 34, "name": 28, "phone": 14, "agency": 50, "division": 30, "role": 26, "title": 34, "valid_from": 12, "valid_to": 12}
_TONES = {"wrong": "late", "failed": "late", "new": "act", "change": "soon", "done": "done", "same": ""}
MOST_EXPORTED = 20_000


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.ADMIN)
def imports(request: ActorRequest) -> HttpResponse:
    """My imports, and a spreadsheet to be checked."""
    policies.access_appointing(request.actor, clock.today())
    form = SheetForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        sheet = form.cleaned_data["sheet"]
        with domain_errors(form):
            batch = services.check_officers(actor=request.actor, file_name=sheet.name, content=sheet.read(), now=clock.now())
            return redirect("accounts:import", batch.pk)
    rows = list_page(reads.list_imports(request.actor), request.GET.get("trang"))
    context = {"form": form, "rows": rows, "now": clock.now(), "columns": COLUMNS.values()}
    return page(request, "accounts/imports.html", context, form=form if form.is_bound else None)


@require_safe
@roles(Role.ADMIN)
def one(request: ActorRequest, batch_id: int) -> HttpResponse:
    """One import: how many rows would do what, and each row."""
    batch = reads.access_import(request.actor, batch_id)
    counts, outcome = reads.count_rows(batch_id), request.GET.get("ket-qua", "")
    rows = list_page(reads.list_rows(batch_id, outcome), request.GET.get("trang"), size=50)
    figures = [(value, label, counts.get(value, 0)) for value, label in ImportRow.Outcome.choices if counts.get(value)]
    shown = [(row, TagView(row.get_outcome_display(), _TONES[row.outcome])) for row in rows.items]
    to_do = counts.get("new", 0) + counts.get("change", 0)
    context = {"batch": batch, "figures": figures, "rows": rows, "shown": shown, "outcome": outcome, "to_do": to_do, "now": clock.now()}
    return page(request, "accounts/import.html", {**context, "may_start": batch.state == OfficerImport.State.CHECKED and to_do})


@require_POST
@roles(Role.ADMIN)
@confirmed()
def start(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Carry the checked rows out."""
    services.start_import(actor=request.actor, batch_id=batch_id, now=clock.now())
    messages.success(request, _("Đang thực hiện. Bạn đóng trang này cũng được; tải lại để xem tiến độ."))
    return redirect("accounts:import", batch_id)


@require_POST
@roles(Role.ADMIN)
def cancel(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Leave the rest of an import."""
    services.cancel_import(actor=request.actor, batch_id=batch_id, now=clock.now())
    messages.success(request, _("Đã dừng. Những dòng đã thực hiện được giữ nguyên."))
    return redirect("accounts:import", batch_id)


@require_safe
@roles(Role.ADMIN)
def report(request: ActorRequest, batch_id: int) -> HttpResponseBase:
    """Every row with its outcome as an Excel file, to be corrected and sent again."""
    batch = reads.access_import(request.actor, batch_id)
    columns = [(_("Dòng"), 8), (_("Kết quả"), 22), (_("Lý do"), 50), *((head, _WIDTHS[key]) for key, head in COLUMNS.items())]
    lines = (
        [row.number, row.get_outcome_display(), row.problem, *(row.values.get(key, "") for key in COLUMNS)]
        for row in reads.list_rows(batch_id).iterator(chunk_size=2000)
    )
    content = list_workbook(_("Kết quả"), _("Kết quả nhập cán bộ"), batch.file_name, columns, lines)
    return bytes_response(content, f"ket-qua-nhap-{batch.pk}.xlsx", EXCEL_TYPE)


@require_safe
@roles(Role.ADMIN)
def template(request: ActorRequest) -> HttpResponseBase:
    """An empty sheet with the heads and the words that may stand in a column."""
    note = _("Vai trò là một trong: {roles}. Ngày ghi dạng 01/07/2026.").format(roles=", ".join(str(name) for name in ROLE_NAMES.values()))
    columns = [(head, _WIDTHS[key]) for key, head in COLUMNS.items()]
    return bytes_response(list_workbook(_("Cán bộ"), _("Danh sách cán bộ"), note, columns, []), "mau-nhap-can-bo.xlsx", EXCEL_TYPE)


@require_safe
@roles(Role.ADMIN)
def export(request: ActorRequest) -> HttpResponseBase:
    """Every officer and position in the administrator's care, in the columns of the import."""
    today, now = clock.today(), clock.now()
    scope = policies.access_appointing(request.actor, today)
    columns = [(head, _WIDTHS[key]) for key, head in COLUMNS.items()]
    note = _("Lập lúc %(moment)s cho %(name)s") % {"moment": moment_text(now), "name": request.actor.name}
    officers = list_officers_of_scope(scope, OfficerFilter(state="open"), today)[:MOST_EXPORTED]
    content = list_workbook(_("Cán bộ"), _("Danh sách cán bộ"), note, columns, _lines(officers, scope))
    services.record_export(actor=request.actor, now=now)
    return bytes_response(content, f"can-bo-{clock.local(now):%Y%m%d-%H%M}.xlsx", EXCEL_TYPE)


def _lines(officers: Any, scope: frozenset[int] | None) -> Iterator[list[str]]:
    account: Account
    for account in officers:
        for post in account.posts:  # type: ignore[attr-defined]
            if scope is None or post.agency_id in scope:
                yield [
                    account.login,
                    account.name,
                    account.phone,
                    post.agency.name,
                    post.division.name if post.division else "",
                    str(ROLE_NAMES[Role(post.role)]),
                    post.title,
                    f"{post.valid_from:%d/%m/%Y}",
                    f"{post.valid_to:%d/%m/%Y}" if post.valid_to else "",
                ]
