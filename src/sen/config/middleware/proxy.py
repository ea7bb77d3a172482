"""The visitor's own address when a proxy stands in front."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ProxyMiddleware:
    """Takes the address the nearest proxy saw; earlier entries of the header are the visitor's own words and are not believed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the next middleware; left out when no proxy stands in front."""
        if not settings.BEHIND_TLS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        last = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        try:
            request.META["REMOTE_ADDR"] = str(ipaddress.ip_address(last))
        except ValueError:
            request.META.setdefault("REMOTE_ADDR", "")
        return self.get_response(request)
