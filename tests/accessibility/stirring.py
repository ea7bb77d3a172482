"""Bringing about what some pages need before any link leads to them.  Each person sends the forms their pages offer."""

import datetime as dt
import html
import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import APIRequestContext, APIResponse

from tests.browsing import CITIZEN, officer
from tests.instance import Site

_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
OTHER_AGENCY = "29905"


class Hand:
    """One person who sends forms without a browser."""

    def __init__(self, request: APIRequestContext, site: Site) -> None:
        """Use the cookies of the context."""
        self.request, self.site = request, site

    def read(self, path: str) -> str:
        """The text of a page."""
        answer = self.request.get(self.site.url + path)
        assert answer.status == 200, f"{answer.status} for {path}"
        return answer.text()

    def send(self, path: str, *, form: str = "", **values: Any) -> APIResponse:
        """Send a form of the page with its hidden fields; ``form`` is a word of the wanted form.  Returns where it led."""
        parts = re.split(r"(?=<form)", self.read(path))
        part = next(part for part in parts if 'method="post"' in part and "/dang-xuat/" not in part.split("</form>")[0] and form in part)
        hidden = [dict(_ATTRIBUTE.findall(one)) for one in _HIDDEN.findall(part.split("</form>")[0])]
        known = {html.unescape(one["name"]): html.unescape(one.get("value", "")) for one in hidden if "name" in one}
        answer = self.request.post(self.site.url + path, form={**known, **{name: str(value) for name, value in values.items()}})
        assert answer.status == 200, (
            f"{answer.status} after sending {path}: {re.findall(r'error-summary.*?</div>', answer.text(), re.S)[:1]}"
        )
        return answer

    def link(self, path: str, pattern: str) -> str:
        """The first link of the page that fits."""
        found = re.search(rf'href="([^"]*{pattern}[^"]*)"', self.read(path))
        return html.unescape(found[1]) if found else ""

    def path(self, answer: APIResponse) -> str:
        """Where an answer came from."""
        return answer.url.removeprefix(self.site.url)


def stir(hands: Mapping[str, Hand]) -> dict[str, list[str]]:
    """Do everything; returns further addresses to start from, by log-in."""
    citizen, desk, specialist = hands[CITIZEN], hands[officer("motcua")], hands[officer("chuyenvien")]
    starts = {CITIZEN: _draft_with_a_file(citizen), officer("kiemsoat", "so01"): _drafts_of_control(hands[officer("kiemsoat", "so01")])}
    kiosk = desk.link("/mot-cua/hang-cho/", "/mot-cua/lay-so/")
    starts[""] = [_guest(hands[""], citizen), hands[""].path(hands[""].send(kiosk))]
    starts[officer("motcua")] = _handed_over(desk)
    pairs = re.findall(r'name="viec" value="([^"]+)"', specialist.read("/lam-viec/"))[:2]
    query = "&".join(f"viec={pair}" for pair in pairs)
    starts[officer("chuyenvien")] = [f"/lam-viec/hang-loat/{act}/?{query}" for act in ("hoan-thanh", "giao")]
    starts[officer("truongphong")] = _asked_to_withdraw(citizen)
    starts[officer("chuyenvien")] += _suspend_and_consult(specialist)
    starts[officer("quantri", "so01")] = _closed_account(hands[officer("quantri", "so01")])
    return starts


def _draft_with_a_file(citizen: Hand) -> list[str]:
    """A draft with one file attached."""
    page = citizen.path(citizen.send("/nop/1.001612/"))
    review = re.sub(r"[^/]+/$", "kiem-tra/", page)
    attach = citizen.link(review, "giay-to-[0-9]+/").split("?")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', citizen.read(attach))
    assert token
    picture = {"name": "don.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\ntrailer<<>>\nstartxref\n0\n%%EOF\n"}
    sent = citizen.request.post(citizen.site.url + attach, multipart={"csrfmiddlewaretoken": token[1], "tep": picture, "them": "1"})
    assert sent.status == 200 and "don.pdf" in sent.text()
    return [review, attach]


def _guest(guest: Hand, citizen: Hand) -> str:
    """Somebody without an account follows a dossier by its code and phone."""
    dossier = citizen.link("/ho-so/", r"/ho-so/[0-9a-f]{8}-")
    code = re.search(r"H20[.\w]*-\d{6}-\d{4,}", citizen.read(dossier))
    assert code
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


def _asked_to_withdraw(citizen: Hand) -> list[str]:
    """The citizen asks for a dossier in work back; the head will have to decide."""
    for dossier in dict.fromkeys(re.findall(r'href="(/ho-so/[0-9a-f-]{36}/)"', citizen.read("/ho-so/"))):
        text = citizen.read(dossier)
        if "/rut/" in text and "Phân công thụ lý" in text and "giải quyết hồ sơ" in text:
            citizen.send(f"{dossier}rut/", reason="Tôi chưa mở quán nữa.")
            code = re.search(r"H20[.\w]*-\d{6}-\d{4,}", text)
            assert code
            return [f"/lam-viec/ho-so/{code[0]}/"]
    return []


def _suspend_and_consult(specialist: Hand) -> list[str]:
    """One dossier waits for a payment, another for the opinion of a neighbour."""
    dossiers = list(dict.fromkeys(re.findall(r'href="(/lam-viec/ho-so/[^"/]+/)"', specialist.read("/lam-viec/"))))
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
    return [*drafts, *(f"{drafts[0]}?phan={part}" for part in ("giay-to", "cach-nop", "can-cu")), *made]


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
