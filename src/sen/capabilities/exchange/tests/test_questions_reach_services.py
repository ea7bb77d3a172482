"""A question goes to a service with who, why and for which dossier, and its answer is judged."""

import datetime as dt
import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest

from sen.capabilities.exchange.adapters.axis.client import GatewayCarrier, GatewayFace
from sen.capabilities.exchange.adapters.axis.double import MemoryCarrier
from sen.capabilities.exchange.errors import AxisUnreachable, PurposeNotNamed, ServiceFailed, ServiceRefused, UnknownService
from sen.capabilities.exchange.services import ask, carried_by
from sen.capabilities.exchange.types import Answer, AnswerLost, NoCarriage, Question
from sen.kernel import correlation
from sen.kernel.actor import Actor
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
SERVICE = "VN-DT/GOV/SO/QG/dan-cu-quoc-gia"


@pytest.fixture
def carrier() -> Iterator[MemoryCarrier]:
    with carried_by(MemoryCarrier()) as made:
        yield made  # type: ignore[misc]


def asked(actor: Actor, **values: Any) -> Answer:
    facts = {"service": SERVICE, "method": "get", "path": "/cong-dan/1", "purpose": "Đối chiếu nơi cư trú", "issue": "H20-1", **values}
    return ask(actor=actor, now=values.pop("now", MONDAY), **{name: value for name, value in facts.items() if name != "now"})


def test_the_answer_of_the_provider_comes_back(carrier: MemoryCarrier, clerk: Actor) -> None:
    carrier.prepare(SERVICE, "/cong-dan/1", {"name": "Trần Thị Mai"})
    assert asked(clerk, query={"truong": "name"}).json() == {"name": "Trần Thị Mai"}
    question = carrier.asked[0]
    assert (question.client, question.method, question.query) == ("VN-DT/GOV/H20/MOTCUA", "GET", (("truong", "name"),))


def test_officer_purpose_and_dossier_travel_with_the_question(carrier: MemoryCarrier, clerk: Actor) -> None:
    carrier.prepare(SERVICE, "/cong-dan/1", {})
    asked(clerk)
    headers = carrier.asked[0].headers
    assert unquote(headers["X-Sen-Purpose"]) == "Đối chiếu nơi cư trú"
    assert unquote(headers["X-Sen-Officer"]) == "Võ Thị Lan, Công chức tiếp nhận, Ủy ban nhân dân phường Cao Lãnh"
    assert headers["X-Road-Issue"] == "H20-1"
    assert headers["X-Road-UserId"] == f"VN-TK-{clerk.account_id}"
    assert headers["X-Road-Id"].startswith("VN-DT-")


def test_calls_of_one_request_share_a_trace(carrier: MemoryCarrier, clerk: Actor) -> None:
    carrier.prepare(SERVICE, "/cong-dan/1", {})
    token = correlation.begin("abcd1234abcd1234")
    asked(clerk)
    asked(clerk)
    correlation.end(token)
    first, second = (question.headers["traceparent"].split("-") for question in carrier.asked)
    assert first[1] == second[1]
    assert first[2] != second[2]


def test_a_question_without_purpose_is_not_sent(carrier: MemoryCarrier, clerk: Actor) -> None:
    with pytest.raises(PurposeNotNamed):
        asked(clerk, purpose=" ")
    assert not carrier.asked


def test_a_code_nobody_bears_is_not_sent(carrier: MemoryCarrier, clerk: Actor) -> None:
    with pytest.raises(UnknownService):
        asked(clerk, service="khong-co")
    assert not carrier.asked


def test_a_missing_record_is_an_answer(carrier: MemoryCarrier, clerk: Actor) -> None:
    assert not asked(clerk).found


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(500), ServiceFailed),
        (Answer(500, fault="Server.ServerProxy.NetworkError"), ServiceFailed),
        (Answer(500, fault="Server.ClientProxy.NetworkError"), ServiceFailed),
        (Answer(500, fault="server.clientproxy.outdated_global_conf"), AxisUnreachable),
        (Answer(500, fault="Server.ServerProxy.AccessDenied"), ServiceRefused),
        (Answer(400, fault="Client.PurposeMissing"), ServiceRefused),
        (Answer(400, b'{"detail":"so dinh danh sai"}'), ServiceRefused),
    ],
)
def test_what_goes_wrong_has_its_own_error(carrier: MemoryCarrier, clerk: Actor, answer: Answer, error: type[Exception]) -> None:
    carrier.prepare(SERVICE, "/cong-dan/1", answer)
    with pytest.raises(error):
        asked(clerk)


