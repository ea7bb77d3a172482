"""A gateway gets its configuration sealed, only with its key, and a new serial only when something changed or half its life is over."""

import base64
import datetime as dt
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from django.test import Client
from joserfc.jwk import OKPKey

from sen.capabilities.exchange.models import Agreement, SealedSnapshot, Server
from sen.capabilities.exchange.selectors.warnings import server_health
from sen.capabilities.exchange.services import agreements, certificates, clients, descriptions, keys, members, offering, rights, servers
from sen.capabilities.exchange.services.snapshots import LIFE, current_snapshot
from sen.capabilities.exchange.tests.conftest import TODAY, Axis
from sen.capabilities.exchange.tests.csr import request_of, tls_key
from sen.capabilities.exchange.tests.openapi_samples import as_bytes, description
from sen.capabilities.exchange.types import Scope
from sen.gateway.errors import SnapshotRefused
from sen.gateway.trust.snapshot import Allowance, Endpoint, Reading, Right, Snapshot, unseal
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.factories import MONDAY

HOUR = dt.timedelta(hours=1)
TINH = "VN-DT/GOV/H20/TINH"


def opened(server: Server, now: dt.datetime = MONDAY, **more: Any) -> Snapshot:
    sealed = current_snapshot(server_id=server.pk, now=now).sealed
    public = OKPKey.import_key(keys.control_public_jwk())
    return unseal(sealed, [public], server=server.identifier, now=int(now.timestamp()), **more)


def test_a_gateway_accepts_what_was_sealed_for_it(axis: Axis, giver_admin: Actor) -> None:
    certificates.certify_server(actor=axis.operator, server_id=axis.near.pk, request_pem=request_of(tls_key()), now=MONDAY)
    signing = request_of(ed25519.Ed25519PrivateKey.generate())
    certificates.certify_member(actor=axis.operator, member_id=axis.giver.pk, request_pem=signing, now=MONDAY)
    offering.set_credential(actor=axis.operator, service_id=axis.service.pk, credential="Bearer x", now=MONDAY)
    rights.set_allowance(
        actor=axis.operator, service_id=axis.service.pk, subsystem_id=None, per_second=5, burst=9, per_day=None, now=MONDAY
    )
    axis.active_right(giver_admin)
    snapshot = opened(axis.near)
    assert (snapshot.instance, snapshot.server, snapshot.serial) == ("VN-DT", TINH, 1)
    assert [member.id for member in snapshot.directory.members] == ["VN-DT/GOV/H20", "VN-DT/GOV/H20.TM03"]
    assert [len(member.signing_certificates) for member in snapshot.directory.members] == [1, 0]
    assert snapshot.directory.members[1].subsystems[0].servers == ("VN-DT/GOV/H20.TM03/STP",)
    assert [(one.address, len(one.certificates)) for one in snapshot.directory.servers] == [("127.0.0.1:5502", 0), ("127.0.0.1:5501", 1)]
    (service,) = snapshot.services
    assert (service.id, service.credential, service.enabled) == ("VN-DT/GOV/H20/CSDL/dan-cu", "Bearer x", True)
    until = int(clock.at_local(TODAY + dt.timedelta(days=366)).timestamp())
    assert service.rights == (Right(subject="VN-DT/GOV/H20.TM03/HOTICH", agreement="01/TT", until=until),)
    assert service.allowances == (Allowance(subject="*", per_second=5, burst=9),)
    assert [client.id for client in snapshot.clients] == ["VN-DT/GOV/H20/CSDL"]


def test_the_other_gateway_learns_nothing_of_credentials_and_rights(axis: Axis, giver_admin: Actor) -> None:
    offering.set_credential(actor=axis.operator, service_id=axis.service.pk, credential="Bearer x", now=MONDAY)
    axis.active_right(giver_admin)
    snapshot = opened(axis.far)
    assert snapshot.services == ()
    assert [client.id for client in snapshot.clients] == ["VN-DT/GOV/H20.TM03/HOTICH"]


def test_a_narrow_right_names_its_operations(axis: Axis, giver_admin: Actor) -> None:
    uploaded = descriptions.upload_description(
        actor=axis.operator,
        service_id=axis.service.pk,
        content=description(people={"get": "list", "post": "add"}, people__={"get": "read"}),
        file_name="a.json",
        now=MONDAY,
    )
    descriptions.activate_description(actor=axis.operator, description_id=uploaded.pk, now=MONDAY)
    chosen = tuple(axis.service.endpoints.filter(method="GET").values_list("pk", flat=True))
    axis.active_right(giver_admin, scope=Scope(False, chosen))
    (service,) = opened(axis.near).services
    assert service.kind == "OPENAPI3"
    assert service.description == uploaded.text
    assert service.endpoints == (
        Endpoint(method="GET", path="/people"),
        Endpoint(method="POST", path="/people"),
        Endpoint(method="GET", path="/people/*"),
    )
    assert [(right.method, right.path) for right in service.rights] == [("GET", "/people"), ("GET", "/people/*")]


