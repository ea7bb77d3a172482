"""Memory of a web worker under mixed load: lists, searches, dossiers, figures, the portal and submissions.

The floor is the same worker after its first page.
"""

import random
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from benchmarks._drafts import address_of, ready_drafts
from benchmarks._people import citizens, control_officer, forget_sessions, officers, session_of
from benchmarks._province import ensure_province, sweep
from benchmarks._report import MILLION, finish, measure, middle_half, options, tell
from benchmarks._web import Visitor, Web, resident_megabytes, web_server
from sen.capabilities.dossiers.models import Dossier, Draft
from sen.kernel.actor import Actor

TARGET_MB = 200
SAMPLE_SECONDS = 5
_OFFICIAL = (
    "/lam-viec/",
    "/lam-viec/ho-so/",
    "/lam-viec/ho-so/?tinh-trang=processing",
    "/lam-viec/ho-so/?trang=2",
    "/lam-viec/tim/?q=nguyen+thi",
    "/lam-viec/tim/?q=0900",
    "/lam-viec/xuat-excel/",
)
_LEADING = ("/ket-qua/", "/ket-qua/linh-vuc/", "/ket-qua/canh-bao/", "/lam-viec/tim/?q=tran+van")
_PUBLIC = ("/", "/thu-tuc/?q=khai+sinh", "/thu-tuc/", "/giup-do/", "/ho-so/")


def main() -> int:
    """Load the server and watch its workers."""
    asked = options(__doc__ or "", dossiers=MILLION, minutes=2)
    ensure_province(asked.dossiers)
    sweep()
    forget_sessions()
    with web_server() as web:
        for _turn in range(8):
            Visitor(web.port).get("/")
        floor = max(resident_megabytes(worker) for worker in web.workers())
        works = _works(web)
        pages, held = _load(web, works, time.monotonic() + 60 * asked.minutes)
    size = f"{asked.dossiers:,} dossiers, {asked.minutes} min, {pages:,} pages, {len(works)} visitors; the larger worker"
    return finish(
        [measure("memory of a web worker", max(held), "MB", TARGET_MB, size=size, floor=floor, spread=middle_half(held))], asked.json
    )


def _load(web: Web, works: Sequence[Callable[[], object]], until: float) -> tuple[int, list[float]]:
    """Repeat the works, each in a thread, until the moment; returns how many were done and the larger worker's memory over time."""

    def repeat(work: Callable[[], object]) -> int:
        done = 0
        while time.monotonic() < until:
            work()
            done += 1
        return done

    held = []
    with ThreadPoolExecutor(len(works)) as pool:
        futures = [pool.submit(repeat, work) for work in works]
        while time.monotonic() < until and not any(future.done() for future in futures):
            time.sleep(SAMPLE_SECONDS)
            held.append(max(resident_megabytes(worker) for worker in web.workers()))
            if len(held) % 6 == 0:
                tell(f"  {held[-1]:.0f} MB")
        return sum(future.result() for future in futures), held


def _works(web: Web) -> list[Callable[[], object]]:
    clerk, specialist = officers("one_stop", 1)[0], officers("specialist", 1)[0]
    citizen = citizens(1)[0]
    return [
        _reading(web, clerk, [*_OFFICIAL, *_dossiers_of(clerk)]),
        _reading(web, specialist, [*_OFFICIAL, *_dossiers_of(specialist)]),
        _reading(web, control_officer(), list(_LEADING)),
        _reading(web, citizen, list(_PUBLIC)),
        _submitting(web, citizen),
    ]


def _reading(web: Web, actor: Actor, paths: list[str]) -> Callable[[], object]:
    visitor, dice = Visitor(web.port, session_of(actor)), random.Random(actor.account_id)
    return lambda: visitor.get(dice.choice(paths))


def _submitting(web: Web, actor: Actor) -> Callable[[], object]:
    """Look at a finished draft and submit it, a few times a second; new drafts are made as they run out."""
    visitor, waiting = Visitor(web.port, session_of(actor)), list[Draft]()

    def submit() -> None:
        if not waiting:
            waiting.extend(ready_drafts([actor], 200)[actor.account_id or 0])
        address = address_of(waiting.pop())
        visitor.get(address)
        visitor.post(address, {"truthful": "on"})
        time.sleep(0.2)

    return submit


def _dossiers_of(actor: Actor) -> list[str]:
    codes = Dossier.objects.filter(competent_agency=actor.agency_id, code_issuer="bench").values_list("code", flat=True)[:200]
    return [f"/lam-viec/ho-so/{code}/" for code in codes]


if __name__ == "__main__":
    sys.exit(main())
