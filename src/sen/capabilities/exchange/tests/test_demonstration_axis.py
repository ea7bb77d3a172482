"""The demonstration's axis is made by the ordinary use cases, twice without a difference, and its gateways get complete homes."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import OKPKey

from sen.capabilities.exchange.models import Agreement, Certificate, Member, Right, SealedSnapshot, Server, Service
from sen.capabilities.exchange.services.demonstration import SONGANH, TINH, Ports, load_demonstration, ports_in_use
from sen.capabilities.exchange.services.homes import HomePlan, prepare_home
from sen.capabilities.exchange.services.membership import load_members
from sen.capabilities.exchange.services.snapshots import current_snapshot
from sen.capabilities.exchange.states import RightState
from sen.capabilities.exchange.tests.conftest import TODAY
from sen.foundation.agencies.models import Agency
from sen.gateway.trust.home import open_home
from sen.gateway.trust.snapshot import unseal
from sen.kernel.actor import SYSTEM
from tests.factories import MONDAY


@pytest.fixture
def loaded(centre: Agency, department: Agency) -> dict[str, int]:
    load_members(on=TODAY, now=MONDAY)
    return load_demonstration(ports=Ports(9000), credential="geheim", now=MONDAY)


def test_it_is_the_same_after_a_second_run(loaded: dict[str, int]) -> None:
    assert load_demonstration(ports=Ports(9000), credential="geheim", now=MONDAY) == loaded
    assert (loaded["services"], loaded["rights"]) == (13, 30)
    assert list(Right.objects.exclude(state=RightState.ACTIVE).values_list("state", flat=True)) == [RightState.REQUESTED]
    assert Agreement.objects.filter(ends_on__isnull=False).count() == 3
    assert list(Member.objects.filter(is_demo=True).values_list("identifier", flat=True)) == ["VN-DT/GOV/SO"]


def test_another_start_moves_it_to_other_ports(loaded: dict[str, int]) -> None:
    load_demonstration(ports=Ports(9500), credential="geheim", now=MONDAY)
    assert list(Server.objects.values_list("address", "consumer_url").order_by("identifier")) == [
        ("127.0.0.1:9502", "http://127.0.0.1:9501"),
        ("127.0.0.1:9504", "http://127.0.0.1:9503"),
    ]
    assert Service.objects.get(code="dan-cu").base_url == "http://127.0.0.1:9500/api/dan-cu"
    assert Service.objects.get(code="dan-cu-quoc-gia").base_url == "http://127.0.0.1:9506"


def test_a_load_outside_a_start_keeps_the_ports(loaded: dict[str, int]) -> None:
    assert ports_in_use() == Ports(9000)
    Server.objects.all().update(consumer_url="")
    assert ports_in_use() is None


def test_an_operators_own_parameters_survive_the_next_start(loaded: dict[str, int]) -> None:
    Service.objects.filter(code="dan-cu").update(timeout_seconds=3, check_mode="warn", name="Dân cư")
    load_demonstration(ports=Ports(9500), credential="geheim", now=MONDAY)
    service = Service.objects.get(code="dan-cu")
    assert (service.timeout_seconds, service.check_mode, service.name) == (3, "warn", "Dân cư")


def plan(**values: Any) -> HomePlan:
    return HomePlan(consumer="127.0.0.1:9001", provider="127.0.0.1:9002", database="dbname=x", site="http://127.0.0.1:9000", **values)


@pytest.mark.parametrize(("identifier", "signers"), [(TINH, ["VN-DT/GOV/H20"]), (SONGANH, ["VN-DT/GOV/SO"])])
def test_a_home_is_complete_and_its_owners_alone(loaded: dict[str, int], tmp_path: Path, identifier: str, signers: list[str]) -> None:
    server = Server.objects.get(identifier=identifier)
    folder = prepare_home(actor=SYSTEM, server=server, folder=tmp_path / "home", plan=plan(), now=MONDAY)
    files = [path for path in folder.iterdir() if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    home = open_home(folder)
    assert (home.server, sorted(home.signers)) == (identifier, signers)
    (source,) = home.configuration.sources
    assert source.endswith(f"/truc/cau-hinh/{identifier.replace('/', '%2F')}/")
    sealed = current_snapshot(server_id=server.pk, now=MONDAY).sealed
    snapshot = unseal(sealed, home.keys, server=identifier, now=int(MONDAY.timestamp()))
    offered = Service.objects.filter(subsystem__servers=server).exclude(state="draft")
    assert sorted(one.id for one in snapshot.services) == sorted(offered.values_list("identifier", flat=True))
    shown = next(one for one in snapshot.directory.servers if one.id == identifier)
    assert shown.certificates == (Certificate.objects.get(server=server).fingerprint,)


def test_a_second_preparation_keeps_keys_and_a_lost_certificate_is_replaced(loaded: dict[str, int], tmp_path: Path) -> None:
    server = Server.objects.get(identifier=TINH)
    first = prepare_home(actor=SYSTEM, server=server, folder=tmp_path / "home", plan=plan(), now=MONDAY)
    server.refresh_from_db()
    kept = {path.name: path.read_bytes() for path in first.iterdir() if path.is_file()}
    prepare_home(actor=SYSTEM, server=server, folder=first, plan=plan(), now=MONDAY)
    assert {path.name: path.read_bytes() for path in first.iterdir() if path.is_file()} == kept
    Certificate.objects.filter(server=server).update(revoked_at=MONDAY)
    prepare_home(actor=SYSTEM, server=server, folder=first, plan=plan(), now=MONDAY)
    assert (first / "tls.key").read_bytes() != kept["tls.key"]
    assert Certificate.objects.filter(server=server, revoked_at=None).count() == 1


def test_the_public_keys_in_the_home_are_public(loaded: dict[str, int], tmp_path: Path) -> None:
    folder = prepare_home(actor=SYSTEM, server=Server.objects.get(identifier=TINH), folder=tmp_path / "home", plan=plan(), now=MONDAY)
    (told,) = json.loads((folder / "gateway.json").read_text())["keys"]
    assert not OKPKey.import_key(told).is_private
    assert not SealedSnapshot.objects.exists()
