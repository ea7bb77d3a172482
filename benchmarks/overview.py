"""The province at a glance, agency by state by lateness, at a million dossiers; and whether it equals a recount.

The figures alone and the leaders' page through the web server; the floor is the bare sum over the tally.
"""

import sys

from django.db import connection, transaction

from benchmarks._bare import bare_times
from benchmarks._people import control_officer, forget_sessions, looking_as, session_of
from benchmarks._province import ensure_province
from benchmarks._report import MILLION, clocked, finish, latency, measure, options, tell
from benchmarks._web import Visitor, visit, web_server
from benchmarks.intake import open_some
from sen.capabilities.dossiers.selectors import count_by_agency, count_by_field, recount
from sen.kernel import clock

TARGET_MS = 100
_FLOOR = "SELECT agency_id, state, sum(count) FROM dossiers_dossiertally WHERE field_id IS NULL GROUP BY agency_id, state"


def main() -> int:
    """Measure, then count again."""
    asked = options(__doc__ or "", dossiers=MILLION, runs=60, recounts=2)
    ensure_province(asked.dossiers)
    forget_sessions()
    control = control_officer()
    size = f"{asked.dossiers:,} dossiers"
    floor = bare_times(_FLOOR, [[]], asked.runs)
    agencies, fields = [], []
    with looking_as(control):
        for _turn in range(asked.runs):
            agencies.append(clocked(lambda: count_by_agency(clock.today())))
            fields.append(clocked(lambda: count_by_field(clock.today())))
    with web_server() as web:
        page = visit(Visitor(web.port, session_of(control)), ["/ket-qua/"], asked.runs)
    differences = sum(_differences() for _turn in range(asked.recounts))
    return finish(
        [
            latency("overview by agency", agencies, TARGET_MS, size=size, floor=floor),
            latency("overview by field", fields, TARGET_MS, size=size, floor=floor),
            latency("overview page", page, TARGET_MS, size=size, floor=floor),
            measure("agencies that differ from a recount", differences, "faults", 0, size=f"{asked.recounts} recounts amid new ones"),
        ],
        asked.json,
    )


def _differences() -> int:
    """Open some dossiers, then compare every agency's figures with a count of the dossiers, both at one moment."""
    open_some(20)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        kept = {figures.id: figures for figures in count_by_agency(clock.today())}
        fresh = {figures.id: figures for figures in recount(clock.today())}
    wrong = [agency for agency in kept.keys() | fresh.keys() if kept.get(agency) != fresh.get(agency)]
    tell(f"  recount of {sum(figures.received for figures in fresh.values()):,} accepted dossiers: {len(wrong)} agencies differ")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
