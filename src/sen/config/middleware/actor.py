"""Who is asking: the session's actor, resolved with rights in one query."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from sen.foundation.accounts.services import resume_session
from sen.kernel import clock
from sen.kernel.actor import ANONYMOUS, Actor


class ActorMiddleware:
    """Sets ``request.actor``; a browser without a session cookie costs no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the next middleware."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        request.actor = _actor(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(settings.STATIC_URL):
        return ANONYMOUS
    return resume_session(session=request.session, now=clock.now())
