"""Certificates past their end."""

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from sen.gateway.tests.certificates import write_pair
from sen.gateway.tests.pair import CONSUMER, DEPARTMENT, PEOPLE, PROVIDER, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("axis")]
R1 = f"/r1/{PEOPLE}"


def _renew(axis: Any, server: Any, name: str, days: float) -> Any:
    """A new certificate for the same key in the server's home."""
    key = load_pem_private_key((Path(server.folder) / f"{name}.key").read_bytes(), None)
    certificate = axis.authority.issue(name, key.public_key(), days=days, begun=3)
    write_pair(server.folder, name, key, certificate)
    return certificate


def _await(consumer: Any, fault: str) -> None:
    seen: list[str] = []

    def so_it_is() -> bool:
        seen.append(consumer.ask("GET", f"{R1}/small").fault)
        return seen[-1] == fault

    wait_for(so_it_is, fault or "calls to pass", log=lambda: f"last: {seen[-1]}")


@pytest.mark.parametrize("side", [PROVIDER, CONSUMER])
def test_a_server_certificate_past_its_end_connects_nobody_until_renewed(axis: Any, consumer: Any, side: str) -> None:
    server = axis.servers[side]
    assert consumer.ask("GET", f"{R1}/small").status == 200
    for days, fault in ((-1.0, "Server.ClientProxy.SslAuthenticationFailed"), (2.0, "")):
        server.tls = _renew(axis, server, "tls", days)
        axis.hand_out()
        axis.await_serial()
        _await(consumer, fault)


def test_a_signing_certificate_past_its_end_signs_nothing_until_renewed(axis: Any, consumer: Any) -> None:
    for days, fault in ((-1.0, "Server.ServerProxy.SignatureVerification.CertValidation"), (2.0, "")):
        axis.signing[DEPARTMENT] = [_renew(axis, axis.servers[CONSUMER], "sign-SO", days)]
        axis.hand_out()
        axis.await_serial()
        _await(consumer, fault)
