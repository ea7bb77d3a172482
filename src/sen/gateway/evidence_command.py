"""The command line of the evidence.

    python -m sen.gateway.evidence_command export --home FOLDER --party INST/CLASS/MEMBER/SUBSYSTEM --message ID [--output FILE]
    python -m sen.gateway.evidence_command stamp|archive|check --home FOLDER
    python -m sen.gateway.evidence_command keep --home FOLDER
    python -m sen.gateway.evidence_command anchors --home FOLDER [--output FILE]

``archive`` also removes what is past its term; ``keep`` does everything in its time and ends with its input (a gateway starts it).
Exit status: 0 done, 1 something is wrong with the evidence, 2 could not do it.
"""

import argparse
import asyncio
import json
import logging
import os
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import psycopg
from psycopg_pool import PoolTimeout

from sen.gateway.errors import HomeUnusable, SnapshotRefused, StampRefused
from sen.gateway.evidence.archive import archive_once, remove_old
from sen.gateway.evidence.containers import write_package
from sen.gateway.evidence.rows import EvidenceReader
from sen.gateway.evidence.stamping import asker, stamp_once
from sen.gateway.evidence.verifying import check_sample
from sen.gateway.serving.office import Office, run_keeper
from sen.gateway.serving.routes import anchors
from sen.gateway.trust.directory import Directory
from sen.gateway.trust.home import Home, open_home
from sen.gateway.trust.snapshot import Snapshot, unseal
from sen.kernel import clock

_ASIDE = 10


def office_of(home: Home) -> Office:
    """The office of a gateway's folder, with the snapshot it last verified."""
    known = _snapshot(home)
    return Office(home.folder, home.configuration.database, home.configuration.evidence, lambda: known)


async def export(home: Home, office: Office, options: argparse.Namespace) -> int:
    """Write the containers of a message id into a ZIP."""
    async with office.connection() as connection:
        found = await EvidenceReader(connection, office.bodies).of_message(options.message, options.party)
    if not found:
        _say(f"no message {options.message} of {options.party}")
        return 2
    target = Path(options.output or f"evidence-{found[0].record}.zip")
    with target.open("wb") as file:
        write_package(found, file)
    _say(f"{len(found)} containers in {target}")
    return 0


async def stamp(home: Home, office: Office, options: argparse.Namespace) -> int:
    """Stamp everything that waits."""
    total = 0
    async with office.connection() as connection, aiohttp.ClientSession() as session:
        while size := await stamp_once(connection, office.settings.stamps, asker(session, office.internal), clock.now()):
            total += size
    _say(f"{total} messages stamped")
    return 0


async def archive(home: Home, office: Office, options: argparse.Namespace) -> int:
    """Archive what is stamped, then remove what is past its term."""
    async with office.connection() as connection:
        written = await archive_once(connection, office.settings, folder=office.archive, bodies=office.bodies, now=clock.now())
        removed = await remove_old(connection, office.settings, bodies=office.bodies, now=clock.now())
    _say(f"{written} messages archived, {removed} removed")
    return 0


async def check(home: Home, office: Office, options: argparse.Namespace) -> int:
    """Check a random sample of the journal."""
    async with office.connection() as connection:
        report = await check_sample(connection, size=office.settings.sample_size, bodies=office.bodies, now=clock.now())
    for problem in report.problems:
        _say(problem)
    _say(f"{report.messages} messages and {report.stamps} stamps checked, {len(report.problems)} problems")
    return 1 if report.problems else 0


async def write_anchors(home: Home, office: Office, options: argparse.Namespace) -> int:
    """Write what a checker must believe in."""
    snapshot = office.snapshot()
    if snapshot is None:
        _say("this gateway has no configuration yet")
        return 2
    text = json.dumps(anchors(office, Directory(snapshot), home.configuration.keys), indent=2)
    if options.output:
        Path(options.output).write_text(text, encoding="utf-8")
    else:
        _say(text)
    return 0


async def keep(home: Home, office: Office, options: argparse.Namespace) -> int:
    """Do the work beside the traffic until the input ends."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def listen() -> None:
        while sys.stdin.buffer.read(1024):
            continue
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=listen, daemon=True).start()
    office.snapshot = Renewed(home).snapshot
    work, end = asyncio.create_task(run_keeper(office)), asyncio.create_task(ended.wait())
    await asyncio.wait({work, end}, return_when=asyncio.FIRST_COMPLETED)
    if work.done():
        work.result()
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    return 0


class Renewed:
    """The snapshot on disk, read again when the gateway has written a newer one."""

    def __init__(self, home: Home) -> None:
        """Nothing is read yet."""
        self._home = home
        self._seen = 0
        self._known: Snapshot | None = None

    def snapshot(self) -> Snapshot | None:
        """The newest that can be verified."""
        try:
            changed = self._home.snapshot.stat().st_mtime_ns
        except OSError:
            return self._known
        if changed != self._seen:
            self._seen = changed
            self._known = _snapshot(self._home) or self._known
        return self._known


COMMANDS: dict[str, Callable[[Home, Office, argparse.Namespace], Awaitable[int]]] = {
    "export": export, "stamp": stamp, "archive": archive, "check": check, "anchors": write_anchors, "keep": keep,
}  # fmt: skip


def main() -> int:
    """Do what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m sen.gateway.evidence_command", description="Evidence of a gateway.")
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--home", type=Path, required=True, help="folder with gateway.json")
    parser.add_argument("--party", default="", help="subsystem that sent or received the message")
    parser.add_argument("--message", default="", help="message id (X-Road-Id)")
    parser.add_argument("--output", default="", help="file to write")
    parser.add_argument("--aside", action="store_true", help="with low priority, beside a running gateway")
    options = parser.parse_args()
    if options.aside:
        os.nice(_ASIDE)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    try:
        return asyncio.run(_run(options))
    except (HomeUnusable, StampRefused, psycopg.Error, PoolTimeout, OSError) as error:
        _say(f"could not {options.command}: {error}")
        return 2


async def _run(options: argparse.Namespace) -> int:
    home = open_home(options.home.resolve())
    office = office_of(home)
    try:
        await office.prepare()
        async with office.connection() as connection:
            await office.keep_trust(connection)
        return await COMMANDS[options.command](home, office, options)
    finally:
        await office.close()


def _snapshot(home: Home) -> Snapshot | None:
    """The last verified snapshot, also an expired one: evidence outlives it."""
    try:
        return unseal(home.snapshot.read_text(encoding="ascii"), home.keys, server=home.server, now=0)
    except (OSError, SnapshotRefused):
        return None


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
