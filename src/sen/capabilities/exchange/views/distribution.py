"""Where gateways fetch their sealed configuration."""

import base64
import binascii
import hmac

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sen.capabilities.exchange.selectors.servers import server_by_identifier
from sen.capabilities.exchange.services.servers import digest_of, note_fetch
from sen.capabilities.exchange.services.snapshots import current_snapshot
from sen.kernel import clock
from sen.ui.access import machine

_CHALLENGE = 'Basic realm="axis"'


@require_safe
def _configuration(request: HttpRequest, server: str) -> HttpResponse:
    """The sealed configuration of the server, to whoever shows the server's key; 304 while nothing changed.

    The seal proves who wrote it; the key keeps credentials inside from everybody else.
    """
    known = server_by_identifier(server)
    if known is None or not known.fetch_key_digest or not hmac.compare_digest(known.fetch_key_digest, digest_of(_shown_key(request))):
        return HttpResponse("unknown server or key\n", status=401, content_type="text/plain", headers={"WWW-Authenticate": _CHALLENGE})
    now = clock.now()
    snapshot = current_snapshot(server_id=known.pk, now=now)
    note_fetch(server_id=known.pk, serial=snapshot.serial, address=request.META.get("REMOTE_ADDR", ""), now=now)
    tag = f'"{snapshot.serial}-{snapshot.content_digest[:16]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    return HttpResponse(snapshot.sealed, content_type="application/jose", headers=headers)


configuration = machine(_configuration, open_to_all=False)


def _shown_key(request: HttpRequest) -> str:
    """The key as the password of Basic, or as a bearer token; empty when none is shown."""
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(rest, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""
