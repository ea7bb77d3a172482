"""One account opens everything: an officer signs in once, works in two systems, and is out of both with one press."""

import re
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browsing import CITIZEN, Come, Visitor, officer
from tests.instance import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

PURPOSE = "Xác minh chủ cơ sở nuôi cá tra, hành trình đăng nhập một lần"
_DEPARTMENT, _GATEWAY = 5, 3
_SECONDS = 90


def beside(site: Site, place: int) -> str:
    """The address of a program that runs so many ports after the web server."""
    return f"http://127.0.0.1:{(urlsplit(site.url).port or 80) + place}"


def answers(address: str) -> bool:
    """Whether anything at all answers there."""
    try:
        with urllib.request.urlopen(address, timeout=3):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


@pytest.fixture
def department(site: Site) -> str:
    """The department's system, which comes up a little after the first page."""
    address = beside(site, _DEPARTMENT)
    deadline = time.monotonic() + _SECONDS
    while not answers(address):
        if time.monotonic() > deadline:
            pytest.fail("the department's system did not come up; see log/axis.log and log/sandbox-department.log")
        time.sleep(0.5)
    return address


def looked_up(worker: Visitor, number: str) -> str:
    """Ask the axis about a citizen; returns the words of the answer, asking again while the gateways still start."""
    deadline = time.monotonic() + _SECONDS
    while True:
        worker.write("Số định danh cá nhân", number)
        worker.write("Mục đích tra cứu", PURPOSE)
        worker.press("Tra cứu qua trục liên thông")
        words = worker.page.locator("section", has_text="Kết quả tra cứu").first.inner_text()
        if "Mã lỗi" not in words or time.monotonic() > deadline:
            return words
        time.sleep(2)


def test_one_sign_on_two_systems_one_sign_out(come: Come, site: Site, department: str) -> None:
    worker = come(officer("motcua"))
    worker.open("/mot-cua/")
    expect(worker.page.locator("h1").first).to_be_visible()

    worker.open(department)
    worker.press("Đăng nhập bằng tài khoản của tỉnh")
    worker.page.wait_for_url(f"{department}/")
    assert worker.page.locator("input[type=password]").count() == 0, "no second password is asked"
    worker.reads("Hệ thống thử nghiệm")
    worker.reads("Một cửa")

    words = looked_up(worker, CITIZEN)
    assert "Mã lỗi" not in words, words
    assert re.search(r"Giá trị\s+\S+", words), words
    assert "Mã trao đổi trên trục" in words

    worker.open("/tai-khoan/he-thong/")
    worker.reads("Phần mềm Sở Nông nghiệp (thử nghiệm)")
    worker.reads("Đang đăng nhập")
    worker.look("systems")
    worker.press("Đăng xuất mọi nơi")
    worker.stands_at("Đăng nhập")

    gone(worker, department)
    worker.open("/mot-cua/")
    assert "/dang-nhap/" in worker.page.url

    citizen = come(CITIZEN)
    citizen.open("/ai-da-xem/")
    citizen.reads(PURPOSE)


def gone(worker: Visitor, department: str) -> None:
    """Wait until the department's system has heard of the sign-out."""
    deadline = time.monotonic() + 60
    while True:
        worker.open(department)
        if worker.page.get_by_role("link", name="Đăng nhập bằng tài khoản của tỉnh").count():
            return
        assert time.monotonic() < deadline, "the department's system still lets the officer in"
        time.sleep(0.5)


def test_a_citizen_signs_in_by_the_national_identity_provider(come: Come, site: Site) -> None:
    identity = beside(site, 9)
    deadline = time.monotonic() + _SECONDS
    while not answers(identity):
        assert time.monotonic() < deadline, "the sandbox of the identity provider did not come up"
        time.sleep(0.5)
    citizen = come()
    citizen.open("/dang-nhap/?tiep=/tai-khoan/")
    citizen.look("sign-in-with-identity")
    citizen.press("Đăng nhập bằng tài khoản định danh quốc gia (máy chủ thử nghiệm)")
    citizen.page.wait_for_url(re.compile(re.escape(identity)))
    citizen.reads("Máy chủ thử nghiệm")
    citizen.page.get_by_role("radio").first.check()
    citizen.press("Đăng nhập")
    citizen.page.wait_for_url(f"{site.url}/tai-khoan/")
    citizen.reads("Mức 2")
