"""Who may open an address.  Every view wears exactly one of these; a test walks all URLs and refuses a view without.

The decorator is the first check (kind and role); objects and agencies are checked by each app's policies.
"""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from sen.kernel import clock
from sen.kernel.actor import Actor, ActorKind, Role
from sen.kernel.errors import NotAllowed

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


class ActorRequest(HttpRequest):
    """A request after the actor middleware."""

    actor: Actor


View = Callable[Concatenate[ActorRequest, P], HttpResponseBase]
RegisteredView = Callable[..., HttpResponseBase]


def public(view: View[P]) -> RegisteredView:
    """Open to everybody."""
    return _marked(view, "public", lambda actor: True)


def signed_in(view: View[P]) -> RegisteredView:
    """Open to every signed-in person."""
    return _marked(view, "signed_in", lambda actor: actor.account_id is not None)


def citizen(view: View[P]) -> RegisteredView:
    """Open to citizens and businesses."""
    return _marked(view, "citizen", lambda actor: actor.kind is ActorKind.CITIZEN)


def officer(view: View[P]) -> RegisteredView:
    """Open to officials of any role."""
    return _marked(view, "officer", lambda actor: actor.is_officer)


def roles(*wanted: Role) -> Callable[[View[P]], RegisteredView]:
    """Open to officials who hold one of the roles in some agency."""

    def decorate(view: View[P]) -> RegisteredView:
        return _marked(view, "roles:" + ",".join(sorted(wanted)), lambda actor: any(actor.has(role) for role in wanted))

    return decorate


def machine(view: RegisteredView, *, open_to_all: bool) -> RegisteredView:
    """A view of a machine interface.  Systems show a credential of their own instead of a session; the frame around the view checks it."""
    registered: Any = view
    registered.access_policy = "public" if open_to_all else "service"
    return view


def confirmed(*, minutes: int = 15, assurance: int = 0) -> Callable[[Callable[..., R]], Callable[..., R | HttpResponseRedirect]]:
    """Stand below one of the above: whoever opens it proved to be there at most so many minutes ago, else proves it first.

    ``assurance`` 3 asks for a session with two factors.
    """

    def decorate(view: Callable[..., R]) -> Callable[..., R | HttpResponseRedirect]:
        @wraps(view)
        def guarded(request: ActorRequest, *args: Any, **kwargs: Any) -> R | HttpResponseRedirect:
            last, since = request.actor.confirmed_at, clock.now() - dt.timedelta(minutes=minutes)
            if last is not None and last >= since and request.actor.assurance >= assurance:
                return view(request, *args, **kwargs)
            # What was sent is not kept: the person comes back to the page it was sent from.
            return redirect_to_login(_page_of(request), settings.CONFIRM_URL, "tiep")

        return guarded

    return decorate


def _page_of(request: HttpRequest) -> str:
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    return came_from._replace(scheme="", netloc="", fragment="").geturl() if came_from.netloc == request.get_host() else request.path


def _marked(view: View[P], policy: str, allows: Callable[[Actor], bool]) -> RegisteredView:
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        actor_request = cast(ActorRequest, request)
        if allows(actor_request.actor):
            return view(actor_request, *args, **kwargs)
        if actor_request.actor.account_id is None:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL, "tiep")
        raise NotAllowed

    marked: Any = guarded
    marked.access_policy = policy
    return guarded
