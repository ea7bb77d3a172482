"""Citizens submit finished drafts over HTTP: session, CSRF, rights, rows, signed-receipt job; two web workers.

The floor is the same server answering an empty view to the same visitors.
"""

import sys
from collections.abc import Callable, Sequence

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks._drafts import address_of, ready_drafts
from benchmarks._people import browser_of, citizens, forget_sessions, session_of
from benchmarks._province import ensure_province, sweep
from benchmarks._report import MILLION, finish, measure, median, middle_half, options, tell
from benchmarks._web import EMPTY_VIEW, Visitor, rate, web_server
from benchmarks.intake import faults
from sen.capabilities.dossiers.models import Draft
from sen.kernel.actor import Actor

ROUNDS = 3
TARGET_RATE = 60
TARGET_STATEMENTS = 60
FASTEST = 200


def main() -> int:
    """Measure submissions and the empty view in turns."""
    asked = options(__doc__ or "", dossiers=MILLION, seconds=8, visitors=8)
    ensure_province(asked.dossiers)
    sweep()
    forget_sessions()
    people = citizens(asked.visitors)
    each = asked.seconds * FASTEST // asked.visitors
    statements = _statements(people[0])
    ours, floors, sent, known = [], [], 0, 0
    with web_server() as web:
        for turn in range(ROUNDS):
            drafts = ready_drafts(people, each)
            visitors = [Visitor(web.port, session_of(person)) for person in people]
            floors.append(rate([_empty(visitor) for visitor in visitors], asked.seconds / 2, 1_000_000)[0])
            works = [_submitting(visitor, drafts[person.account_id or 0]) for visitor, person in zip(visitors, people, strict=True)]
            speed, done = rate(works, asked.seconds, each)
            ours.append(speed)
            sent += done
            every = [draft.pk for own in drafts.values() for draft in own]
            known += Draft.objects.filter(pk__in=every, dossier__isnull=False).count()
            tell(f"  round {turn + 1}: {speed:,.0f} submissions/s, empty view {floors[-1]:,.0f}/s")
            Draft.objects.filter(pk__in=every, dossier__isnull=True).delete()
    size = f"{asked.dossiers:,} dossiers, {asked.visitors} visitors, {ROUNDS} rounds of {asked.seconds} s"
    return finish(
        [
            measure("intake over HTTP", median(ours), "per s", TARGET_RATE, size=size, floor=median(floors), spread=middle_half(ours)),
            measure("statements of a submission", statements, "statements", TARGET_STATEMENTS, size="savepoints not counted"),
            measure("acknowledged and missing, double, holes", abs(sent - known) + sum(faults()), "faults", 0, size=f"{sent} submissions"),
        ],
        asked.json,
    )


def _empty(visitor: Visitor) -> Callable[[int], object]:
    return lambda _turn: visitor.get(EMPTY_VIEW)


def _submitting(visitor: Visitor, drafts: Sequence[Draft]) -> Callable[[int], object]:
    visitor.get(address_of(drafts[-1]))
    return lambda turn: visitor.post(address_of(drafts[turn]), {"truthful": "on"})


def _statements(person: Actor) -> int:
    """Statements of the second submission of a process; the first one also reads what is kept."""
    browser, drafts = browser_of(person), ready_drafts([person], 2)[person.account_id or 0]
    for draft in drafts:
        with CaptureQueriesContext(connection) as seen:
            browser.post(address_of(draft), {"truthful": "on"})
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not (query["sql"] or "").startswith(control) for query in seen.captured_queries)


if __name__ == "__main__":
    sys.exit(main())
