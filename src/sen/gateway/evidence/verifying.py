"""The gateway's own look at its journal: a random sample each night, so that damage is found before somebody needs the evidence.

The check that shares no code with the gateway is ``deploy/verify_messages.py``.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from psycopg import AsyncConnection
from psycopg.rows import TupleRow, dict_row

from sen.gateway.errors import SignatureBroken, StampRefused
from sen.gateway.evidence import merkle
from sen.gateway.evidence.timestamps import check
from sen.gateway.journal.records import GENESIS, Record, canonical, link
from sen.gateway.trust import signing

Connection = AsyncConnection[TupleRow]

_PIECE = 1 << 20
_DIGEST = 64
_SAMPLE = """
SELECT m.*, (extract(epoch FROM m.recorded_at) * 1000000)::bigint AS micros, s.certificate AS pem,
  coalesce((SELECT b.hash FROM message b WHERE b.chain = m.chain AND b.position = m.position - 1),
           (SELECT r.last_hash FROM removed r WHERE r.chain = m.chain AND r.last_position = m.position - 1)) AS before
FROM message m LEFT JOIN signer s ON s.fingerprint = m.certificate WHERE m.id = ANY(%s) ORDER BY m.id
"""


@dataclass
class Report:
    """What was looked at and what is wrong with it."""

    messages: int = 0
    stamps: int = 0
    problems: list[str] = field(default_factory=list)


async def check_sample(connection: Connection, *, size: int, bodies: Path, now: dt.datetime) -> Report:
    """Check that many random messages and the stamps over them, and keep the result in the journal's database."""
    report = Report()
    async with connection.cursor(row_factory=dict_row) as cursor:
        ends = await (await cursor.execute("SELECT min(id) AS first, max(id) AS last FROM message")).fetchone()
        if ends and ends["first"] is not None:
            rows = await (await cursor.execute(_SAMPLE, (await _drawn(connection, ends["first"], ends["last"], size),))).fetchall()
            for row in rows:
                report.messages += 1
                report.problems += [f"message {row['id']} ({row['message_id']}): {problem}" for problem in problems_of(row, bodies)]
            await _check_stamps(connection, rows, report)
    query = "INSERT INTO evidence_check (made_at, messages, problems) VALUES (%s, %s, %s)"
    await connection.execute(query, (now, report.messages, report.problems[:100]))
    return report


def problems_of(row: dict[str, Any], bodies: Path) -> list[str]:
    """What is wrong with one row of the journal, seen with the hash before it."""
    problems = []
    record = Record(**{name: row[name] for name in Record.__slots__})
    before = row["before"] or (GENESIS if row["position"] == 1 else b"")
    if row["previous"] != before:
        problems.append("the row does not continue the one before it")
    if link(row["previous"], canonical(row["micros"], row["chain"], row["position"], record)) != row["hash"]:
        problems.append("the row was changed after it was written")
    digest = _digest_of(record, bodies)
    if digest and digest != record.body_digest:
        problems.append("the body is not the one that was recorded")
    return problems + _signature_problems(record, row["pem"])


def _signature_problems(record: Record, pem: str | None) -> list[str]:
    if pem is None:
        return ["the signer's certificate is missing"]
    certificate = x509.load_pem_x509_certificate(pem.encode())
    key = certificate.public_key()
    if signing.fingerprint(certificate) != record.certificate or not isinstance(key, Ed25519PublicKey):
        return ["the signer's certificate is another"]
    try:
        signing.check(record.signature, signing.manifest(record.head, record.body_digest), signing.checking_key(key), record.certificate)
    except SignatureBroken as broken:
        return [str(broken)]
    return []


def _digest_of(record: Record, bodies: Path) -> bytes | None:
    if record.body is not None:
        return hashlib.sha512(record.body).digest()
    file = bodies / record.body_file
    if not record.body_file or not file.exists():
        return None
    digest = hashlib.sha512()
    with file.open("rb") as body:
        while piece := body.read(_PIECE):
            digest.update(piece)
    return digest.digest()


async def _drawn(connection: Connection, first: int, last: int, size: int) -> list[int]:
    query = """
    SELECT DISTINCT met.id FROM (SELECT (%s + floor(random() * %s))::bigint AS wanted FROM generate_series(1, %s)) AS drawn,
    LATERAL (SELECT id FROM message WHERE id >= wanted ORDER BY id LIMIT 1) AS met
    """
    return [row[0] for row in await (await connection.execute(query, (first, last - first + 1, size))).fetchall()]


async def _check_stamps(connection: Connection, rows: list[dict[str, Any]], report: Report) -> None:
    """The leaves of the messages must be those stamped, and each stamp must fit its leaves."""
    trees: dict[int, list[bytes]] = {}
    for row in rows:
        found = await _place(connection, row["chain"], row["position"])
        if found is None:
            continue
        stamp, index = found
        if stamp not in trees:
            trees[stamp] = await _leaves(connection, stamp, report)
        leaves = trees[stamp]
        if not 0 <= index < len(leaves) or leaves[index] != merkle.leaf(row["signature"], row["hash"]):
            report.problems.append(f"message {row['id']} ({row['message_id']}): it is not the one that stamp {stamp} covers")
    report.stamps = len(trees)


async def _place(connection: Connection, chain: str, position: int) -> tuple[int, int] | None:
    query = """
    SELECT r.stamp_id, octet_length(t.leaves) / 64 - (SELECT sum(b.last_position - b.first_position + 1) FROM stamp_range b
      WHERE b.stamp_id = r.stamp_id AND b.ordinal >= r.ordinal)::bigint + %(position)s - r.first_position
    FROM stamp_range r LEFT JOIN stamp_tree t ON t.stamp_id = r.stamp_id
    WHERE r.chain = %(chain)s AND %(position)s BETWEEN r.first_position AND r.last_position
    """
    row = await (await connection.execute(query, {"chain": chain, "position": position})).fetchone()
    return (row[0], -1 if row[1] is None else row[1]) if row else None


async def _leaves(connection: Connection, stamp: int, report: Report) -> list[bytes]:
    query = "SELECT t.leaves, s.top, s.token FROM stamp s LEFT JOIN stamp_tree t ON t.stamp_id = s.id WHERE s.id = %s"
    row = await (await connection.execute(query, (stamp,))).fetchone()
    if row is None or not row[0]:
        report.problems.append(f"stamp {stamp} is missing")
        return []
    leaves = [row[0][start : start + _DIGEST] for start in range(0, len(row[0]), _DIGEST)]
    if merkle.levels(leaves)[-1][0] != row[1]:
        report.problems.append(f"stamp {stamp}: its tree has another top")
    try:
        check(row[2], merkle.sha512(merkle.result_file(row[1])))
    except StampRefused as refused:
        report.problems.append(f"stamp {stamp}: {refused}")
    return leaves
