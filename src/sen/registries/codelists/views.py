"""Pages of the code lists: every official reads, the managers of shared databases publish."""

import csv
import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.foundation.feeds.selectors import last_number
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.registries.codelists import policies, selectors, services
from sen.registries.codelists.forms import FilterForm, ItemsForm, ListForm, MappingForm, PublishForm, UploadForm
from sen.registries.codelists.models import CodeItem
from sen.registries.codelists.services.drafts import rows_of
from sen.registries.codelists.types import FEED
from sen.ui.access import ActorRequest, officer, roles
from sen.ui.fields import split_date
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page, page_number
from sen.ui.responses import bytes_response, page
from sen.ui.types import Tab
from sen.ui.workbook import EXCEL_TYPE, list_workbook

LIST_SIZE = 50
SHOWN = 100


@require_safe
@officer
def lists(request: ActorRequest) -> HttpResponse:
    """Every list with its size and version."""
    words = request.GET.get("q", "")[:100].strip()
    found = selectors.lists_with_counts(words)
    context = {
        "form": FilterForm(initial={"q": words}),
        "rows": list_page(found, page_number(request.GET.get("trang")), LIST_SIZE, total=found.count()),
        "can_manage": policies.can_manage(request.actor),
        "pairs": selectors.mapping_pairs(),
        "last_number": last_number(FEED),
    }
    return page(request, "codelists/lists.html", context)


@require_safe
@officer
def show(request: ActorRequest, key: str) -> HttpResponse:
    """One list on a day, its versions, its mappings, and what waits to be published."""
    code_list = selectors.get_list(key)
    on, words, tab = _date(request), request.GET.get("q", "")[:100].strip(), request.GET.get("muc", "")
    context: dict[str, Any] = {
        "code_list": code_list,
        "on": on,
        "tab": tab,
        "tabs": [Tab(_(label), f"?muc={one}" if one else request.path, one == tab) for one, label in _tabs()],
        "version": selectors.version_on(key, on),
        "can_manage": policies.can_manage(request.actor),
        "drafts": selectors.list_drafts(key) if policies.can_manage(request.actor) else [],
    }
    if tab == "phien-ban":
        context["versions"] = selectors.list_versions(key)
    elif tab == "chuyen-ma":
        rows = selectors.all_mappings().filter(source=code_list)
        context["rows"] = list_page(rows, page_number(request.GET.get("trang")), LIST_SIZE, total=rows.count())
    else:
        items = selectors.matching_items(key, on, q=words)
        found = list_page(items, page_number(request.GET.get("trang")), LIST_SIZE, total=items.count())
        context["rows"], context["lines"] = found, [(item, _named(item.extra)) for item in found]
        context["form"] = ItemsForm(initial={"q": words, "ngay": on})
    return page(request, "codelists/show.html", context)


def _named(extra: Mapping[str, str]) -> list[tuple[str, str]]:
    """The further columns of a code under names for people; a column of somebody's own file keeps the name it came with."""
    names = {
        "ten_goi_khac": _("Tên gọi khác"),
        "can_cu": _("Căn cứ"),
        "viet_tat": _("Viết tắt"),
        "co_quan_ban_hanh": _("Cơ quan ban hành"),
        "giai_doan": _("Giai đoạn áp dụng"),
        "numeric": _("Mã số"),
        "alpha3": _("Mã ba chữ"),
        "ten_en": _("Tên tiếng Anh"),
        "ghi_chu": _("Ghi chú"),
        "duoc_cong_nhan": _("Được công nhận"),
        "old_province_code": _("Mã tỉnh cũ"),
        "former_province_code": _("Mã tỉnh cũ"),
        "old_district_name": _("Huyện, thị xã, thành phố"),
        "type": _("Loại"),
    }
    return [(names.get(name, name), value) for name, value in extra.items()]


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.REGISTRY)
def add(request: ActorRequest) -> HttpResponse:
    """Open a new list."""
    form = ListForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            code_list = services.create_list(actor=request.actor, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Đã lập danh mục. Tải lên nội dung đầu tiên để công bố."))
            return redirect("codelists:upload", code_list.key)
    return page(request, "codelists/form.html", {"form": form, "title": _("Lập danh mục mới")}, form=form if form.is_bound else None)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.REGISTRY)
