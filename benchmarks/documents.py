"""Documents at two million: a clerk's and a leader's list of incoming documents, and search over fields and text of files.

For clerks, leaders and specialists of ordinary agencies and for the busiest one; SEN_BENCH_DOCUMENTS sizes it down.  The floor of
the list is the bare statement for the same rows.
"""

import sys
from collections.abc import Callable, Sequence

from django.db import connection

from benchmarks._bare import bare_times
from benchmarks._documents import documents_wanted, ensure_documents
from benchmarks._people import looking_as, officers
from benchmarks._report import Measure, clocked, finish, latency, options
from sen.capabilities.correspondence.selectors.incoming_list import IncomingFilter, count_incoming, list_incoming
from sen.capabilities.correspondence.selectors.search import DocumentSearch, search_documents
from sen.foundation.accounts.selectors import actor_of
from sen.kernel import clock
from sen.kernel.actor import Actor

TARGET_MS = 100
SEARCHES = {
    "two words in a row": ("chuyển đổi số", "sat lo bo song", "mã số vùng trồng", "phòng cháy, chữa cháy"),
    "very common words": ("báo cáo", "kế hoạch", "triển khai thực hiện", "ngay"),
    "words far apart": ("kinh phí sông Tiền", "hướng dẫn 2026 hộ tịch", "xâm nhập mặn truyền thanh"),
    "absent words": ("zzyzx qwer", "không ai viết vậy bao giờ"),
    "number and sign": ("15/", "120/QĐ-UBND", "7/TB"),
    "a quotation": ('"kết luận cuộc họp"', '"không gửi bản giấy"'),
}
_BUSIEST = """
    SELECT a.account_id FROM accounts_appointment a WHERE a.role = %s AND a.agency_id = (
        SELECT agency_id FROM correspondence_incomingdocument GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1) ORDER BY a.id LIMIT 1
"""
_FLOOR = """
    SELECT i.id, i.arrival_number, c.code, c.subject, i.state, i.due_at FROM correspondence_incomingdocument i
    JOIN correspondence_content c ON c.id = i.content_id WHERE i.agency_id = %s ORDER BY i.arrived_at DESC, i.id DESC LIMIT 26
"""


def main() -> int:
    """Measure lists and searches for each reader."""
    asked = options(__doc__ or "", documents=documents_wanted(), runs=120, officers=8)
    have = ensure_documents(asked.documents)
    size = f"{have:,} documents"
    measures: list[Measure] = []
    found: list[float] = []
    for role in ("clerk", "leader", "specialist"):
        people = [*officers(role, asked.officers), *_busiest(role)]
        floor = bare_times(_FLOOR, [[actor.agency_id] for actor in people], asked.runs)
        measures.append(latency(f"list of a {role}", _spent(people, [_list], asked.runs), TARGET_MS, size=size, floor=floor))
        for name, texts in SEARCHES.items():
            spent = _spent(people, [_searching(text) for text in texts], asked.runs)
            found += spent
            measures.append(latency(f"search, {role}: {name}", spent, TARGET_MS, size=size))
    whole = latency("search over text, everybody and every kind", found, TARGET_MS, size=size)
    return finish([whole, *measures], asked.json)


def _busiest(role: str) -> list[Actor]:
    with connection.cursor() as cursor:
        cursor.execute(_BUSIEST, [role])
        return [actor_of(account, clock.today()) for (account,) in cursor.fetchall()]


def _list(actor: Actor) -> object:
    agency_id = actor.agency_id or 0
    return list_incoming(actor, agency_id, IncomingFilter(), clock.now()), count_incoming(actor, agency_id, clock.now())


def _searching(text: str) -> Callable[[Actor], object]:
    return lambda actor: search_documents(actor, DocumentSearch(text=text), clock.today())


def _spent(people: Sequence[Actor], works: Sequence[Callable[[Actor], object]], runs: int) -> list[float]:
    spent = []
    for turn in range(runs + len(people)):
        actor, work = people[turn % len(people)], works[turn // len(people) % len(works)]
        with looking_as(actor):
            spent.append(clocked(lambda work=work, actor=actor: work(actor)))  # type: ignore[misc]
    return spent[len(people) :]


if __name__ == "__main__":
    sys.exit(main())
