"""The province's administrators' pages of systems in step with the list of officials."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.foundation.accounts.policies import check_province
from sen.foundation.directory import services
from sen.foundation.directory.forms import ClientForm, TargetForm
from sen.foundation.directory.models import PushItem
from sen.foundation.directory.selectors import access_target, list_clients, list_items, list_targets
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, confirmed, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page
from sen.ui.responses import page
from sen.ui.types import TagView

METHODS = ["GET", "HEAD", "POST"]
_TONES = {"waiting": "soon", "done": "done", "failed": "late"}


@require_safe
@roles(Role.ADMIN)
def overview(request: ActorRequest) -> HttpResponse:
    """Systems that read from us, and systems we push to."""
    check_province(request.actor, clock.today())
    context = {"clients": list_clients()[:100], "targets": list_targets()[:100], "now": clock.now()}
    return page(request, "directory/systems.html", context)


@sensitive_variables("token")
@require_http_methods(METHODS)
@roles(Role.ADMIN)
@confirmed()
def add_client(request: ActorRequest) -> HttpResponse:
    """Give a system a credential, shown once on the answer."""
    check_province(request.actor, clock.today())
    form = ClientForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            facts = form.cleaned_data
            client, token = services.register_client(actor=request.actor, name=facts["name"], right=facts["right"], now=clock.now())
            return page(request, "directory/credential.html", {"client": client, "token": token})
    context = {"form": form, "title": _("Thêm hệ thống đọc danh sách")}
    return page(request, "directory/system_new.html", context, form=form if form.is_bound else None)


@require_POST
@roles(Role.ADMIN)
@confirmed()
def revoke_client(request: ActorRequest, client_id: int) -> HttpResponse:
    """Take a credential back."""
    services.revoke_client(actor=request.actor, client_id=client_id, now=clock.now())
    messages.success(request, _("Đã thu hồi mã truy cập. Hệ thống đó không đọc được nữa."))
    return redirect("directory:systems")


@sensitive_post_parameters("token")
@require_http_methods(METHODS)
@roles(Role.ADMIN)
@confirmed()
def add_target(request: ActorRequest) -> HttpResponse:
    """Have changes pushed to a system."""
    check_province(request.actor, clock.today())
    form = TargetForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            target = services.register_target(actor=request.actor, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Đã thêm hệ thống. Toàn bộ danh sách đang được gửi đi."))
            return redirect("directory:target", target.pk)
    context = {"form": form, "title": _("Thêm hệ thống nhận danh sách")}
    return page(request, "directory/system_new.html", context, form=form if form.is_bound else None)


@require_safe
@roles(Role.ADMIN)
def target(request: ActorRequest, target_id: int) -> HttpResponse:
    """One target: what waits, what is done, what was refused and why."""
    check_province(request.actor, clock.today())
    found, state = access_target(target_id), request.GET.get("trang-thai", "")
    rows = list_page(list_items(target_id, state), request.GET.get("trang"), size=50)
    shown = [(row, TagView(row.get_state_display(), _TONES[row.state])) for row in rows.items]
    counts = {one: list_items(target_id, one).count() for one in _TONES}
    figures = [(value, label, counts[value]) for value, label in PushItem.State.choices]
    context = {"target": found, "rows": rows, "shown": shown, "figures": figures, "failed": counts["failed"], "now": clock.now()}
    return page(request, "directory/target.html", context)


@require_POST
@roles(Role.ADMIN)
def target_action(request: ActorRequest, target_id: int, action: str) -> HttpResponse:
    """Send everybody again, try refused ones again, hold or go on."""
    actor, now = request.actor, clock.now()
    check_province(actor, clock.today())
    access_target(target_id)
    if action == "gui-lai":
        count = services.resync_target(actor=actor, target_id=target_id, now=now)
        messages.success(request, _("Đang gửi lại {count} người.").format(count=count))
    elif action == "thu-lai":
        count = services.retry_failed(actor=actor, target_id=target_id, now=now)
        messages.success(request, _("Đang thử lại {count} người.").format(count=count))
    else:
        services.pause_target(actor=actor, target_id=target_id, paused=action == "tam-dung", now=now)
        messages.success(request, _("Đã tạm dừng. Thay đổi vẫn được giữ lại.") if action == "tam-dung" else _("Đã chạy tiếp."))
    return redirect("directory:target", target_id)
