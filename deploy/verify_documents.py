#!/usr/bin/env python3
"""Check issued documents, their files and their packets on both sides.  Stand-alone: needs Python 3.11 and psycopg, and nothing of Sen.

    verify_documents.py --database "host=/run/postgresql dbname=sen" --files /var/lib/sen/files [--json]

What is compared with what stands in docs/interfaces/documents.md.
Exit status: 0 everything agrees, 1 something does not, 2 could not check.
"""

# ruff: noqa: T201 - a command-line tool speaks on its output
import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

FETCH = 2000
SHOWN = 20
CONTENTS = """
    SELECT c.id, c.document_id AS document, c.kind_name AS kind, c.code, c.issued_on, c.issuer_code, c.issuer_name, c.subject,
           c.signer_competence, c.signer_title, c.signer_name, c.urgency, c.due_on, c.pages, c.language, c.to_places, c.content_hash,
           ARRAY(SELECT r.document_id FROM correspondence_contentreply r WHERE r.content_id = c.id ORDER BY r.id) AS replies,
           (SELECT coalesce(json_agg(json_build_array(f.role, f.name, f.sha256) ORDER BY f.position), '[]')
            FROM correspondence_contentfile f WHERE f.content_id = c.id) AS files
    FROM correspondence_content c WHERE c.frozen_at IS NOT NULL ORDER BY c.id
"""
SIDES = """
    SELECT i.id, i.agency_id, c.code, i.packet_hash AS received, d.packet_hash AS sent
    FROM correspondence_incomingdocument i JOIN correspondence_content c ON c.id = i.content_id
    JOIN correspondence_delivery d ON d.id = i.delivery_id
    WHERE i.packet_hash <> c.content_hash OR (c.version = 1 AND i.packet_hash <> d.packet_hash) ORDER BY i.id
"""
ARRIVALS = """
    SELECT i.id, c.code FROM correspondence_incomingdocument i JOIN correspondence_content c ON c.id = i.content_id
    JOIN history_recordevent e ON e.kind = 'incoming' AND e.record_id = i.id AND e.action = 'arrive'
    WHERE c.version = 1 AND e.payload->>'packet' <> i.packet_hash ORDER BY i.id
"""
PACKETS = """
    SELECT p.id, p.public_id, p.direction, p.sha256, s.sha256 AS stored, e.payload->>'sha256' AS told
    FROM edocs_packet p LEFT JOIN files_storedfile s ON s.id = p.raw_id
    LEFT JOIN history_recordevent e ON e.kind = 'packet' AND e.record_id = p.id AND e.payload ? 'sha256'
    WHERE p.sha256 <> '' ORDER BY p.id
"""
BYTES = """
    SELECT DISTINCT s.sha256, f.sha256 AS noted, f.name FROM correspondence_contentfile f JOIN files_storedfile s ON s.id = f.file_id
    UNION SELECT s.sha256, s.sha256, s.name FROM edocs_packet p JOIN files_storedfile s ON s.id = p.raw_id ORDER BY 1
"""
Row = dict[str, Any]


@dataclass
class Findings:
    """What was looked at and what is wrong."""

    looked_at: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def fingerprint(row: Row) -> str:
    """The hash a document's particulars and files must have."""
    record = {
        "document": row["document"],
        "kind": row["kind"],
        "code": row["code"],
        "issued_on": row["issued_on"].isoformat(),
        "issuer": [row["issuer_code"], row["issuer_name"]],
        "subject": row["subject"],
        "signer": [row["signer_competence"], row["signer_title"], row["signer_name"]],
        "urgency": row["urgency"],
        "due_on": row["due_on"].isoformat() if row["due_on"] else None,
        "pages": row["pages"],
        "language": row["language"],
        "to_places": row["to_places"],
        "replies": row["replies"],
        "files": row["files"],
    }
    return hashlib.sha256(json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def check_content(row: Row) -> Iterator[str]:
    """An issued document says what it said when it was issued."""
    if fingerprint(row) != row["content_hash"]:
        yield f"document {row['id']} ({row['code']}): its particulars or the list of its files changed after it was issued"


def check_side(row: Row) -> Iterator[str]:
    """The recipient holds what was sent."""
    yield f"incoming document {row['id']} ({row['code']}): the recipient holds {row['received']}, the sender sent {row['sent']}"


def check_arrival(row: Row) -> Iterator[str]:
    """The recipient holds what its history says arrived."""
    yield f"incoming document {row['id']} ({row['code']}): it is not what arrived by its history"


def check_packet(row: Row) -> Iterator[str]:
    """A packet of the axis is what its file and its history say."""
    for what, value in (("the stored packet", row["stored"]), ("its history", row["told"])):
        if value is not None and value != row["sha256"]:
            yield f"packet {row['public_id']}: its hash and that of {what} differ"


def check_bytes(files: Path) -> Callable[[Row], Iterator[str]]:
    """The bytes on disk are those whose hash was kept."""

    def check(row: Row) -> Iterator[str]:
        sha256 = row["sha256"]
        if row["noted"] != sha256:
            yield f"file {row['name']}: the document and the store name different hashes"
        try:
            with (files / sha256[:2] / sha256[2:4] / sha256).open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
                    yield f"file {row['name']} ({sha256[:12]}): its bytes changed"
        except OSError:
            yield f"file {row['name']} ({sha256[:12]}): its bytes are gone"

    return check


def look(connection: Any, name: str, query: str, check: Callable[[Row], Iterator[str]], findings: Findings) -> None:
    """Check every row of a query, without holding them all in memory."""
    count = 0
    with connection.cursor(name="rows", row_factory=dict_row) as cursor:
        cursor.itersize = FETCH
        cursor.execute(query)
        for row in cursor:
            count += 1
            findings.problems.extend(check(row))
    findings.looked_at[name] = count


def check_all(connection: Any, files: Path) -> Findings:
    """Documents, both sides of each delivery, packets, and the bytes of all their files."""
    findings = Findings()
    look(connection, "documents", CONTENTS, check_content, findings)
    look(connection, "deliveries that differ", SIDES, check_side, findings)
    look(connection, "arrivals that differ", ARRIVALS, check_arrival, findings)
    look(connection, "packets", PACKETS, check_packet, findings)
    look(connection, "files", BYTES, check_bytes(files), findings)
    return findings


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description="Check issued documents, their files and their packets on both sides.")
    parser.add_argument("--database", required=True, help="connection string of the database")
    parser.add_argument("--files", required=True, type=Path, help="folder of the stored files")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    return parser.parse_args()


def main() -> int:
    """Check, report, and say so in the exit status."""
    options = arguments()
    with psycopg.connect(options.database) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        findings = check_all(connection, options.files)
    for problem in findings.problems[:SHOWN]:
        print(problem, file=sys.stderr)
    counted = ", ".join(f"{findings.looked_at[name]} {name}" for name in ("documents", "packets", "files"))
    verdict = "all as they were issued and received" if not findings.problems else f"{len(findings.problems)} problems"
    print(f"{counted}: {verdict}")
    if options.json:
        print(json.dumps({"ok": not findings.problems, **findings.looked_at, "problems": len(findings.problems)}))
    return 1 if findings.problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, ValueError, KeyError, psycopg.Error) as error:
        print(f"could not check: {error!r}", file=sys.stderr)
        if "--json" in sys.argv:
            print(json.dumps({"ok": False, "error": str(error)}))
        sys.exit(2)
