"""A gateway's home with a journal that holds signed exchanges, without any process running."""

import asyncio
import contextlib
import datetime as dt
import importlib.util
import io
import json
import sys
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from joserfc.jwk import OKPKey
from psycopg import sql

from sen.gateway.calls.core import Gateway, Incoming, Outgoing
from sen.gateway.evidence_command import main
from sen.gateway.journal.records import Exchange, Record
from sen.gateway.journal.writing import Journal
from sen.gateway.protocol.messages import request_hash, write_head
from sen.gateway.protocol.spool import body_of
from sen.gateway.serving.application import build
from sen.gateway.serving.office import Office
from sen.gateway.serving.routes import routes
from sen.gateway.tests.pair import Authority, write_pair
from sen.gateway.trust.directory import Directory as Index
from sen.gateway.trust.home import open_home, write_configuration
from sen.gateway.trust.signing import Signer, make_signer, manifest
from sen.gateway.trust.snapshot import Client, Directory, Member, Server, Snapshot, Subsystem, seal, unseal

SCRIPT = Path(__file__).resolve().parents[4] / "deploy" / "verify_messages.py"
SERVER, MEMBER, OTHER = "VN-DT/GOV/SO/SONGANH", "VN-DT/GOV/SO", "VN-DT/GOV/H20"
SYSTEM, REGISTRY, STRANGER = f"{MEMBER}/PHANMEM", f"{OTHER}/CSDL", f"{MEMBER}/KHAC"
SERVICE = f"{REGISTRY}/dan-cu"
CREDENTIAL = "what the platform shows"


@dataclass
class Chest:
    """The home of SERVER: its journal, its keys, and a hand that writes into it."""

    folder: Path
    database: str
    settings: dict[str, Any] = field(default_factory=dict)
    authority: Authority = field(default_factory=Authority)
    key: OKPKey = field(default_factory=lambda: OKPKey.generate_key("Ed25519"))
    signers: dict[str, Signer] = field(default_factory=dict)
    revoked: tuple[str, ...] = ()
    province_key: Any = None

    def __post_init__(self) -> None:
        for member in (MEMBER, OTHER):
            key = self.province_key = Ed25519PrivateKey.generate()
            self.signers[member] = make_signer(member, key, self.authority.issue(member, key.public_key()))
        key = ec.generate_private_key(ec.SECP256R1())
        write_pair(self.folder, "tls", key, self.authority.issue("tls", key.public_key()))
        self.configure()

    def configure(self, **evidence: Any) -> None:
        """Write gateway.json with these settings of the evidence, and the snapshot."""
        self.settings |= evidence
        write_configuration(
            self.folder,
            {
                "server": SERVER, "consumer": "127.0.0.1:1", "provider": "127.0.0.1:2", "database": self.database, "sources": [],
                "keys": [self.key.as_dict(private=False)], "tls": {"key": "tls.key", "certificate": "tls.pem"}, "evidence": self.settings,
            },
        )  # fmt: skip
        (self.folder / "snapshot.jws").write_text(self.sealed())

    def sealed(self) -> str:
        now = int(time.time()) - 60
        members = (
            Member(
                id=MEMBER, name="Sở", signing_certificates=(self.signers[MEMBER].pem,),
                subsystems=(Subsystem(id=SYSTEM, name="Phần mềm", servers=(SERVER,)), Subsystem(id=STRANGER, name="Khác", servers=(SERVER,))),
            ),
            Member(id=OTHER, name="Tỉnh", signing_certificates=(self.signers[OTHER].pem,)),
        )  # fmt: skip
        directory = Directory(
            authorities=(self.authority.pem,), members=members, servers=(Server(id=SERVER, address="10.0.0.1:5500"),), revoked=self.revoked
        )
        clients = (Client(id=SYSTEM, open=True), Client(id=STRANGER, open=True), Client(id=f"{MEMBER}/KHOA"))
        snapshot = Snapshot(
            instance="VN-DT", server=SERVER, serial=1, issued_at=now, expires_at=now + 86_400, directory=directory, clients=clients
        )
        return seal(snapshot, self.key)

    def snapshot(self) -> Snapshot:
        return unseal(self.sealed(), [self.key], server=SERVER, now=int(time.time()))

    def message(
        self, number: int, body: bytes | None = b'{"a":1}', *, kept: bool = True, message_id: str = ""
    ) -> tuple[list[Record], Exchange]:
        """A request of SYSTEM to SERVICE and its answer, as the consumer's side records them."""
        request_id, message_id = uuid.uuid4(), message_id or f"VN-DT-{number}"
        headers = [
            (b"X-Road-Client", SYSTEM.encode()), (b"x-road-id", message_id.encode()), (b"x-road-request-id", str(request_id).encode()),
        ]  # fmt: skip
        head = write_head("POST" if body else "GET", f"/r1/{SERVICE}/nguoi/1", headers)
        request = self._record(head, body, MEMBER, message_id, request_id, is_answer=False, kept=kept)
        told = request_hash(head, request.body_digest).encode()
        own = [*headers, (b"x-road-service", SERVICE.encode()), (b"x-road-request-hash", told)]
        answer = self._record(write_head("200", "OK", own), b'{"ok":true}', OTHER, message_id, request_id, is_answer=True, kept=kept)
        now = time.time_ns() // 1000
        return [request, answer], exchange(request_id, message_id, at=now)

    def _record(
        self, head: bytes, body: bytes | None, member: str, message_id: str, request_id: uuid.UUID, *, is_answer: bool, kept: bool
    ) -> Record:
        held, signer = body_of(body or b""), self.signers[member]
        return Record(
            message_id, request_id, is_answer, "c", SYSTEM, REGISTRY, SERVICE, head, held.digest, held.size, (body or None) if kept else None, "",
            signer.sign(manifest(head, held.digest)), signer.fingerprint,
        )  # fmt: skip

    def write(self, number: int, **options: Any) -> None:
        """Write that many exchanges through the real journal, as one chain."""
        asyncio.run(self._write([self.message(each, **options) for each in range(1, number + 1)]))

    def write_exchanges(self, exchanges: list[Exchange]) -> None:
        """Write monitoring records alone."""
        asyncio.run(self._write([([], each) for each in exchanges]))

    async def _write(self, entries: list[tuple[list[Record], Exchange]]) -> None:
        journal = Journal(self.database)
        for signer in self.signers.values():
            journal.meet(signer.fingerprint, signer.pem)
        await journal.start()
        await asyncio.gather(*(journal.write(records, told) for records, told in entries))
        await journal.stop()

    def office(self) -> Office:
        home, snapshot = open_home(self.folder), self.snapshot()
        return Office(self.folder, self.database, home.configuration.evidence, lambda: snapshot)

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator[tuple[Office, Any]]:
        """An office with its tables made and one turn done, and a connection."""
        office = self.office()
        try:
            await office.prepare()
            await office.turn()
            await office.keep()
            async with office.connection() as connected:
                yield office, connected
        finally:
            await office.close()

    def command(self, name: str, *more: str) -> tuple[int, str]:
        """The evidence's command line, in this process: exit status and what it printed."""
        said = io.StringIO()
        arguments = ["evidence_command", name, "--home", str(self.folder), *more]
        with patch.object(sys, "argv", arguments), contextlib.redirect_stdout(said):
            code = main()
        return code, said.getvalue()

    def anchors(self) -> Path:
        """The anchors in a file."""
        file = self.folder / "anchors.json"
        assert self.command("anchors", "--output", str(file))[0] == 0
        return file

    def ask(self, target: str, *, client: str = SYSTEM, method: str = "GET", credential: str = "") -> tuple[int, dict[str, str], bytes]:
        """A request to one of the evidence's addresses, answered without a server."""
        return asyncio.run(self._ask(target, client, method, credential))

    async def _ask(self, target: str, client: str, method: str, credential: str) -> tuple[int, dict[str, str], bytes]:
        gateway: Gateway = build(open_home(self.folder))
        gateway.directory = Index(self.snapshot())
        office = self.office()
        await office.prepare()
        await office.turn()
        await office.keep()
        headers = [(b"x-road-client", client.encode())] if client else []
        headers += [(b"authorization", f"Bearer {credential}".encode())] if credential else []
        try:
            answer: Outgoing = await routes(office)[target.split("/")[1].partition("?")[0]](
                gateway, Incoming(method, target, headers, _nothing())
            )
            body = answer.body.bytes()
            answer.body.drop()
        finally:
            await office.close()
        return answer.status, {name.decode(): value.decode() for name, value in answer.headers}, body

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database, autocommit=True) as connected:
            cursor = connected.execute(query, values)
            return cursor.fetchall() if cursor.description else []


