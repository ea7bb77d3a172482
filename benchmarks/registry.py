"""Point reads and name search at 1.6 million people, through the services, through the API, and through the axis with two gateways.

A point read is one field of one person by number, with its line in the trail; the floor is the bare indexed statement.
"""

import http.client
import os
import random
import sys
import uuid
from collections.abc import Callable, Sequence
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from benchmarks._axis import CLIENT, gateways, own_credential, wait_for_service
from benchmarks._bare import bare_times
from benchmarks._province import ensure_reference
from benchmarks._report import Measure, clocked, finish, latency, options, tell
from benchmarks._web import web_server
from sen.kernel import clock
from sen.kernel.actor import SYSTEM
from sen.registries.parties.selectors import search_people
from sen.registries.parties.services import answer_about_person, person_exists, read_person_field, read_person_record
from sen.registries.parties.types import PersonSearch, Reason

PEOPLE = 1_600_000
READ_MS, WHOLE_MS, SEARCH_MS = 10, 25, 50
_WHY = Reason("Đo tốc độ", "BENCH-0001", "dan-cu")
_FLOOR = "SELECT name FROM parties_person WHERE identity_number = %s"
_SAMPLE = "SELECT identity_number, name, extract(year FROM born_on)::int, unit_id FROM parties_person WHERE id = ANY(%s) AND is_demo"
_LATEST = "SELECT min(id), max(id) FROM parties_person WHERE is_demo"
_API = "/api/dan-cu/"
_SERVICE = "VN-DT/GOV/H20/CSDL/dan-cu"

Person = tuple[str, str, int, int]


def main() -> int:
    """Measure each kind of read and of search."""
    asked = options(__doc__ or "", people=PEOPLE, runs=400)
    _ensure_people(asked.people)
    people = _sample(asked.runs)
    size = f"{asked.people:,} people"
    floor = bare_times(_FLOOR, [[number] for number, *_rest in people], asked.runs)
    measures = [latency(name, _read(read, people), _mark(name), size=size, floor=floor) for name, read in _READS.items()]
    measures += [latency(f"search {name}", _search(found), SEARCH_MS, size=size) for name, found in _searches(people).items()]
    measures += _over_http(people, size, floor)
    return finish(measures, asked.json)


def _ensure_people(count: int) -> None:
    ensure_reference()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM parties_person WHERE is_demo")
        have = int(cursor.fetchone()[0])
    if have < count:
        tell(f"  making {count - have:,} people")
        call_command("load_registry", province=settings.PROVINCE, people=count, stdout=open(os.devnull, "w"))


def _sample(count: int) -> list[Person]:
    """People spread over the whole register, in no order."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST)
        first, last = cursor.fetchone()
        chosen = random.Random(16)
        cursor.execute(_SAMPLE, [[chosen.randint(first, last) for _ in range(count * 2)]])
        rows: list[Person] = cursor.fetchall()
    chosen.shuffle(rows)
    return rows[:count]


_READS: dict[str, Callable[[str], object]] = {
    "read one field": lambda number: read_person_field(actor=SYSTEM, number=number, field="name", reason=_WHY, now=clock.now()),
    "ask whether known": lambda number: person_exists(actor=SYSTEM, number=number, reason=_WHY, now=clock.now()),
    "ask whether 18": lambda number: answer_about_person(
        actor=SYSTEM, number=number, question="older-than", value="18", reason=_WHY, now=clock.now()
    ),
    "read whole record": lambda number: read_person_record(actor=SYSTEM, number=number, reason=_WHY, now=clock.now()),
}


def _mark(name: str) -> int:
    """A whole record with relatives and residences is no point read."""
    return WHOLE_MS if "whole" in name else READ_MS


def _read(read: Callable[[str], object], people: Sequence[Person]) -> list[float]:
    spent = []
    for number, *_rest in people:
        with transaction.atomic():
            spent.append(clocked(lambda number=number: read(number)))
    return spent[5:]


def _searches(people: Sequence[Person]) -> dict[str, list[PersonSearch]]:
    few = people[:60]
    return {
        "whole name": [PersonSearch(name) for _n, name, _y, _u in few],
        "given name": [PersonSearch(name.split()[-1]) for _n, name, _y, _u in few],
        "last two words": [PersonSearch(" ".join(name.split()[-2:])) for _n, name, _y, _u in few],
        "beginning of a name": [PersonSearch(name[:8]) for _n, name, _y, _u in few],
        "name and year": [PersonSearch(name, year) for _n, name, year, _u in few],
        "name and commune": [PersonSearch(name, None, (unit,)) for _n, name, _y, unit in few],
        "absent name": [PersonSearch(words) for words in ("zzyzx qwer", "không ai tên vậy", "bui wxyz")],
    }


def _search(searches: Sequence[PersonSearch]) -> list[float]:
    for wanted in searches[:3]:
        search_people(wanted)
    return [clocked(lambda wanted=wanted: search_people(wanted)) for wanted in [*searches, *searches]]


def _over_http(people: Sequence[Person], size: str, floor: Sequence[float]) -> list[Measure]:
    """The API asked directly and over two gateways, by the same web server."""
    credential = os.environ["SEN_SERVICE_CREDENTIAL"] = own_credential()
    direct = {"Authorization": f"Bearer {credential}", "X-Road-Client": CLIENT}
    with web_server(free_after=4) as web, gateways(web) as consumer:
        wait_for_service(consumer, _SERVICE)
        axis = _ask_over_http(consumer, f"/r1/{_SERVICE}/", {"X-Road-Client": CLIENT}, people)
        api = _ask_over_http(f"127.0.0.1:{web.port}", _API, direct, people)
    return [
        latency("point read through the API", api, READ_MS, size=size, floor=floor),
        latency("point read through the axis", axis, READ_MS, size=size, floor=floor),
    ]


def _ask_over_http(place: str, start: str, headers: dict[str, str], people: Sequence[Person]) -> list[float]:
    link = http.client.HTTPConnection(place, timeout=30)
    spent = []
    for number, *_rest in people:
        asked = {**headers, "X-Road-UserId": "VNbench", "X-Road-Issue": "BENCH-0001", "X-Road-Id": str(uuid.uuid4())}
        asked |= {"X-Sen-Purpose": quote("Đo tốc độ"), "X-Sen-Officer": quote("Đo tốc độ"), "Content-Type": "application/json"}

        def once(number: str = number, asked: dict[str, str] = asked) -> None:
            link.request("POST", f"{start}people/field", f'{{"number": "{number}", "field": "name"}}', asked)
            answer = link.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{place} answered {answer.status}: {body[:300]!r}")

        spent.append(clocked(once))
    link.close()
    return spent[20:]


if __name__ == "__main__":
    sys.exit(main())
