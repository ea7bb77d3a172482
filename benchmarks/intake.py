"""Opening dossiers through the service layer, against the same rows inserted with psycopg alone.

One intake: dossier with three papers, reception work, event, audit, tally, two outbox rows, proof of submission;
one transaction, one commit.
Both sides run with the same number of processes, in turns, in one run.
"""

# ruff: noqa: E501 - statements are easier to read in long lines
import datetime as dt
import json
import multiprocessing
import sys
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import psycopg

from benchmarks._report import Measure, finish, median, middle_half, options, tell

ROUNDS = 3


def _plan(worker: int) -> tuple[list[int], list[int]]:
    from django.db import connection  # noqa: PLC0415 - after fork and set-up

    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM agencies_agency WHERE valid_to IS NULL AND one_stop_name <> '' ORDER BY id")
        agencies = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT v.id FROM procedures_procedureversion v WHERE v.state = 'published' AND v.done_at_commune "
            "AND EXISTS (SELECT 1 FROM procedures_requireddocument r WHERE r.version_id = v.id) ORDER BY v.id LIMIT 200"
        )
        versions = [row[0] for row in cursor.fetchall()]
    return agencies[worker::2], versions


def _service(worker: int, seconds: float) -> int:
    """Open dossiers through the use case until the time is up."""
    import benchmarks._province  # noqa: F401, PLC0415 - sets Django up in this process
    from sen.capabilities.dossiers.services import submit_application  # noqa: PLC0415
    from sen.capabilities.dossiers.types import Applicant, Application, Paper  # noqa: PLC0415
    from sen.kernel import clock  # noqa: PLC0415
    from sen.kernel.actor import SYSTEM  # noqa: PLC0415

    agencies, versions = _plan(worker)
    papers = tuple(Paper(name=f"Giấy tờ {place}", originals=1) for place in range(3))
    applicant = Applicant(name="Nguyễn Thị Minh Họa", number="087199990001", phone="0900000001", address="Khóm 1")
    done = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        agency = agencies[done % len(agencies)]
        application = Application(
            versions[done % len(versions)],
            applicant,
            papers,
            "online",
            competent_agency_id=agency,
            receiving_agency_id=agency,
            is_demo=True,
        )
        submit_application(actor=SYSTEM, application=application, now=clock.now())
        done += 1
    return done


_SERIES = (
    "INSERT INTO dossiers_numberseries (series, period, value) VALUES (%s, %s, 1) ON CONFLICT (series, period) "
    "DO UPDATE SET value = dossiers_numberseries.value + 1 RETURNING value, nextval('dossiers_dossier_id_seq')"
)
_DOSSIER = """
INSERT INTO dossiers_dossier (id, public_id, code, code_issuer, version_id, rule_set_id, route_id, state, channel, applicant_name, applicant_folded,
  applicant_number, applicant_phone, applicant_email, applicant_address, form_data, note, receiving_agency_id, competent_agency_id, return_agency_id,
  agency_ids, receipt_way, receipt_address, submitted_at, reception_due_at, limit_amount, limit_unit, supplement_count, extension_count, event_count,
  head_hash, is_demo)
VALUES (%s, %s, %s, 'floor', %s, %s, NULL, 'submitted', 'online', 'Nguyễn Thị Minh Họa', 'nguyen thi minh hoa', '087199990001', '0900000001', '', 'Khóm 1',
  '{}', '', %s, %s, %s, %s, 'counter', '', %s, %s, 3, 'working_days', 0, 0, 1, %s, true)
"""
_EVENT = """
INSERT INTO dossiers_dossierevent (dossier_id, sequence, action, from_state, to_state, actor_id, actor_name, agency_id, reason, payload, occurred_at,
  recorded_at, previous_hash, hash) VALUES (%s, 1, 'submit', '', 'submitted', NULL, 'Hệ thống', %s, '', '{}', %s, %s, %s, %s)
"""
_AUDIT = """
INSERT INTO audit_auditentry (recorded_at, kind, action, actor_name, agency_id, subject_type, subject_id, detail)
VALUES (%s, 'change', 'dossier.submit', 'Hệ thống', %s, 'dossier', %s, '{}')
"""
_TALLY = """
INSERT INTO dossiers_tallychange (agency_id, receiving_id, field_id, state, channel, due_on, change) VALUES (%s, %s, 1, 'submitted', 'online', %s, 1)
"""
_PAPERS = """
INSERT INTO dossiers_submitteddocument (dossier_id, name, originals, certified, photocopies, position)
VALUES (%s, 'Giấy tờ 1', 1, 0, 0, 0), (%s, 'Giấy tờ 2', 1, 0, 0, 1), (%s, 'Giấy tờ 3', 1, 0, 0, 2)
"""
_WORK = """
INSERT INTO dossiers_workitem (dossier_id, kind, "order", name, agency_id, role, opened_at, due_at, note)
VALUES (%s, 'reception', 0, 'Tiếp nhận', %s, 'one_stop', %s, %s, '')
"""
_FORM = """
INSERT INTO dossiers_officialform (dossier_id, kind, number, agency_id, issued_at, facts) VALUES (%s, 'proof', %s, %s, %s, '{}') RETURNING id
"""
_OUTBOX = "INSERT INTO jobs_outboxevent (topic, payload, published_at) VALUES ('bench.Nobody', %s, %s)"


