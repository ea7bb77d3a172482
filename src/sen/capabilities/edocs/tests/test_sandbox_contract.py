"""The client and the sandbox axis speak the same language: the promises of the double hold over HTTP too."""

import asyncio
import dataclasses
import datetime as dt
import hashlib
import threading
import time

import pytest
import requests
from aiohttp import web

from sandbox.documents.axis import sandbox
from sandbox.documents.directory import LOCKED, Directory
from sandbox.documents.packets import HOSTILE
from sandbox.serving import APPLICATION
from sen.capabilities.edocs.adapters.axis.client import DocumentAxisClient
from sen.capabilities.edocs.adapters.edxml.reading import read_packet
from sen.capabilities.edocs.adapters.edxml.writing import write_document, write_status
from sen.capabilities.edocs.errors import AxisAnswerUnclear, AxisRefused, PacketUnreadable
from sen.capabilities.edocs.tests.packets import DOCUMENT, PROVINCE, STATUSES
from sen.capabilities.edocs.types import Business, BusinessFacts, MessageType, Organ
from sen.capabilities.exchange.types import Answer

EDOC, STATUS = MessageType.DOCUMENT, MessageType.STATUS
LETTER = dataclasses.replace(
    DOCUMENT,
    sender=PROVINCE,
    receivers=(Organ("G22"), Organ("H61")),
    document_id="H20,2026/11/20,7816/VPCP-TTĐT",
    answers=(),
    business=BusinessFacts(),
)


@pytest.fixture(autouse=True)
def _folder():
    """No database here."""


@pytest.fixture(scope="module")
def server():
    made, post = sandbox(Directory(400, "H20"), "H20")
    loop, ready, ports = asyncio.new_event_loop(), threading.Event(), []

    async def open_site():
        runner = web.AppRunner(made.application())
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ports.append(runner.addresses[0][1])
        ready.set()
        return runner

    runner = loop.run_until_complete(open_site())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    assert ready.wait(5)
    yield made, post, f"http://127.0.0.1:{ports[0]}"
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


@pytest.fixture
def client(server):
    made, post, url = server
    post.waiting.clear()
    post.sent.clear()
    post.manners.clear()
    made.faults.choose({"kind": "none"})

    def call(wanted):
        headers = {**wanted.headers, "Authorization": f"Bearer {APPLICATION}"}
        answer = requests.post(url + wanted.path, data=wanted.body, headers=headers, timeout=10)
        return Answer(answer.status_code, answer.content, dict(answer.headers))

    return DocumentAxisClient(call, "H20")


@pytest.fixture
def play(server):
    _made, _post, url = server
    return lambda method, path, **asked: requests.request(method, f"{url}/thu-nghiem/{path}", json=asked, timeout=10).json()


def waiting(client, kind, count):
    """What the axis offers, once there is so much of it."""
    until = time.monotonic() + 5
    while len(found := client.offered(kind)) < count and time.monotonic() < until:
        time.sleep(0.02)
    assert len(found) == count
    return found


def test_a_document_is_handed_over_and_its_receivers_report(client, play):
    play("PUT", "cach-tra-loi", organ="*", codes=["01", "03"], seconds=0.01)
    assert client.send(EDOC, "H20", ["G22", "H61"], write_document(LETTER))
    statuses = [read_packet(client.fetch(each.axis_id)) for each in waiting(client, STATUS, 4)]
    assert sorted((each.sender.code, each.code) for each in statuses) == [("G22", "01"), ("G22", "03"), ("H61", "01"), ("H61", "03")]
    assert {each.answered.document_id for each in statuses} == {LETTER.document_id}
    assert all(abs(each.at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1) for each in statuses)


def test_a_recall_is_answered_as_the_receiver_is_told_to(client, play):
    play("PUT", "cach-tra-loi", organ="H61", seconds=0.01, change="16")
    business = BusinessFacts(Business.RECALL, "Nhầm", LETTER.document_id)
    client.send(EDOC, "H20", ["H61"], write_document(dataclasses.replace(LETTER, business=business)))
    client.send(STATUS, "H20", ["H61"], write_status(dataclasses.replace(STATUSES[6], sender=PROVINCE)))
    assert [read_packet(client.fetch(each.axis_id)).code for each in waiting(client, STATUS, 2)] == ["16", "16"]


