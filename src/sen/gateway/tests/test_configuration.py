import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from joserfc.jwk import OKPKey

from sen.gateway.calls.outward import address_of, may_be_provider
from sen.gateway.errors import HomeUnusable
from sen.gateway.protocol.faults import Fault
from sen.gateway.serving.polling import _without_key
from sen.gateway.trust.home import open_home, split_address, write_configuration
from sen.gateway.trust.snapshot import Service

FACTS: dict[str, Any] = {
    "server": "VN-DT/GOV/H20/TINH", "consumer": "127.0.0.1:8080", "provider": "0.0.0.0:5500", "database": "dbname=x", "sources": [],
    "keys": [OKPKey.generate_key("Ed25519").as_dict(private=False)], "tls": {"key": "tls.key", "certificate": "tls.pem"}, "signing": {},
}  # fmt: skip


def test_a_home_is_read_with_its_folders_made(tmp_path: Path) -> None:
    write_configuration(tmp_path, FACTS)
    home = open_home(tmp_path)
    assert (home.server, home.configuration.workers) == ("VN-DT/GOV/H20/TINH", 1)
    assert home.spool.is_dir() and home.bodies.is_dir()
    assert (tmp_path / "gateway.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"keys": []},
        {"consumer": "nowhere"},
        {"surprise": 1},
        {"keys": [{"kty": "OKP"}]},
        {"signing": {"a": {"key": "no", "certificate": "no"}}},
    ],
)
def test_a_home_that_lacks_something_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    write_configuration(tmp_path, {**FACTS, **changes})
    with pytest.raises(HomeUnusable):
        open_home(tmp_path)
    with pytest.raises(HomeUnusable):
        open_home(tmp_path / "missing")


def test_the_secret_stays_the_same_and_differs_by_use(tmp_path: Path) -> None:
    write_configuration(tmp_path, FACTS)
    assert open_home(tmp_path).secret("a") == open_home(tmp_path).secret("a") != open_home(tmp_path).secret("b")
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_addresses_in_their_three_forms() -> None:
    assert split_address("127.0.0.1:80") == ("127.0.0.1", 80)
    assert split_address("https://a.example:5500/") == ("a.example", 5500)
    assert split_address("[::1]:5500") == ("::1", 5500)


def test_the_key_of_a_source_is_not_told() -> None:
    told = _without_key("https://gateway:s3cret@center.example:8443/truc/")
    assert "s3cret" not in told
    assert "center.example" in told


@pytest.mark.parametrize("address", ["169.254.169.254", "0.0.0.0", "224.0.0.1", "fe80::1", "240.0.0.1", "not-an-address"])
def test_no_service_is_at_addresses_that_lead_elsewhere(address: str) -> None:
    assert not may_be_provider(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.5", "192.168.1.4", "203.113.1.1"])
def test_services_may_be_in_any_ordinary_network(address: str) -> None:
    assert may_be_provider(address)


@pytest.mark.parametrize(
    "base", ["ftp://a", "http://user@a/", "http://a/?x=1", "http://169.254.169.254/", "http://0.0.0.0:80/", "//a", "", "http://b.example/"]
)
def test_a_base_that_is_none_is_refused(base: str) -> None:
    with pytest.raises(Fault) as refused:
        address_of(_service(base), "/x", "", ("a.example", "169.254.169.254", "0.0.0.0"))
    assert refused.value.kind == "Server.ServerProxy.ServiceMalformedUrl"


def test_a_path_cannot_leave_the_base() -> None:
    for path in ("//evil.example/", "/@evil.example/", "/x?y#z"):
        assert address_of(_service("http://a.example"), path, "q=1", ()).startswith("http://a.example/")
    assert address_of(_service("http://a.example/api/"), "/x", "y=1&y=2", ()) == "http://a.example/api/x?y=1&y=2"


def _service(base: str) -> Any:
    return (
        SimpleNamespace(id="VN-DT/GOV/H20/CSDL/x", base_url=base)
        if not base
        else Service(id="VN-DT/GOV/H20/CSDL/x", name="x", base_url=base)
    )


def test_the_configuration_is_json(tmp_path: Path) -> None:
    write_configuration(tmp_path, FACTS)
    assert json.loads((tmp_path / "gateway.json").read_text())["server"] == FACTS["server"]
