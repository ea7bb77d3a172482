"""Documents at two million: lists, registers, inbox, counts and search of specialists, heads, leaders and clerks.

Each reader of ordinary agencies and of the busiest one, under row-level security; every document passed on has its task.
SEN_BENCH_DOCUMENTS sizes it down.  The floor of the list is the bare statement for the same rows.
"""

import datetime as dt
import sys
from collections.abc import Callable, Sequence
from itertools import cycle, islice

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks._bare import bare_times
from benchmarks._documents import documents_wanted, ensure_documents
from benchmarks._people import looking_as, officers
from benchmarks._report import Measure, clocked, finish, latency, measure, options
from sen.capabilities.correspondence.selectors import incoming_list
from sen.capabilities.correspondence.selectors.incoming_list import IncomingFilter, count_incoming, list_incoming
from sen.capabilities.correspondence.selectors.morning import morning_of
from sen.capabilities.correspondence.selectors.outgoing_list import OutgoingFilter, list_outgoing
from sen.capabilities.correspondence.selectors.registers import REGISTERS, RegisterAsked, register_lines, register_rows
from sen.capabilities.correspondence.selectors.search import DocumentSearch, search_documents
from sen.foundation.accounts.selectors import actor_of
from sen.foundation.inbox.selectors import count_work, list_work
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.ui.paging import list_page

Look = Callable[[Actor], object]
TARGET_MS = 100
TARGET_STATEMENTS = 15
DEEP_PAGE = 40
ROLES = ("specialist", "head", "leader", "clerk")
SEARCHES = {
    "two words in a row": ("chuyển đổi số", "sat lo bo song", "mã số vùng trồng", "phòng cháy, chữa cháy"),
    "very common words": ("báo cáo", "kế hoạch", "triển khai thực hiện", "ngay"),
    "words far apart": ("kinh phí sông Tiền", "hướng dẫn 2026 hộ tịch", "xâm nhập mặn truyền thanh"),
    "absent words": ("zzyzx qwer", "không ai viết vậy bao giờ"),
    "number and sign": ("15/", "120/QĐ-UBND", "7/TB"),
    "a quotation": ('"kết luận cuộc họp"', '"không gửi bản giấy"'),
}
ISSUERS = ("uy ban nhan dan tinh", "Sở Nội vụ")
_BUSIEST = """
    SELECT a.account_id FROM accounts_appointment a WHERE a.role = %s AND a.agency_id = (
        SELECT agency_id FROM correspondence_incomingdocument GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1) ORDER BY a.id LIMIT 1
"""
_FLOOR = """
    SELECT i.id, i.arrival_number, c.code, c.subject, i.state, i.due_at FROM correspondence_incomingdocument i
    JOIN correspondence_content c ON c.id = i.content_id WHERE i.agency_id = %s ORDER BY i.arrived_at DESC, i.id DESC LIMIT 26
"""


def main() -> int:
    """Measure every look of each reader, and how many statements the dearest one takes."""
    asked = options(__doc__ or "", documents=documents_wanted(), runs=60, officers=8)
    size = f"{ensure_documents(asked.documents):,} documents"
    measures: list[Measure] = []
    statements = 0
    for role in ROLES:
        people = [*officers(role, asked.officers), *_busiest(role)]
        floor = bare_times(_FLOOR, [[actor.agency_id] for actor in people], asked.runs)
        for name, looks in _looks(role).items():
            bare = floor if name == "incoming list" else None
            measures.append(latency(f"{role}: {name}", _spent(people, looks, asked.runs), TARGET_MS, size=size, floor=bare))
            statements = max(statements, *(_statements(people[-1], look) for look in looks))
    slowest = max(measures, key=lambda each: each.value)
    whole = measure("slowest of all looks", slowest.value, "ms", TARGET_MS, size=f"{size}; {slowest.name}")
    dearest = measure("statements of the dearest look", statements, "statements", TARGET_STATEMENTS, size=size)
    return finish([whole, dearest, *measures], asked.json)


def _busiest(role: str) -> list[Actor]:
    with connection.cursor() as cursor:
        cursor.execute(_BUSIEST, [role])
        return [actor_of(account, clock.today()) for (account,) in cursor.fetchall()]


def _looks(role: str) -> dict[str, list[Look]]:
    """What people of the role open, by name."""
    looks = {
        "incoming list": [_incoming()],
        "incoming list, in work · late": [_incoming(incoming_list.IN_WORK), _incoming(incoming_list.LATE)],
        f"incoming list, page {DEEP_PAGE}": [_incoming(page=DEEP_PAGE)],
        "counts of the incoming list": [lambda actor: count_incoming(actor, actor.agency_id or 0, clock.now())],
        "outgoing list": [lambda actor: list_outgoing(actor, actor.agency_id or 0, OutgoingFilter())],
        "inbox": [lambda actor: list_work(actor, clock.now())],
        f"inbox, page {DEEP_PAGE}": [lambda actor: list_work(actor, clock.now(), page=DEEP_PAGE)],
        "counts of the inbox": [lambda actor: count_work(actor, clock.now())],
    }
    if role in ("leader", "clerk"):
        looks |= {f"register of a year, {key}": [_register(key, 1), _register(key, DEEP_PAGE)] for key in ("den", "di")}
    if role == "clerk":
        looks["the clerk's morning"] = [lambda actor: morning_of(actor, actor.agency_id or 0, clock.now())]
    looks |= {f"search, {kind}": [_searching(DocumentSearch(text=text)) for text in texts] for kind, texts in SEARCHES.items()}
    return looks | {"search, issuer": [_searching(DocumentSearch(issuer=name)) for name in ISSUERS]}


def _incoming(tab: str = incoming_list.ALL, page: int = 1) -> Look:
    return lambda actor: list_incoming(actor, actor.agency_id or 0, IncomingFilter(tab=tab), clock.now(), page)


def _register(key: str, page: int) -> Look:
    def look(actor: Actor) -> object:
        today = clock.today()
        asked = RegisterAsked(actor.agency_id or 0, today - dt.timedelta(days=364), today)
        rows = register_rows(REGISTERS[key], asked)
        return list(register_lines(REGISTERS[key], list_page(rows, page, 50).items)), rows.count()

    return look


def _searching(wanted: DocumentSearch) -> Look:
    return lambda actor: search_documents(actor, wanted, clock.today())


def _spent(people: Sequence[Actor], looks: Sequence[Look], runs: int) -> list[float]:
    """Milliseconds of each run: every look of everybody in turn, after one unmeasured round."""
    turns = [(actor, look) for look in looks for actor in people]
    return [_clocked(*turn) for turn in islice(cycle(turns), len(turns) + runs)][len(turns) :]


def _clocked(actor: Actor, look: Look) -> float:
    with looking_as(actor):
        return clocked(lambda: look(actor))


def _statements(actor: Actor, look: Look) -> int:
    with looking_as(actor), CaptureQueriesContext(connection) as seen:
        look(actor)
    return len(seen.captured_queries)


if __name__ == "__main__":
    sys.exit(main())
