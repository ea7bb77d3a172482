"""Signing in by the national identity provider, against the sandbox that plays it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.contrib.auth.hashers import make_password
from django.test import Client as Browser

from sen.foundation.accounts.events import CitizenRegistered
from sen.foundation.accounts.models import Account, LiveSession
from sen.foundation.jobs.models import OutboxEvent
from sen.foundation.jobs.types import topic_of
from sen.foundation.sso.adapters.national_identity import client as client_module
from sen.foundation.sso.models import OutsideIdentity
from tests.factories import make_account

ROOT = Path(__file__).resolve().parents[5]
FIRST, FOURTH, FIFTH = "087190990001", "087175997001", "087092997002"


@dataclass
class Sandbox:
    """The provider's address and its switch for faults."""

    url: str
    secret_file: Path

    def fail(self, kind: str, **more: Any) -> None:
        """What goes wrong from now on."""
        requests.put(f"{self.url}/thu-nghiem/loi", json={"kind": kind, **more}, timeout=5)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    secret = tmp_path_factory.mktemp("identity") / "secret"
    secret.write_text("bi-mat-thu")
    command = [sys.executable, "-m", "sandbox.identity", "--port", str(port), "--client-id", "sen", "--client-secret-file", str(secret)]
    process = subprocess.Popen(command, cwd=ROOT)
    sandbox = Sandbox(f"http://127.0.0.1:{port}", secret)
    try:
        for _ in range(100):
            try:
                requests.get(sandbox.url, timeout=1)
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        yield sandbox
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def provider(running: Sandbox, settings: Any) -> Iterator[Sandbox]:
    settings.NATIONAL_ISSUER = running.url
    settings.NATIONAL_CLIENT_ID = "sen"
    settings.NATIONAL_CLIENT_SECRET_FILE = str(running.secret_file)
    settings.NATIONAL_IS_SANDBOX = True
    settings.SITE_URL = "http://testserver"
    client_module._kept.answers.clear()
    yield running
    running.fail("none")


def go_there(browser: Browser, **asked: str) -> str:
    """Press the link; returns the provider's address the browser is sent to."""
    answer = browser.get("/dang-nhap/dinh-danh/", asked)
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])


def be(address: str, number: str, choice: str = "yes") -> str:
    """Choose a person there; returns the address the browser is sent back to."""
    page = requests.get(address, timeout=5)
    name = page.text.partition('name="request" value="')[2].partition('"')[0]
    answer = requests.post(
        f"{address.partition('/authorize')[0]}/dang-nhap",
        {"request": name, "number": number, "choice": choice},
        timeout=5,
        allow_redirects=False,
    )
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def come_back(browser: Browser, address: str) -> Any:
    parts = urlsplit(address)
    return browser.get(f"{parts.path}?{parts.query}")


def sign_in(number: str, browser: Browser | None = None, **asked: str) -> tuple[Browser, Any]:
    browser = browser or Browser()
    return browser, come_back(browser, be(go_there(browser, **asked), number))


def test_a_new_person_gets_an_account_without_a_password_at_the_level_vouched_for(provider: Sandbox) -> None:
    browser, answer = sign_in(FOURTH)
    assert answer.status_code == 302
    account = Account.objects.get(login=FOURTH)
    assert (account.kind, account.assurance, account.name) == ("citizen", 2, "Người thử nghiệm Bốn")
    assert not account.has_usable_password()
    assert LiveSession.objects.get(account=account).assurance >= 2
    assert OutboxEvent.objects.filter(topic=topic_of(CitizenRegistered)).count() == 1
    assert browser.get("/tai-khoan/").status_code == 200


def test_the_same_person_comes_back_to_the_same_account(provider: Sandbox) -> None:
    sign_in(FOURTH)
    sign_in(FOURTH)
    assert Account.objects.filter(login=FOURTH).count() == 1
    assert OutsideIdentity.objects.count() == 1