def upload(request: ActorRequest, key: str) -> HttpResponse:
    """Send a file with the list's next content."""
    code_list = selectors.get_list(key)
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with domain_errors(form):
            draft_id = services.upload_draft(actor=request.actor, key=key, file_name=file.name, content=file.read(), now=clock.now())
            return redirect("codelists:draft", draft_id)
    context = {"form": form, "code_list": code_list, "title": _("Tải nội dung mới"), "with_file": True}
    return page(request, "codelists/form.html", context, form=form if form.is_bound else None)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.REGISTRY)
def draft(request: ActorRequest, draft_id: int) -> HttpResponse:
    """What a file would change; publish it from a day on."""
    one = policies.access_draft(request.actor, draft_id)
    form = PublishForm(request.POST or None, initial={"valid_from": clock.today()})
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            version = services.publish_draft(actor=request.actor, draft_id=draft_id, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Đã công bố phiên bản {number}.").format(number=version.number))
            return redirect("codelists:show", one.code_list.key)
    found = selectors.difference(selectors.list_items(one.code_list.key), rows_of(one))
    context = {
        "draft": one,
        "code_list": one.code_list,
        "form": form,
        "difference": found,
        "added": found.added[:SHOWN],
        "changed": found.changed[:SHOWN],
        "removed": found.removed[:SHOWN],
        "shown": SHOWN,
    }
    return page(request, "codelists/draft.html", context, form=form if form.is_bound else None)


@require_POST
@roles(Role.REGISTRY)
def drop(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Throw a draft away."""
    key = services.drop_draft(actor=request.actor, draft_id=draft_id, now=clock.now())
    messages.success(request, _("Đã bỏ tệp chờ công bố."))
    return redirect("codelists:show", key)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.REGISTRY)
def mapping(request: ActorRequest, key: str) -> HttpResponse:
    """Replace the mapping of a list to another by a file."""
    code_list = selectors.get_list(key)
    form = MappingForm(request.POST or None, request.FILES or None) if request.method == "POST" else MappingForm()
    others = [(one.key, one.name) for one in selectors.list_code_lists() if one.pk != code_list.pk]
    form.fields["target"].choices = others  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        with domain_errors(form):
            count = services.import_mappings(
                actor=request.actor,
                source=key,
                target=facts["target"],
                content=facts["file"].read(),
                basis=facts["basis"],
                now=clock.now(),
            )
            messages.success(request, _("Đã ghi {count} dòng chuyển mã.").format(count=count))
            return redirect(f"{reverse('codelists:show', args=[key])}?muc=chuyen-ma")
    context = {"form": form, "code_list": code_list, "title": _("Ghi bảng chuyển mã"), "with_file": True}
    return page(request, "codelists/form.html", context, form=form if form.is_bound else None)


@require_safe
@officer
def export(request: ActorRequest, key: str, form: str) -> FileResponse:
    """The list of a day as a file that can be edited and sent back."""
    code_list, on = selectors.get_list(key), _date(request)
    items = selectors.list_items(key, on)
    heads, rows = _table(items)
    name = f"{key}-{on:%Y%m%d}.{form}"
    if form == "csv":
        return bytes_response(_csv(heads, rows), name, "text/csv; charset=utf-8")
    if form != "xlsx":
        raise Http404
    note = _("Có hiệu lực ngày {day}").format(day=f"{on:%d/%m/%Y}")
    widths = [(head, 60 if head == "ten" else 18) for head in heads]
    return bytes_response(list_workbook(key, code_list.name, note, widths, rows), name, EXCEL_TYPE)


def _tabs() -> tuple[tuple[str, str], ...]:
    return (("", "Mã"), ("phien-ban", "Phiên bản"), ("chuyen-ma", "Chuyển mã"))


def _table(items: list[CodeItem]) -> tuple[list[str], list[list[str]]]:
    further = list(dict.fromkeys(name for item in items for name in item.extra))
    heads = ["ma", "ten", "ma_cha", *further]
    return heads, [[item.code, item.name, item.parent_code, *(str(item.extra.get(name, "")) for name in further)] for item in items]


def _csv(heads: list[str], rows: list[list[str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def _date(request: HttpRequest) -> dt.date:
    """The day asked for as yyyy-mm-dd or dd/mm/yyyy; today when it is missing or no date."""
    parts = split_date(request.GET.get("ngay", "")[:20]) or ("", "", "")
    try:
        day, month, year = (int(part) for part in parts)
        return dt.date(year, month, day)
    except ValueError:
        return clock.today()