def test_every_gateway_learns_which_operations_only_read_until_the_mark_is_gone(axis: Axis) -> None:
    def describe(mark: bool) -> None:
        content = as_bytes({"/people/field": {"post": {"x-only-reads": mark}}, "/people": {"get": {}, "post": {}}})
        uploaded = descriptions.upload_description(
            actor=axis.operator, service_id=axis.service.pk, content=content, file_name="a.json", now=MONDAY
        )
        descriptions.activate_description(actor=axis.operator, description_id=uploaded.pk, now=MONDAY)

    describe(True)
    marked = Reading(service="VN-DT/GOV/H20/CSDL/dan-cu", operations=(Endpoint(method="POST", path="/people/field"),))
    assert [opened(server).directory.readings for server in (axis.near, axis.far)] == [(marked,)] * 2
    describe(False)
    assert [opened(server).directory.readings for server in (axis.near, axis.far)] == [()] * 2


def test_the_serial_stands_while_nothing_changes_and_half_the_life_is_left(axis: Axis) -> None:
    serials = [opened(axis.near, MONDAY + hours * HOUR).serial for hours in (0, 1, 11)]
    assert serials == [1, 1, 1]
    assert opened(axis.near, MONDAY + 12 * HOUR).serial == 2
    assert SealedSnapshot.objects.count() == 2


def test_every_change_makes_the_next_serial(axis: Axis, giver_admin: Actor) -> None:
    assert opened(axis.near).serial == 1
    right = axis.active_right(giver_admin)
    assert opened(axis.near).serial == 2
    rights.suspend_right(actor=giver_admin, right_id=right.pk, reason="x", now=MONDAY)
    assert (opened(axis.near).serial, opened(axis.near).services[0].rights) == (3, ())
    servers.set_maintenance(actor=axis.operator, server_id=axis.far.pk, notice="Nâng cấp", now=MONDAY)
    assert opened(axis.near).directory.servers[0].maintenance == "Nâng cấp"
    assert opened(axis.near).serial == 4


def test_the_end_of_an_agreement_reaches_the_gateway(axis: Axis, giver_admin: Actor) -> None:
    axis.active_right(giver_admin)
    assert len(opened(axis.near).services[0].rights) == 1
    agreements.end_agreement(actor=axis.operator, agreement_id=Agreement.objects.get().pk, reason="x", now=MONDAY)
    assert opened(axis.near).services[0].rights == ()


def test_a_disabled_service_stays_with_its_notice_and_a_draft_does_not(axis: Axis) -> None:
    offering.disable_service(actor=axis.operator, service_id=axis.service.pk, notice="Bảo trì", now=MONDAY)
    (service,) = opened(axis.near).services
    assert (service.enabled, service.notice) == (False, "Bảo trì")
    axis.service.state = "draft"
    axis.service.save()
    assert opened(axis.near).services == ()


def test_a_revoked_certificate_leaves_the_list_and_its_serial_is_named(axis: Axis) -> None:
    made = certificates.certify_server(actor=axis.operator, server_id=axis.near.pk, request_pem=request_of(tls_key()), now=MONDAY)
    certificates.revoke_certificate(actor=axis.operator, certificate_id=made.pk, reason="Lộ khóa", now=MONDAY)
    directory = opened(axis.far).directory
    assert directory.servers[1].certificates == ()
    assert directory.revoked == (made.serial,)


def test_a_stopped_member_is_in_no_snapshot(axis: Axis) -> None:
    members.disable_member(actor=axis.operator, member_id=axis.giver.pk, notice="x", now=MONDAY)
    directory = opened(axis.far).directory
    assert [member.id for member in directory.members] == ["VN-DT/GOV/H20.TM03"]
    assert [server.id for server in directory.servers] == ["VN-DT/GOV/H20.TM03/STP"]


def test_clients_carry_only_what_still_works(axis: Axis) -> None:
    secret = clients.issue_secret(actor=axis.operator, subsystem_id=axis.office.pk, now=MONDAY)
    certificate = clients.add_client_certificate(
        actor=axis.operator, subsystem_id=axis.office.pk, label="Máy 1", material="AB:" * 31 + "ab", now=MONDAY
    )
    (client,) = opened(axis.far).clients
    assert client.client_id == secret.client_id
    assert client.secret_hash.startswith("$argon2id$")
    assert secret.secret not in client.secret_hash
    assert client.certificates == ("ab" * 32,)
    clients.revoke_secret(actor=axis.operator, subsystem_id=axis.office.pk, now=MONDAY)
    clients.remove_client_certificate(actor=axis.operator, certificate_id=certificate.pk, now=MONDAY)
    (client,) = opened(axis.far).clients
    assert (client.client_id, client.secret_hash, client.certificates) == ("", "", ())


