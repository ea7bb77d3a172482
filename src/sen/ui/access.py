"""Who may open an address.  Every view wears exactly one of these; a test walks all URLs and refuses a view without.

The decorator is the first check (kind and role); objects and agencies are checked by each app's policies.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from sen.kernel.actor import Actor, ActorKind, Role
from sen.kernel.errors import NotAllowed

P = ParamSpec("P")


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
