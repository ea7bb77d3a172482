"""Two real gateways and a small service as processes on free ports, with a control plane played by the test."""

import contextlib
import http.client
import http.server
import json
import os
import random
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from joserfc.jwk import OKPKey
from psycopg import sql

from sen.gateway.tests.certificates import Authority, write_pair
from sen.gateway.trust.home import write_configuration
from sen.gateway.trust.signing import fingerprint
from sen.gateway.trust.snapshot import Client, Directory, Group, Member, Reading, Right, Server, Service, Snapshot, Subsystem, seal

SOURCE = Path(__file__).resolve().parents[3]
PROVINCE, DEPARTMENT = "VN-DT/GOV/H20", "VN-DT/GOV/SO"
PROVIDER, CONSUMER = "VN-DT/GOV/H20/TINH", "VN-DT/GOV/SO/SONGANH"
REGISTRY, SYSTEM, COUNTER = f"{PROVINCE}/CSDL", f"{DEPARTMENT}/PHANMEM", f"{PROVINCE}/MOTCUA"
PEOPLE = f"{REGISTRY}/dan-cu"
PATIENCE = 60.0


@dataclass
class RunningServer:
    """One gateway: its home folder, ports, keys and process."""

    id: str
    folder: Path
    database: str
    consumer: int
    provider: int
    tls: x509.Certificate
    secure: int = field(default_factory=lambda: free_port())
    process: "subprocess.Popen[bytes] | None" = None

    def start(self, *, fit: bool = True) -> None:
        """Run it and wait until it answers."""
        with (self.folder / "gateway.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sen.gateway", "--home", str(self.folder)], stdout=log, stderr=log, start_new_session=True,
                env={**os.environ, "PYTHONPATH": str(SOURCE)},
            )  # fmt: skip
        wait_for(lambda: self.health()[0] == 200 if fit else self.health()[0] > 0, f"{self.id} to be fit; its log:", log=self.log)

    def stop(self) -> None:
        """Ask it to end."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE)

    def kill(self) -> None:
        """kill -9, workers and all."""
        assert self.process
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        wait_for(lambda: is_free(self.consumer) and is_free(self.provider) and is_free(self.secure), f"the end of {self.id}")

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        client: str = SYSTEM,
        timeout: float = 20,
        tls: ssl.SSLContext | None = None,
        **headers: str,
    ) -> "Answer":
        """One request to the consumer face; underscores in header names stand for hyphens."""
        connection = (
            http.client.HTTPSConnection("127.0.0.1", self.secure, timeout=timeout, context=tls)
            if tls
            else http.client.HTTPConnection("127.0.0.1", self.consumer, timeout=timeout)
        )
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if client:
            given["X-Road-Client"] = client
        try:
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            with contextlib.closing(answer):
                return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def health(self) -> tuple[int, dict[str, Any]]:
        """Status and content of the health page; status 0 while nothing answers."""
        try:
            answer = self.ask("GET", "/health", client="", timeout=3)
            return answer.status, json.loads(answer.body)
        except (OSError, http.client.HTTPException, ValueError):
            return 0, {}

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of its database."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            return connection.execute(query, values).fetchall()

    def log(self) -> str:
        return (self.folder / "gateway.log").read_text(errors="replace")[-3000:]


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def fault(self) -> str:
        return self.headers.get("x-road-error", "")

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Axis:
    """The played control plane and what it runs."""

    folder: Path
    place: dict[str, str]
    authority: Authority = field(default_factory=Authority)
    key: OKPKey = field(default_factory=lambda: OKPKey.generate_key("Ed25519"))
    servers: dict[str, RunningServer] = field(default_factory=dict)
    signing: dict[str, list[x509.Certificate]] = field(default_factory=dict)
    services: tuple[Service, ...] = ()
    clients: dict[str, tuple[Client, ...]] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    readings: tuple[Reading, ...] = ()
    revoked: tuple[str, ...] = ()
    maintenance: dict[str, str] = field(default_factory=dict)
    subsystems: dict[str, tuple[str, ...]] = field(default_factory=dict)
    serial: int = 1
    seconds: int = 3600
    sealed: dict[str, str] = field(default_factory=dict)
    _source: "http.server.ThreadingHTTPServer | None" = None
    source_port: int = 0

    def directory(self) -> Directory:
        members = []
        for member in (PROVINCE, DEPARTMENT):
            pems = tuple(each.public_bytes(Encoding.PEM).decode() for each in self.signing.get(member, ()))
            own = tuple(
                Subsystem(id=each, name=each, servers=servers) for each, servers in self.subsystems.items() if each.startswith(member + "/")
            )
            members.append(Member(id=member, name=f"Member {member}", signing_certificates=pems, subsystems=own))
        servers = tuple(
            Server(id=each.id, address=f"127.0.0.1:{each.provider}", certificates=(fingerprint(each.tls),), maintenance=self.maintenance.get(each.id, ""))
            for each in self.servers.values()
        )  # fmt: skip
        return Directory(
            authorities=(self.authority.pem,), revoked=self.revoked, members=tuple(members), servers=servers, groups=self.groups,
            readings=self.readings,
        )  # fmt: skip

    def snapshot(self, server: str, **changes: Any) -> Snapshot:
        now = int(time.time())
        offered = tuple(each for each in self.services if server in self.subsystems[each.id.rpartition("/")[0]])
        facts = {
            "instance": "VN-DT", "server": server, "serial": self.serial, "issued_at": now, "expires_at": now + self.seconds,
            "directory": self.directory(), "services": offered, "clients": self.clients.get(server, ()),
        }  # fmt: skip
        return Snapshot(**{**facts, **changes})

    def hand_out(self, **changes: Any) -> None:
        """Seal a new configuration for every server and offer it; servers that do not run get it on disk."""
        self.serial += 1
        for server in self.servers.values():
            self.sealed[server.id] = seal(self.snapshot(server.id, **changes), self.key)
            if not server.process:
                (server.folder / "snapshot.jws").write_text(self.sealed[server.id])

    def await_serial(self) -> None:
        """Wait until every running server lives by the last configuration."""
        for server in self.servers.values():
            if server.process and server.process.poll() is None:
                wait_for(lambda server=server: server.health()[1].get("serial") == self.serial, f"{server.id} to take serial {self.serial}")

    def change(self, **service: Any) -> None:
        """Change the people service, hand out, wait."""
        self.services = tuple(each.model_copy(update=service) if each.id == PEOPLE else each for each in self.services)
        self.hand_out()
        self.await_serial()

    def add_server(self, identifier: str, *, tls_days: float = 2, workers: int = 1) -> RunningServer:
        """Prepare a gateway's home."""
        name = identifier.rpartition("/")[2].lower()
        folder = self.folder / name
        folder.mkdir()
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self.authority.issue(name, key.public_key(), days=tls_days, begun=3)
        write_pair(folder, "tls", key, certificate)
        server = RunningServer(identifier, folder, self._make_database(name), free_port(), free_port(), certificate)
        self.servers[identifier] = server
        facts = {
            "server": identifier, "consumer": f"127.0.0.1:{server.consumer}", "provider": f"127.0.0.1:{server.provider}",
            "consumer_tls": f"127.0.0.1:{server.secure}",
            "database": server.database, "sources": [f"http://127.0.0.1:{self.source_port}/{name}"], "keys": [self.key.as_dict(private=False)],
            "tls": {"key": "tls.key", "certificate": "tls.pem"}, "signing": {}, "workers": workers, "poll_seconds": 0.3,
            "connect_seconds": 2, "answer_seconds": 10,
        }  # fmt: skip
        write_configuration(folder, facts)
        return server

    def add_signer(self, server: str, member: str, *, days: float = 2) -> None:
        """Give a server a signing key of the member, listed in the directory from now on."""
        folder = self.servers[server].folder
        name = f"sign-{member.rpartition('/')[2]}"
        key = Ed25519PrivateKey.generate()
        certificate = self.authority.issue(member, key.public_key(), days=days, begun=3)
        write_pair(folder, name, key, certificate)
        self.signing.setdefault(member, []).append(certificate)
        facts = json.loads((folder / "gateway.json").read_text())
        facts["signing"][member] = {"key": f"{name}.key", "certificate": f"{name}.pem"}
        write_configuration(folder, facts)

    def open_source(self) -> None:
        """Serve the sealed configurations."""
        axis = self

        class Source(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = next((text for server, text in axis.sealed.items() if server.rpartition("/")[2].lower() == self.path[1:]), "")
                self.send_response(200 if found else 404)
                self.end_headers()
                self.wfile.write(found.encode())

            def log_message(self, *_: Any) -> None:
                return

        self._source = http.server.ThreadingHTTPServer(("127.0.0.1", self.source_port), Source)
        self.source_port = self._source.server_address[1]
        threading.Thread(target=self._source.serve_forever, daemon=True).start()

    def close_source(self) -> None:
        """The control plane is gone."""
        if self._source:
            self._source.shutdown()
            self._source.server_close()
            self._source = None

    def _make_database(self, name: str) -> str:
        database = f"{self.place['prefix']}_{name}"[:60]
        with psycopg.connect(self.place["admin"], autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
        return f"{self.place['server']} dbname={database}"

    def drop_databases(self) -> None:
        with psycopg.connect(self.place["admin"], autocommit=True) as connection:
            for server in self.servers.values():
                name = server.database.rpartition("dbname=")[2]
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def people_service(port: int, **changes: Any) -> Service:
    """The service every test calls."""
    right = Right(subject=SYSTEM)
    return Service(
        **{"id": PEOPLE, "name": "Dân cư", "base_url": f"http://127.0.0.1:{port}/", "rights": (right, Right(subject=COUNTER)), **changes}
    )


@contextlib.contextmanager
def two_gateways(
    folder: Path, place: dict[str, str], **service: Any
) -> Iterator[tuple[Axis, RunningServer, RunningServer, "SmallService"]]:
    """A department's gateway as consumer, the province's as provider, and the service behind it; all running."""
    axis = Axis(folder, place)
    axis.open_source()
    small = SmallService()
    try:
        consumer, provider = axis.add_server(CONSUMER), axis.add_server(PROVIDER)
        axis.add_signer(CONSUMER, DEPARTMENT)
        axis.add_signer(PROVIDER, PROVINCE)
        axis.subsystems = {REGISTRY: (PROVIDER,), COUNTER: (PROVIDER,), SYSTEM: (CONSUMER,)}
        axis.services = (people_service(small.port, **service),)
        axis.clients = {CONSUMER: (Client(id=SYSTEM, open=True),), PROVIDER: (Client(id=COUNTER, open=True),)}
        axis.hand_out()
        small.start()
        consumer.start()
        provider.start()
        yield axis, consumer, provider, small
    finally:
        for server in axis.servers.values():
            if server.process and server.process.poll() is None:
                server.kill()
        small.stop()
        axis.close_source()
        axis.drop_databases()


@dataclass
class SmallService:
    """The information system behind the provider's gateway."""

    port: int = field(default_factory=lambda: free_port())
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Run it."""
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--loop", "uvloop", "--port", str(self.port), "--no-log"]
        self.process = subprocess.Popen(
            [*command, "sen.gateway.tests.service:application"], start_new_session=True, env={**os.environ, "PYTHONPATH": str(SOURCE)}
        )
        wait_for(self._answers, "the small service")

    def stop(self) -> None:
        """kill -9."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)
            wait_for(lambda: is_free(self.port), "the end of the small service")

    def get(self, path: str) -> Any:
        """Ask it directly."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def _answers(self) -> bool:
        try:
            return self.get("/count") is not None
        except (OSError, http.client.HTTPException):
            return False


def wait_for(done: Callable[[], bool], what: str, *, seconds: float = PATIENCE, log: Callable[[], str] | None = None) -> None:
    """Wait until it is so; fails with the words when it takes too long."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s for {what} {log() if log else ''}"
        time.sleep(0.05)


def free_port() -> int:
    """A port below those the system gives to outgoing connections, so that it stays free while its owner is down."""
    while True:
        port = random.randrange(15_000, 32_000)
        if is_free(port):
            return port


def is_free(port: int) -> bool:
    """Whether somebody may listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