def test_a_level_one_identity_gives_a_level_one_session(provider: Sandbox) -> None:
    sign_in(FIFTH)
    assert LiveSession.objects.get().assurance == 1
    assert Account.objects.get(login=FIFTH).assurance == 1


def test_an_account_verified_at_the_counter_is_tied_and_keeps_its_password(provider: Sandbox) -> None:
    account = make_account("Trần Thị Mai", kind="citizen", login=FIRST, assurance=2, password=make_password("mat khau cua toi 1"))
    sign_in(FIRST)
    account.refresh_from_db()
    assert account.has_usable_password()
    assert OutsideIdentity.objects.get().account_id == account.pk


def test_an_unproved_account_is_not_given_away_but_claimed_by_its_password(provider: Sandbox) -> None:
    account = make_account("Ai đó", kind="citizen", login=FIRST, assurance=1, password=make_password("mat khau cua toi 1"))
    browser, answer = sign_in(FIRST)
    assert answer["Location"] == "/dang-nhap/dinh-danh/noi/"
    assert not OutsideIdentity.objects.exists()
    assert browser.get("/tai-khoan/").status_code == 302, "nobody is signed in yet"
    wrong = browser.post("/dang-nhap/dinh-danh/noi/", {"password": "sai roi 12345", "lam": "noi"})
    assert wrong.status_code == 422
    assert not OutsideIdentity.objects.exists()
    right = browser.post("/dang-nhap/dinh-danh/noi/", {"password": "mat khau cua toi 1", "lam": "noi"})
    assert right.status_code == 302
    account.refresh_from_db()
    assert account.assurance == 2
    assert account.has_usable_password()


def test_an_unproved_account_can_be_taken_without_its_password_and_whoever_set_it_is_out(provider: Sandbox) -> None:
    account = make_account("Ai đó", kind="citizen", login=FIRST, assurance=1, password=make_password("mat khau cua toi 1"))
    thief = Browser()
    thief.post("/dang-nhap/", {"login": FIRST, "password": "mat khau cua toi 1"})
    assert thief.get("/tai-khoan/").status_code == 200
    browser, _answer = sign_in(FIRST)
    browser.post("/dang-nhap/dinh-danh/noi/", {"lam": "bo-mat-khau"})
    account.refresh_from_db()
    assert not account.has_usable_password()
    assert thief.get("/tai-khoan/").status_code == 302
    assert browser.get("/tai-khoan/").status_code == 200


def test_a_closed_account_stays_closed(provider: Sandbox) -> None:
    make_account("Trần Thị Mai", kind="citizen", login=FIRST, assurance=2, is_active=False)
    _browser, answer = sign_in(FIRST)
    assert answer["Location"].startswith("/dang-nhap/")
    assert not LiveSession.objects.exists()


def test_an_identity_tied_to_another_number_is_refused(provider: Sandbox) -> None:
    sign_in(FOURTH)
    Account.objects.filter(login=FOURTH).update(login=FIRST)
    LiveSession.objects.all().delete()
    sign_in(FOURTH)
    assert not LiveSession.objects.exists()


@pytest.mark.parametrize("kind", ["wrong-signature", "wrong-nonce", "wrong-issuer", "wrong-audience", "expired", "none-algorithm", "hs256"])
def test_an_answer_that_cannot_be_verified_signs_nobody_in(provider: Sandbox, kind: str) -> None:
    provider.fail(kind, times=1)
    browser, answer = sign_in(FOURTH)
    assert answer["Location"].startswith("/dang-nhap/")
    assert not Account.objects.filter(login=FOURTH).exists()
    assert not LiveSession.objects.exists()
    assert "không kiểm chứng được" in browser.get(answer["Location"]).content.decode()