def test_a_refusal_says_why(carrier: MemoryCarrier, clerk: Actor) -> None:
    carrier.prepare(SERVICE, "/cong-dan/1", Answer(400, b'{"detail":"Sai so dinh danh."}'))
    with pytest.raises(ServiceRefused) as caught:
        asked(clerk)
    assert "dan-cu-quoc-gia" in caught.value.message
    assert "Sai so dinh danh" in caught.value.message


def test_a_service_that_keeps_failing_is_left_alone_and_tried_again(carrier: MemoryCarrier, clerk: Actor) -> None:
    carrier.prepare(SERVICE, "/cong-dan/1", Answer(502))
    for _ in range(7):
        with pytest.raises(ServiceFailed):
            asked(clerk)
    assert len(carrier.asked) == 5
    carrier.prepare(SERVICE, "/cong-dan/1", {})
    later = MONDAY + dt.timedelta(seconds=16)
    assert asked(clerk, now=later).status == 200
    assert asked(clerk, now=later).status == 200


def test_one_failing_service_does_not_stop_another(carrier: MemoryCarrier, clerk: Actor) -> None:
    carrier.prepare(SERVICE, "/cong-dan/1", Answer(502))
    for _ in range(6):
        with pytest.raises(ServiceFailed):
            asked(clerk)
    carrier.prepare("VN-DT/GOV/SO/QG/khac", "/cong-dan/1", {})
    assert asked(clerk, service="VN-DT/GOV/SO/QG/khac").status == 200


def test_a_gateway_out_of_reach_is_said_plainly(carrier: MemoryCarrier, clerk: Actor) -> None:
    carrier.down = True
    with pytest.raises(AxisUnreachable) as caught:
        asked(clerk)
    assert "tạm ngừng" in caught.value.message


def test_a_service_that_answers_too_late_is_not_blamed_on_the_gateway(carrier: MemoryCarrier, clerk: Actor) -> None:
    def too_late(_question: Question) -> Answer:
        raise AnswerLost("no answer within 5.0 s")

    carrier.prepare(SERVICE, "/cong-dan/1", too_late)
    carrier.prepare("VN-DT/GOV/SO/QG/khac", "/cong-dan/1", {})
    for _ in range(6):
        with pytest.raises(ServiceFailed):
            asked(clerk)
    assert asked(clerk, service="VN-DT/GOV/SO/QG/khac").status == 200


def test_without_a_gateway_nothing_is_tried() -> None:
    with pytest.raises(NoCarriage):
        GatewayCarrier(GatewayFace("")).carry(Question("c", SERVICE, "GET", "/"))


class _Gateway(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.endswith("langsam"):
            time.sleep(0.3)
        body = json.dumps({"path": self.path, "client": self.headers["X-Road-Client"]}).encode()
        self.send_response(302 if self.path.endswith("weg") else 200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Location", "http://127.0.0.1:9/")
        self.send_header("X-Road-Request-Id", "r-1")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def gateway() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Gateway)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_carrier_speaks_the_protocol(gateway: str) -> None:
    carrier = GatewayCarrier(GatewayFace(gateway))
    question = Question("VN-DT/GOV/H20/MOT CUA", "VN-DT/GOV/SO/QG/dân", "GET", "/a/b", (("q", "x y"),))
    answer = carrier.carry(question)
    assert answer.json() == {"path": "/r1/VN-DT/GOV/SO/QG/d%C3%A2n/a/b?q=x+y", "client": "VN-DT/GOV/H20/MOT%20CUA"}
    assert answer.request_id == "r-1"
    carrier._session().close()


def test_the_carrier_follows_no_redirect(gateway: str) -> None:
    carrier = GatewayCarrier(GatewayFace(gateway))
    assert carrier.carry(Question("C", SERVICE, "GET", "/weg")).status == 302
    carrier._session().close()


def test_an_answer_that_comes_too_late_is_lost(gateway: str) -> None:
    carrier = GatewayCarrier(GatewayFace(gateway))
    with pytest.raises(AnswerLost):
        carrier.carry(Question("C", SERVICE, "GET", "/langsam", timeout_seconds=0.05))
    carrier._session().close()


def test_a_closed_port_is_no_carriage() -> None:
    with pytest.raises(NoCarriage):
        GatewayCarrier(GatewayFace("http://127.0.0.1:9")).carry(Question("C", SERVICE, "GET", "/"))
