"""Bringing about what some pages need before any link leads to them.  Each person sends the forms their pages offer."""

import datetime as dt
import html
import re
import secrets
from collections.abc import Mapping

from tests.accessibility.people import OTHER_AGENCY
from tests.accessibility.stirring_papers import stir_papers
from tests.accessibility.stirring_registers import stir_registers
from tests.browsing import CITIZEN, officer
from tests.journeys.browser.applying import start
from tests.journeys.browser.papers import small_pdf
from tests.sending import Hand

PARTS = ("giay-to", "nop-ho-so", "can-cu")


def stir(hands: Mapping[str, Hand]) -> dict[str, list[str]]:
    """Do everything; returns further addresses to start from, by log-in."""
    citizen, desk, specialist = hands[CITIZEN], hands[officer("motcua")], hands[officer("chuyenvien")]
    starts = {CITIZEN: _draft_with_a_file(citizen), officer("kiemsoat", "so01"): _drafts_of_control(hands[officer("kiemsoat", "so01")])}
    kiosk = desk.link("/mot-cua/hang-cho/", "/mot-cua/lay-so/")
    starts[""] = [_guest(hands[""], citizen), hands[""].path(hands[""].send(kiosk))]
    starts[officer("motcua")] = _handed_over(desk)
    pairs = re.findall(r'name="viec" value="([^"]+)"', specialist.read("/lam-viec/ho-so/"))[:2]
    query = "&".join(f"viec={pair}" for pair in pairs)
    starts[officer("chuyenvien")] = [f"/lam-viec/hang-loat/{act}/?{query}" for act in ("hoan-thanh", "giao")]
    starts[officer("truongphong")] = _asked_to_withdraw(citizen)
    starts[officer("chuyenvien")] += _suspend_and_consult(specialist)
    starts[officer("lanhdao")] = _given_task(hands[officer("lanhdao")])
    starts[officer("quantri", "so01")] = _closed_account(hands[officer("quantri", "so01")])
    for more in (stir_papers(hands), stir_registers(hands)):
        for login, paths in more.items():
            starts[login] = [*starts.get(login, []), *paths]
    return starts


def _draft_with_a_file(citizen: Hand) -> list[str]:
    """A draft with one file attached."""
    draft = start(citizen)
    attach = citizen.link(f"{draft}kiem-tra/", "giay-to-[0-9]+/").split("?")[0]
    assert "don.pdf" in citizen.attach(attach, "don.pdf", small_pdf()).text()
    return [f"{draft}kiem-tra/", attach]


def _guest(guest: Hand, citizen: Hand) -> str:
    """Somebody without an account follows a dossier by its code and phone: the citizen's oldest, which the demonstration made."""
    pages = dict.fromkeys(re.findall(r'href="(/ho-so/[0-9a-f]{8}-[-0-9a-f]+/)"', citizen.read("/ho-so/")))
    code = next(filter(None, (re.search(r"H20[.\w]*-\d{6}-\d{4,}", citizen.read(page)) for page in reversed(pages))))
    return guest.path(guest.send("/tra-cuu/", ma=code[0], phone="0900000000"))


def _handed_over(desk: Hand) -> list[str]:
    """The papers of one agency are handed over and recorded."""
    before = (dt.datetime.now(dt.UTC) - dt.timedelta(days=3)).date()
    for path in ("/mot-cua/ban-giao/", f"/mot-cua/ban-giao/?ngay={before}"):
        found = re.search(r'name="nhan" value="(\d+)"', desk.read(path))
        dossier = re.search(r'name="ho-so" value="(\d+)"', desk.read(path))
        if found and dossier:
            desk.send(path, form=found[0], **{f"{found[1]}-received_by": "Lê Văn Tám", "ho-so": dossier[1]})
            return [path]
    return []


def _given_task(leader: Hand) -> list[str]:
    """A leader gives somebody a task; its page, one of its acts, and the pages for several at once."""
    give = "/lam-viec/nhiem-vu/giao/"
    person = re.search(r'<option value="(officer-[0-9]+)"', leader.read(give))
    assert person
    task = leader.path(leader.send(give, title="Khảo sát tuyến đường liên ấp", lead=person[1], urgency="0", wants_report="on"))
    several = [f"/lam-viec/nhiem-vu/hang-loat/{act}/" for act in ("da-biet", "xac-nhan", "phan-cong")]
    number = task.strip("/").rpartition("/")[2]
    return [task, f"{task}don-doc/", f"/lam-viec/nhiem-vu/hang-loat/don-doc/?viec={number}", *several]


