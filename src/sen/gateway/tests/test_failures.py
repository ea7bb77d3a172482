"""What goes wrong between two real gateways, and what is acknowledged then."""

import contextlib
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sen.gateway.protocol.faults import Fault
from sen.gateway.protocol.messages import read_head
from sen.gateway.tests.journals import database_gone
from sen.gateway.tests.pair import CONSUMER, COUNTER, DEPARTMENT, PEOPLE, PROVIDER, REGISTRY, SYSTEM, people_service, wait_for
from sen.gateway.tests.peer import answer, impostor, pack, request, send, signer_of
from sen.gateway.trust.snapshot import seal

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("axis")]
R1 = f"/r1/{PEOPLE}"


@pytest.fixture(autouse=True)
def as_it_was(axis: Any, consumer: Any, provider: Any, small: Any) -> None:
    """Every test begins with both gateways running and the service as it was."""
    for part in (small, consumer, provider):
        if not part.process or part.process.poll() is not None:
            part.process = None
            part.start()
    axis.services = (people_service(small.port, breaker_seconds=1.0),)
    axis.maintenance, axis.revoked = {}, ()
    axis.hand_out()
    axis.await_serial()
    wait_for(lambda: consumer.ask("GET", f"{R1}/small").status == 200, "calls to pass")


def test_a_provider_system_that_is_down_is_named_and_spared(consumer: Any, small: Any) -> None:
    small.stop()
    faults = [consumer.ask("POST", f"{R1}/a", b"x").fault for _ in range(7)]
    assert faults[0] == "Server.ServerProxy.NetworkError"
    assert faults[-1] == "Server.ServerProxy.ServiceFailed.Unavailable"
    small.start()
    wait_for(lambda: consumer.ask("GET", f"{R1}/a").status == 200, "the breaker to close", seconds=5)


def test_an_answer_of_whatever_status_is_an_answer(consumer: Any) -> None:
    for status in (404, 422, 500):
        answers = [consumer.ask("POST", f"{R1}/a?status={status}", b"x") for _ in range(7)]
        assert {(answer.status, answer.fault) for answer in answers} == {(status, "")}
    assert consumer.ask("POST", f"{R1}/a", b"x").status == 200


def test_a_slow_provider_times_out_and_slows_nobody_else(axis: Any, consumer: Any) -> None:
    other = f"{REGISTRY}/khac"
    slow = people_service(0, base_url=axis.services[0].base_url, timeout_seconds=1.0, max_concurrent=3)
    axis.services = (slow, people_service(0, id=other, base_url=slow.base_url))
    axis.hand_out()
    axis.await_serial()
    with ThreadPoolExecutor(8) as pool:
        stuck = [pool.submit(consumer.ask, "GET", f"{R1}/slow?seconds=3") for _ in range(8)]
        time.sleep(0.3)
        started = time.monotonic()
        assert consumer.ask("GET", f"/r1/{other}/small").status == 200
        assert time.monotonic() - started < 0.7
        faults = sorted(each.result().fault for each in stuck)
    assert faults == ["Server.ServerProxy.ServiceFailed.Busy"] * 5 + ["Server.ServerProxy.ServiceFailed.Timeout"] * 3


def test_a_provider_gateway_that_is_down_is_named(consumer: Any, provider: Any) -> None:
    provider.kill()
    refused = consumer.ask("GET", f"{R1}/a", X_Road_Id="down-1")
    assert (refused.status, refused.fault) == (500, "Server.ClientProxy.NetworkError")
    assert consumer.rows("SELECT is_answer FROM message WHERE message_id = 'down-1'") == [(False,)]


def test_a_server_in_maintenance_is_not_asked(axis: Any, consumer: Any) -> None:
    axis.maintenance = {PROVIDER: "Nâng cấp đến 22 giờ"}
    axis.hand_out()
    axis.await_serial()
    refused = consumer.ask("GET", f"{R1}/a")
    assert (refused.fault, refused.json()["message"]) == ("Server.ClientProxy.MaintenanceMode", "Nâng cấp đến 22 giờ")


