"""Where a sign-out message may go, and what counts as taken."""

import http.server
import ipaddress
import socket
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest

from sen.foundation.sso.adapters.relying_party import deliver_form, post
from sen.foundation.sso.errors import AddressForbidden, LogoutNotTaken


class _Hearing(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.heard.append((self.path, self.headers["Host"], parse_qs(body)))  # type: ignore[attr-defined]
        self.send_response(self.server.answer)  # type: ignore[attr-defined]
        if self.server.answer == 302:  # type: ignore[attr-defined]
            self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        return


@pytest.fixture
def system() -> Iterator[Any]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Hearing)
    server.heard, server.answer = [], 200  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


def address(server: Any, host: str = "127.0.0.1") -> str:
    return f"http://{host}:{server.server_address[1]}/dang-xuat-nen"


def test_the_form_arrives_with_the_systems_own_name(system: Any) -> None:
    deliver_form(address(system, "localhost"), {"logout_token": "x.y.z"}, loopback=True)
    ((path, host, values),) = system.heard
    assert path == "/dang-xuat-nen"
    assert host.startswith("localhost:")
    assert values == {"logout_token": ["x.y.z"]}


@pytest.mark.parametrize("status", [400, 401, 500, 302])
def test_every_other_answer_means_not_taken(system: Any, status: int) -> None:
    system.answer = status
    with pytest.raises(LogoutNotTaken):
        deliver_form(address(system), {"logout_token": "x"}, loopback=True)
    assert len(system.heard) == 1, "a redirect is not followed"


def test_this_machine_is_not_reached_unless_allowed(system: Any) -> None:
    with pytest.raises(AddressForbidden):
        deliver_form(address(system), {"logout_token": "x"})
    assert system.heard == []


@pytest.mark.parametrize(
    "target",
    [
        "10.0.0.8",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "fc00::1",
        "fe80::1",
        "::ffff:10.0.0.8",
        "224.0.0.1",
    ],
)
def test_private_and_special_networks_are_not_reached(monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    family = socket.AF_INET6 if ":" in target else socket.AF_INET
    monkeypatch.setattr(post.socket, "getaddrinfo", lambda *_a, **_k: [(family, 1, 6, "", (target, 443))])
    with pytest.raises(AddressForbidden):
        deliver_form("https://phanmem.example/x", {"logout_token": "x"})


def test_a_name_with_one_public_and_one_private_address_is_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, 1, 6, "", (target, 443)) for target in ("8.8.8.8", "10.0.0.8")]
    monkeypatch.setattr(post.socket, "getaddrinfo", lambda *_a, **_k: found)
    with pytest.raises(AddressForbidden):
        deliver_form("https://phanmem.example/x", {"logout_token": "x"})


def test_a_named_inner_network_is_judged_reachable() -> None:
    inner = (ipaddress.ip_network("10.20.0.0/16"),)
    assert post._may_reach(ipaddress.ip_address("10.20.1.1"), inner, False)
    assert not post._may_reach(ipaddress.ip_address("10.21.1.1"), inner, False)


def test_plain_http_goes_to_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post.socket, "getaddrinfo", lambda *_a, **_k: [(socket.AF_INET, 1, 6, "", ("8.8.8.8", 80))])
    with pytest.raises(AddressForbidden):
        deliver_form("http://phanmem.example/x", {"logout_token": "x"})


def test_a_name_nobody_knows_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: Any, **_options: Any) -> Any:
        raise socket.gaierror

    monkeypatch.setattr(post.socket, "getaddrinfo", unknown)
    with pytest.raises(LogoutNotTaken):
        deliver_form("https://phanmem.example/x", {"logout_token": "x"})
