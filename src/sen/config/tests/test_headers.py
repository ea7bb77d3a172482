"""Every response tells the browser what a page may do."""

import pytest
from django.test import Client

from sen.kernel.actor import Actor
from tests.factories import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sen.config.tests.addresses")]


def test_a_page_may_run_nothing_inline_and_stand_in_no_frame(client: Client) -> None:
    answer = client.get("/duoc/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_file_preview_keeps_its_own_policy(client: Client) -> None:
    answer = client.get("/xem/")
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_a_signed_in_page_is_not_kept_by_the_browser(client: Client, citizen: Actor) -> None:
    assert "Cache-Control" not in client.get("/duoc/")
    assert "no-store" in signed_in(client, citizen).get("/duoc/")["Cache-Control"]


def test_an_ill_formed_request_id_is_replaced(client: Client) -> None:
    answer = client.get("/duoc/", headers={"x-request-id": "a b\u00e9"})
    assert len(answer["X-Request-ID"]) == 16


@pytest.mark.parametrize(("cookie", "language"), [("", "vi"), ("en", "en"), ("fr", "vi")])
def test_the_cookie_and_not_the_browser_decides_the_language(client: Client, cookie: str, language: str) -> None:
    if cookie:
        client.cookies["ngon_ngu"] = cookie
    answer = client.get("/duoc/", headers={"accept-language": "en-GB"})
    assert answer["Content-Language"] == language
