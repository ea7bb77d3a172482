"""Reading messages out of the journal together with what proves them."""

import datetime as dt
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from psycopg import AsyncConnection
from psycopg.rows import TupleRow, dict_row

from sen.gateway.evidence import merkle
from sen.gateway.evidence.containers import Evidence, Stamp

_log = logging.getLogger("sen.gateway.evidence")
Connection = AsyncConnection[TupleRow]

_COLUMNS = (
    "m.id, m.recorded_at, m.chain, m.position, m.message_id, m.is_answer, m.head, m.body_digest, m.body, m.body_file, m.signature, m.hash, "
    "s.certificate AS pem"
)
_FROM = "FROM message m LEFT JOIN signer s ON s.fingerprint = m.certificate"
_PAGE = 200
_LONGEST_CHAIN = 5
_MOST_OF_EXCHANGE = 20
_STRETCH = """
SELECT r.stamp_id, r.ordinal, r.first_position, r.last_position, (
  SELECT sum(b.last_position - b.first_position + 1) FROM stamp_range b WHERE b.stamp_id = r.stamp_id AND b.ordinal >= r.ordinal)::bigint
FROM stamp_range r WHERE r.chain = %(chain)s AND r.first_position <= %(position)s ORDER BY r.first_position DESC LIMIT 1
"""
_STATUS = """
WITH taken AS (
  (SELECT this_update, content FROM status_list WHERE this_update <= %(at)s ORDER BY this_update DESC LIMIT 1) UNION ALL
  (SELECT this_update, content FROM status_list WHERE this_update > %(at)s ORDER BY this_update LIMIT 1) LIMIT 1
)
SELECT least(this_update, %(at)s), coalesce(
  (SELECT min(n.this_update) FROM status_list n WHERE n.this_update > greatest(t.this_update, %(at)s)), '9999-12-30'::timestamptz
), content FROM taken t
"""
_EARLIEST, _LATEST = dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Stretch:
    """A stamped stretch of a chain; ``following`` counts its own messages and those of the stamp after it."""

    chain: str
    stamp: int
    ordinal: int
    first: int
    last: int
    following: int


@dataclass(frozen=True)
class Tree:
    """A stamp with its tree."""

    stamp: int
    levels: list[list[bytes]]
    token: bytes
    top: bytes


@dataclass(frozen=True)
class Status:
    """A list of revoked certificates and the time for which it is the one to take."""

    since: dt.datetime
    until: dt.datetime
    content: str


