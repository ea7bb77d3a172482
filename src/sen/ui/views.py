"""Display choices of a person, and the gallery that shows every component."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from sen.ui import gallery as samples
from sen.ui.access import ActorRequest, public
from sen.ui.navigation import CONTRAST_COOKIE, DENSITY_COOKIE, KEYS_COOKIE, THEME_COOKIE
from sen.ui.responses import page

_YEAR = 365 * 24 * 3600
_CHOICES = {
    "theme": (THEME_COOKIE, ("light", "dark")),
    "contrast": (CONTRAST_COOKIE, ("more",)),
    "density": (DENSITY_COOKIE, ("calm", "dense")),
    "keys": (KEYS_COOKIE, ("off",)),
}


@public
def display(request: ActorRequest) -> HttpResponse:
    """Show the choices, or keep those sent in cookies and go back; a value outside the list removes the cookie."""
    if request.method != "POST":
        return render(request, "ui/display.html", {"back": _own(request, request.GET.get("tiep", ""))})
    response = HttpResponseRedirect(_own(request, request.POST.get("tiep", "")) or request.path)
    for name, (cookie, allowed) in _CHOICES.items():
        if name in request.POST:
            _keep(request, response, cookie, request.POST[name] if request.POST[name] in allowed else "")
    if request.POST.get("language") in dict(settings.LANGUAGES):
        _keep(request, response, settings.LANGUAGE_COOKIE_NAME, request.POST["language"])
    return response


def _own(request: ActorRequest, address: str) -> str:
    """The address when it is one of ours, otherwise nothing."""
    return address if address and url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()) else ""


def _keep(request: ActorRequest, response: HttpResponse, cookie: str, value: str) -> None:
    if value:
        response.set_cookie(cookie, value, max_age=_YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(cookie, samesite="Lax")


@public
def gallery(request: ActorRequest) -> HttpResponse:
    """Every component and its states: the target of accessibility checks and screenshots."""
    return render(request, "ui/gallery/index.html", samples.facts(request.path))


@public
def gallery_form(request: ActorRequest) -> HttpResponse:
    """A form with every kind of field; sent empty it shows every error."""
    form = samples.SampleForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        return redirect("ui:gallery-form")
    return page(request, "ui/gallery/form.html", {"form": form}, form=form)


@public
def gallery_places(request: ActorRequest) -> JsonResponse:
    """Suggestions for the sample place field."""
    found = samples.find_places(request.GET.get("q", ""))
    return JsonResponse({"results": [{"value": key, "label": label} for key, label in found]})


@public
def gallery_workspace(request: ActorRequest) -> HttpResponse:
    """The officials' shell with a work list."""
    shell = {"ui": samples.SampleShell(request), "actor": samples.OFFICER}
    return render(request, "ui/gallery/workspace.html", {**samples.facts(request.path), **shell})


@public
def gallery_paper(request: ActorRequest) -> HttpResponse:
    """A legal form, ready to print."""
    return render(request, "ui/gallery/paper.html")


@public
def gallery_board(request: ActorRequest) -> HttpResponse:
    """The display of the waiting hall."""
    return render(request, "ui/gallery/board.html")
