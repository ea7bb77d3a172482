"""Opening dossiers through the service layer, against the same rows inserted with psycopg alone.

One intake: dossier with three papers, reception work, event, audit, tally, two outbox rows, proof of submission;
one transaction, one commit.
Both sides run with the same number of processes, in turns, in one run.
"""

import functools
import multiprocessing
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor

from django.db import connection

from benchmarks._bare import bare_connection
from benchmarks._floor import Kind, bare_intake
from benchmarks._province import ensure_province, sweep
from benchmarks._report import MILLION, finish, measure, median, middle_half, options, tell
from sen.capabilities.dossiers.models import Dossier
from sen.capabilities.dossiers.services import submit_application
from sen.capabilities.dossiers.types import Applicant, Application, Paper
from sen.kernel import clock
from sen.kernel.actor import SYSTEM
from sen.kernel.text import fold

ROUNDS = 3
TARGET_RATE = 240
TARGET_SHARE = 50


def places() -> list[int]:
    """Agencies with a one-stop."""
    return _column("SELECT id FROM agencies_agency WHERE valid_to IS NULL AND one_stop_name <> '' ORDER BY id")


def open_versions() -> list[int]:
    """Two hundred procedures of communes that ask for papers."""
    return _column(
        "SELECT v.id FROM procedures_procedureversion v WHERE v.state = 'published' AND v.done_at_commune "
        "AND EXISTS (SELECT 1 FROM procedures_requireddocument r WHERE r.version_id = v.id) ORDER BY v.id LIMIT 200"
    )


@functools.cache
def names() -> list[str]:
    """A thousand names of applicants, as frequent as in the whole province."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT applicant_name FROM dossiers_dossier WHERE code_issuer = 'bench' ORDER BY id LIMIT 1000")
        return [str(row[0]) for row in cursor.fetchall()]


def application(version: int, agency: int, *, turn: int = 0, papers: int = 3) -> Application:
    """An application for one of the procedures, to one of the agencies."""
    applicant = Applicant(name=names()[turn % len(names())], number="087199990001", phone="0900000001", address="Khóm 1")
    handed_in = tuple(Paper(name=f"Giấy tờ {place + 1}", originals=1) for place in range(papers))
    return Application(version, applicant, handed_in, "online", competent_agency_id=agency, receiving_agency_id=agency, is_demo=True)


def open_some(count: int, *, agency_id: int | None = None, papers: int = 3) -> list[Dossier]:
    """Open so many dossiers through the use case, agencies in turn."""
    agencies, version = [agency_id] if agency_id else places(), open_versions()[0]
    return [
        submit_application(
            actor=SYSTEM, application=application(version, agencies[turn % len(agencies)], turn=turn, papers=papers), now=clock.now()
        )
        for turn in range(count)
    ]


def _kinds() -> list[Kind]:
    """The same procedures as rows name them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.id, v.field_id, (SELECT r.id FROM procedures_processingroute r WHERE r.procedure_id = v.procedure_id "
            "AND r.state = 'approved' AND r.agency_id IS NULL) FROM procedures_procedureversion v WHERE v.id = ANY(%s) ORDER BY v.id",
            [open_versions()],
        )
        return [Kind(*row) for row in cursor.fetchall()]


