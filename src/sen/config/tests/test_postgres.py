"""The database server is found, started, recovered and stopped; here with real programs on throw-away data."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sen.config.console import Stop
from sen.config.postgres import Server, require_server
from sen.config.programs import find_programs, place, reachable

KINDS = ["installed", "embedded"]


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not tmp_path: under root its parents are closed to the server's user.
    made = Path(tempfile.mkdtemp(prefix="sen-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest, folder: Path) -> Iterator[Server]:
    placement = place(folder / "postgres", None)
    try:
        programs = find_programs(request.param, placement.data)
    except Stop:
        pytest.skip(f"no {request.param} PostgreSQL here")
    made = Server(reachable(programs, placement.user), placement.data, placement.user, durable=False)
    made.start()
    yield made
    made.stop()


def ask(server: Server, statement: str) -> object:
    place = server.environment()
    with psycopg.connect(host=place["SEN_DB_HOST"], port=5432, user="sen", dbname="sen", autocommit=True) as connection:
        row = connection.execute(statement).fetchone()
        return row[0] if row else None


def postmaster(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])


@pytest.mark.slow
def test_a_server_starts_serves_and_stops(server: Server) -> None:
    assert ask(server, "SELECT lower('ĐỒNG THÁP')") == "đồng tháp"
    assert ask(server, "SHOW listen_addresses") == ""
    server.stop()
    assert not server.alive()


@pytest.mark.slow
def test_a_killed_server_comes_back(server: Server) -> None:
    os.kill(postmaster(server), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while server.alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not server.alive()
    server.start()
    assert ask(server, "SELECT 1") == 1


@pytest.mark.slow
def test_a_lock_of_another_program_is_not_believed(server: Server) -> None:
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n", encoding="utf-8")
    assert not server.alive()
    server.start()
    assert ask(server, "SELECT 1") == 1


@pytest.mark.slow
def test_a_server_left_running_is_taken_over(server: Server) -> None:
    before = postmaster(server)
    Server(server.programs, server.data, server.user, durable=False).start()
    assert postmaster(server) == before


def test_a_deep_folder_gets_a_socket_within_the_limit(folder: Path) -> None:
    deep = folder / ("x" * 90) / "postgres"
    found = next(iter(_any_programs(folder)))
    assert len(os.fsencode(Server(found, deep).sockets)) < 95
    assert Server(found, folder / "postgres").sockets == folder / "socket"


def test_data_of_another_version_are_refused_with_what_is_here(folder: Path) -> None:
    (folder / "PG_VERSION").write_text("9\n", encoding="utf-8")
    with pytest.raises(Stop, match="was made by PostgreSQL 9"):
        find_programs("", folder)


def test_a_named_server_that_does_not_answer_is_one_clear_line() -> None:
    with pytest.raises(Stop, match="SEN_DATABASE_URL cannot be used"):
        require_server("postgresql://sen@127.0.0.1:1/sen")


def test_an_unknown_wish_is_refused() -> None:
    with pytest.raises(Stop, match="must be installed or embedded"):
        find_programs("mysql", Path("/nowhere"))


def _any_programs(folder: Path) -> list:
    return [find_programs("", folder)]
