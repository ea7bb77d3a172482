"""A server is tried out step by step; a step that needs a failed one is not taken."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sen.capabilities.exchange.adapters.axis.double import MemoryCarrier
from sen.capabilities.exchange.models import ConnectionTest, Server
from sen.capabilities.exchange.services.asking import carried_by
from sen.capabilities.exchange.services.certificates import certify_server, revoke_certificate
from sen.capabilities.exchange.services.connecting import try_connection
from sen.capabilities.exchange.services.servers import note_fetch
from sen.capabilities.exchange.services.snapshots import current_snapshot
from sen.capabilities.exchange.tests.conftest import Axis
from sen.capabilities.exchange.tests.csr import request_of, tls_key
from sen.capabilities.exchange.tests.tls_server import listening
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY


@pytest.fixture
def carrier() -> Iterator[MemoryCarrier]:
    told = MemoryCarrier()
    with carried_by(told):
        yield told


def states(test: ConnectionTest) -> dict[str, str]:
    return {step["step"]: step["state"] for step in test.steps}


def test_a_server_that_does_not_listen_fails_at_tcp_and_the_rest_is_skipped(axis: Axis) -> None:
    Server.objects.filter(pk=axis.near.pk).update(address="127.0.0.1:1")
    test = try_connection(actor=axis.operator, server_id=axis.near.pk, now=MONDAY)
    assert not test.passed
    assert states(test) == {
        "dns": "ok", "tcp": "failed", "tls": "skipped", "certificate": "skipped", "status": "skipped", "methods": "skipped", "echo": "skipped",
    }  # fmt: skip


def test_a_name_nobody_knows_fails_at_dns(axis: Axis) -> None:
    Server.objects.filter(pk=axis.near.pk).update(address="khong-co.invalid:5500")
    assert states(try_connection(actor=axis.operator, server_id=axis.near.pk, now=MONDAY))["dns"] == "failed"


def test_a_good_server_passes_every_step(axis: Axis, carrier: MemoryCarrier, tmp_path: Path) -> None:
    key = tls_key()
    certificate = certify_server(actor=axis.operator, server_id=axis.near.pk, request_pem=request_of(key), now=MONDAY)
    for path in ("listMethods", "allowedMethods"):
        carrier.prepare(f"{axis.registries.identifier}/{path}", "", {"service": [{"service_code": "dan-cu"}]})
    note_fetch(server_id=axis.near.pk, serial=current_snapshot(server_id=axis.near.pk, now=MONDAY).serial, address="127.0.0.1", now=MONDAY)
    with listening(tmp_path, key, certificate.pem) as port:
        Server.objects.filter(pk=axis.near.pk).update(address=f"127.0.0.1:{port}")
        test = try_connection(actor=axis.operator, server_id=axis.near.pk, now=MONDAY)
        assert test.passed, test.steps
        assert set(states(test).values()) == {"ok"}
        revoke_certificate(actor=axis.operator, certificate_id=certificate.pk, reason="Lộ khóa", now=MONDAY)
        assert states(try_connection(actor=axis.operator, server_id=axis.near.pk, now=MONDAY))["certificate"] == "failed"


def test_a_certificate_of_another_server_is_seen(axis: Axis, tmp_path: Path) -> None:
    key = tls_key()
    foreign = certify_server(actor=axis.operator, server_id=axis.far.pk, request_pem=request_of(key), now=MONDAY)
    with listening(tmp_path, key, foreign.pem) as port:
        Server.objects.filter(pk=axis.near.pk).update(address=f"127.0.0.1:{port}")
        test = try_connection(actor=axis.operator, server_id=axis.near.pk, now=MONDAY)
    assert (states(test)["tls"], states(test)["certificate"]) == ("ok", "failed")


def test_a_silent_server_fails_at_its_configuration(axis: Axis, tmp_path: Path) -> None:
    key = tls_key()
    certificate = certify_server(actor=axis.operator, server_id=axis.near.pk, request_pem=request_of(key), now=MONDAY)
    with listening(tmp_path, key, certificate.pem) as port:
        Server.objects.filter(pk=axis.near.pk).update(address=f"127.0.0.1:{port}")
        assert states(try_connection(actor=axis.operator, server_id=axis.near.pk, now=MONDAY))["status"] == "failed"


def test_only_operators_try(axis: Axis, giver_admin: Actor) -> None:
    with pytest.raises(NotAllowed):
        try_connection(actor=giver_admin, server_id=axis.near.pk, now=MONDAY)
    assert not ConnectionTest.objects.exists()
