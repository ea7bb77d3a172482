"""Opening a file, correcting it, giving it to another keeper."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sen.capabilities.workfiles import policies, services
from sen.capabilities.workfiles.forms import CorrectFileForm, ListedFileForm, OwnFileForm, PassForm, this_year
from sen.capabilities.workfiles.selectors import lists
from sen.capabilities.workfiles.types import source_of
from sen.capabilities.workfiles.views.acting import METHODS, act_page, colleagues, file_act, main_agency
from sen.kernel import clock
from sen.ui.access import ActorRequest, officer
from sen.ui.forms import domain_errors
from sen.ui.responses import page

OWN = "rieng"


@require_http_methods(METHODS)
@officer
def open_file(request: ActorRequest) -> HttpResponse:
    """Open a file from the list of the year, or one of one's own; a record named in the address goes into it at once."""
    agency_id, today = main_agency(request.actor), clock.today()
    own = request.POST.get("cach") == OWN
    entries = lists.entry_choices(request.actor, agency_id)
    chosen = {"entry_id": request.GET.get("muc", ""), "start_on": today}
    headings = [("", _("Ngoài danh mục")), *lists.heading_choices(agency_id, this_year())]
    own_choices = {"heading_id": headings, "retention_id": [("", _("Chọn thời hạn")), *lists.retention_choices(today)]}
    listed = ListedFileForm(None if own or request.method != "POST" else request.POST, choices={"entry_id": entries}, initial=chosen)
    fresh = OwnFileForm(request.POST if own else None, choices=own_choices, initial={"start_on": today})
    form = fresh if own else listed
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            if own:
                values = fresh.values(
                    year=this_year(), notation=fresh.cleaned_data["notation"], heading_id=fresh.cleaned_data["heading_id"]
                )
                made = services.open_own_file(actor=request.actor, agency_id=agency_id, values=values, now=clock.now())
            else:
                made = services.open_listed_file(actor=request.actor, now=clock.now(), **listed.cleaned_data)
            return _opened(request, made.pk)
    context = {"listed": listed, "own": fresh, "has_entries": bool(entries), "is_own": own, "carried": _carried(request)}
    return page(request, "workfiles/open.html", context, form=[listed, fresh])


@require_http_methods(METHODS)
@officer
def correct(request: ActorRequest, workfile_id: int) -> HttpResponse:
    """Correct what is said of an open file."""
    workfile = policies.access_workfile(request.actor, workfile_id)
    names = ("title", "retention_id", "start_on", "rights", "is_construction", "language", "keywords", "sign", "description")
    usual = {name: getattr(workfile, name) for name in names}
    form = CorrectFileForm.from_request(request, choices={"retention_id": lists.retention_choices(clock.today())}, initial=usual)
    act = file_act(workfile, _("Sửa thông tin hồ sơ"), label=_("Ghi"), done=_("Đã sửa thông tin hồ sơ."))
    return act_page(
        request,
        act,
        form,
        lambda _entered: services.correct_file(
            actor=request.actor, workfile_id=workfile.pk, values=form.values(year=workfile.year), now=clock.now()
        ),
    )


@require_http_methods(METHODS)
@officer
def pass_on(request: ActorRequest, workfile_id: int) -> HttpResponse:
    """Give the file to another keeper."""
    workfile = policies.access_workfile(request.actor, workfile_id)
    form = PassForm.from_request(request, choices={"to_account_id": colleagues(workfile.agency_id, but=workfile.keeper_id)})
    act = file_act(
        workfile,
        _("Giao người khác lập hồ sơ"),
        lead=_("Người nhận giữ hồ sơ từ lúc này. Người giao không còn xem được nếu không được giao quyền."),
        label=_("Giao hồ sơ"),
        done=_("Đã giao hồ sơ."),
    )
    act = type(act)(act.title, act.label, reverse("workfiles:files"), act.trail, act.lead, act.done)
    return act_page(
        request,
        act,
        form,
        lambda entered: services.pass_files(actor=request.actor, workfile_ids=[workfile.pk], now=clock.now(), **entered),
    )


def _carried(request: ActorRequest) -> tuple[str, str] | None:
    """The record that waits to be put into the new file: its kind and number."""
    kind = request.POST.get("loai") or request.GET.get("loai", "")
    number = request.POST.get("so") or request.GET.get("so", "")
    return (kind, number) if source_of(kind) and number.isascii() and number.isdigit() else None


def _opened(request: ActorRequest, workfile_id: int) -> HttpResponse:
    carried = _carried(request)
    if carried:
        services.put_record(actor=request.actor, workfile_id=workfile_id, kind=carried[0], record_id=int(carried[1]), now=clock.now())
        messages.success(request, _("Đã mở hồ sơ và đưa tài liệu vào."))
    else:
        messages.success(request, _("Đã mở hồ sơ. Đưa văn bản, ý kiến và dự thảo vào khi công việc diễn ra."))
    return redirect("workfiles:file", workfile_id)
