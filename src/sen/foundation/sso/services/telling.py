"""Bringing queued sign-out messages to systems."""

import datetime as dt
import ipaddress

from django.conf import settings

from sen.foundation.sso.adapters.relying_party import deliver_form
from sen.foundation.sso.models import Client
from sen.foundation.sso.services.leaving import logout_token


def tell_client(*, client_id: int, account_id: int, sid: str, now: dt.datetime) -> bool:
    """Send one system the message that a session ended; quiet when the system is no longer there or does not listen.

    Each attempt signs a fresh token, because a token lives for two minutes only.  Raises LogoutNotTaken, AddressForbidden; the
    queue then tries again and at last shows the failure to an operator.
    """
    client = Client.objects.filter(pk=client_id).exclude(backchannel_uri="").first()
    if client is None:
        return False
    inner = tuple(ipaddress.ip_network(text) for text in settings.SSO_INNER_NETWORKS)
    token = logout_token(client=client, account_id=account_id, sid=sid, now=now)
    deliver_form(client.backchannel_uri, {"logout_token": token}, inner, loopback=settings.SSO_LOOPBACK_CLIENTS)
    return True
