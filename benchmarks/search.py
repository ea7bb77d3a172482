"""Search over a million dossiers by name without accents, code and phone, for an officer and for the whole province.

The search alone under the reader's rights, and its page through the web server; the floor is the bare indexed statement.
"""

import sys
from collections.abc import Sequence
from urllib.parse import quote

from django.db import connection

from benchmarks._bare import bare_times
from benchmarks._people import control_officer, forget_sessions, looking_as, officers, session_of
from benchmarks._province import ensure_province
from benchmarks._report import MILLION, Measure, clocked, finish, latency, options
from benchmarks._web import Visitor, visit, web_server
from sen.capabilities.dossiers.selectors import search_dossiers
from sen.kernel import clock
from sen.kernel.actor import Actor

TARGET_MS = 50
_SAMPLE = "SELECT code, applicant_folded, applicant_phone FROM dossiers_dossier WHERE id = ANY(%s)"
_RANGE = "SELECT min(id), max(id) FROM dossiers_dossier WHERE code_issuer = 'bench'"
_FLOOR = "SELECT id FROM dossiers_dossier WHERE upper(code) LIKE %s ORDER BY id DESC LIMIT 25"


def main() -> int:
    """Measure each kind of words for each reader."""
    asked = options(__doc__ or "", dossiers=MILLION, runs=60)
    ensure_province(asked.dossiers)
    forget_sessions()
    kinds = _words(asked.runs)
    clerk, control = officers("one_stop", 1)[0], control_officer()
    floor = bare_times(_FLOOR, [[f"{code}%"] for code in kinds["code"]], asked.runs)
    measures: list[Measure] = []
    every: list[float] = []
    for reader, actor in (("officer", clerk), ("province", control)):
        for kind, texts in kinds.items():
            spent = _alone(actor, texts, asked.runs)
            every += spent
            measures.append(latency(f"search {kind}, {reader}", spent, TARGET_MS, size=f"{asked.dossiers:,} dossiers", floor=floor))
    with web_server() as web:
        for reader, actor in (("officer", clerk), ("province", control)):
            # Not the whole codes: they lead straight to their dossiers.
            paths = [f"/lam-viec/tim/?q={quote(texts[0])}" for kind, texts in kinds.items() if kind != "code"]
            spent = visit(Visitor(web.port, session_of(actor)), paths, asked.runs)
            measures.append(latency(f"search page, {reader}", spent, 2 * TARGET_MS, size="all kinds of words, whole page", floor=floor))
    whole = latency("search", every, TARGET_MS, size=f"{asked.dossiers:,} dossiers, all kinds of words and readers", floor=floor)
    return finish([whole, *measures], asked.json)


def _alone(actor: Actor, texts: Sequence[str], runs: int) -> list[float]:
    spent = []
    for turn in range(runs + 3):
        text = texts[turn % len(texts)]
        with looking_as(actor):
            spent.append(clocked(lambda text=text: search_dossiers(actor, text, clock.now())))
    return spent[3:]


def _words(count: int) -> dict[str, list[str]]:
    """What people type, drawn from dossiers spread over the whole table."""
    with connection.cursor() as cursor:
        cursor.execute(_RANGE)
        first, last = cursor.fetchone()
        step = max(1, (last - first) // count)
        cursor.execute(_SAMPLE, [list(range(first, last, step))])
        rows = cursor.fetchall()
    return {
        "whole name": [name for _code, name, _phone in rows],
        "common name": ["nguyen", "Nguyễn Thị", "tran van", "le thi"],
        "two words": [" ".join(name.split()[-2:]) for _code, name, _phone in rows],
        "absent name": ["zzyzx qwer", "không ai tên vậy", "bui wxyz"],
        "code": [code for code, _name, _phone in rows],
        "beginning of a code": [code[:-4] for code, _name, _phone in rows],
        "phone": [phone for _code, _name, phone in rows],
    }


if __name__ == "__main__":
    sys.exit(main())
