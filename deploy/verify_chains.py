#!/usr/bin/env python3
"""Check the hash chains of dossiers and of other records.  Stand-alone: needs Python 3.11 and psycopg, and nothing of Sen.

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
DOSSIERS = """
    SELECT e.dossier_id, e.sequence, e.action, e.from_state, e.to_state, e.actor_id, e.actor_name, e.agency_id, e.reason, e.payload,
           e.occurred_at, e.previous_hash, e.hash
    FROM dossiers_dossierevent e ORDER BY e.dossier_id, e.sequence
"""
DOSSIER_FIELDS = ("dossier", "sequence", "action", "from", "to", "actor", "actor_name", "agency", "reason", "payload", "occurred_at")
DOSSIER_HEADS = "SELECT id, code, event_count, head_hash, state FROM dossiers_dossier ORDER BY id"
RECORDS = """
    SELECT e.kind, e.record_id, e.sequence, e.action, e.from_state, e.to_state, e.actor_id, e.actor_name, e.agency_id, e.reason, e.payload,
           e.occurred_at, e.previous_hash, e.hash
    FROM history_recordevent e ORDER BY e.kind, e.record_id, e.sequence
"""
RECORD_FIELDS = ("kind", "record", *DOSSIER_FIELDS[1:])
RECORD_HEADS = "SELECT kind, record_id, count, hash FROM history_chainhead WHERE count > 0 ORDER BY kind, record_id"
Key = tuple[str, int]


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


def key_of(record: dict[str, Any]) -> Key:
    """Whose chain an event belongs to: the kind of record and its number."""
    return ("dossier", int(record["dossier"])) if "dossier" in record else (str(record["kind"]), int(record["record"]))


def check(links: Iterator[Link], findings: Findings) -> dict[Key, tuple[int, str, str]]:
    """Check every link; returns per record its last sequence, its last hash and its last state."""
    heads: dict[Key, tuple[int, str, str]] = {}
    for link in links:
        key, sequence = key_of(link.record), int(link.record["sequence"])
        name = f"{key[0]} {key[1]}"
        last_sequence, last_hash, last_state = heads.get(key, (0, GENESIS, ""))
        findings.events += 1
        if sequence != last_sequence + 1:
            findings.problems.append(f"{name}: event {sequence} follows event {last_sequence}")
        if link.previous_hash != last_hash:
            findings.problems.append(f"{name}: event {sequence} does not continue the event before it")
        # Early histories named a state before their first line; the hash holds what it says, and nothing stands before it.
        if sequence > 1 and link.record["from"] != last_state:
            findings.problems.append(f"{name}: event {sequence} starts from another state than the one before it ended in")
        if digest(link.previous_hash, link.record) != link.hash:
            findings.problems.append(f"{name}: event {sequence} was changed after it was recorded")
        heads[key] = (sequence, link.hash, str(link.record["to"]))
    findings.chains += len(heads)
    return heads


def from_database(connection: Any, query: str, names: tuple[str, ...]) -> Iterator[Link]:
    """The events of a database in order, without holding them all in memory."""
    with connection.cursor(name="events") as cursor:
        cursor.itersize = FETCH
        cursor.execute(query)
        for row in cursor:
            record = dict(zip(names, row[: len(names)], strict=True))
            record["occurred_at"] = record["occurred_at"].astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            yield Link(record, row[-2], row[-1])


def from_export(path: str) -> Iterator[Link]:
    """The events of an export: one JSON object a line with ``record``, ``previous_hash`` and ``hash``."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            event = json.loads(line)
            yield Link(event["record"], event["previous_hash"], event["hash"])


def check_dossiers(connection: Any, findings: Findings) -> dict[Key, tuple[int, str, str]]:
    """Check the chains of dossiers, and each dossier's own count, head and state against the end of its chain."""
    heads = check(from_database(connection, DOSSIERS, DOSSIER_FIELDS), findings)
    left = dict(heads)
    with connection.cursor(name="heads") as cursor:
        cursor.itersize = FETCH
        cursor.execute(DOSSIER_HEADS)
        for dossier, code, count, head, state in cursor:
            if left.pop(("dossier", dossier), (0, GENESIS, "")) != (count, head, state):
                findings.problems.append(f"dossier {dossier} ({code}): the dossier and the end of its chain differ")
    findings.problems.extend(f"dossier {number}: events without a dossier" for _kind, number in left)
    return heads


def check_records(connection: Any, findings: Findings) -> dict[Key, tuple[int, str, str]]:
    """Check the chains of all other records against the heads kept beside them."""
    heads = check(from_database(connection, RECORDS, RECORD_FIELDS), findings)
    left = dict(heads)
    with connection.cursor(name="heads") as cursor:
        cursor.itersize = FETCH
        cursor.execute(RECORD_HEADS)
        for kind, number, count, head in cursor:
            if left.pop((kind, number), (0, GENESIS, ""))[:2] != (count, head):
                findings.problems.append(f"{kind} {number}: the end of its chain is missing or was changed")
    findings.problems.extend(f"{kind} {number}: events without a head" for kind, number in left)
    return heads


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description="Check the hash chains of dossiers and of other records.")
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
            heads = {**check_dossiers(connection, findings), **check_records(connection, findings)}
    if options.heads:
        with open(options.heads, "w", encoding="utf-8") as out:
            out.writelines(f"{kind} {number} {sequence} {head}\n" for (kind, number), (sequence, head, _) in sorted(heads.items()))
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