def test_of_two_servers_of_a_provider_the_living_one_is_asked(axis: Any, consumer: Any, provider: Any) -> None:
    second = axis.add_server("VN-DT/GOV/H20/DUPHONG")
    axis.add_signer(second.id, "VN-DT/GOV/H20")
    axis.subsystems[REGISTRY] = (PROVIDER, second.id)
    try:
        axis.hand_out()
        second.start()
        axis.await_serial()
        provider.kill()
        assert [consumer.ask("POST", f"{R1}/a", b"x").status for _ in range(3)] == [200, 200, 200]
        axis.maintenance = {second.id: "x"}
        axis.hand_out()
        axis.await_serial()
        assert consumer.ask("GET", f"{R1}/a").fault == "Server.ClientProxy.NetworkError"
    finally:
        second.kill()
        axis.subsystems[REGISTRY] = (PROVIDER,)


LIES = {
    "body": "Server.ClientProxy.SignatureVerification.InvalidSignatureValue",
    "head": "Server.ClientProxy.SignatureVerification.InvalidSignatureValue",
    "signer": "Server.ClientProxy.SignatureVerification.CertValidation",
    "hash": "Server.ClientProxy.InconsistentResponse",
    "number": "Server.ClientProxy.InconsistentResponse",
    "none": "",
}


def test_an_altered_answer_is_not_accepted(consumer: Any, provider: Any) -> None:
    signer, foreign = signer_of(provider), signer_of(consumer)

    def altered(asked: Any) -> Any:
        lie = read_head(asked.head).get(b"x-lie")
        right = answer(signer, asked, b'{"age": 17}')
        if lie == "signer":
            return answer(foreign, asked)
        if lie == "hash":
            return answer(signer, asked, x_road_request_hash="AAAA")
        if lie == "number":
            return answer(signer, asked, x_road_request_id=str(uuid.uuid4()))
        if lie == "body":
            right.body = answer(signer, asked, b'{"age": 71}').body
        if lie == "head":
            right.head = right.head.replace(b"200", b"201")
        return right

    provider.kill()
    with impostor(provider, altered):
        # The connection that died with the provider may cost the first call.
        wait_for(lambda: consumer.ask("GET", f"{R1}/a", X_Lie="none").status == 200, "the impostor to be believed")
        for lie, fault in LIES.items():
            got = consumer.ask("GET", f"{R1}/a", X_Road_Id=f"lie-{lie}", X_Lie=lie)
            assert (got.fault, got.status) == (fault, 500 if fault else 200)
            answers = consumer.rows("SELECT count(*) FROM message WHERE message_id = %s AND is_answer", f"lie-{lie}")
            assert answers == [(0 if fault else 1,)]


def test_a_message_is_taken_once(consumer: Any, provider: Any, small: Any) -> None:
    first = request(signer_of(consumer), method="POST")
    before = small.get("/count")["count"]
    taken, again = send(consumer, provider, first, first)
    assert not isinstance(taken, Fault)
    assert isinstance(again, Fault)
    assert again.kind == "Server.ServerProxy.InvalidMessage.Replayed"
    provider.stop()
    provider.start()
    (later,) = send(consumer, provider, first)
    assert isinstance(later, Fault)
    assert later.kind == "Server.ServerProxy.InvalidMessage.Replayed"
    assert small.get("/count")["count"] == before + 1


@pytest.mark.parametrize("age", [70, -70])
def test_a_message_from_another_time_is_refused(consumer: Any, provider: Any, small: Any, age: float) -> None:
    before = small.get("/count")["count"]
    (got,) = send(consumer, provider, request(signer_of(consumer), age=age))
    assert isinstance(got, Fault)
    assert got.kind == "Server.ServerProxy.InvalidMessage.OutOfTime"
    assert small.get("/count")["count"] == before


