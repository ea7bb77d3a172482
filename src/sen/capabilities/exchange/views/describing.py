"""Descriptions of services: uploading, the difference before activation, operations by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.capabilities.exchange import policies
from sen.capabilities.exchange.forms import DescriptionForm, EndpointForm
from sen.capabilities.exchange.selectors import services as offered
from sen.capabilities.exchange.services import descriptions
from sen.capabilities.exchange.states import DescriptionState
from sen.capabilities.exchange.views.acting import METHODS, act_page
from sen.capabilities.exchange.views.offering import service_act
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.responses import bytes_response, page


@require_http_methods(METHODS)
@roles(Role.AXIS)
def upload(request: ActorRequest, service_id: int) -> HttpResponse:
    """Take in an OpenAPI file and go to the difference."""
    chosen = policies.access_service(request.actor, service_id)
    form = DescriptionForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        file, taken = form.cleaned_data["file"], None
        with domain_errors(form):
            taken = descriptions.upload_description(
                actor=request.actor, service_id=chosen.pk, content=file.read(), file_name=file.name, now=clock.now()
            )
        if taken is not None:
            return redirect("exchange:description", chosen.pk, taken.number)
    act = service_act(chosen, _("Tải bản mô tả"), _("Xem khác biệt"))
    return page(request, "exchange/registry_upload.html", {"act": act, "form": form, "trail": list(act.trail)}, form=form)


@require_safe
@roles(Role.AXIS, Role.ADMIN)
def description(request: ActorRequest, service_id: int, number: int) -> HttpResponse:
    """What activating the description would change."""
    chosen = policies.access_service(request.actor, service_id)
    found = offered.description_of(chosen.pk, number)
    waits = found.state == DescriptionState.UPLOADED
    context = {
        "service": chosen,
        "description": found,
        "waits": waits,
        "is_current": found.state == DescriptionState.CURRENT,
        "difference": offered.difference_of(found) if waits else None,
        "is_operator": policies.is_operator(request.actor),
    }
    return page(request, "exchange/registry_description.html", context)


@require_POST
@roles(Role.AXIS)
def activate(request: ActorRequest, service_id: int, number: int) -> HttpResponse:
    """Make a description the current one."""
    found = offered.description_of(service_id, number)
    descriptions.activate_description(actor=request.actor, description_id=found.pk, now=clock.now())
    messages.success(request, _("Bản mô tả đã được kích hoạt."))
    return redirect("exchange:service", service_id)


@require_POST
@roles(Role.AXIS)
def discard(request: ActorRequest, service_id: int, number: int) -> HttpResponse:
    """Put a description aside."""
    found = offered.description_of(service_id, number)
    descriptions.discard_description(actor=request.actor, description_id=found.pk, now=clock.now())
    return redirect("exchange:service", service_id)


@require_safe
@roles(Role.AXIS, Role.ADMIN)
def text(request: ActorRequest, service_id: int, number: int) -> HttpResponse:
    """The description itself, as a file."""
    chosen = policies.access_service(request.actor, service_id)
    found = offered.description_of(chosen.pk, number)
    return bytes_response(found.text.encode(), f"{chosen.code}-{found.number}.openapi.json", "application/json")  # type: ignore[return-value]


@require_http_methods(METHODS)
@roles(Role.AXIS)
def add_endpoint(request: ActorRequest, service_id: int) -> HttpResponse:
    """Enter an operation by hand."""
    chosen = policies.access_service(request.actor, service_id)
    act = service_act(chosen, _("Thêm thao tác"), _("Thêm thao tác"), done=_("Đã thêm thao tác."))
    form = EndpointForm.from_request(request)
    return act_page(
        request, act, form, lambda entered: descriptions.add_endpoint(actor=request.actor, service_id=chosen.pk, now=clock.now(), **entered)
    )


@require_POST
@roles(Role.AXIS)
def retire_endpoint(request: ActorRequest, service_id: int, endpoint_id: int) -> HttpResponse:
    """Take back an operation entered by hand."""
    descriptions.retire_endpoint(actor=request.actor, endpoint_id=endpoint_id, now=clock.now())
    return redirect("exchange:service", service_id)
