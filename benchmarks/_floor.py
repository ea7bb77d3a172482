"""One intake with psycopg alone: the rows the use case writes, in one transaction, nothing thought about.

Every column and every kind of value is the same; hashes and numbers of forms are made up.
"""

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import Any

import psycopg

PAPERS = 3
_NUMBER = (
    "INSERT INTO numbering_numberseries (series, period, value) VALUES (%s, %s, 1) ON CONFLICT (series, period) "
    "DO UPDATE SET value = numbering_numberseries.value + 1 RETURNING value, nextval(%s)"
)


@dataclass(frozen=True)
class Kind:
    """A procedure as the rows name it."""

    version: int
    field: int
    route: int | None


def _insert(table: str, columns: str, rows: int = 1) -> str:
    one = f"({', '.join(['%s'] * len(columns.split(',')))})"
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join([one] * rows)}"


_DOSSIER = _insert(
    "dossiers_dossier",
    "id, public_id, code, code_issuer, version_id, case_id, rule_set_id, route_id, state, channel, applicant_account_id, "
    "applicant_person_id, applicant_name, applicant_folded, applicant_number, applicant_born_on, applicant_phone, applicant_email, "
    "applicant_address, applicant_unit_id, agent, form_data, note, receiving_agency_id, competent_agency_id, return_agency_id, "
    "agency_ids, receipt_way, receipt_address, submitted_at, reception_due_at, accepted_at, due_at, first_due_at, settled_at, "
    "closed_at, limit_amount, limit_unit, supplement_count, extension_count, event_count, head_hash, is_demo",
)
_EVENT = _insert(
    "dossiers_dossierevent",
    "dossier_id, sequence, action, from_state, to_state, actor_id, actor_name, agency_id, reason, payload, occurred_at, recorded_at, "
    "previous_hash, hash",
)
_TALLY = _insert("dossiers_tallychange", "agency_id, receiving_id, field_id, state, channel, due_on, finished_late, change")
_AUDIT = _insert(
    "audit_auditentry",
    "recorded_at, kind, action, actor_id, actor_name, agency_id, subject_type, subject_id, person_id, purpose, detail",
)
_OUTBOX = _insert("jobs_outboxevent", "topic, payload, published_at")
_PAPERS = _insert("dossiers_submitteddocument", "dossier_id, required_id, name, originals, certified, photocopies, position", PAPERS)
_WORK = _insert(
    "dossiers_workitem",
    'dossier_id, kind, step_id, "order", name, agency_id, role, assignee_id, given_by_id, opened_at, due_at, paused_minutes_left, '
    "closed_at, closed_by_id, note",
)
_FORM = _insert("dossiers_officialform", "id, dossier_id, kind, number, agency_id, issued_at, issued_by_id, facts, file_id, cancelled_at")


def bare_intake(cursor: "psycopg.Cursor[tuple[Any, ...]]", agency: int, kind: Kind, rules: int, name: tuple[str, str]) -> None:
    """Write the rows of one intake in the cursor's transaction."""
    now = dt.datetime.now(dt.UTC)
    sequence, dossier = _next(cursor, f"floor:{agency}", f"{now:%y%m%d}", "dossiers_dossier_id_seq")
    code = f"F{agency}-{now:%y%m%d}-{sequence:04d}"
    made_up, due = uuid.uuid4().hex * 2, now + dt.timedelta(days=2)
    cursor.execute(
        _DOSSIER,
        (
            *(dossier, uuid.uuid4(), code, "floor", kind.version, None, rules, kind.route, "submitted", "online", None, None),
            *(*name, "087199990001", None, "0900000001", "", "Khóm 1", None, None, "{}", "", agency, agency, agency, [agency], "counter"),
            *("", now, due, None, None, None, None, None, 3, "working_days", 0, 0, 1, made_up, True),
        ),
    )
    payload = json.dumps({"code": code, "channel": "online", "papers": PAPERS})
    facts = (dossier, 1, "submit", "", "submitted", None, "Hệ thống", None, "", payload, now, now, "0" * 64, made_up)
    cursor.execute(_EVENT, facts)
    cursor.execute(_TALLY, (agency, agency, kind.field, "submitted", "online", due.date(), None, 1))
    cursor.execute(_AUDIT, (now, "change", "dossier.submit", None, "Hệ thống", None, "dossier", dossier, None, "", "{}"))
    moved = {"dossier_id": dossier, "sequence": 1, "action": "submit", "to_state": "submitted"}
    cursor.execute(_OUTBOX, ("floor.Nobody", json.dumps(moved), now))
    papers = [(dossier, None, f"Giấy tờ {place + 1}", 1, 0, 0, place) for place in range(PAPERS)]
    cursor.execute(_PAPERS, [value for paper in papers for value in paper])
    cursor.execute(_WORK, (dossier, "reception", None, 0, "Tiếp nhận", agency, "one_stop", None, None, now, due, None, None, None, ""))
    number, form = _next(cursor, f"floor-form:{agency}", f"{now:%Y}", "dossiers_officialform_id_seq")
    promised = json.dumps({"reception_due_at": due.isoformat()})
    cursor.execute(_FORM, (form, dossier, "proof", f"{number}/{now:%Y}-BN", agency, now, None, promised, None, None))
    cursor.execute(_OUTBOX, ("floor.Nobody", json.dumps({"form_id": form}), now))


def _next(cursor: "psycopg.Cursor[tuple[Any, ...]]", series: str, period: str, keys: str) -> tuple[int, int]:
    cursor.execute(_NUMBER, (series, period, keys))
    row = cursor.fetchone()
    if row is None:
        raise RuntimeError("no number")
    return int(row[0]), int(row[1])
