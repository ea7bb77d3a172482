"""Adding to the trail.  Each call is one INSERT inside the caller's transaction; nothing here reads."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from sen.foundation.audit.errors import PurposeMissing
from sen.foundation.audit.types import Entry, EntryKind
from sen.kernel.actor import Actor
from sen.kernel.statements import planned

_INSERT = (
    "INSERT INTO audit_auditentry "
    "(recorded_at, kind, action, actor_id, actor_name, agency_id, subject_type, subject_id, person_id, purpose, detail) "
)
_ONE = _INSERT + "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)"
# Many rows travel as one JSON value: a statement of thousands of placeholders costs more to take apart than to run.
_MANY = _INSERT + (
    "SELECT recorded_at, kind, action, actor_id, actor_name, agency_id, subject_type, subject_id, person_id, purpose, detail "
    "FROM jsonb_to_recordset(%s::jsonb) AS row (recorded_at timestamptz, kind text, action text, actor_id bigint, actor_name text, "
    "agency_id bigint, subject_type text, subject_id bigint, person_id bigint, purpose text, detail jsonb)"
)
_ROWS_PER_STATEMENT = 5000


def record_change(
    *,
    actor: Actor,
    action: str,
    subject_type: str,
    subject_id: int,
    now: dt.datetime,
    agency_id: int | None = None,
    person_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Record that the actor changed something; ``detail`` names old and new values as JSON values.

    The agency is the one given, otherwise the actor's own.
    """
    _insert(_entry(EntryKind.CHANGE, actor, action, subject_type, subject_id, now, agency_id, person_id, "", detail))


def record_read(
    *,
    actor: Actor,
    subject_type: str,
    subject_id: int,
    purpose: str,
    now: dt.datetime,
    person_id: int | None = None,
    agency_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Record that the actor read personal data, and for what; the person can list these reads.

    Raises PurposeMissing when the purpose is blank.
    Basis: 91/2025/QH15 (protection of personal data).
    """
    if not purpose.strip():
        raise PurposeMissing("purpose")
    _insert(_entry(EntryKind.READ, actor, "read", subject_type, subject_id, now, agency_id, person_id, purpose, detail))


def record_sign_in(
    *, actor: Actor, action: str, account_id: int, now: dt.datetime, address: str = "", detail: Mapping[str, Any] | None = None
) -> None:
    """Record a sign-in, a refusal or a sign-out (``action``) of an account from a network address."""
    facts = {**(detail or {}), **({"address": address} if address else {})}
    _insert(_entry(EntryKind.SIGN_IN, actor, action, "account", account_id, now, None, actor.person_id, "", facts))


def insert_entries(rows: Sequence[Entry]) -> None:
    """Write many lines at once, one statement per five thousand; the rows are trusted to be complete."""
    for start in range(0, len(rows), _ROWS_PER_STATEMENT):
        batch = [_as_json(row) for row in rows[start : start + _ROWS_PER_STATEMENT]]
        with connection.cursor() as cursor:
            cursor.execute(_MANY, [json.dumps(batch, ensure_ascii=False)])


def ensure_partitions(*, now: dt.datetime, months_ahead: int = 6) -> int:
    """Make the monthly partitions of every table that has some, from last month until so many months ahead; returns how many were new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(sen_ensure_partitions(partrelid::regclass, %s, %s)), 0) FROM pg_partitioned_table WHERE partstrat = 'r'",
            [(now - dt.timedelta(days=31)).date(), (now + dt.timedelta(days=31 * months_ahead)).date()],
        )
        row = cursor.fetchone()
    return int(row[0])


def _entry(
    kind: EntryKind,
    actor: Actor,
    action: str,
    subject_type: str,
    subject_id: int,
    now: dt.datetime,
    agency_id: int | None,
    person_id: int | None,
    purpose: str,
    detail: Mapping[str, Any] | None,
) -> Entry:
    agency = agency_id if agency_id is not None else actor.agency_id
    return Entry(
        now, kind, action, actor.account_id, actor.name, subject_type, subject_id, agency, person_id, purpose.strip()[:200], detail or {}
    )


def _insert(row: Entry) -> None:
    facts = _as_json(row)
    values = [*list(facts.values())[:-1], json.dumps(row.detail, ensure_ascii=False, separators=(",", ":")) if row.detail else "{}"]
    with planned(connection) as cursor:
        cursor.execute(_ONE, values)


def _as_json(row: Entry) -> dict[str, Any]:
    """The row in the order of the columns."""
    return {
        "recorded_at": row.recorded_at.isoformat(),
        "kind": row.kind.value,
        "action": row.action,
        "actor_id": row.actor_id,
        "actor_name": row.actor_name[:120],
        "agency_id": row.agency_id,
        "subject_type": row.subject_type,
        "subject_id": row.subject_id,
        "person_id": row.person_id,
        "purpose": row.purpose,
        "detail": row.detail,
    }
