"""Every page of the platform, met by following links: no fault axe can find, no sideways scroll, no complaint of the browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.accessibility.stirring import OTHER_AGENCY, stir, temporary_password
from tests.accessibility.walking import Found, all_names, for_machines, name_of, only_pressed, walk
from tests.browsing import CITIZEN, PASSWORD, Come, officer
from tests.instance import Site
from tests.looking import Watch
from tests.sending import Hand

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

GALLERY = [
    "/bo-thanh-phan/",
    "/bo-thanh-phan/to-khai/",
    "/bo-thanh-phan/ban-lam-viec/",
    "/bo-thanh-phan/giay-to/",
    "/bo-thanh-phan/bang-goi-so/",
]
STARTS = {
    "": ["/", "/thu-tuc/?q=khai+sinh", "/kiem-tra/", "/kiem-tra/ABC/", "/dang-ky/", *GALLERY],
    CITIZEN: ["/", "/ho-so/", "/nop/1.001612/", "/tai-khoan/", "/dang-nhap/nang-muc/?muc=3&tiep=/ho-so/", "/dang-nhap/xac-nhan/"],
    officer("motcua"): ["/mot-cua/", *(f"/mot-cua/?tab={tab}" for tab in ("chuyen", "bo-sung", "tra", "qua-han")), "/mot-cua/bao-cao/06a/"],
    officer("chuyenvien"): ["/lam-viec/", "/lam-viec/ho-so/", "/lam-viec/tim/?q=nguyen", "/lam-viec/hang-loat/", "/lam-viec/nhiem-vu/"],
    officer("chuyenvien", OTHER_AGENCY): ["/lam-viec/"],
    officer("truongphong"): ["/lam-viec/ho-so/?cua=co-quan", "/lam-viec/?cua=cap-duoi", "/lam-viec/ky/", "/lam-viec/sang-nay/"],
    officer("lanhdao"): ["/lam-viec/ho-so/?cua=co-quan", "/lam-viec/sang-nay/", "/lam-viec/nhiem-vu/giao/", "/lam-viec/ky/", "/ket-qua/"],
    officer("kiemsoat", "so01"): ["/lam-viec/", "/ket-qua/", "/quan-tri/thu-tuc/", "/quan-tri/quy-trinh/"],
    officer("quantri", "so01"): ["/lam-viec/", "/quan-tri/viec-nen/", "/quan-tri/nhat-ky/", "/quan-tri/co-quan/", "/quan-tri/lich/"],
    officer("truc", "so01"): [
        "/lam-viec/",
        "/truc/thong-diep/",
        "/truc/su-kien/",
        "/csdl/quoc-gia/",
        "/dich-vu-chia-se/",
        "/truc/loi/AccessDenied/",
    ],
    officer("csdl", "so01"): [
        "/lam-viec/",
        "/csdl/dan-cu/?q=nguyen+thi",
        "/csdl/doanh-nghiep/?q=cong+ty",
        "/csdl/danh-muc/",
        "/csdl/quoc-gia/",
        "/csdl/quoc-gia/doanh-nghiep/?q=cong+ty",
    ],
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
    "accounts:end_session", "inbox:drop", "inbox:save", "accounts:revoke_delegation", "accounts:sign_out", "agencies:remove_day", "jobs:replay", "workspace:chosen", "onestop:hall", "portal:resume", "workspace:bulk",
}  # fmt: skip
# Looked at where they come about, in tests/journeys/browser.
IN_JOURNEYS = {
    "onestop:received",
    "portal:check_code",
    "portal:submitted",
    "portal:supplement",
    "portal:supplement_item",
    "portal:supplement_send",
}
# The way of a document between agencies; what the demonstration happens to hold decides whether the walk meets them too.
IN_JOURNEYS |= {
    "correspondence:incoming_direct", "correspondence:incoming_finish", "correspondence:incoming_page", "correspondence:outgoing_page", "drafting:signing", "workfiles:close",
    "correspondence:direct_many", "correspondence:direct_next", "correspondence:home", "correspondence:incoming_pass",
    "correspondence:incoming_register", "correspondence:pass_many", "correspondence:register_many", "drafting:approve", "drafting:check",
    "drafting:edit", "drafting:issue", "drafting:issuing", "drafting:page", "drafting:recipients", "drafting:sign", "drafting:submit",
}  # fmt: skip
BY_ITSELF = {"accounts:new_password"}
# Files, and buttons whose addresses look at the person first.
NO_PAGES |= {
    "accounts:export_officers", "accounts:import_report", "accounts:import_template", "accounts:withdraw_mandate", "codelists:export",
    "exchange:authority", "exchange:delivery-replay", "exchange:description-text", "exchange:download-certificate", "exchange:entry-description",
    "exchange:evidence", "exchange:ledger-export", "exchange:ledger-replay", "exchange:ledger-settle", "exchange:notice-type-end",
    "exchange:numbers-csv", "exchange:unsubscribe", "parties:businesses-import-sample", "parties:businesses-xlsx", "parties:import-report",
    "parties:people-import-sample", "parties:population-xlsx",
}  # fmt: skip
NO_PAGES |= {
    "correspondence:arrival_stamp", "correspondence:handling_slip", "correspondence:incoming_export", "correspondence:incoming_file",
    "correspondence:incoming_picture", "correspondence:outgoing_export", "correspondence:outgoing_file",
    "correspondence:outgoing_freshness", "correspondence:outgoing_picture", "correspondence:outgoing_way_export",
    "correspondence:register_pdf", "correspondence:register_xlsx", "correspondence:suggest", "drafting:copy_file", "drafting:detach",
    "drafting:file", "drafting:follow", "drafting:pdf", "drafting:remove_member", "drafting:see_my_picture", "drafting:see_seal",
    "drafting:settle", "edocs:directory-search", "edocs:download", "workfiles:files-xlsx", "workfiles:hand-over-index",
    "workfiles:hand-over-record", "workfiles:index-pdf", "workfiles:item-file", "workfiles:list-pdf", "workfiles:list-xlsx",
    "workfiles:online-xlsx",
}  # fmt: skip
# They need what only a longer story brings about (a second factor, a delivery that failed, two records of one person): tests of
# their own apps open them; nobody looks at them here yet.
NOT_MET_YET = {
    "accounts:clear_factors", "accounts:first_factor", "accounts:import", "accounts:second_step", "codelists:draft", "directory:target",
    "exchange:delivery", "exchange:group", "exchange:ledger-record", "parties:import", "parties:merge", "parties:undo-merge",
    "procedures:resolve-review", "sso:claim",
}  # fmt: skip
# Pages of clerks, drafters and archivists: nobody of theirs walks here yet.
NOT_MET_YET |= {
    "correspondence:incoming_answer", "correspondence:incoming_refuse", "correspondence:incoming_reopen", "correspondence:new_group",
    "correspondence:outgoing_cancel", "correspondence:outgoing_extend", "correspondence:outgoing_recall",
    "correspondence:outgoing_recipients", "correspondence:outgoing_register", "correspondence:outgoing_replace",
    "correspondence:outgoing_seal", "correspondence:outgoing_send", "correspondence:outgoing_update", "correspondence:receive",
    "correspondence:secrets", "correspondence:unconfirmed_rights", "correspondence:void_number", "drafting:as_template", "drafting:ask",
    "drafting:attach", "drafting:close_opinions", "drafting:comment", "drafting:compare", "drafting:copies", "drafting:copy",
    "drafting:drop", "drafting:members", "drafting:new_copy", "drafting:opine", "drafting:restore", "drafting:seal", "drafting:send_back",
    "drafting:take_back", "drafting:versions", "edocs:cancel", "edocs:directory-compare", "edocs:packet", "edocs:replay", "edocs:retry",
    "workfiles:answer", "workfiles:answer-keep", "workfiles:approve-list", "workfiles:call", "workfiles:drop", "workfiles:keep",
    "workfiles:new-entry", "workfiles:new-heading", "workfiles:new-list", "workfiles:reopen", "workfiles:send-back-list",
}  # fmt: skip


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
