"""Adding to the history.  Nothing here reads for others, and nothing is ever changed."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import connection, transaction

from sen.foundation.history.types import NewEvent, PastEvent
from sen.kernel.actor import Actor
from sen.kernel.hashing import GENESIS, link_hash
from sen.kernel.statements import planned

# The heads are made first and locked in one order, so that two writers of the same records wait instead of blocking each other.
_HEADS = (
    "INSERT INTO history_chainhead (kind, record_id, count, hash) "
    "SELECT kind, record_id, 0, %s FROM jsonb_to_recordset(%s::jsonb) AS row (kind text, record_id bigint) ORDER BY kind, record_id "
    "ON CONFLICT (kind, record_id) DO UPDATE SET kind = EXCLUDED.kind RETURNING kind, record_id, count, hash"
)
_MOVE = (
    "UPDATE history_chainhead h SET count = row.count, hash = row.hash "
    "FROM jsonb_to_recordset(%s::jsonb) AS row (kind text, record_id bigint, count integer, hash text) "
    "WHERE h.kind = row.kind AND h.record_id = row.record_id"
)
_COLUMNS = (
    "kind, record_id, sequence, action, from_state, to_state, actor_id, actor_name, agency_id, reason, payload, "
    "occurred_at, recorded_at, previous_hash, hash"
)
_EVENTS = (
    f"INSERT INTO history_recordevent ({_COLUMNS}) SELECT {_COLUMNS} "  # noqa: S608 - constants of this module
    "FROM jsonb_to_recordset(%s::jsonb) AS row (kind text, record_id bigint, sequence integer, action text, from_state text, "
    "to_state text, actor_id bigint, actor_name text, agency_id bigint, reason text, payload jsonb, occurred_at timestamptz, "
    "recorded_at timestamptz, previous_hash text, hash text)"
)


@transaction.atomic
def append(events: Sequence[NewEvent], *, actor: Actor, now: dt.datetime) -> None:
    """Chain the events to the histories of their records, in the order given; three statements however many there are.

    The heads stay locked until the transaction ends.  A record may occur more than once.
    """
    _chain([PastEvent(_placed(event, actor), actor.account_id, actor.name, now) for event in events], now)


@transaction.atomic
def append_past(lines: Sequence[PastEvent], *, now: dt.datetime) -> None:
    """Chain lines that happened before now, each with an author and a moment of its own; ``recorded_at`` tells the truth."""
    _chain(lines, now)


def _placed(event: NewEvent, actor: Actor) -> NewEvent:
    return event if event.agency_id is not None else replace(event, agency_id=actor.agency_id)


def _chain(lines: Sequence[PastEvent], now: dt.datetime) -> None:
    if not lines:
        return
    heads = _lock_heads(lines)
    rows = []
    for line in lines:
        key = (line.event.kind, line.event.record_id)
        count, previous = heads[key]
        record = _record(line, count + 1)
        head = link_hash(previous, record)
        rows.append(_row(record, previous, head, now))
        heads[key] = (count + 1, head)
    moved = [{"kind": kind, "record_id": number, "count": count, "hash": head} for (kind, number), (count, head) in heads.items()]
    with planned(connection) as cursor:
        cursor.execute(_EVENTS, [json.dumps(rows, ensure_ascii=False)])
        cursor.execute(_MOVE, [json.dumps(moved)])


def _lock_heads(lines: Sequence[PastEvent]) -> dict[tuple[str, int], tuple[int, str]]:
    keys = sorted({(line.event.kind, line.event.record_id) for line in lines})
    asked = json.dumps([{"kind": kind, "record_id": number} for kind, number in keys])
    with planned(connection) as cursor:
        cursor.execute(_HEADS, [GENESIS, asked])
        return {(kind, number): (count, head) for kind, number, count, head in cursor.fetchall()}


def _record(line: PastEvent, sequence: int) -> dict[str, Any]:
    """The fields the hash covers, in the form docs/interfaces/hash-chain.md fixes; the first line of a record comes from no state."""
    event = line.event
    return {
        "kind": event.kind,
        "record": event.record_id,
        "sequence": sequence,
        "action": str(event.action),
        "from": str(event.from_state) if sequence > 1 else "",
        "to": str(event.to_state),
        "actor": line.actor_id,
        "actor_name": line.actor_name[:120],
        "agency": event.agency_id,
        "reason": event.reason,
        "payload": dict(event.payload),
        "occurred_at": line.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }


def _row(record: dict[str, Any], previous: str, head: str, now: dt.datetime) -> dict[str, Any]:
    facts = {key: record[key] for key in ("kind", "sequence", "action", "actor_name", "reason", "payload", "occurred_at")}
    return {
        **facts,
        "record_id": record["record"],
        "from_state": record["from"],
        "to_state": record["to"],
        "actor_id": record["actor"],
        "agency_id": record["agency"],
        "recorded_at": now.isoformat(),
        "previous_hash": previous,
        "hash": head,
    }