class EvidenceReader:
    """Reads messages as evidence over one connection; the last tree is kept, because neighbours share it."""

    def __init__(self, connection: Connection, bodies: Path) -> None:
        """Read over this connection; large bodies lie in the folder."""
        self._connection = connection
        self._bodies = bodies
        self._tree: Tree | None = None
        self._stretch: Stretch | None = None
        self._status: Status | None = None
        self._issuers: dict[str, tuple[str, ...]] = {}

    async def of_message(self, message_id: str, party: str, *, answers: bool | None = None) -> list[Evidence]:
        """The messages a party sent or received under the message id: requests, answers, or both (None)."""
        wanted = "m.message_id = %s AND m.party = %s AND (%s::boolean IS NULL OR m.is_answer = %s)"
        query = f"SELECT {_COLUMNS} {_FROM} WHERE {wanted} ORDER BY m.id"
        return [evidence async for evidence in self._each(query, (message_id, party, answers, answers))]

    async def of_exchange(self, number: str) -> list[Evidence]:
        """Every message of the exchange with this number: the axis's own id of the request, or the id of the message."""
        query = f"SELECT {_COLUMNS} {_FROM} WHERE m.message_id = %s OR m.request_id = %s ORDER BY m.id LIMIT {_MOST_OF_EXCHANGE}"
        return [evidence async for evidence in self._each(query, (number, as_uuid(number)))]

    async def of_record(self, record: int) -> Evidence | None:
        """The message with this number in the journal."""
        found = [evidence async for evidence in self._each(f"SELECT {_COLUMNS} {_FROM} WHERE m.id = %s", (record,))]
        return found[0] if found else None

    async def of_range(self, chain: str, first: int, last: int) -> AsyncIterator[Evidence]:
        """The messages of a stretch of a chain, in order, a page at a time."""
        query = f"SELECT {_COLUMNS} {_FROM} WHERE m.chain = %s AND m.position BETWEEN %s AND %s ORDER BY m.position"
        for start in range(first, last + 1, _PAGE):
            async for evidence in self._each(query, (chain, start, min(start + _PAGE - 1, last))):
                yield evidence

    async def _each(self, query: str, parameters: Sequence[Any]) -> AsyncIterator[Evidence]:
        async with self._connection.cursor(row_factory=dict_row) as cursor:
            rows = await (await cursor.execute(query, parameters)).fetchall()
        for row in rows:
            yield await self._evidence(row)

    async def _evidence(self, row: dict[str, Any]) -> Evidence:
        pem = row["pem"]
        file = self._bodies / row["body_file"] if row["body_file"] else None
        return Evidence(
            record=row["id"],
            position=row["position"],
            recorded_at=row["recorded_at"],
            message_id=row["message_id"],
            is_answer=row["is_answer"],
            head=row["head"],
            body_digest=row["body_digest"],
            body=row["body"],
            body_file=file if file and file.exists() else None,
            signature=row["signature"],
            row_hash=row["hash"],
            certificates=(pem, *await self._issuers_of(pem)) if pem else (),
            status=await self._status_at(row["recorded_at"]),
            stamp=await self._stamp(row["chain"], row["position"]),
        )

    async def _stamp(self, chain: str, position: int) -> Stamp | None:
        stretch = self._stretch
        if stretch is None or stretch.chain != chain or not stretch.first <= position <= stretch.last:
            row = await self._one(_STRETCH, {"chain": chain, "position": position})
            if row is None or row[3] < position:
                return None
            self._stretch = stretch = Stretch(chain, *row)
        tree = await self._tree_of(stretch.stamp)
        if tree is None:
            return None
        # Counted from the end: stretches at the beginning of a stamp may have been removed after archiving.
        index = len(tree.levels[0]) - stretch.following + position - stretch.first
        return Stamp(tree.token, tree.top, tuple(merkle.path(tree.levels, index)))

    async def _tree_of(self, stamp: int) -> "Tree | None":
        if self._tree is None or self._tree.stamp != stamp:
            query = "SELECT t.leaves, s.token, s.top FROM stamp_tree t JOIN stamp s ON s.id = t.stamp_id WHERE s.id = %s"
            row = await self._one(query, (stamp,))
            if row is None or not row[0]:
                _log.error("stamp %s has lost its tree; its messages go without time stamp", stamp)
                return None
            size = len(merkle.sha512(b""))
            leaves = [row[0][start : start + size] for start in range(0, len(row[0]), size)]
            self._tree = Tree(stamp, merkle.levels(leaves), row[1], row[2])
        return self._tree

    async def _status_at(self, at: dt.datetime) -> str:
        """The list of revoked certificates in force at the instant, or the first one known after it."""
        known = self._status
        if known is None or not known.since <= at < known.until:
            row = await self._one(_STATUS, {"at": at})
            self._status = known = Status(*row) if row else Status(_EARLIEST, _LATEST, "")
        return known.content

    async def _issuers_of(self, pem: str) -> tuple[str, ...]:
        """The certificates above the signer's, as far as they are known."""
        if pem not in self._issuers:
            self._issuers[pem] = tuple([above async for above in self._above(pem)])
        return self._issuers[pem]

    async def _above(self, pem: str) -> AsyncIterator[str]:
        for _ in range(_LONGEST_CHAIN):
            below = x509.load_pem_x509_certificate(pem.encode())
            if below.issuer == below.subject:
                return
            query = "SELECT certificate FROM issuer WHERE subject = %s ORDER BY fingerprint"
            rows = await (await self._connection.execute(query, (below.issuer.rfc4514_string(),))).fetchall()
            above = next((row[0] for row in rows if _issued(below, row[0])), None)
            if above is None:
                return
            yield above
            pem = above

    async def _one(self, query: str, parameters: Any) -> Any:
        return await (await self._connection.execute(query, parameters)).fetchone()


def as_uuid(text: str) -> UUID | None:
    """The text as a UUID, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _issued(below: x509.Certificate, above: str) -> bool:
    try:
        below.verify_directly_issued_by(x509.load_pem_x509_certificate(above.encode()))
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
