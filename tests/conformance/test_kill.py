"""kill -9 of web worker, job worker and database while citizens submit: what was acknowledged is there once, nothing is half there.

SEN_KILL_SUBMISSIONS=1000 makes the long run; then the three die in turn again and again.
"""

import http.client
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import Any

import pytest

from benchmarks._web import Visitor
from sen.config.command.session import ROOT
from tests.conformance.running import PATIENCE, Installation, installation, wait_for

pytestmark = pytest.mark.slow

SUBMISSIONS = int(os.environ.get("SEN_KILL_SUBMISSIONS", "60"))
# Between two deaths; the long run keeps this distance and so has more of them.
DISTANCE = SUBMISSIONS // 4 if SUBMISSIONS < 200 else 50
# One press in so many is never repeated: it must be there whole or not at all.
GIVEN_UP = 5
TRIES = 200

WHOLE = """
    SELECT d.public_id::text FROM dossiers_dossier d JOIN dossiers_draft draft ON draft.dossier_id = d.id AND draft.public_id = d.public_id
    WHERE d.event_count = 1
      AND (SELECT count(*) FROM dossiers_dossierevent e WHERE e.dossier_id = d.id AND e.hash = d.head_hash) = 1
      AND (SELECT count(*) FROM dossiers_dossierevent e WHERE e.dossier_id = d.id) = 1
      AND (SELECT count(*) FROM dossiers_officialform f WHERE f.dossier_id = d.id AND f.kind = 'proof') = 1
      AND (SELECT count(*) FROM dossiers_workitem w WHERE w.dossier_id = d.id AND w.kind = 'reception' AND w.closed_at IS NULL) = 1
      AND (SELECT count(*) FROM dossiers_submitteddocument p JOIN dossiers_submittedfile s ON s.document_id = p.id WHERE p.dossier_id = d.id) = 2
      AND (SELECT count(*) FROM audit_auditentry a WHERE a.subject_type = 'dossier' AND a.subject_id = d.id AND a.action = 'dossier.submit') = 1
"""
LEFTOVERS = {
    "events without a dossier": "SELECT count(*) FROM dossiers_dossierevent WHERE dossier_id NOT IN (SELECT id FROM dossiers_dossier)",
    "drafts that name no dossier though it is there": "SELECT count(*) FROM dossiers_draft WHERE dossier_id IS NULL "
    "AND public_id IN (SELECT public_id FROM dossiers_dossier)",
    "codes with holes or doubles": "SELECT count(*) FROM numbering_numberseries s WHERE s.series LIKE 'dossier:%' AND s.value <> "
    "(SELECT count(DISTINCT right(code, 4)) FROM dossiers_dossier)",
    "form numbers with holes or doubles": "SELECT count(*) FROM numbering_numberseries s WHERE s.series LIKE 'form:proof:%' AND s.value <> "
    "(SELECT count(DISTINCT number) FROM dossiers_officialform)",
    "counted wrong in the tally": "SELECT (SELECT count(*) FROM dossiers_dossier) - "
    "(SELECT coalesce(sum(count), 0) FROM (SELECT count FROM dossiers_dossiertally WHERE agency_id > 0 AND field_id > 0 UNION ALL SELECT change FROM dossiers_tallychange) t)",
}
WAITING = "SELECT (SELECT count(*) FROM jobs_outboxevent) + (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing'))"
STILL_THERE = """
    SELECT concat_ws(' ', count(*), j.status, j.task_name, 'attempt', j.attempts, 'again at', max(j.scheduled_at), 'worker heard of', max(w.last_heartbeat))
    FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id WHERE j.status <> 'succeeded' GROUP BY j.status, j.task_name, j.attempts
"""
# Signing a proof takes a good part of a second of one core.
DRAIN_SECONDS = 150 + SUBMISSIONS
UNSIGNED = "SELECT count(*) FROM dossiers_officialform WHERE file_id IS NULL"


@dataclass
class Ledger:
    """What the citizens were told."""

    acknowledged: list[str] = field(default_factory=list)
    complaint: str = ""
    moved: threading.Condition = field(default_factory=threading.Condition)
    over: threading.Event = field(default_factory=threading.Event)

    def tell(self, draft: str) -> None:
        """Note an acknowledgement."""
        with self.moved:
            self.acknowledged.append(draft)
            self.moved.notify_all()

    def wait_until(self, count: int) -> None:
        """Return once so many were acknowledged."""
        with self.moved:
            arrived = self.moved.wait_for(lambda: len(self.acknowledged) >= count, timeout=PATIENCE)
            assert arrived, f"{len(self.acknowledged)} of {count}; last: {self.complaint}"


