"""The follow-up register on screen, on paper and as a table."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from sen.capabilities.dossiers.selectors import RegisterFilter, count_register, list_register
from sen.capabilities.onestop import services
from sen.capabilities.onestop.forms import RegisterForm
from sen.capabilities.onestop.policies import READERS, access_report_agency, report_agencies
from sen.capabilities.onestop.selectors.sheets import EXCEL
from sen.capabilities.onestop.services.printing import period_text
from sen.capabilities.procedures.selectors import list_fields
from sen.foundation.agencies.selectors import list_receiving_agencies
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import DomainError
from sen.ui.access import ActorRequest, roles
from sen.ui.paging import page_number
from sen.ui.responses import bytes_response, error_text, page

DAYS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """The part of the register somebody asked for, with its names."""

    wanted: RegisterFilter
    period: str
    field_name: str


@require_GET
@roles(*READERS)
def register(request: ActorRequest) -> HttpResponse:
    """One page of the register; phones are masked."""
    form = _form(request)
    asked = _asked(request.actor, form) if form.is_valid() else None
    context: dict[str, Any] = {"form": form, "asked": asked, "query": request.GET.urlencode()}
    if asked:
        context |= {"rows": list_register(asked.wanted, page_number(request.GET.get("trang"))), "count": count_register(asked.wanted)}
    return page(request, "onestop/register.html", context, form=form if form.is_bound else None)


@require_GET
@roles(*READERS)
def register_pdf(request: ActorRequest) -> HttpResponseBase:
    """The register as the law draws it; the read is recorded."""
    form = _form(request)
    if not form.is_valid():
        return redirect(f"{reverse('onestop:register')}?{request.GET.urlencode()}")
    asked = _asked(request.actor, form)
    try:
        pdf = services.print_register(
            actor=request.actor, wanted=asked.wanted, period=asked.period, field_name=asked.field_name, now=clock.now()
        )
    except DomainError as error:
        messages.warning(request, error_text(error))
        return redirect(f"{reverse('onestop:register')}?{request.GET.urlencode()}")
    return bytes_response(pdf, "so-theo-doi.pdf", "application/pdf", inline=True)


@require_GET
@roles(*READERS)
def register_xlsx(request: ActorRequest) -> HttpResponseBase:
    """The register with all its columns as an Excel table; the read is recorded."""
    form = _form(request)
    if not form.is_valid():
        return redirect(f"{reverse('onestop:register')}?{request.GET.urlencode()}")
    asked = _asked(request.actor, form)
    content = services.export_register(actor=request.actor, wanted=asked.wanted, period=asked.period, now=clock.now())
    return bytes_response(content, "so-theo-doi.xlsx", EXCEL)


def _form(request: ActorRequest) -> RegisterForm:
    today = clock.today()
    scope = report_agencies(request.actor)
    agencies = [(agency.pk, agency.name) for agency in list_receiving_agencies(today) if scope is None or agency.pk in scope]
    fields = [(choice.id, choice.name) for choice in list_fields()]
    ids = [pk for pk, _name in agencies]
    first = request.actor.agency_id if request.actor.agency_id in ids else next(iter(ids), "")
    since = today - dt.timedelta(days=DAYS_SHOWN)
    usual = {"since": f"{since:%d/%m/%Y}", "until": f"{today:%d/%m/%Y}", "agency": str(first), "field": ""}
    data = {name: request.GET.get(name, usual[name]) for name in usual}
    return RegisterForm(data, fields=fields, agencies=agencies)


def _asked(actor: Actor, form: RegisterForm) -> Asked:
    data = form.cleaned_data
    agencies = (access_report_agency(actor, data["agency"]),) if data["agency"] else ()
    end = clock.at_local(data["until"] + dt.timedelta(days=1))
    wanted = RegisterFilter(agencies, clock.at_local(data["since"]), end, data["field"])
    names = dict(form.fields["field"].choices)  # type: ignore[attr-defined]
    return Asked(wanted, period_text(data["since"], data["until"]), str(names[data["field"]]) if data["field"] else "")