def test_a_request_with_a_wrong_signature_does_not_reach_the_provider(consumer: Any, provider: Any, small: Any) -> None:
    good = request(signer_of(consumer))
    bad = pack(signer_of(consumer), good.head + b"x-more:1\r\n")
    bad.head = good.head
    foreign = request(signer_of(provider))
    before = small.get("/count")["count"]
    kinds = [got.kind for got in send(consumer, provider, bad, foreign) if isinstance(got, Fault)]
    prefix = "Server.ServerProxy.SignatureVerification"
    assert kinds == [f"{prefix}.InvalidSignatureValue", f"{prefix}.CertValidation"]
    assert small.get("/count")["count"] == before


def test_a_server_speaks_only_for_its_own_subsystems(consumer: Any, provider: Any) -> None:
    (got,) = send(consumer, provider, request(signer_of(consumer), client=COUNTER))
    assert isinstance(got, Fault)
    assert got.kind == "Server.ServerProxy.UnknownMember"


def test_a_revoked_server_is_shut_out_at_once(axis: Any, consumer: Any) -> None:
    axis.revoked = (f"{axis.servers[CONSUMER].tls.serial_number:x}",)
    axis.hand_out()
    wait_for(lambda: consumer.ask("GET", f"{R1}/a").fault.endswith("SslAuthenticationFailed"), "the revocation to count")
    assert consumer.ask("GET", f"{R1}/a").fault == "Server.ServerProxy.SslAuthenticationFailed"


def test_a_revoked_signing_certificate_signs_nothing_more(axis: Any, consumer: Any) -> None:
    axis.revoked = (f"{axis.signing[DEPARTMENT][0].serial_number:X}",)
    axis.hand_out()
    axis.await_serial()
    assert consumer.ask("GET", f"{R1}/a").fault == "Server.ServerProxy.SignatureVerification.CertValidation"


@pytest.mark.parametrize("which", ["consumer", "provider"])
def test_without_a_journal_nothing_is_acknowledged(axis: Any, consumer: Any, provider: Any, small: Any, which: str) -> None:
    side, prefix = (consumer, "ClientProxy") if which == "consumer" else (provider, "ServerProxy")
    before = small.get("/count")["count"]
    with database_gone(axis, side):
        refused = consumer.ask("POST", f"{R1}/a", b"x")
        assert (refused.status, refused.fault) == (500, f"Server.{prefix}.LoggingFailed")
        wait_for(lambda: side.health()[0] == 503, "the loss to be noticed")
        assert consumer.ask("POST", f"{R1}/a", b"x").fault == f"Server.{prefix}.LoggingFailed"
    assert small.get("/count")["count"] == before
    assert consumer.ask("POST", f"{R1}/a", b"x").status == 200


def test_without_the_control_plane_calls_go_on_until_the_configuration_ends(axis: Any, consumer: Any, provider: Any) -> None:
    axis.close_source()
    consumer.stop()
    consumer.start()
    assert consumer.ask("GET", f"{R1}/small").status == 200
    axis.open_source()
    now = int(time.time())
    axis.hand_out(expires_at=now + 4)
    axis.await_serial()
    axis.close_source()
    try:
        wait_for(lambda: time.time() >= now + 4.1, "the end of the configuration")
        assert consumer.ask("GET", f"{R1}/small").fault == "Server.ClientProxy.OutdatedGlobalConf"
        (got,) = send(consumer, provider, request(signer_of(consumer)))
        assert isinstance(got, Fault)
        assert got.kind == "Server.ServerProxy.OutdatedGlobalConf"
        assert consumer.health()[0] == 503
    finally:
        axis.open_source()