async def _nothing() -> AsyncIterator[bytes]:
    return
    yield b""


def exchange(request_id: uuid.UUID | None = None, message_id: str = "m", **changes: Any) -> Exchange:
    """A finished exchange of SYSTEM with SERVICE; ``at`` is when it came in, in microseconds, ``took`` how long it was."""
    at, took = changes.pop("at", time.time_ns() // 1000), changes.pop("took", 8000)
    facts: dict[str, Any] = {
        "side": "c", "request_id": request_id or uuid.uuid4(), "message_id": message_id, "client": SYSTEM, "service": SERVICE, "method": "GET",
        "path": "/nguoi/087012345678", "user_id": "VN087012345678", "issue": "H20.1-1", "represented": "", "purpose": "đối chiếu", "trace": "",
        "request_in": at, "request_out": at + took // 4, "answer_in": at + took // 2, "answer_out": at + took, "request_size": 300,
        "answer_size": 900, "status": 200, "succeeded": True, "fault": "", "fault_text": "",
    }  # fmt: skip
    return Exchange(**{**facts, **changes})


@contextlib.contextmanager
def fresh_database() -> Iterator[str]:
    """A database of its own on the server of the tests; the text with which it is reached."""
    facts = connection.settings_dict
    words = (("host", "HOST"), ("port", "PORT"), ("user", "USER"), ("password", "PASSWORD"))
    place = " ".join(f"{word}={facts[name]}" for word, name in words if facts[name])
    name = f"test_chest_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{place} dbname=postgres", autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield f"{place} dbname={name}"
    finally:
        with psycopg.connect(f"{place} dbname=postgres", autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextlib.contextmanager
def opened_chest(folder: Path, **evidence: Any) -> Iterator[Chest]:
    """A chest on a fresh database."""
    with fresh_database() as database:
        yield Chest(folder, database, evidence)


def verify(kind: str, *more: str) -> tuple[int, dict[str, Any], str]:
    """The stand-alone check, loaded from its file: exit status, what it says as JSON, everything it printed."""
    said = io.StringIO()
    with patch.object(sys, "argv", ["verify_messages.py", kind, *more, "--json"]), contextlib.redirect_stdout(said):
        code = script().main()
    return code, json.loads(said.getvalue().splitlines()[-1]), said.getvalue()


@cache
def script() -> Any:
    """The module of the stand-alone check."""
    spec = importlib.util.spec_from_file_location("verify_messages", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["verify_messages"] = module
    spec.loader.exec_module(module)
    return module


def failed(told: dict[str, Any]) -> dict[str, list[str]]:
    """The failed checks of each thing looked at."""
    return {each["name"]: [check["name"] for check in each["checks"] if not check["ok"]] for each in told["checked"] if not each["ok"]}


def utc(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)
