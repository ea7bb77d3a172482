"""Files with safe headers; domain errors for people, fragments and machines."""

import json
from pathlib import Path

import pytest
from django.test import RequestFactory

from sen.kernel.errors import NotFound, Stale
from sen.ui.responses import bytes_response, file_response, fragment, problem


def body(response) -> bytes:
    content = b"".join(response.streaming_content)
    response.file_to_stream.close()
    return content


def test_a_file_is_sent_as_a_download_under_its_vietnamese_name(tmp_path: Path) -> None:
    stored = tmp_path / "x"
    stored.write_bytes(b"%PDF-1.7")
    response = file_response(stored, "Giấy khai sinh.pdf", "application/pdf")
    assert body(response) == b"%PDF-1.7"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Gi%E1%BA%A5y")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_pdf_or_an_image_is_shown_only_when_asked() -> None:
    assert bytes_response(b"", "a.png", "image/png", inline=True)["Content-Disposition"].startswith("inline")
    assert bytes_response(b"", "a.png", "image/png")["Content-Disposition"].startswith("attachment")
    assert "sandbox" in bytes_response(b"", "a.png", "image/png", inline=True)["Content-Security-Policy"]


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript", "text/html; charset=utf-8"])
def test_a_page_or_a_script_sent_as_a_file_never_runs(kind: str) -> None:
    response = bytes_response(b"<script>", "a.html", kind, inline=True)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_a_name_cannot_break_out_of_the_header() -> None:
    response = bytes_response(b"", 'a"; filename="b.exe\r\nSet-Cookie: x=1', "text/plain")
    assert "\r" not in response["Content-Disposition"] and "\n" not in response["Content-Disposition"]
    assert "Set-Cookie" not in response.headers


def test_a_person_gets_a_page_in_words() -> None:
    request = RequestFactory().get("/ho-so/1/", headers={"Accept": "text/html,*/*"})
    response = problem(NotFound(), request)
    assert response.status_code == 404
    assert "Không tìm thấy trong phạm vi của bạn." in response.content.decode()


def test_a_machine_gets_problem_json_with_a_stable_code() -> None:
    request = RequestFactory().post("/api/", headers={"Accept": "application/json"})
    request.correlation_id = "abc-123"
    response = problem(Stale("", who="Lê Thị Mỹ Duyên", when="09:40"), request)
    facts = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json"
    assert (response.status_code, facts["status"], facts["code"]) == (409, 409, "stale")
    assert facts["detail"].startswith("Lê Thị Mỹ Duyên vừa thay đổi hồ sơ này lúc 09:40.")
    assert facts["correlation_id"] == "abc-123"


def test_a_fragment_says_it_in_the_place_for_messages() -> None:
    request = RequestFactory().get("/", headers={"HX-Request": "true"})
    assert fragment(request)
    response = problem(NotFound(), request)
    text = response.content.decode()
    assert response["HX-Retarget"] == "#thong-bao"
    assert 'role="alert"' in text and "<html" not in text


def test_values_in_a_message_are_escaped() -> None:
    response = problem(Stale("", who="<script>alert(1)</script>", when=""), RequestFactory().get("/"))
    assert "<script>alert" not in response.content.decode()
