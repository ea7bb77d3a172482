"""Lists brought in from files: begun, watched, stopped and continued."""

import csv
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.foundation.files.services import store_stream
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.registries.parties import selectors, services
from sen.registries.parties.errors import FileUnreadable
from sen.registries.parties.forms import ImportForm
from sen.registries.parties.models import ImportKind, ImportRun, ImportState
from sen.registries.parties.views.businesses import tabs_of as business_tabs
from sen.registries.parties.views.people import tabs_of as people_tabs
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page
from sen.ui.responses import page
from sen.ui.types import Tab

_AGAIN_SECONDS = "3"
_MARK = "\ufeff"
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def _tabs(kind: str) -> list[Tab]:
    return people_tabs("people-imports") if kind == ImportKind.PEOPLE else business_tabs("businesses-imports")


@require_safe
@roles(Role.REGISTRY)
def listing(request: ActorRequest, kind: str) -> HttpResponse:
    """The imports of a register, the newest first."""
    rows = list_page(selectors.visible_imports(request.actor, kind), request.GET.get("trang"))
    context = {"rows": rows, "kind": kind, "tabs": _tabs(kind), "now": clock.now(), "new_url": reverse(f"parties:{kind}-import-new")}
    return page(request, "parties/imports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.REGISTRY)
def begin(request: ActorRequest, kind: str) -> HttpResponse:
    """Send a file and begin."""
    form = ImportForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            key = services.start_import(
                actor=request.actor,
                kind=ImportKind(kind),
                source=form.cleaned_data["source"],
                file_key=_sent(request, form),
                is_trial=form.cleaned_data["is_trial"],
                basis=form.cleaned_data["basis"],
                now=clock.now(),
            )
            return redirect("parties:import", key)
    context = {"form": form, "kind": kind, "tabs": _tabs(kind), "sample_url": reverse(f"parties:{kind}-import-sample")}
    return page(request, "parties/import_new.html", context, form=form)


def _sent(request: ActorRequest, form: ImportForm) -> UUID:
    """The file sent in pieces, or the one that came with the form."""
    if form.cleaned_data["tep_received"]:
        return form.cleaned_data["tep_received"]  # type: ignore[no-any-return]
    sent = form.cleaned_data["tep"]
    if sent is None:
        raise FileUnreadable("tep", why=_("chưa có tệp nào được chọn"))
    return store_stream(name=sent.name, pieces=sent.chunks(), actor=request.actor, now=clock.now()).public_id


@require_safe
@roles(Role.REGISTRY)
def show(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """How far an import has come, and what was wrong; while it runs the page comes again by itself."""
    run = selectors.access_import(request.actor, public_id)
    problems = list_page(selectors.problems_of(run.pk), request.GET.get("trang"))
    context = {"run": run, "problems": problems, "facts": _facts(run), "tabs": _tabs(run.kind), "now": clock.now()}
    response = page(request, "parties/import.html", context)
    if run.state == ImportState.RUNNING:
        response["Refresh"] = _AGAIN_SECONDS
    return response


def _facts(run: ImportRun) -> list[tuple[str, Any]]:
    return [
        (_("Nguồn dữ liệu"), run.source),
        (_("Căn cứ"), run.basis),
        (_("Người nhập"), run.started_by_name),
        (_("Cột không dùng"), ", ".join(run.layout.get("strange", ())) or _("không có")),
    ]


@require_safe
@roles(Role.REGISTRY)
def report(request: ActorRequest, public_id: UUID) -> HttpResponseBase:
    """Every wrong row as a CSV file that Excel opens."""
    run = selectors.access_import(request.actor, public_id)
    response = StreamingHttpResponse(_report_lines(run.pk), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="loi-{public_id}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        """The text itself."""
        return text


def _report_lines(run_id: int) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield _MARK
    yield writer.writerow([_("Dòng"), _("Cột"), _("Nội dung"), _("Lý do")])
    for line, column, value, reason in selectors.each_problem(run_id):
        yield writer.writerow([line, column, f"'{value}" if value.startswith(_RISKY) else value, reason])


_SAMPLES = {
    ImportKind.PEOPLE: (
        "ma_nguon,so_dinh_danh,ho_ten,ngay_sinh,gioi_tinh,dan_toc,ton_giao,quoc_tich,tinh_trang_hon_nhan,ma_xa,dia_chi,dien_thoai,"
        "thu_dien_tu,so_cmnd,ten_goi_khac,ma_ho,quan_he_chu_ho,ngay_mat\r\n"
        'HT-0001,087190990001,Trần Thị Ví Dụ,17/05/1990,Nữ,Kinh,,VN,Chưa kết hôn,29869,"Số 5, đường Nguyễn Huệ",0900000001,,,,,,\r\n'
    ),
    ImportKind.BUSINESSES: (
        "ma_nguon,ma_so,ten,loai_hinh,tinh_trang,ma_xa,dia_chi,von,ngay_dang_ky,nguoi_dai_dien,so_dinh_danh_nguoi_dai_dien,chuc_danh,"
        "nganh_nghe\r\n"
        'DN-0001,1499000027,Công ty TNHH MTV Ví Dụ,TNHH1TV,Đang hoạt động,29869,"Số 5, đường Nguyễn Huệ",100000000,01/02/2020,'
        "Trần Thị Ví Dụ,087190990001,Giám đốc,4711;5610\r\n"
    ),
}


@require_safe
@roles(Role.REGISTRY)
def sample(request: ActorRequest, kind: str) -> HttpResponse:
    """A file with the columns and one row, to begin from."""
    response = HttpResponse(_MARK + _SAMPLES[ImportKind(kind)], content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="mau-{kind}.csv"'
    return response


@require_POST
@roles(Role.REGISTRY)
def stop(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Stop after the rows under way."""
    services.stop_import(actor=request.actor, public_id=public_id, now=clock.now())
    messages.success(request, _("Đã dừng. Các dòng đã nhập vẫn được giữ."))
    return redirect("parties:import", public_id)


@require_POST
@roles(Role.REGISTRY)
def carry_on(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Go on where it stopped."""
    services.continue_import(actor=request.actor, public_id=public_id, now=clock.now())
    messages.success(request, _("Đang nhập tiếp từ dòng đã dừng."))
    return redirect("parties:import", public_id)
