"""The work list of ordinary officers: a page of 25 rows at a million dossiers, plain and filtered.

Through the web server, as a browser gets it, and the list alone; the floor is the bare statement for the same rows.
"""

import sys
from collections.abc import Sequence

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks._bare import bare_times
from benchmarks._people import browser_of, forget_sessions, looking_as, officers, session_of
from benchmarks._province import ensure_province
from benchmarks._report import MILLION, Measure, clocked, finish, latency, measure, options
from benchmarks._web import Visitor, visit, web_server
from sen.capabilities.dossiers.selectors import WorkFilter, list_work
from sen.kernel import clock
from sen.kernel.actor import Actor

TARGET_MS = 100
TARGET_STATEMENTS = 6
PAGES = {
    "inbox": "/lam-viec/",
    "inbox by words": "/lam-viec/?tim=nguyen",
    "work list": "/lam-viec/ho-so/",
    "work list by state": "/lam-viec/ho-so/?tinh-trang=processing",
    "work list by words": "/lam-viec/ho-so/?tim=nguyen",
    "work list late, page 2": "/lam-viec/ho-so/?nhom=tre&trang=2",
}
_FLOOR = """
    SELECT w.id, w.kind, d.id, d.code, v.name, d.applicant_name, w.name, w.due_at, d.due_at, d.state
    FROM dossiers_workitem w JOIN dossiers_dossier d ON d.id = w.dossier_id JOIN procedures_procedureversion v ON v.id = d.version_id
    WHERE w.closed_at IS NULL AND w.agency_id = %s AND w.role = %s AND w.assignee_id IS NULL ORDER BY w.due_at, w.id LIMIT 26
"""


def main() -> int:
    """Measure each shape of the page."""
    asked = options(__doc__ or "", dossiers=MILLION, runs=120, officers=12)
    ensure_province(asked.dossiers)
    forget_sessions()
    people = [*officers("specialist", asked.officers), *officers("one_stop", asked.officers)]
    size = f"{asked.dossiers:,} dossiers, {len(people)} officers in turn"
    floor = bare_times(_FLOOR, [[actor.agency_id, next(iter(actor.grants)).role.value] for actor in people], asked.runs)
    with web_server() as web:
        visitors = [Visitor(web.port, session_of(actor)) for actor in people]
        measures = [latency(name, _pages(visitors, path, asked.runs), TARGET_MS, size=size, floor=floor) for name, path in PAGES.items()]
    measures.append(latency("the list alone", _alone(people, asked.runs), TARGET_MS, size=size, floor=floor))
    return finish([*measures, _statements(people[0])], asked.json)


def _pages(visitors: Sequence[Visitor], path: str, runs: int) -> list[float]:
    spent = []
    for visitor in visitors:
        spent += visit(visitor, [path], max(1, runs // len(visitors)), warm=2)
    return spent


def _alone(people: Sequence[Actor], runs: int) -> list[float]:
    spent = []
    for turn in range(runs):
        actor = people[turn % len(people)]
        with looking_as(actor):
            spent.append(clocked(lambda actor=actor: list_work(actor, clock.now(), WorkFilter())))
    return spent


def _statements(actor: Actor) -> Measure:
    """Statements of the dearest page; beginning and ending the transaction are not counted."""
    browser = browser_of(actor)
    counts = []
    for path in PAGES.values():
        browser.get(path)
        with CaptureQueriesContext(connection) as seen:
            browser.get(path)
        counts.append(sum(query["sql"] not in ("BEGIN", "COMMIT") for query in seen.captured_queries))
    return measure("statements of a page", max(counts), "statements", TARGET_STATEMENTS, size="the dearest of the pages above")


if __name__ == "__main__":
    sys.exit(main())
