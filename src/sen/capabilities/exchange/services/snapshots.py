"""Sealing the configuration of a gateway: a new serial only when something changed or half its life is over."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from sen.capabilities.exchange.models import SealedSnapshot, Server
from sen.capabilities.exchange.selectors.content import clients_of, directory_of, hosted_services, machine_time, services_of
from sen.capabilities.exchange.services import keys
from sen.capabilities.exchange.services.authority import authority_pem
from sen.gateway.trust.snapshot import Snapshot, seal
from sen.kernel.hashing import content_hash

LIFE = dt.timedelta(hours=24)
_KEPT = 30


def current_snapshot(*, server_id: int, now: dt.datetime) -> SealedSnapshot:
    """The sealed configuration the server should live by now, newly sealed when the last one no longer serves."""
    server = Server.objects.get(pk=server_id)
    content = _content(server, now)
    last = _last(server)
    if last is not None and _serves(last, content, now):
        return last
    return _seal_new(server, now)


@transaction.atomic
def _seal_new(server: Server, now: dt.datetime) -> SealedSnapshot:
    """Seal under the server's row lock, so that two requests never make the same serial or leave one out."""
    server = Server.objects.select_for_update(of=("self",)).get(pk=server.pk)
    content = _content(server, now)
    last = _last(server)
    if last is not None and _serves(last, content, now):
        return last
    serial = last.serial + 1 if last else 1
    sealed = seal(content.model_copy(update={"serial": serial}), keys.control_key())
    made = SealedSnapshot.objects.create(
        server=server, serial=serial, content_digest=_digest(content), sealed=sealed, issued_at=now, expires_at=now + LIFE
    )
    SealedSnapshot.objects.filter(server=server, serial__lte=serial - _KEPT).delete()
    return made


def _content(server: Server, now: dt.datetime) -> Snapshot:
    """The whole configuration, with serial 0."""
    opened = {service.pk: keys.open_text(service.sealed_credential) for service in hosted_services(server) if service.sealed_credential}
    return Snapshot(
        instance=settings.AXIS_INSTANCE,
        server=server.identifier,
        serial=0,
        issued_at=machine_time(now),
        expires_at=machine_time(now + LIFE),
        directory=directory_of(authorities=(authority_pem(),), stampers=stampers(), now=now),
        services=services_of(server, opened, now),
        clients=clients_of(server),
    )


def stampers() -> tuple[str, ...]:
    """Certificates of the time-stamping authorities gateways accept: files ``*.pem`` in the folder ``stampers`` of the axis's keys."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted((keys.folder() / "stampers").glob("*.pem")))


def _serves(last: SealedSnapshot, content: Snapshot, now: dt.datetime) -> bool:
    return last.content_digest == _digest(content) and last.issued_at <= now < last.issued_at + LIFE / 2


def _digest(content: Snapshot) -> str:
    """What makes a new seal necessary: another content, or another key."""
    words = content.model_dump_json(exclude={"serial", "issued_at", "expires_at", "status"})
    return content_hash(f"{keys.control_key().thumbprint()}\n{words}".encode())


def _last(server: Server) -> SealedSnapshot | None:
    return SealedSnapshot.objects.filter(server=server).order_by("-serial").first()