def _floor(worker: int, seconds: float) -> int:
    """Insert the same rows with psycopg alone until the time is up."""
    from django.db import connection  # noqa: PLC0415

    import benchmarks._province  # noqa: F401, PLC0415 - sets Django up in this process

    agencies, versions = _plan(worker)
    settings = connection.get_connection_params()
    known = {name: settings[name] for name in ("host", "port", "user", "password", "dbname") if settings.get(name)}
    done = 0
    with psycopg.connect(**known) as bare, bare.cursor() as cursor:
        cursor.execute("SELECT id FROM dossiers_ruleset ORDER BY valid_from DESC LIMIT 1")
        rules = cursor.fetchone()[0]  # type: ignore[index]
        bare.commit()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            _bare_intake(cursor, agencies[done % len(agencies)], versions[done % len(versions)], rules)
            bare.commit()
            done += 1
    return done


def _bare_intake(cursor: "psycopg.Cursor[tuple[object, ...]]", agency: int, version: int, rules: int) -> None:
    now = dt.datetime.now(dt.UTC)
    cursor.execute(_SERIES, [f"floor:{agency}", f"{now:%y%m%d}"])
    value, dossier = cursor.fetchone()  # type: ignore[misc]
    cursor.execute(
        _DOSSIER,
        [dossier, uuid.uuid4(), f"F{agency}-{now:%y%m%d}-{value}", version, rules, agency, agency, agency, [agency], now, now, "0" * 64],
    )
    cursor.execute(_EVENT, [dossier, agency, now, now, "0" * 64, "0" * 64])
    cursor.execute(_TALLY, [agency, agency, now.date()])
    cursor.execute(_AUDIT, [now, agency, dossier])
    cursor.execute(_OUTBOX, [json.dumps({"dossier_id": dossier}), now])
    cursor.execute(_PAPERS, [dossier] * 3)
    cursor.execute(_WORK, [dossier, agency, now, now])
    cursor.execute(_SERIES, [f"floor-form:{agency}", f"{now:%y}"])
    cursor.execute(_FORM, [dossier, str(value), agency, now])
    cursor.execute(_OUTBOX, [json.dumps({"form_id": cursor.fetchone()[0]}), now])  # type: ignore[index]


def _rate(work: Callable[[int, float], int], processes: int, seconds: int) -> float:
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(work, range(processes), [0.5] * processes))
        return sum(pool.map(work, range(processes), [float(seconds)] * processes)) / seconds


def _faults() -> tuple[int, int]:
    """Codes that occur twice, and series with a hole."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) - count(DISTINCT code) FROM dossiers_dossier WHERE code_issuer = 'sen'")
        doubles = int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT count(*) FROM dossiers_numberseries s WHERE s.series LIKE 'dossier:%' AND s.value <> "
            "(SELECT count(*) FROM dossiers_dossier d WHERE d.code LIKE substr(s.series, 9) || '-' || s.period || '-%' AND d.code_issuer = 'sen')"
        )
        return doubles, int(cursor.fetchone()[0])


def main() -> int:
    """Run both sides in turns and compare."""
    asked = options(__doc__ or "", dossiers=0, seconds=8, processes=2)
    import benchmarks._province as province  # noqa: PLC0415

    province.ensure_reference()
    if asked.dossiers:
        province.ensure_province(asked.dossiers)
    from django.db import connection  # noqa: PLC0415

    connection.close()
    ours, floors = [], []
    for turn in range(ROUNDS):
        floors.append(_rate(_floor, asked.processes, asked.seconds))
        ours.append(_rate(_service, asked.processes, asked.seconds))
        tell(f"  round {turn + 1}: {ours[-1]:,.0f} intakes/s, bare psycopg {floors[-1]:,.0f}/s, ratio {ours[-1] / floors[-1]:.2f}")
    doubles, holes = _faults()
    size = f"{asked.processes} processes, {ROUNDS} rounds of {asked.seconds} s, 3 papers"
    ratios = [100 * own / floor for own, floor in zip(ours, floors, strict=True)]
    value = median(ours)
    return finish(
        [
            Measure("intake", value, "per s", 240, value >= 240, median(floors), size, middle_half(ours)),
            Measure("intake share of the bare floor", median(ratios), "%", 50, median(ratios) >= 50, None, size, middle_half(ratios)),
            Measure("double codes or holes", doubles + holes, "ms", 0, doubles + holes == 0, None, size, 0),
        ],
        asked.json,
    )


if __name__ == "__main__":
    sys.exit(main())
