"""Gateways: registering them, taking them into maintenance, the key they fetch their configuration with."""

import datetime as dt
import hashlib
import re
import secrets

from django.db import transaction

from sen.capabilities.exchange.errors import BadAddress, CodeTaken
from sen.capabilities.exchange.models import Member, Server
from sen.capabilities.exchange.policies import require_operator
from sen.capabilities.exchange.services.naming import checked_code, join
from sen.capabilities.exchange.services.recording import record
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound

_ADDRESS = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\]):(?P<port>[0-9]{1,5})")
_NOTED_EVERY = dt.timedelta(seconds=5)


@transaction.atomic
def register_server(*, actor: Actor, owner_id: int, code: str, name: str, address: str, now: dt.datetime, consumer_url: str = "") -> Server:
    """Register a gateway of a member.  Raises NotAllowed, NotFound, BadCode, BadAddress, CodeTaken."""
    require_operator(actor)
    owner = Member.objects.filter(pk=owner_id).first()
    if owner is None:
        raise NotFound
    identifier = join(owner.identifier, checked_code(code))
    if Server.objects.filter(identifier=identifier).exists():
        raise CodeTaken("code", code=identifier)
    server = Server.objects.create(
        identifier=identifier,
        owner=owner,
        code=code,
        name=name,
        address=checked_address(address),
        consumer_url=consumer_url,
        created_at=now,
    )
    record("server.register", server, actor=actor, now=now, address=address)
    return server


@transaction.atomic
def edit_server(*, actor: Actor, server_id: int, name: str, address: str, consumer_url: str, now: dt.datetime) -> Server:
    """Change a gateway's name and addresses.  Raises NotAllowed, NotFound, BadAddress."""
    require_operator(actor)
    server = _locked(server_id)
    before = [server.name, server.address, server.consumer_url]
    server.name, server.address, server.consumer_url = name, checked_address(address), consumer_url
    if before == [server.name, server.address, server.consumer_url]:
        return server
    server.save(update_fields=["name", "address", "consumer_url"])
    record("server.edit", server, actor=actor, now=now, before=before, after=[name, address, consumer_url])
    return server


@transaction.atomic
def set_maintenance(*, actor: Actor, server_id: int, notice: str, now: dt.datetime) -> Server:
    """Announce maintenance of a gateway to its callers; an empty notice ends it.  Raises NotAllowed, NotFound."""
    require_operator(actor)
    server = _locked(server_id)
    server.maintenance = notice
    server.save(update_fields=["maintenance"])
    record("server.maintain" if notice else "server.resume", server, actor=actor, now=now, notice=notice)
    return server


@transaction.atomic
def set_server_active(*, actor: Actor, server_id: int, active: bool, now: dt.datetime) -> Server:
    """Take a gateway out of every snapshot, or put it back.  Raises NotAllowed, NotFound."""
    require_operator(actor)
    server = _locked(server_id)
    server.is_active = active
    server.save(update_fields=["is_active"])
    record("server.enable" if active else "server.disable", server, actor=actor, now=now)
    return server


@transaction.atomic
def make_fetch_key(*, actor: Actor, server_id: int, now: dt.datetime) -> str:
    """A new key with which the gateway fetches its configuration; the old one stops working.  It is shown once and not kept.

    Raises NotAllowed, NotFound.
    """
    require_operator(actor)
    server = _locked(server_id)
    key = secrets.token_urlsafe(32)
    server.fetch_key_digest = digest_of(key)
    server.save(update_fields=["fetch_key_digest"])
    record("server.fetch_key", server, actor=actor, now=now)
    return key


def note_fetch(*, server_id: int, serial: int, address: str, now: dt.datetime) -> None:
    """Remember that a gateway took its configuration, at most every few seconds."""
    known = Server.objects.filter(pk=server_id).values_list("fetched_at", "fetched_serial").first()
    if known and known[0] is not None and known[1] == serial and now - known[0] < _NOTED_EVERY:
        return
    Server.objects.filter(pk=server_id).update(fetched_at=now, fetched_serial=serial, fetched_from=address[:60])


def checked_address(address: str) -> str:
    """``host:port`` of a gateway; raises BadAddress."""
    found = _ADDRESS.fullmatch(address)
    if found is None or not 0 < int(found["port"]) < 65536:
        raise BadAddress("address", reason="cần có dạng máy:cổng, ví dụ truc.dongthap.example:5500")
    return address


def digest_of(key: str) -> str:
    """How a fetch key is kept: it is long and random, so one plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def _locked(server_id: int) -> Server:
    server = Server.objects.select_for_update().filter(pk=server_id).first()
    if server is None:
        raise NotFound
    return server
