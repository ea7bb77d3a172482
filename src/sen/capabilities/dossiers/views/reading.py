"""Reading a dossier: at once for those who work on it; who answers for its agency from above first says why."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from sen.capabilities.dossiers.forms import PurposeForm
from sen.capabilities.dossiers.models import Dossier
from sen.capabilities.dossiers.policies import access_readable, works_on
from sen.capabilities.dossiers.selectors.overseeing import note_overseer_read
from sen.foundation.agencies.selectors import names_of_agencies
from sen.kernel import clock
from sen.ui.access import ActorRequest, officer
from sen.ui.responses import page

_STATED = "muc_dich_xem_ho_so"
_LASTS = dt.timedelta(minutes=30)
_MOST = 20
P = ParamSpec("P")
Reading = Callable[Concatenate[ActorRequest, Dossier, P], HttpResponseBase]


def readable(view: Reading[P]) -> Callable[..., HttpResponseBase]:
    """Give the view the dossier of its address; every reading from above is logged with the purpose stated for it."""

    @wraps(view)
    def guarded(request: ActorRequest, code: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        now = clock.now()
        dossier = access_readable(request.actor, code, clock.local(now).date())
        if not works_on(request.actor, dossier):
            purpose = _stated(request, code, now)
            if not purpose:
                return redirect("dossiers:purpose", code)
            note_overseer_read(actor=request.actor, dossier=dossier, page=view.__name__, purpose=purpose, now=now)
        return view(request, dossier, *args, **kwargs)

    return guarded


@officer
def state_purpose(request: ActorRequest, code: str) -> HttpResponse:
    """Ask why a dossier of an agency below is opened; the answer stands for half an hour."""
    now = clock.now()
    dossier = access_readable(request.actor, code, clock.local(now).date())
    if works_on(request.actor, dossier):
        return redirect("dossiers:page", code)
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = (now + _LASTS).isoformat()
        others = [one for one in request.session.get(_STATED, []) if one[0] != code]
        request.session[_STATED] = [*others, [code, form.cleaned_data["purpose"], until]][-_MOST:]
        return redirect("dossiers:page", code)
    agency = names_of_agencies([dossier.competent_agency_id])[dossier.competent_agency_id]
    context = {"code": code, "procedure": dossier.version.name, "agency": agency, "form": form}
    return page(request, "dossiers/purpose.html", context, form=form)


def _stated(request: ActorRequest, code: str, now: dt.datetime) -> str:
    found = (purpose for one, purpose, until in request.session.get(_STATED, []) if one == code and until > now.isoformat())
    return next(found, "")
