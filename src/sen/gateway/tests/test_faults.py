import json

import pytest

from sen.gateway.protocol.faults import Fault, normal_kind, render


@pytest.mark.parametrize(
    ("kind", "status"), [("Client.BadRequest", 400), ("Server.ClientProxy.NetworkError", 500), ("server.serverproxy.access_denied", 500)]
)
def test_the_type_decides_the_status(kind: str, status: int) -> None:
    assert Fault(kind, "x").status == status


def test_a_fault_is_json_unless_xml_is_asked_for() -> None:
    fault = Fault("Client.BadRequest", 'a < b & "ô"')
    status, headers, body = render(fault, "*/*")
    assert (status, dict(headers)[b"content-type"]) == (400, b"application/json;charset=utf-8")
    assert json.loads(body) == {"type": "Client.BadRequest", "message": 'a < b & "ô"', "detail": fault.detail}
    assert dict(headers)[b"x-road-error"] == b"Client.BadRequest"


@pytest.mark.parametrize(
    ("accept", "media"), [("text/xml", b"text/xml"), ("application/xml;q=0.9", b"application/xml"), ("text/*", b"text/xml")]
)
def test_a_fault_as_xml(accept: str, media: bytes) -> None:
    _, headers, body = render(Fault("Client.BadRequest", "a < b", detail="7"), accept)
    assert dict(headers)[b"content-type"] == media + b";charset=utf-8"
    assert body == b"<error><type>Client.BadRequest</type><message>a &lt; b</message><detail>7</detail></error>"


def test_a_limit_says_how_long_to_wait() -> None:
    status, headers, _ = render(Fault("Client.TooManyRequests", "x", status=429, wait=3), "")
    assert (status, dict(headers)[b"retry-after"]) == (429, b"3")


def test_a_bad_token_says_so_as_rfc_6750() -> None:
    _, headers, body = render(Fault("Client.InvalidToken", "x", status=401, more={"code": "900901"}), "")
    assert b"invalid_token" in dict(headers)[b"www-authenticate"]
    assert json.loads(body)["code"] == "900901"


def test_both_spellings_are_understood() -> None:
    assert normal_kind("server.serverproxy.access_denied") == "Server.ServerProxy.AccessDenied"
    assert normal_kind("Server.ServerProxy.AccessDenied") == "Server.ServerProxy.AccessDenied"
