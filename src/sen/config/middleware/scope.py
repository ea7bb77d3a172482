"""One transaction around each view, on the database role that row-level security binds.

Changes commit before the response leaves.  A domain error keeps what was recorded before it (each service has its
own savepoint); any other exception rolls the whole request back.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import connection, transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from sen.config import failures
from sen.kernel.actor import Actor
from sen.kernel.errors import DomainError
from sen.kernel.statements import planned
from sen.ui.responses import problem

_EXPECTED = (Http404, PermissionDenied, SuspiciousOperation, BadRequest)
# Besides the health check: what every system asks the sign-on provider all day.  No person is behind these requests, so there is
# nothing to bind to; what they write, they write in a transaction of their own.
_OUTSIDE = ("/suc-khoe/", "/sso/token", "/sso/userinfo", "/sso/jwks", "/.well-known/")
_SCOPE = (
    "SELECT set_config('role', %s, true), set_config('sen.agencies', %s, true), "
    "set_config('sen.account', %s, true), set_config('sen.province', %s, true)"
)


class ScopeMiddleware:
    """Opens the transaction, sets role and scope, and decides between commit and roll-back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the next middleware."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        if request.path.startswith((settings.STATIC_URL, *_OUTSIDE)):
            return self.get_response(request)
        nested = connection.in_atomic_block
        with transaction.atomic():
            set_scope(request.actor)  # type: ignore[attr-defined]
            response = self.get_response(request)
            if getattr(request, "failed", False) or connection.needs_rollback:
                transaction.set_rollback(True)
        if nested:
            # A test's own transaction goes on after the response; it must not stay on the bound role.
            leave_scope()
        return failures.keep_typed_text(request, response)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """The page, fragment or problem of a domain error; marks the request as failed for anything unexpected."""
        if isinstance(exception, DomainError):
            return problem(exception, request)
        request.failed = not isinstance(exception, _EXPECTED)  # type: ignore[attr-defined]
        return None


def set_scope(actor: Actor) -> None:
    """Switch the running transaction to the bound role with the actor's agencies; one statement.

    The settings: ``sen.agencies`` is an array literal, ``sen.account`` an id or empty, ``sen.province`` ``on`` or empty.
    """
    agencies = "{" + ",".join(str(agency) for agency in sorted(actor.agencies())) + "}"
    account = "" if actor.account_id is None else str(actor.account_id)
    with planned(connection) as cursor:
        cursor.execute(_SCOPE, [settings.SCOPED_ROLE, agencies, account, "on" if actor.is_control else ""])


def leave_scope() -> None:
    """Return the running transaction to the process's own database user."""
    with connection.cursor() as cursor:
        cursor.execute(_SCOPE, ["none", "{}", "", ""])
