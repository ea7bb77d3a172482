"""One exchange by its number: its records, what the journal holds, its evidence for the platform alone."""

import hashlib
import io
import json
import time
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from sen.gateway.tests.chest import CREDENTIAL, STRANGER, Chest, exchange, opened_chest

NOW = int(time.time())


@pytest.fixture(scope="module")
def chest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chest]:
    digest = hashlib.sha256(CREDENTIAL.encode()).hexdigest()
    with opened_chest(tmp_path_factory.mktemp("chest"), monitor_credential=digest) as made:
        made.write(2)
        made.write_exchanges(
            [exchange(message_id="old", at=(NOW - 9000) * 1_000_000, succeeded=False, fault="Server.ClientProxy.UnknownMember")]
        )
        yield made


def found(chest: Chest, number: str, more: str = "", **who: Any) -> dict[str, Any]:
    status, _headers, body = chest.ask(f"/monitor/message?id={number}{more}", **(who or {"client": "", "credential": CREDENTIAL}))
    assert status == 200, body
    return dict(json.loads(body))


def test_the_exchange_is_found_by_either_number_with_what_is_kept(chest: Chest) -> None:
    told = found(chest, "VN-DT-1")
    (record,) = told["records"]
    assert [(each["isAnswer"], each["side"]) for each in told["messages"]] == [(False, "c"), (True, "c")]
    assert found(chest, record["xRequestId"])["records"] == [record]


def test_one_that_was_not_kept_is_found_near_its_time(chest: Chest) -> None:
    assert found(chest, "old") == {"records": [], "messages": []}
    told = found(chest, "old", f"&at={NOW - 9000}")
    assert [record["faultCode"] for record in told["records"]] == ["Server.ClientProxy.UnknownMember"]
    assert told["messages"] == []


def test_another_client_learns_nothing_of_it(chest: Chest) -> None:
    assert found(chest, "VN-DT-1", client=STRANGER) == {"records": [], "messages": []}


@pytest.mark.parametrize("query", ["", "id=", "id=a&id=b", "id=" + "x" * 1100, "id=%00"])
def test_a_number_that_is_none_is_refused(chest: Chest, query: str) -> None:
    assert chest.ask(f"/monitor/message?{query}", client="", credential=CREDENTIAL)[0] == 400
    assert chest.ask(f"/monitor/evidence?{query.replace('id=a&id=b', '')}", client="", credential=CREDENTIAL)[0] == 400


def test_the_platform_gets_every_container_and_the_read_is_kept(chest: Chest) -> None:
    status, headers, body = chest.ask("/monitor/evidence?id=VN-DT-2", client="", credential=CREDENTIAL)
    assert (status, headers["content-type"]) == (200, "application/zip"), body
    assert len(zipfile.ZipFile(io.BytesIO(body)).namelist()) == 2
    assert chest.rows("SELECT party, containers FROM evidence_read WHERE message_id = 'VN-DT-2'") == [("platform", 2)]


def test_nobody_else_gets_it(chest: Chest) -> None:
    assert chest.ask("/monitor/evidence?id=VN-DT-1")[0] == 401
    assert chest.ask("/monitor/evidence?id=VN-DT-1", client="", credential="wrong")[0] == 401
    assert chest.ask("/monitor/evidence?id=khong-co", client="", credential=CREDENTIAL)[0] == 404
    assert chest.rows("SELECT count(*) FROM evidence_read WHERE message_id = 'VN-DT-1'") == [(0,)]