def test_when_the_provider_is_down_the_page_says_so_and_a_password_still_works(provider: Sandbox) -> None:
    account = make_account("Trần Thị Mai", kind="citizen", login=FIRST, password=make_password("mat khau cua toi 1"))
    provider.fail("down")
    browser = Browser()
    shown = browser.get("/dang-nhap/dinh-danh/", {"tiep": "/tai-khoan/"}, follow=True)
    assert "không trả lời" in shown.content.decode()
    answer = browser.post("/dang-nhap/", {"login": FIRST, "password": "mat khau cua toi 1", "tiep": "/tai-khoan/"})
    assert answer["Location"] == "/tai-khoan/"
    assert LiveSession.objects.filter(account=account).exists()


def test_an_answer_another_browser_asked_for_is_refused(provider: Sandbox) -> None:
    address = be(go_there(Browser()), FOURTH)
    answer = come_back(Browser(), address)
    assert answer.status_code == 400
    assert not LiveSession.objects.exists()


def test_an_answer_is_taken_once(provider: Sandbox) -> None:
    browser = Browser()
    address = be(go_there(browser), FOURTH)
    assert come_back(browser, address).status_code == 302
    assert come_back(browser, address).status_code == 400


def test_an_answer_in_another_providers_name_is_refused(provider: Sandbox) -> None:
    browser = Browser()
    address = be(go_there(browser), FOURTH)
    mixed = address.replace(provider.url, "https://khac.example")
    assert mixed != address
    assert come_back(browser, mixed)["Location"].startswith("/dang-nhap/")
    assert not LiveSession.objects.exists()


def test_whoever_says_no_there_comes_back_to_the_sign_in_page(provider: Sandbox) -> None:
    browser = Browser()
    answer = come_back(browser, be(go_there(browser, tiep="/tai-khoan/"), FOURTH, choice="no"))
    assert answer["Location"] == "/dang-nhap/?tiep=%2Ftai-khoan%2F"


def test_stepping_up_leads_there_and_back_to_the_page_that_asked(provider: Sandbox) -> None:
    account = make_account("Người thử nghiệm Bốn", kind="citizen", login=FOURTH, assurance=1, password=make_password("mat khau cua toi 1"))
    browser = Browser()
    browser.post("/dang-nhap/", {"login": FOURTH, "password": "mat khau cua toi 1"})
    assert LiveSession.objects.get(account=account).assurance == 1
    shown = browser.get("/dang-nhap/nang-muc/", {"tiep": "/tai-khoan/", "muc": "2"})
    assert "/dang-nhap/dinh-danh/?tiep=%2Ftai-khoan%2F&amp;muc=2" in shown.content.decode()
    _browser, answer = sign_in(FOURTH, browser, tiep="/tai-khoan/", muc="2")
    assert answer["Location"] == "/dang-nhap/dinh-danh/noi/"
    done = browser.post("/dang-nhap/dinh-danh/noi/", {"password": "mat khau cua toi 1", "lam": "noi"})
    assert done["Location"] == "/tai-khoan/"
    assert LiveSession.objects.latest("pk").assurance >= 2


def test_without_a_provider_the_page_is_not_there(db: None) -> None:
    assert Browser().get("/dang-nhap/dinh-danh/").status_code == 404


def test_the_way_back_never_leads_to_another_site(provider: Sandbox) -> None:
    _browser, answer = sign_in(FOURTH, tiep="https://ke-trom.example/")
    assert answer["Location"] == "/"


def test_a_slow_provider_keeps_nobody_waiting(provider: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "_TIMEOUT", (0.3, 0.3))
    provider.fail("slow", seconds=3, times=1)
    began = time.monotonic()
    shown = Browser().get("/dang-nhap/dinh-danh/", follow=True)
    assert time.monotonic() - began < 3
    assert "không trả lời" in shown.content.decode()


def test_a_citizen_without_a_password_proves_to_be_there_by_coming_through_the_provider_again(provider: Sandbox) -> None:
    browser, _answer = sign_in(FOURTH)
    before = LiveSession.objects.get()
    sign_in(FOURTH, browser, tiep="/tai-khoan/")
    (live,) = LiveSession.objects.all()
    assert live.confirmed_at > before.confirmed_at
    assert live.sid == before.sid, "other systems keep what they know of the session"
