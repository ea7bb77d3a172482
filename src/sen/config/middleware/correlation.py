"""An id that ties a page, its log lines and an error report together."""

import re
import secrets
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from sen.kernel import correlation

HEADER = "X-Request-ID"
_SHAPE = re.compile(r"[A-Za-z0-9-]{8,64}")


class CorrelationMiddleware:
    """Takes a well-formed id from the proxy or makes one, and returns it with the response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the next middleware."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        given = request.headers.get(HEADER, "")
        chosen = given if _SHAPE.fullmatch(given) else secrets.token_hex(8)
        token = correlation.begin(chosen)
        request.correlation_id = chosen  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
            response[HEADER] = chosen
            return response
        finally:
            correlation.end(token)
