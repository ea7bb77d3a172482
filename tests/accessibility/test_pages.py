"""Every page of the platform, met by following links: no fault axe can find, no sideways scroll, no complaint of the browser."""

from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.accessibility.left_out import BY_ITSELF, IN_JOURNEYS, NO_PAGES, NOT_MET_YET
from tests.accessibility.people import OTHER_AGENCY, STARTS
from tests.accessibility.stirring import stir, temporary_password
from tests.accessibility.walking import Found, all_names, for_machines, name_of, only_pressed, walk
from tests.browsing import CITIZEN, PASSWORD, Come, officer
from tests.instance import Site
from tests.looking import Watch
from tests.sending import Hand

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]


@pytest.fixture(scope="module")
def contexts(browser: Browser, site: Site) -> Iterator[dict[str, BrowserContext]]:
    """Each person with an own profile, signed in."""
    site.wait_for_demonstration()
    opened = {login: browser.new_context() for login in STARTS}
    for login, context in opened.items():
        if login:
            page = context.new_page()
            page.goto(f"{site.url}/dang-nhap/")
            page.locator("[name=login]").fill(login)
            page.locator("[name=password]").fill(PASSWORD)
            page.locator("[name=password]").press("Enter")
            page.wait_for_url(lambda url: "/dang-nhap/" not in url)
            page.close()
    yield opened
    for context in opened.values():
        context.close()


@pytest.fixture(scope="module")
def pages(contexts: dict[str, BrowserContext], site: Site) -> list[Found]:
    """Every page there is, each once."""
    more = stir({login: Hand(context.request, site) for login, context in contexts.items()})
    known: set[str] = set()
    found: list[Found] = []
    for login, starts in STARTS.items():
        found += walk(contexts[login].request, site, login, [*starts, *more.get(login, [])], known)
    return found


def test_every_page_is_met_by_somebody(pages: list[Found]) -> None:
    missing = all_names() - {page.name for page in pages} - NO_PAGES - IN_JOURNEYS - BY_ITSELF - NOT_MET_YET
    missing -= {name for name in missing if for_machines(name) or only_pressed(name)}
    assert not missing, f"no link leads to {', '.join(sorted(missing))}"


@pytest.mark.parametrize("part", ["citizens", "officers"])
def test_pages_of(part: str, pages: list[Found], contexts: dict[str, BrowserContext], come: Come, watch: Watch) -> None:
    watch.allowed |= {404}
    for login in STARTS:
        if (login in ("", CITIZEN)) != (part == "citizens"):
            continue
        visitor = come(login, state=contexts[login].storage_state())
        for found in (page for page in pages if page.login == login):
            visitor.open(found.path)
            visitor.look(found.name.replace(":", "-"), zoom=True)


def test_sign_in_with_a_temporary_password(contexts: dict[str, BrowserContext], come: Come, site: Site) -> None:
    login = officer("chuyenvien2", OTHER_AGENCY)
    password = temporary_password(Hand(contexts[officer("quantri", "so01")].request, site), login)
    visitor = come()
    visitor.open("/dang-nhap/")
    visitor.page.locator("[name=login]").fill(login)
    visitor.page.locator("[name=password]").fill(password)
    visitor.press("Đăng nhập")
    assert name_of(visitor.at()) == "accounts:new_password"
    visitor.look("new-password", zoom=True)


def test_a_second_factor(contexts: dict[str, BrowserContext], come: Come) -> None:
    login = officer("truongphong", OTHER_AGENCY)
    visitor = come(login)
    visitor.open("/tai-khoan/bao-ve/ung-dung/")
    visitor.look("app-for-codes", zoom=True)
    codes = pyotp.TOTP(visitor.page.locator("main .code--long").inner_text())
    visitor.page.locator("main [name=code]").fill(codes.now())
    visitor.press("Bật lớp bảo vệ này")
    visitor.reads("dự phòng")
    visitor.look("recovery-codes", zoom=True)
    later = come()
    later.open("/dang-nhap/")
    later.page.locator("[name=login]").fill(login)
    later.page.locator("[name=password]").fill(PASSWORD)
    later.press("Đăng nhập")
    assert name_of(later.at()) == "accounts:second_step"
    later.look("second-step", zoom=True)
    administrator = come(state=contexts[officer("quantri", "so01")].storage_state())
    administrator.open(administrator.hand.link(f"/quan-tri/can-bo/?q={login}", r"/quan-tri/can-bo/\d+/"))
    administrator.open(administrator.hand.link(administrator.at(), "/lop-hai/"))
    administrator.look("clear-factors", zoom=True)


def test_pages_that_say_no(contexts: dict[str, BrowserContext], come: Come, watch: Watch) -> None:
    watch.allowed |= {403, 404}
    stranger = come()
    for name, path in (("missing", "/khong-co-trang-nay/"), ("unknown-result", "/kiem-tra/ABC/"), ("no-procedure", "/thu-tuc/9.999999/")):
        stranger.open(path)
        stranger.look(name, zoom=True)
    specialist = come(state=contexts[officer("chuyenvien")].storage_state())
    for name, path in (("not-yours", "/mot-cua/"), ("no-dossier", "/lam-viec/ho-so/H20.XX-261123-9999/")):
        specialist.open(path)
        specialist.look(name, zoom=True)


@pytest.mark.parametrize("path", ["/", "/thu-tuc/?q=khai+sinh", "/thu-tuc/1.001612/", "/dang-nhap/", "/kiem-tra/", "/bo-thanh-phan/"])
def test_dark_pages(path: str, come: Come) -> None:
    visitor = come(dark=True)
    visitor.open(path)
    visitor.look("dark")


@pytest.mark.parametrize(
    ("login", "path"),
    [
        (officer("motcua"), "/mot-cua/"),
        (officer("motcua"), "/mot-cua/tiep-nhan/?thu-tuc=1.001612"),
        (officer("chuyenvien"), "/lam-viec/"),
        (officer("lanhdao"), "/lam-viec/ky/"),
        (officer("lanhdao"), "/ket-qua/"),
        (CITIZEN, "/ho-so/"),
    ],
)
def test_dark_pages_of_people(login: str, path: str, contexts: dict[str, BrowserContext], come: Come) -> None:
    visitor = come(dark=True, state=contexts[login].storage_state())
    visitor.open(path)
    visitor.look("dark")
