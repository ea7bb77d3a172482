"""Every page of the platform, met by following links: no fault axe can find, no sideways scroll, no complaint of the browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.accessibility.walking import Found, all_names, walk
from tests.browsing import CITIZEN, PASSWORD, Come, officer
from tests.instance import Site
from tests.looking import NARROW, WIDE, ZOOMED, Watch

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

GALLERY = ["/bo-thanh-phan/", "/bo-thanh-phan/to-khai/", "/bo-thanh-phan/ban-lam-viec/", "/bo-thanh-phan/giay-to/", "/bo-thanh-phan/bang-goi-so/"]
STARTS = {
    "": ["/", "/thu-tuc/?q=khai+sinh", "/kiem-tra/", "/kiem-tra/ABC/", "/dang-ky/", *GALLERY],
    CITIZEN: ["/", "/ho-so/", "/nop/1.001612/", "/tai-khoan/"],
    officer("motcua"): ["/mot-cua/", *(f"/mot-cua/?tab={tab}" for tab in ("chuyen", "bo-sung", "tra", "qua-han")), "/mot-cua/bao-cao/06a/"],
    officer("chuyenvien"): ["/lam-viec/", "/lam-viec/tim/?q=nguyen", "/lam-viec/hang-loat/"],
    officer("truongphong"): ["/lam-viec/?cua=co-quan", "/lam-viec/ky/"],
    officer("lanhdao"): ["/lam-viec/?cua=co-quan", "/lam-viec/ky/", "/ket-qua/"],
    officer("kiemsoat", "so01"): ["/lam-viec/", "/ket-qua/", "/quan-tri/thu-tuc/", "/quan-tri/quy-trinh/"],
    officer("quantri", "so01"): ["/lam-viec/", "/quan-tri/viec-nen/", "/quan-tri/nhat-ky/", "/quan-tri/co-quan/", "/quan-tri/lich/"],
}
NO_PAGES = {
    # Files.
    "dossiers:control_sheet", "dossiers:draft_pdf", "dossiers:file", "onestop:form", "onestop:handover_pdf", "onestop:register_pdf",
    "onestop:register_xlsx", "onestop:report_pdf", "onestop:report_xlsx", "onestop:signature_line", "onestop:slip_pdf",
    "portal:dossier_file", "portal:form_file", "portal:outcome_file", "procedures:export", "scorecard:export", "workspace:export",
    "signing-key-set", "signing-roots",
    # Answers to scripts and machines.
    "dossiers:freshness", "files-finish", "files-piece", "files-start", "health", "onestop:suggest", "ui:gallery-places", "units:search",
    # Only pressed, or only leading elsewhere.
    "accounts:sign_out", "jobs:replay", "onestop:hall", "portal:resume", "workspace:bulk",
}  # fmt: skip
# Looked at where they come about, in tests/journeys/browser.
IN_JOURNEYS = {
    "onestop:received", "portal:attach", "portal:question", "portal:review", "portal:submitted", "portal:supplement",
    "portal:supplement_item", "portal:supplement_send",
}  # fmt: skip


@pytest.fixture(scope="module")
def states(browser: Browser, site: Site) -> dict[str, object]:
    """The cookies of one sign-in of each person."""
    found: dict[str, object] = {"": None}
    for login in filter(None, STARTS):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{site.url}/dang-nhap/")
        page.locator("[name=login]").fill(login)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/dang-nhap/" not in url)
        found[login] = context.storage_state()
        context.close()
    return found


@pytest.fixture(scope="module")
def pages(browser: Browser, site: Site, states: dict[str, object]) -> list[Found]:
    """Every page there is, each once."""
    return list(_walk_all(browser, site, states))


def _walk_all(browser: Browser, site: Site, states: dict[str, object]) -> Iterator[Found]:
    known: set[str] = set()
    for login, starts in STARTS.items():
        context = browser.new_context(storage_state=states[login])
        yield from walk(context.request, site, login, starts, known)
        context.close()


def test_every_page_is_met_by_somebody(pages: list[Found]) -> None:
    missing = all_names() - {page.name for page in pages} - NO_PAGES - IN_JOURNEYS
    assert not missing, f"no link leads to {', '.join(sorted(missing))}"


@pytest.mark.parametrize("part", ["of-citizens", "of-officers"])
def test_pages(pages: list[Found], states: dict[str, object], come: Come, watch: Watch, part: str) -> None:
    watch.allowed |= {404}
    for login in STARTS:
        if (login in ("", CITIZEN)) != (part == "of-citizens"):
            continue
        visitor = come(login, state=states[login])
        for found in (page for page in pages if page.login == login):
            visitor.open(found.path)
            visitor.look(found.name.replace(":", "-"))
            # 1280 px at 400 per cent.
            visitor.look(found.name.replace(":", "-"), widths=(ZOOMED,), axe=False)
            visitor.page.set_viewport_size({"width": WIDE, "height": 900})
