"""Sandbox servers on free ports, and calls that reach them without an axis between."""

import asyncio
import csv
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from aiohttp import web

from sandbox import business, legislation, population
from sandbox.serving import APPLICATION, Sandbox
from sen.capabilities.exchange.types import Answer
from sen.capabilities.national.types import Call

PERSON = {
    "number": "087190990001", "old_number": "", "name": "Trần Thị Mai", "born_on": "1990-05-17", "gender": "2", "ethnicity": "01", "religion": "99",
    "marital": "1", "province": "82", "district": "", "commune": "29869", "address": "Số 12, Ấp 1", "household": "H1", "head": "Trần Văn Ba", "relation": "Con",
}  # fmt: skip
OTHER = {**PERSON, "number": "087085990002", "name": "Lê Văn Tám", "born_on": "1985-09-02", "gender": "1", "household": "H2"}
FIRM = {
    "number": "1400000018", "name": "Công ty TNHH Sen Mẫu", "foreign_name": "", "short_name": "", "type": "Công ty TNHH một thành viên",
    "state": "Đang hoạt động", "registered_on": "2015-03-02", "changed_on": "", "address": "Phường Cao Lãnh", "city": "82", "capital": "1000000000",
    "representative": "Lê Văn Tám", "lines": "01110 46310",
}  # fmt: skip
SECOND = {**FIRM, "number": "1400000025", "name": "Hợp tác xã Sen Mẫu"}
TEXT = {
    "so_ky_hieu": "61/2018/NĐ-CP",
    "loai": "Nghị định",
    "trich_yeu": "Về cơ chế một cửa",
    "ngay_ban_hanh": "2018-04-23",
    "ngay_hieu_luc": "2018-06-21",
}


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    """A CSV file of the rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def people_server(tmp_path: Path) -> Sandbox:
    return population.sandbox(population.People(written(tmp_path / "people.csv", [PERSON, OTHER])))


@pytest.fixture
def business_server(tmp_path: Path) -> Sandbox:
    return business.sandbox(business.Businesses(written(tmp_path / "businesses.csv", [FIRM, SECOND])))


@pytest.fixture
def legal_server(tmp_path: Path) -> Sandbox:
    return legislation.sandbox(legislation.Documents(written(tmp_path / "texts.csv", [TEXT])))


@pytest.fixture
def reach() -> Iterator[Callable[[Sandbox], Call]]:
    """Start a sandbox and give the call that reaches it."""
    ended: list[Callable[[], None]] = []

    def start(sandbox: Sandbox) -> Call:
        port, stop = _serve(sandbox)
        ended.append(stop)

        def call(method: str, address: str, body: Any) -> Answer:
            answer = requests.request(
                method, f"http://127.0.0.1:{port}{address}", json=body, headers={"Authorization": f"Bearer {APPLICATION}"}, timeout=5
            )
            return Answer(answer.status_code, answer.content, dict(answer.headers))

        return call

    yield start
    for stop in ended:
        stop()


def _serve(sandbox: Sandbox) -> tuple[int, Callable[[], None]]:
    loop, ready, ports = asyncio.new_event_loop(), threading.Event(), []

    async def open_site() -> web.AppRunner:
        runner = web.AppRunner(sandbox.application())
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        ports.append(runner.addresses[0][1])
        ready.set()
        return runner

    runner = loop.run_until_complete(open_site())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    assert ready.wait(5)

    def stop() -> None:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()

    return ports[0], stop
