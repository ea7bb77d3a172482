"""Calls that only read: request and answer share one commit on each side, and no answer leaves before it."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sen.gateway.tests.journals import commits_held_up, database_gone
from sen.gateway.tests.pair import PEOPLE, wait_for
from sen.gateway.trust.directory import Directory
from sen.gateway.trust.snapshot import Directory as Listed
from sen.gateway.trust.snapshot import Endpoint, Reading, Snapshot

R1 = f"/r1/{PEOPLE}"
MARKED = (Reading(service=PEOPLE, operations=(Endpoint(method="POST", path="/people/*/field"), Endpoint(method="POST", path="/slow"))),)
in_two_gateways = [pytest.mark.slow, pytest.mark.xdist_group("axis")]


@pytest.mark.parametrize(
    ("service", "method", "path", "reads"),
    [
        (PEOPLE, "GET", "/whatever", True),
        (PEOPLE, "POST", "/people/7/field", True),
        (PEOPLE, "PUT", "/people/7/field", False),
        (PEOPLE, "POST", "/people/7/field/", False),
        (PEOPLE, "POST", "/people/7/8/field", False),
        (f"{PEOPLE}2", "POST", "/people/7/field", False),
    ],
)
def test_only_safe_methods_and_marked_operations_read(service: str, method: str, path: str, reads: bool) -> None:
    listed = Listed(authorities=(), readings=MARKED)
    directory = Directory(Snapshot(instance="VN-DT", server="s", serial=1, issued_at=0, expires_at=1, directory=listed))
    assert directory.only_reads(service, method, path) is reads


@pytest.fixture
def marked(axis: Any, consumer: Any) -> Iterator[None]:
    axis.readings = MARKED
    axis.hand_out()
    axis.await_serial()
    assert consumer.ask("GET", f"{R1}/small").status == 200
    yield
    axis.readings = ()
    axis.hand_out()
    axis.await_serial()


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("which", ["consumer", "provider"])
class TestBetweenTwoGateways:
    pytestmark = in_two_gateways

    def test_a_marked_question_is_asked_at_once_and_answered_after_the_commit(
        self, consumer: Any, provider: Any, small: Any, which: str
    ) -> None:
        before = small.get("/count")["count"]
        with ThreadPoolExecutor(1) as pool:
            with commits_held_up(consumer if which == "consumer" else provider):
                call = pool.submit(consumer.ask, "POST", f"{R1}/people/7/field", b"x", X_Road_Id=f"read-{which}")
                wait_for(lambda: small.get("/count")["count"] == before + 1, "the service to be asked", seconds=4)
                time.sleep(0.3)
                assert not call.done()
            assert call.result().status == 200
        for side in (consumer, provider):
            kept = side.rows("SELECT is_answer FROM message WHERE message_id = %s ORDER BY is_answer", f"read-{which}")
            assert kept == [(False,), (True,)]

    def test_what_is_not_marked_waits_for_its_request_to_be_kept(self, consumer: Any, provider: Any, small: Any, which: str) -> None:
        before = small.get("/count")["count"]
        with ThreadPoolExecutor(1) as pool:
            with commits_held_up(consumer if which == "consumer" else provider):
                call = pool.submit(consumer.ask, "POST", f"{R1}/people/7/change", b"x")
                time.sleep(1)
                assert small.get("/count")["count"] == before
            assert call.result().status == 200
        assert small.get("/count")["count"] == before + 1

    def test_a_marked_answer_that_cannot_be_kept_is_not_given(
        self, axis: Any, consumer: Any, provider: Any, small: Any, which: str
    ) -> None:
        side, prefix = (consumer, "ClientProxy") if which == "consumer" else (provider, "ServerProxy")
        before = small.get("/count")["count"]
        with ThreadPoolExecutor(1) as pool:
            call = pool.submit(consumer.ask, "POST", f"{R1}/slow?seconds=2", b"x")
            wait_for(lambda: small.get("/count")["count"] == before + 1, "the service to be asked")
            with database_gone(axis, side):
                assert call.result().fault == f"Server.{prefix}.LoggingFailed"
