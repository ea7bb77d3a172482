"""Following a dossier without an account, by its code and phone."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from sen.capabilities.dossiers.policies import can_see
from sen.capabilities.dossiers.selectors import grant_dossier
from sen.kernel import clock
from sen.kernel.actor import ActorKind
from sen.kernel.errors import DomainError, NotFound
from sen.kernel.text import initials
from sen.surfaces.portal.forms import LookUpForm
from sen.surfaces.portal.selectors.story import read_story
from sen.surfaces.portal.services import look_up_dossier
from sen.ui.access import ActorRequest, public
from sen.ui.responses import error_text, page

_PROVED = "ho_so_da_tra_cuu"
_MOST = 20


@require_http_methods(["GET", "HEAD", "POST"])
@public
def lookup(request: ActorRequest) -> HttpResponse:
    """Ask for code and phone; a match is remembered in the session, a miss is counted."""
    if request.method != "POST":
        return page(request, "portal/lookup.html", {"form": LookUpForm(initial={"ma": request.GET.get("ma", "")[:50]})})
    form = LookUpForm(request.POST)
    if form.is_valid():
        try:
            # Not inside the form's savepoint: a miss must stay counted.
            found = look_up_dossier(
                code=form.cleaned_data["ma"],
                phone=form.cleaned_data["phone"],
                address=request.META.get("REMOTE_ADDR") or None,
                now=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, error_text(error))
            return page(request, "portal/lookup.html", {"form": form}, form=form, status=429 if error.status == 429 else 422)
        proved = [one for one in request.session.get(_PROVED, []) if one != str(found)]
        request.session[_PROVED] = [*proved, str(found)][-_MOST:]
        return redirect("portal:guest_tracking", found)
    return page(request, "portal/lookup.html", {"form": form}, form=form)


@require_safe
@public
def guest_tracking(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The tracking page with personal data masked, for a session that proved code and phone."""
    if str(public_id) not in request.session.get(_PROVED, []):
        raise NotFound
    dossier = grant_dossier(public_id)
    if dossier is None:
        raise NotFound
    if request.actor.kind is ActorKind.CITIZEN and can_see(request.actor, dossier):
        return redirect("portal:tracking", public_id)
    now = clock.now()
    shown, story = read_story(dossier, now, guest=True)
    context = {"dossier": dossier, "shown": shown, "story": story, "applicant": initials(dossier.applicant_name), "guest": True, "now": now}
    return page(request, "portal/track/tracking.html", context)