def _column(sql: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [int(row[0]) for row in cursor.fetchall()]


def _service(worker: int, of: int, seconds: float) -> int:
    """Open dossiers through the use case until the time is up."""
    agencies, versions = places()[worker::of], open_versions()
    done, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        wanted = application(versions[done % len(versions)], agencies[done % len(agencies)], turn=done)
        submit_application(actor=SYSTEM, application=wanted, now=clock.now())
        done += 1
    return done


def _warm(worker: int, of: int, seconds: float) -> int:
    """Open one dossier of every procedure, so that the process knows the catalogue as one that has run for a while does."""
    agency = places()[worker::of][0]
    for version in open_versions():
        submit_application(actor=SYSTEM, application=application(version, agency), now=clock.now())
    return 0


def _floor(worker: int, of: int, seconds: float) -> int:
    """Insert the same rows with psycopg alone until the time is up."""
    agencies, kinds = places()[worker::of], _kinds()
    done = 0
    with bare_connection() as bare, bare.cursor() as cursor:
        bare.autocommit = False
        known = [(name, fold(name)) for name in names()]
        rules = _column("SELECT id FROM dossiers_ruleset ORDER BY valid_from DESC LIMIT 1")[0]
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            bare_intake(cursor, agencies[done % len(agencies)], kinds[done % len(kinds)], rules, known[done % len(known)])
            bare.commit()
            done += 1
    return done


class Crew:
    """Processes that stay from round to round, as the workers of a server do."""

    def __init__(self, size: int) -> None:
        """One pool for each process, so that every one of them gets its share."""
        self.size = size
        context = multiprocessing.get_context("spawn")
        self._pools = [ProcessPoolExecutor(1, mp_context=context) for _worker in range(size)]

    def rate(self, work: Callable[[int, int, float], int], seconds: float) -> float:
        """How many a second the processes do together."""
        futures = [pool.submit(work, worker, self.size, seconds) for worker, pool in enumerate(self._pools)]
        return sum(future.result() for future in futures) / seconds

    def dismiss(self) -> None:
        """End the processes."""
        for pool in self._pools:
            pool.shutdown()


def faults() -> tuple[int, int]:
    """Codes that occur twice, and series with a hole."""
    doubles = _column("SELECT count(*) - count(DISTINCT code) FROM dossiers_dossier WHERE code_issuer = 'sen'")[0]
    holes = _column(
        "WITH used AS (SELECT regexp_replace(code, '-[0-9]+$', '') AS day, count(*) AS codes FROM dossiers_dossier "
        "WHERE code_issuer = 'sen' GROUP BY 1) "
        "SELECT count(*) FROM numbering_numberseries s LEFT JOIN used u ON u.day = substr(s.series, 9) || '-' || s.period "
        "WHERE s.series LIKE 'dossier:%' AND s.value <> coalesce(u.codes, 0)"
    )[0]
    return doubles, holes


def _rounds(crew: Crew, seconds: int) -> tuple[Sequence[float], Sequence[float]]:
    """Both sides in turns, after an unmeasured one in which the processes read the catalogue."""
    crew.rate(_floor, 2.0)
    crew.rate(_warm, 1.0)
    ours, floors = [], []
    for turn in range(ROUNDS):
        floors.append(crew.rate(_floor, seconds))
        ours.append(crew.rate(_service, seconds))
        tell(f"  round {turn + 1}: {ours[-1]:,.0f} intakes/s, bare psycopg {floors[-1]:,.0f}/s, ratio {ours[-1] / floors[-1]:.2f}")
    return ours, floors


def main() -> int:
    """Run both sides in turns and compare."""
    asked = options(__doc__ or "", dossiers=MILLION, seconds=8, processes=2)
    ensure_province(asked.dossiers)
    sweep()
    connection.close()
    crew = Crew(asked.processes)
    try:
        ours, floors = _rounds(crew, asked.seconds)
    finally:
        crew.dismiss()
    size = f"{asked.dossiers:,} dossiers, {asked.processes} processes, {ROUNDS} rounds of {asked.seconds} s, 3 papers"
    ratios = [100 * own / floor for own, floor in zip(ours, floors, strict=True)]
    return finish(
        [
            measure("intake", median(ours), "per s", TARGET_RATE, size=size, floor=median(floors), spread=middle_half(ours)),
            measure("intake, share of the bare floor", median(ratios), "%", TARGET_SHARE, size=size, spread=middle_half(ratios)),
            measure("double codes or holes", sum(faults()), "faults", 0, size="all dossiers opened by the use case"),
        ],
        asked.json,
    )


if __name__ == "__main__":
    sys.exit(main())