@pytest.mark.parametrize(("sender", "receivers", "number"), [("H20", ["Z99"], "18"), ("H99", ["G22"], "19"), ("H20", [LOCKED], "23")])
def test_refusals_come_with_the_axis_own_number(client, sender, receivers, number):
    with pytest.raises(AxisRefused) as caught:
        client.send(EDOC, sender, receivers, write_document(LETTER))
    assert caught.value.values["number"] == number


def test_what_is_no_packet_is_refused(client):
    with pytest.raises(AxisRefused) as caught:
        client.send(EDOC, "H20", ["G22"], b"<edXML/>")
    assert caught.value.values["number"] == "22"


def test_a_hash_without_zeros_is_accepted_and_a_wrong_one_is_not(server):
    _made, _post, url = server
    packet = write_document(LETTER)
    digest = hashlib.sha256(packet).digest()
    answers = []
    for told in (digest.hex(), "".join(f"{byte:x}" for byte in digest), "00" * 32):
        headers = {"Authorization": f"Bearer {APPLICATION}", "hash-file": told, "from": "H20", "to": '["G22"]'}
        answers.append(requests.post(f"{url}/sendEdoc", data=packet, headers=headers, timeout=5).json()["ErrorCode"])
    assert answers == ["0", "0", "10"]


@pytest.mark.parametrize("variant", ["", "legacy", "plain", "zip", "envelope"])
def test_documents_of_other_programs_are_read(client, play, variant):
    play("POST", "van-ban", to="H20", variant=variant, subject="Về việc <thử> & đọc")
    [offered] = client.offered(EDOC)
    message = read_packet(client.fetch(offered.axis_id))
    assert (message.sender.code, message.receivers[0].code, message.subject) == ("G22", "H20", "Về việc <thử> & đọc")
    assert message.attachments[0].content.startswith(b"%PDF")


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_packets_of_the_sandbox_are_refused(client, play, kind):
    play("POST", "van-ban", to="H20", hostile=kind)
    [offered] = client.offered(EDOC)
    with pytest.raises(PacketUnreadable):
        read_packet(client.fetch(offered.axis_id))


def test_what_is_confirmed_is_not_offered_again(client, play):
    play("POST", "van-ban", to="H20.01", count=2)
    first, second = client.offered(EDOC)
    client.confirm(first.axis_id, done=True)
    assert [each.axis_id for each in client.offered(EDOC)] == [second.axis_id]
    client.confirm(second.axis_id, done=False)
    assert client.offered(EDOC) == []


def test_a_doubled_list_names_each_packet_once(client, play, server):
    play("POST", "van-ban")
    server[0].faults.choose({"kind": "duplicate"})
    assert len(client.offered(EDOC)) == 1


def test_an_axis_that_knows_no_stream_gives_the_packet_inside_json(client, play):
    play("POST", "van-ban")
    [offered] = client.offered(EDOC)
    inner = client._call
    client._call = lambda wanted: Answer(404, b"{}") if wanted.path == "/downloadEdoc" else inner(wanted)
    assert read_packet(client.fetch(offered.axis_id)).sender.code == "G22"


def test_an_answer_without_known_shape_is_unclear(client, server):
    server[0].faults.choose({"kind": "refuse", "times": 1})
    with pytest.raises(AxisAnswerUnclear):
        client.offered(EDOC)
    assert client.offered(EDOC) == []


def test_the_directory_comes_in_pages_and_by_changes(client, play, monkeypatch):
    monkeypatch.setattr("sen.capabilities.edocs.adapters.axis.client.PAGE", 150)
    pages = [client.agencies(page, None) for page in (1, 2, 3)]
    assert [(len(page.agencies), page.more) for page in pages] == [(150, True), (150, True), (100, False)]
    everything = [each for page in pages for each in page.agencies]
    assert len({each.code for each in everything}) == 400
    assert [each.code for each in everything if not each.is_active] == [LOCKED]
    play("PUT", "co-quan", code="H61.777", name="Cơ quan mới")
    found = client.agencies(1, dt.datetime.now(dt.UTC).date()).agencies
    assert Organ("H61.777", "Cơ quan mới") in [Organ(each.code, each.name) for each in found]


def test_the_directory_is_as_large_as_the_real_one():
    directory = Directory(120_000, "H20")
    assert len(directory.by_code) == 120_000
    assert not any(code.startswith("H20") for code in directory.by_code)
