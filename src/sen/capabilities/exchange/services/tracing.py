"""One exchange followed through both gateways, and its evidence handed to those who may have it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from sen.capabilities.exchange import policies
from sen.capabilities.exchange.errors import EvidenceUnavailable, MessageUnknown, ReasonNotGiven
from sen.capabilities.exchange.models import Server, TrafficFault
from sen.capabilities.exchange.services.measuring import current_meter
from sen.capabilities.exchange.services.recording import record
from sen.capabilities.exchange.types import NoCarriage
from sen.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one gateway knows of the exchange: its monitoring records and what its journal holds."""

    server: Server
    records: Sequence[dict[str, Any]]
    messages: Sequence[dict[str, Any]]
    trouble: str = ""


def trace_message(*, actor: Actor, number: str, now: dt.datetime) -> list[Sighting]:
    """Ask every gateway for the exchange with this number (the axis's own id, or the message's id).

    A gateway that does not answer is in the list with its trouble.  Raises NotAllowed, or MessageUnknown.
    """
    policies.require_operator(actor)
    fault = TrafficFault.objects.filter(request_id=number).order_by("happened_at").first()
    at = fault.happened_at if fault else None
    servers = Server.objects.filter(is_active=True).exclude(consumer_url="").select_related("owner").order_by("identifier")
    sightings = [_sighting(server, number, at) for server in servers]
    if not any(sighting.records or sighting.trouble for sighting in sightings):
        raise MessageUnknown
    return [sighting for sighting in sightings if sighting.records or sighting.trouble]


@transaction.atomic
def fetch_evidence(*, actor: Actor, server_id: int, number: str, reason: str, now: dt.datetime) -> bytes:
    """The containers of one exchange from one gateway, as a zip; who took them and why stays in the trail.

    Raises NotAllowed, NotFound, ReasonNotGiven or EvidenceUnavailable.
    Basis: 91/2025/QH15 (access to personal data is recorded).
    """
    server = policies.access_server(actor, server_id)
    if not reason.strip():
        raise ReasonNotGiven("reason")
    try:
        package = current_meter().evidence(server.consumer_url, number)
    except NoCarriage as trouble:
        raise EvidenceUnavailable(server=server.name, reason=str(trouble)) from trouble
    record("evidence.take", server, actor=actor, now=now, number=number[:255], reason=reason.strip()[:300])
    return package


def _sighting(server: Server, number: str, at: dt.datetime | None) -> Sighting:
    try:
        told = current_meter().message(server.consumer_url, number, at)
    except NoCarriage as trouble:
        return Sighting(server, (), (), str(trouble)[:200])
    records = [each for each in told.get("records", []) if isinstance(each, dict)]
    messages = [each for each in told.get("messages", []) if isinstance(each, dict)]
    return Sighting(server, records, messages)