def _asked_to_withdraw(citizen: Hand) -> list[str]:
    """The citizen asks for a dossier in work back, best one nobody has begun; the head will have to decide."""
    pages = dict.fromkeys(re.findall(r'href="(/ho-so/[0-9a-f-]{36}/)"', citizen.read("/ho-so/")))
    in_work = [(page, text) for page in pages if "/rut/" in (text := citizen.read(page)) and "giải quyết hồ sơ" in text]
    dossier, text = max(in_work, key=lambda one: "Phân công thụ lý" in one[1])
    citizen.send(f"{dossier}rut/", reason="Tôi chưa mở quán nữa.")
    code = re.search(r"H20[.\w]*-\d{6}-\d{4,}", text)
    assert code
    return [f"/lam-viec/ho-so/{code[0]}/"]


def _suspend_and_consult(specialist: Hand) -> list[str]:
    """One dossier waits for a payment, another for the opinion of a neighbour."""
    dossiers = list(dict.fromkeys(re.findall(r'href="(/lam-viec/ho-so/[^"/]+/)"', specialist.read("/lam-viec/ho-so/"))))
    suspended, asked = [one for one in dossiers if specialist.link(one, "/tam-dung/")][-2:]
    specialist.send(f"{suspended}tam-dung/", reason="Nộp lệ phí theo thông báo số 12.")
    page = specialist.read(f"{asked}lay-y-kien/")
    neighbour = re.search(r'<option value="(\d+)"[^>]*>[^<]*Sa Đéc', page)
    assert neighbour
    due = (dt.datetime.now(dt.UTC) + dt.timedelta(days=7)).strftime("%d/%m/%Y")
    values = {"question": "Địa điểm này có tranh chấp không?", "co-0-agency": neighbour[1], "co-0-due_on": due}
    specialist.send(f"{asked}lay-y-kien/", **values)
    return [suspended, asked]


def _drafts_of_control(control: Hand) -> list[str]:
    """A draft and a checked version of two procedures; a draft and an approved route."""
    records = list(dict.fromkeys(re.findall(r'href="(/quan-tri/thu-tuc/\d+/)"', control.read("/quan-tri/thu-tuc/?q=ho+kinh+doanh"))))
    drafts = [_draft_of(control, record) for record in records[:2]]
    if control.link(drafts[1], "/sua/"):
        control.send(f"{drafts[1]}cong-bo/", form="Xác nhận đã kiểm soát")
    routes = control.link("/quan-tri/quy-trinh/", "/quan-tri/quy-trinh/thu-tuc/")
    made = [_route_of(control, routes) for _turn in range(2)]
    today = dt.datetime.now(dt.UTC).strftime("%d/%m/%Y")
    control.send(f"{made[0]}phe-duyet/", decision_number="12/QĐ-UBND", decision_on=today, valid_from=today)
    _coming_rules(control)
    return [*drafts, *(f"{drafts[0]}?muc={part}" for part in PARTS), *made, "/quan-tri/tham-quyen/?luc=coming"]


def _coming_rules(control: Hand) -> None:
    """A rule set and a rule of competence that come into force later."""
    later = (dt.datetime.now(dt.UTC) + dt.timedelta(days=35 + secrets.randbelow(900))).strftime("%d/%m/%Y")
    page = control.read("/quan-tri/tham-quyen/them/")
    agency = re.search(r'<select name="agency_id".*?<option value="(\d+)"', page, re.DOTALL)
    assert agency
    control.send("/quan-tri/tham-quyen/them/", code="1.001612", agency_id=agency[1], valid_from=later)
    start = control.link("/quan-tri/bo-quy-dinh/", "/bo-moi/")
    control.send(start, name="Bộ quy định năm sau", basis="Nghị định mới", valid_from=later)


def _draft_of(control: Hand, record: str) -> str:
    start = control.link(record, "/du-thao-moi/")
    return control.path(control.send(start, change_note="Đổi thời hạn theo quyết định mới")) if start else record


def _route_of(control: Hand, routes: str) -> str:
    page = control.read(routes)
    made = len(set(re.findall(r"/quan-tri/quy-trinh/\d+/", page)))
    return control.path(control.send(routes, agency_id=re.findall(r'<option value="(\d+)"', page)[made]))


def _closed_account(administrator: Hand) -> list[str]:
    """An account that was closed."""
    account = administrator.link(f"/quan-tri/can-bo/?q=vanthu.{OTHER_AGENCY}", r"/quan-tri/can-bo/\d+/")
    if administrator.link(account, "/dong/"):
        administrator.send(f"{account}dong/", reason="Nghỉ việc theo quyết định số 3")
    return [account]


def temporary_password(administrator: Hand, login: str) -> str:
    """Give the officer a temporary password; it stands on the answer once."""
    account = administrator.link(f"/quan-tri/can-bo/?q={login}", r"/quan-tri/can-bo/\d+/")
    shown = re.search(r'class="code t-l">([^<]+)<', administrator.send(f"{account}mat-khau/").text())
    assert shown
    return html.unescape(shown[1])
