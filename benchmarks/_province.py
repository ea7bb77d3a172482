"""A province of a million dossiers and three million events, made in the database by SQL; made once and kept.

People's names are drawn from frequencies, numbers are reserved for demonstrations, everything is marked as demo.
"""

# ruff: noqa: E501 - statements are easier to read in long lines
import csv
import random
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from benchmarks._report import MILLION, tell
from sen.capabilities.dossiers.services import recount_tally
from sen.kernel.text import fold

REFERENCE = ("codelists", "units", "legislation", "agencies", "calendar", "rules", "procedures", "people", "officers")


def ensure_reference() -> None:
    """The real reference data of the province, loaded once."""
    call_command("migrate", verbosity=0)
    call_command("prepare_database", verbosity=0, stdout=open("/dev/null", "w"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_appointment")
        if cursor.fetchone()[0]:
            return
    for name in REFERENCE:
        tell(f"  loading {name}")
        call_command(f"load_{name}", province="dongthap-2025", stdout=open("/dev/null", "w"))


def ensure_province(dossiers: int = MILLION) -> None:
    """At least so many dossiers with three events each, one work item or more, true hash chains and a true tally."""
    ensure_reference()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM dossiers_dossier WHERE code_issuer = 'bench'")
        have = int(cursor.fetchone()[0])
    if have >= dossiers:
        return
    tell(f"  making {dossiers - have:,} dossiers and {3 * (dossiers - have):,} events")
    started = time.monotonic()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off; SET LOCAL work_mem = '128MB'")
        cursor.execute("SELECT sen_ensure_partitions('dossiers_dossierevent', (now() - interval '26 months')::date, now()::date)")
        _names(cursor)
        cursor.execute(_CHOICES)
        cursor.execute(_PLAN, {"from": have + 1, "to": dossiers})
        cursor.execute(_HASHES)
        cursor.execute(_DOSSIERS)
        tell(f"    dossiers after {time.monotonic() - started:.0f} s")
        cursor.execute(_EVENTS)
        tell(f"    events after {time.monotonic() - started:.0f} s")
        cursor.execute(_WORK)
    recount_tally()
    with connection.cursor() as cursor:
        for table in ("dossiers_dossier", "dossiers_dossierevent", "dossiers_workitem", "dossiers_dossiertally"):
            cursor.execute(f"VACUUM (ANALYZE) {table}")
    tell(f"    ready after {time.monotonic() - started:.0f} s")


def sweep() -> None:
    """Take away what earlier runs left waiting for the job worker, so that every run begins alike."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE jobs_outboxevent; DELETE FROM procrastinate_jobs WHERE status = 'todo'")
        cursor.execute("VACUUM (ANALYZE) numbering_numberseries")


def _names(cursor: object) -> None:
    """Ten thousand names by frequency in a temporary table."""
    folder = Path(settings.REFERENCE_DIR) / "people"
    read = lambda name: list(csv.reader((folder / name).open(encoding="utf-8")))[1:]  # noqa: E731
    dice = random.Random(7)
    families, middles, givens = read("ho.csv"), read("ten_dem.csv"), read("ten.csv")
    pick = lambda rows: dice.choices([row[-2] for row in rows], [int(row[-1]) for row in rows])[0]  # noqa: E731
    names = [f"{pick(families)} {pick(middles)} {pick(givens)}" for _ in range(10_000)]
    cursor.execute("CREATE TEMP TABLE bench_name (id integer PRIMARY KEY, name text, folded text) ON COMMIT DROP")  # type: ignore[attr-defined]
    cursor.executemany(  # type: ignore[attr-defined]
        "INSERT INTO bench_name VALUES (%s, %s, %s)", [(place, name, fold(name)) for place, name in enumerate(names)]
    )


_CHOICES = """
CREATE TEMP TABLE bench_agency ON COMMIT DROP AS
    SELECT row_number() OVER (ORDER BY g.id) - 1 AS n, g.id, g.dossier_prefix,
           (SELECT a.account_id FROM accounts_appointment a WHERE a.agency_id = g.id AND a.role = 'one_stop' ORDER BY a.id LIMIT 1) AS clerk
    FROM agencies_agency g WHERE g.valid_to IS NULL AND g.one_stop_name <> '';
CREATE TEMP TABLE bench_version ON COMMIT DROP AS
    SELECT row_number() OVER (ORDER BY v.id) - 1 AS n, v.id,
           (SELECT r.id FROM procedures_processingroute r WHERE r.procedure_id = v.procedure_id AND r.state = 'approved' ORDER BY r.id LIMIT 1) AS route
    FROM procedures_procedureversion v WHERE v.state = 'published';
CREATE UNIQUE INDEX ON bench_agency (n); CREATE UNIQUE INDEX ON bench_version (n);
ANALYZE bench_agency; ANALYZE bench_version; ANALYZE bench_name;
"""

# Nineteen of twenty dossiers are finished; the open ones are recent.
_PLAN = """
CREATE TEMP TABLE bench_new ON COMMIT DROP AS
WITH plan AS (
    SELECT i, (random() * 1e9)::int AS r1, (random() * 1e9)::int AS r2, (random() * 1e9)::int AS r3, random() AS r4, random() AS r5
    FROM generate_series(%(from)s, %(to)s) i
), stated AS (
    SELECT *, CASE WHEN r4 < 0.006 THEN 'submitted' WHEN r4 < 0.008 THEN 'intake_supplement' WHEN r4 < 0.010 THEN 'accepted'
                   WHEN r4 < 0.040 THEN 'processing' WHEN r4 < 0.045 THEN 'supplement' WHEN r4 < 0.048 THEN 'financial_duty'
                   WHEN r4 < 0.060 THEN 'settled' WHEN r4 < 0.080 THEN 'refused' WHEN r4 < 0.090 THEN 'withdrawn' ELSE 'returned' END AS state
    FROM plan
), timed AS (
    SELECT *, CASE WHEN r4 < 0.048 THEN now() - r5 * interval '12 days' ELSE now() - interval '12 days' - r5 * interval '700 days' END AS submitted_at
    FROM stated
)
SELECT t.*, nextval('dossiers_dossier_id_seq') AS id, g.id AS agency, g.dossier_prefix, g.clerk, v.id AS version, v.route, n.name, n.folded,
       t.submitted_at + interval '2 hours' AS accepted_at, t.submitted_at + interval '7 days' AS due_at,
       t.submitted_at + CASE WHEN r5 < 0.06 THEN interval '8 days' ELSE interval '5 days' END AS settled_at
FROM timed t
JOIN bench_agency g ON g.n = t.r1 %% (SELECT count(*) FROM bench_agency)
JOIN bench_version v ON v.n = t.r2 %% (SELECT count(*) FROM bench_version)
JOIN bench_name n ON n.id = t.r3 %% 10000;
"""

_RECORD = """'{"action":"' || %s || '","actor":' || clerk || ',"actor_name":"Cán bộ","agency":' || agency || ',"dossier":' || id
    || ',"from":"' || %s || '","occurred_at":"' || to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '","payload":{},"reason":"","sequence":'
    || %s || ',"to":"' || %s || '"}'"""


def _digest(previous: str, record: str) -> str:
    return f"encode(sha256(convert_to({previous} || E'\\n' || {record}, 'UTF8')), 'hex')"


_FIRST = _RECORD % ("'submit'", "''", "submitted_at", "'1'", "'submitted'")
_SECOND = _RECORD % ("'accept'", "'submitted'", "accepted_at", "'2'", "'accepted'")
_THIRD = _RECORD % ("'forward'", "'accepted'", "settled_at", "'3'", "state")
_GENESIS = "repeat('0', 64)"
_HASHES = f"""
CREATE TEMP TABLE bench_hash ON COMMIT DROP AS
SELECT *, {_digest("h2", _THIRD)} AS h3 FROM (
    SELECT *, {_digest("h1", _SECOND)} AS h2 FROM (SELECT *, {_digest(_GENESIS, _FIRST)} AS h1 FROM bench_new) a
) b;
"""
_EVENTS = f"""
INSERT INTO dossiers_dossierevent (dossier_id, sequence, action, from_state, to_state, actor_id, actor_name, agency_id, reason, payload, occurred_at,
    recorded_at, previous_hash, hash)
SELECT id, s.sequence, s.action, s.from_state, s.to_state, clerk, 'Cán bộ', agency, '', '{{}}', s.at, s.at, s.before, s.hash
FROM bench_hash b CROSS JOIN LATERAL (VALUES
    (1, 'submit', '', 'submitted', b.submitted_at, {_GENESIS}, b.h1),
    (2, 'accept', 'submitted', 'accepted', b.accepted_at, b.h1, b.h2),
    (3, 'forward', 'accepted', b.state, b.settled_at, b.h2, b.h3)
) s (sequence, action, from_state, to_state, at, before, hash);
"""
_DOSSIERS = """
INSERT INTO dossiers_dossier (id, public_id, code, code_issuer, version_id, rule_set_id, route_id, state, channel, applicant_name, applicant_folded,
    applicant_number, applicant_phone, applicant_email, applicant_address, form_data, note, receiving_agency_id, competent_agency_id, return_agency_id,
    agency_ids, receipt_way, receipt_address, submitted_at, reception_due_at, accepted_at, due_at, first_due_at, settled_at, closed_at, limit_amount,
    limit_unit, supplement_count, extension_count, event_count, head_hash, is_demo)
SELECT id, gen_random_uuid(), dossier_prefix || '-' || to_char(submitted_at, 'YYMMDD') || '-' || lpad(i::text, 7, '0'), 'bench', version,
    (SELECT id FROM dossiers_ruleset ORDER BY valid_from DESC LIMIT 1), route, state, CASE WHEN r3 % 5 < 2 THEN 'online' ELSE 'counter' END, name, folded,
    '0871' || lpad((r2 % 100)::text, 2, '0') || '99' || lpad((i % 10000)::text, 4, '0'), '0900' || lpad((r1 % 1000000)::text, 6, '0'), '', 'Khóm 1', '{}', '',
    agency, agency, agency, ARRAY[agency]::bigint[], 'counter', '', submitted_at, submitted_at + interval '8 hours',
    CASE WHEN state IN ('submitted', 'intake_supplement', 'refused', 'withdrawn') THEN NULL ELSE accepted_at END,
    CASE WHEN state IN ('submitted', 'intake_supplement', 'refused', 'withdrawn') THEN NULL ELSE due_at END,
    CASE WHEN state IN ('submitted', 'intake_supplement', 'refused', 'withdrawn') THEN NULL ELSE due_at END,
    CASE WHEN state IN ('settled', 'returned') THEN settled_at END,
    CASE WHEN state = 'returned' THEN settled_at + interval '1 hour' WHEN state IN ('refused', 'withdrawn') THEN accepted_at END,
    3, 'working_days', 0, 0, 3, h3, true
FROM bench_hash;
"""
_WORK = """
INSERT INTO dossiers_workitem (dossier_id, kind, step_id, "order", name, agency_id, role, assignee_id, opened_at, due_at, closed_at, note, paused_minutes_left)
SELECT id, 'reception', NULL, 0, 'Tiếp nhận', agency, 'one_stop', NULL, submitted_at, submitted_at + interval '8 hours',
       CASE WHEN state <> 'submitted' THEN accepted_at END, '', NULL FROM bench_new;
INSERT INTO dossiers_workitem (dossier_id, kind, step_id, "order", name, agency_id, role, assignee_id, opened_at, due_at, closed_at, note, paused_minutes_left)
SELECT b.id, 'step', NULL, 3, 'Thẩm định', b.agency, 'specialist',
       CASE WHEN b.r1 % 2 = 0 THEN (SELECT a.account_id FROM accounts_appointment a WHERE a.agency_id = b.agency AND a.role = 'specialist' ORDER BY a.id LIMIT 1) END,
       b.accepted_at, CASE WHEN b.state = 'processing' THEN b.due_at END, NULL, '', CASE WHEN b.state <> 'processing' THEN 480 END
FROM bench_new b WHERE b.state IN ('processing', 'supplement', 'financial_duty');
INSERT INTO dossiers_workitem (dossier_id, kind, step_id, "order", name, agency_id, role, assignee_id, opened_at, due_at, closed_at, note, paused_minutes_left)
SELECT id, CASE state WHEN 'settled' THEN 'return' ELSE 'transfer' END, NULL, 9, 'Trả kết quả', agency, 'one_stop', NULL, accepted_at, due_at, NULL, '', NULL
FROM bench_new WHERE state IN ('settled', 'accepted');
"""