def test_an_older_an_expired_or_another_servers_snapshot_is_refused(axis: Axis) -> None:
    first = current_snapshot(server_id=axis.near.pk, now=MONDAY)
    public = OKPKey.import_key(keys.control_public_jwk())
    second = current_snapshot(server_id=axis.near.pk, now=MONDAY + 13 * HOUR)
    at = int((MONDAY + 13 * HOUR).timestamp())
    assert unseal(second.sealed, [public], server=TINH, now=at, least_serial=2).serial == 2
    with pytest.raises(SnapshotRefused, match="older"):
        unseal(first.sealed, [public], server=TINH, now=at, least_serial=2)
    with pytest.raises(SnapshotRefused, match="expired"):
        unseal(first.sealed, [public], server=TINH, now=int((MONDAY + LIFE).timestamp()))
    with pytest.raises(SnapshotRefused, match="is for"):
        unseal(first.sealed, [public], server="VN-DT/GOV/H20.TM03/STP", now=at)
    with pytest.raises(SnapshotRefused, match="seal"):
        unseal(first.sealed, [OKPKey.generate_key("Ed25519")], server=TINH, now=at)


def test_a_configuration_with_long_descriptions_still_fits(axis: Axis) -> None:
    long = as_bytes({f"/a{n}": {"get": {"operationId": f"o{n}", "description": "x" * 1500}} for n in range(400)})
    uploaded = descriptions.upload_description(
        actor=axis.operator, service_id=axis.service.pk, content=long, file_name="a.json", now=MONDAY
    )
    descriptions.activate_description(actor=axis.operator, description_id=uploaded.pk, now=MONDAY)
    assert len(opened(axis.near).services[0].endpoints) == 400


def test_on_a_shifted_clock_the_gateway_still_reads_its_own(axis: Axis) -> None:
    shift = dt.timedelta(days=-2191)
    clock.shift_clock(shift)
    try:
        sealed = current_snapshot(server_id=axis.near.pk, now=MONDAY + shift).sealed
    finally:
        clock.shift_clock(dt.timedelta())
    public = OKPKey.import_key(keys.control_public_jwk())
    assert unseal(sealed, [public], server=TINH, now=int(MONDAY.timestamp())).expires_at == int((MONDAY + LIFE).timestamp())


ADDRESS = "/truc/cau-hinh/VN-DT%2FGOV%2FH20%2FTINH/"


def basic(key: str) -> str:
    return "Basic " + base64.b64encode(f"gateway:{key}".encode()).decode()


def test_the_address_gives_it_out_to_the_servers_key_alone(axis: Axis, client: Client) -> None:
    key = servers.make_fetch_key(actor=axis.operator, server_id=axis.near.pk, now=MONDAY)
    other = servers.make_fetch_key(actor=axis.operator, server_id=axis.far.pk, now=MONDAY)
    for shown in ({}, {"Authorization": basic(other)}, {"Authorization": "Basic ?"}, {"Authorization": "Bearer "}):
        answer = client.get(ADDRESS, headers=shown)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Basic")
    assert client.get("/truc/cau-hinh/VN-DT/GOV/H20/KHONG/", headers={"Authorization": basic(key)}).status_code == 401
    assert not SealedSnapshot.objects.exists()
    taken = client.get(ADDRESS, headers={"Authorization": basic(key)})
    assert taken.status_code == 200
    assert taken.content.count(b".") == 2
    again = client.get(ADDRESS, headers={"Authorization": f"Bearer {key}", "If-None-Match": taken["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", taken["ETag"])


def test_a_new_key_ends_the_old_one(axis: Axis, client: Client) -> None:
    old = servers.make_fetch_key(actor=axis.operator, server_id=axis.near.pk, now=MONDAY)
    servers.make_fetch_key(actor=axis.operator, server_id=axis.near.pk, now=MONDAY)
    assert client.get(ADDRESS, headers={"Authorization": basic(old)}).status_code == 401


def test_a_disabled_server_gets_nothing(axis: Axis, client: Client) -> None:
    key = servers.make_fetch_key(actor=axis.operator, server_id=axis.near.pk, now=MONDAY)
    servers.set_server_active(actor=axis.operator, server_id=axis.near.pk, active=False, now=MONDAY)
    assert client.get(ADDRESS, headers={"Authorization": basic(key)}).status_code == 401


def test_the_page_why_knows_who_is_silent_behind_or_well(axis: Axis) -> None:
    snapshot = current_snapshot(server_id=axis.near.pk, now=MONDAY)
    servers.note_fetch(server_id=axis.near.pk, serial=snapshot.serial, address="10.0.0.1", now=MONDAY)
    never, well = server_health(MONDAY + HOUR / 60)
    assert (never.is_silent, never.life_left) == (True, None)
    assert (well.is_silent, well.is_behind) == (False, False)
    assert well.life_left == LIFE - HOUR / 60
    current_snapshot(server_id=axis.near.pk, now=MONDAY + 13 * HOUR)
    later = server_health(MONDAY + 13 * HOUR)[1]
    assert (later.is_silent, later.is_behind, later.life_left) == (True, True, 11 * HOUR)


def test_reading_the_configuration_takes_few_queries(axis: Axis, giver_admin: Actor, django_assert_max_num_queries: Any) -> None:
    axis.active_right(giver_admin)
    current_snapshot(server_id=axis.near.pk, now=MONDAY)
    with django_assert_max_num_queries(26):
        current_snapshot(server_id=axis.near.pk, now=MONDAY)