def test_an_older_or_foreign_configuration_is_not_taken(axis: Any, consumer: Any) -> None:
    known = axis.serial
    other = type(axis.key).generate_key("Ed25519")
    for sealed in (seal(axis.snapshot(CONSUMER, serial=known - 1), axis.key), seal(axis.snapshot(CONSUMER, serial=known + 9), other)):
        axis.sealed[CONSUMER] = sealed
        wait_for(lambda: consumer.health()[1]["fetch_error"] != "", "the refusal")
        assert consumer.health()[1]["serial"] == known
        assert consumer.ask("GET", f"{R1}/small").status == 200
    consumer.stop()
    consumer.start()
    assert consumer.health()[1]["serial"] == known


def test_every_acknowledged_exchange_survives_a_kill(consumer: Any, provider: Any) -> None:
    acknowledged: list[str] = []
    enough = threading.Event()

    def keep_asking(number: int) -> None:
        # Reads and changes are kept in different ways.
        asked = ("GET", f"{R1}/a") if number % 2 else ("POST", f"{R1}/a", b"x")
        while not enough.is_set():
            with contextlib.suppress(OSError):
                got = consumer.ask(*asked)
                if got.status == 200:
                    acknowledged.append(got.headers["x-road-request-id"])

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(keep_asking, number) for number in range(4)]
        for side in (provider, consumer):
            goal = len(acknowledged) + 20
            wait_for(lambda goal=goal: len(acknowledged) >= goal, "calls to pass")
            side.kill()
            side.start()
        enough.set()
        for each in asking:
            each.result()
    assert len(acknowledged) >= 40
    for side in (consumer, provider):
        kept = side.rows("SELECT request_id::text FROM message GROUP BY request_id HAVING count(DISTINCT is_answer) = 2")
        assert set(acknowledged) <= {row[0] for row in kept}


def test_a_gateway_killed_during_a_call_has_recorded_the_request(consumer: Any, provider: Any) -> None:
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(consumer.ask, "POST", f"{R1}/slow?seconds=5", b"x", X_Road_Id="kill-1")
        query = "SELECT is_answer FROM message WHERE message_id = 'kill-1'"
        wait_for(lambda: provider.rows(query) == [(False,)], "the request to be recorded")
        provider.kill()
        assert call.result().fault == "Server.ClientProxy.NetworkError"
    assert consumer.rows(query) == [(False,)]
    assert consumer.rows("SELECT succeeded FROM exchange WHERE message_id = 'kill-1'") == [(False,)]


def test_a_callers_gateway_killed_during_a_call_has_recorded_the_request_and_the_provider_both(consumer: Any, provider: Any) -> None:
    query = "SELECT is_answer FROM message WHERE message_id = 'kill-2' ORDER BY is_answer"
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(consumer.ask, "POST", f"{R1}/slow?seconds=2", b"x", X_Road_Id="kill-2")
        wait_for(lambda: provider.rows(query) == [(False,)], "the request to be recorded")
        consumer.kill()
        with pytest.raises(OSError):
            call.result()
    wait_for(lambda: provider.rows(query) == [(False,), (True,)], "the provider's answer to be recorded")
    assert consumer.rows(query) == [(False,)]


def test_told_to_stop_it_ends_the_calls_under_way(consumer: Any, provider: Any) -> None:
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(consumer.ask, "POST", f"{R1}/slow?seconds=1.5", b"x")
        time.sleep(0.7)
        provider.stop()
        assert call.result().status == 200
        call = pool.submit(consumer.ask, "GET", f"{R1}/a")
        assert call.result().fault == "Server.ClientProxy.NetworkError"
        provider.start()
        call = pool.submit(consumer.ask, "POST", f"{R1}/slow?seconds=1.5", b"x")
        time.sleep(0.7)
        consumer.stop()
        assert call.result().status == 200


def test_the_caller_is_the_system_that_called(consumer: Any) -> None:
    assert dict(consumer.ask("GET", f"{R1}/a").json()["headers"])["x-road-client"] == SYSTEM
