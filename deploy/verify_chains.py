#!/usr/bin/env python3
"""Check the hash chains of dossiers.  Stand-alone: needs Python 3.11 and psycopg, and nothing of Sen.

    verify_chains.py --database "host=/run/postgresql dbname=sen" [--json] [--heads FILE]
    verify_chains.py --export events.jsonl

The format is described in docs/interfaces/hash-chain.md.  Exit status: 0 all chains hold, 1 some do not, 2 could not check.
"""

# ruff: noqa: T201 - a command-line tool speaks on its output
import argparse
import datetime as dt
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg

GENESIS = "0" * 64
FETCH = 5000
SHOWN = 20
QUERY = """
    SELECT e.dossier_id, e.sequence, e.action, e.from_state, e.to_state, e.actor_id, e.actor_name, e.agency_id, e.reason, e.payload,
           e.occurred_at, e.previous_hash, e.hash
    FROM dossiers_dossierevent e ORDER BY e.dossier_id, e.sequence
"""
HEADS = "SELECT id, code, event_count, head_hash, state FROM dossiers_dossier ORDER BY id"


@dataclass
class Findings:
    """What was checked and what is wrong."""

    events: int = 0
    chains: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass
class Link:
    """One event as stored."""

    record: dict[str, Any]
    previous_hash: str
    hash: str


def canonical(record: dict[str, Any]) -> bytes:
    """The bytes that are hashed."""
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(previous: str, record: dict[str, Any]) -> str:
    """The hash of an event after the one before it."""
    return hashlib.sha256(previous.encode() + b"\n" + canonical(record)).hexdigest()


def check(links: Iterator[Link], findings: Findings) -> dict[int, tuple[int, str, str]]:
    """Check every link; returns per dossier its last sequence, its last hash and its last state."""
    heads: dict[int, tuple[int, str, str]] = {}
    for link in links:
        dossier, sequence = int(link.record["dossier"]), int(link.record["sequence"])
        last_sequence, last_hash, last_state = heads.get(dossier, (0, GENESIS, ""))
        findings.events += 1
        if sequence != last_sequence + 1:
            findings.problems.append(f"dossier {dossier}: event {sequence} follows event {last_sequence}")
        if link.previous_hash != last_hash:
            findings.problems.append(f"dossier {dossier}: event {sequence} does not continue the event before it")
        if link.record["from"] != last_state:
            findings.problems.append(f"dossier {dossier}: event {sequence} starts from another state than the one before it ended in")
        if digest(link.previous_hash, link.record) != link.hash:
            findings.problems.append(f"dossier {dossier}: event {sequence} was changed after it was recorded")
        heads[dossier] = (sequence, link.hash, str(link.record["to"]))
    findings.chains = len(heads)
    return heads


def from_database(connection: Any) -> Iterator[Link]:
    """The events of a database in order, without holding them all in memory."""
    names = ("dossier", "sequence", "action", "from", "to", "actor", "actor_name", "agency", "reason", "payload", "occurred_at")
    with connection.cursor(name="events") as cursor:
        cursor.itersize = FETCH
        cursor.execute(QUERY)
        for row in cursor:
            record = dict(zip(names, row[:11], strict=True))
            record["occurred_at"] = record["occurred_at"].astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            yield Link(record, row[11], row[12])


def from_export(path: str) -> Iterator[Link]:
    """The events of an export: one JSON object a line with ``record``, ``previous_hash`` and ``hash``."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            event = json.loads(line)
            yield Link(event["record"], event["previous_hash"], event["hash"])


def check_heads(connection: Any, heads: dict[int, tuple[int, str, str]], findings: Findings) -> None:
    """Compare each dossier's own count, head and state with the end of its chain."""
    with connection.cursor(name="heads") as cursor:
        cursor.itersize = FETCH
        cursor.execute(HEADS)
        for dossier, code, count, head, state in cursor:
            if heads.pop(dossier, (0, GENESIS, "")) != (count, head, state):
                findings.problems.append(f"dossier {dossier} ({code}): the dossier and the end of its chain differ")
    findings.problems.extend(f"dossier {dossier}: events without a dossier" for dossier in heads)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description="Check the hash chains of dossiers.")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--database", help="connection string of the database")
    source.add_argument("--export", help="file of exported events")
    parser.add_argument("--heads", help="write the head of every chain to this file, to publish or to keep elsewhere")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    return parser.parse_args()


def main() -> int:
    """Check, report, and say so in the exit status."""
    options = arguments()
    findings = Findings()
    if options.export:
        heads = check(from_export(options.export), findings)
    else:
        with psycopg.connect(options.database) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            heads = check(from_database(connection), findings)
            check_heads(connection, dict(heads), findings)
    if options.heads:
        with open(options.heads, "w", encoding="utf-8") as out:
            out.writelines(f"{dossier} {sequence} {head}\n" for dossier, (sequence, head, _) in sorted(heads.items()))
    for problem in findings.problems[:SHOWN]:
        print(problem, file=sys.stderr)
    verdict = "all chains hold" if not findings.problems else f"{len(findings.problems)} problems"
    print(f"{findings.events} events in {findings.chains} chains: {verdict}")
    if options.json:
        print(
            json.dumps(
                {"ok": not findings.problems, "events": findings.events, "chains": findings.chains, "problems": len(findings.problems)}
            )
        )
    return 1 if findings.problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, ValueError, KeyError, psycopg.Error) as error:
        print(f"could not check: {error!r}", file=sys.stderr)
        if "--json" in sys.argv:
            print(json.dumps({"ok": False, "error": str(error)}))
        sys.exit(2)