def test_what_was_acknowledged_survives_the_death_of_any_process() -> None:
    with installation(["tests.conformance.seed", str(SUBMISSIONS)]) as (sen, citizens):
        drafts = [draft for citizen in citizens for draft in citizen["drafts"]]
        ledger = Ledger()
        threads = [threading.Thread(target=_submit_all, args=(sen.port, citizen, ledger)) for citizen in citizens]
        for thread in threads:
            thread.start()
        try:
            killed = _kill_in_turn(sen, ledger)
        except AssertionError:
            ledger.over.set()
            raise
        for thread in threads:
            thread.join()
        wait_for(sen.answers, "the web server after the last death")

        assert len(set(killed)) == len(killed) >= 3
        assert len(ledger.acknowledged) == len(set(ledger.acknowledged)) >= len(drafts) - len(drafts) // GIVEN_UP
        whole = _column(sen, WHOLE)
        assert len(whole) == len(set(whole)) == sen.count("SELECT count(*) FROM dossiers_dossier")
        assert set(ledger.acknowledged) <= set(whole) <= set(drafts)
        assert {what: sen.count(sql) for what, sql in LEFTOVERS.items()} == dict.fromkeys(LEFTOVERS, 0)

        _take_back_jobs_of_the_dead(sen)
        try:
            wait_for(
                lambda: sen.count(WAITING) == 0 == sen.count(UNSIGNED),
                "the outbox to drain and every proof to be signed",
                seconds=DRAIN_SECONDS,
            )
        except AssertionError as late:
            raise AssertionError(f"{late}; still there: {_column(sen, STILL_THERE)}") from late
        assert sen.count("SELECT count(*) FROM jobs_jobfailure WHERE gave_up") == 0
        assert sen.count("SELECT count(DISTINCT file_id) FROM dossiers_officialform") == len(whole)
        verify = [sys.executable, "-m", "sen.config.command", "verify", "--data", str(sen.instance.folder), "--json"]
        verdict = subprocess.run(verify, env=sen.environment, cwd=ROOT, check=False, capture_output=True, text=True)
        assert json.loads(verdict.stdout.splitlines()[-1]) == {"ok": True, "events": len(whole), "chains": len(whole), "problems": 0}


def _kill_in_turn(sen: Installation, ledger: Ledger) -> list[int]:
    killed = []
    victims = (sen.kill_job_worker, sen.kill_web_worker, sen.kill_database)
    least = SUBMISSIONS - SUBMISSIONS // GIVEN_UP
    for turn in range(min(60, max(3, least // DISTANCE))):
        ledger.wait_until(min((turn + 1) * DISTANCE, least - 1))
        killed.append(victims[turn % len(victims)]())
        wait_for(lambda: sen.answers() and sen.child("run_worker") > 0, "everything to be back")
    return killed


def _submit_all(port: int, citizen: dict[str, Any], ledger: Ledger) -> None:
    """Press submit on every draft; again after every silence, except on those that are given up."""
    for place, draft in enumerate(citizen["drafts"]):
        for _attempt in range(1 if place % GIVEN_UP == 0 else TRIES):
            complaint = _complaint(port, citizen["session"], draft)
            if not complaint:
                ledger.tell(draft)
                break
            ledger.complaint = complaint
            if ledger.over.wait(0.3):
                return


def _complaint(port: int, session: str, draft: str) -> str:
    """Press submit; empty when the server said that the application was handed in."""
    address = f"/nop/ho-so/{draft}/kiem-tra/"
    visitor = Visitor(port, session)
    try:
        if _still_a_draft(visitor, address):
            visitor.post(address, {"truthful": "on"})
    except (OSError, http.client.HTTPException, RuntimeError) as error:
        return repr(error)
    finally:
        visitor.close()
    return ""


def _still_a_draft(visitor: Visitor, address: str) -> bool:
    """The last page of the draft, or False when it leads on to the dossier because an earlier press did arrive."""
    status, body = visitor.ask("GET", address)
    if status == 302:
        return False
    if status != 200:
        raise RuntimeError(f"{address} answered {status}")
    visitor.keep_token(body)
    return True


def _take_back_jobs_of_the_dead(sen: Installation) -> None:
    """Do now what happens by itself a minute after a worker died, so that the test need not wait for it."""
    with sen.connect() as connection:
        connection.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour' WHERE last_heartbeat < now() - interval '12 seconds'"
        )
    code = "from sen.foundation.jobs.services import free_stuck_jobs; free_stuck_jobs()"
    subprocess.run([sys.executable, "-m", "django", "shell", "-c", code], env=sen.environment, cwd=ROOT, check=True, capture_output=True)


def _column(sen: Installation, sql: str) -> list[str]:
    with sen.connect() as connection:
        return [row[0] for row in connection.execute(sql).fetchall()]
