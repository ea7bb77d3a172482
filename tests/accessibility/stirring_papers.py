"""Bringing about what pages of clerks, drafters and archivists need: documents on their way, drafts at each step, files in each state."""

import datetime as dt
import re
import secrets
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import FilePayload

from tests.browsing import officer
from tests.journeys.browser.papers import small_pdf
from tests.sending import Hand

INCOMING, OUTGOING, DRAFTS, FILES = "/lam-viec/van-ban/den/", "/lam-viec/van-ban/di/", "/lam-viec/du-thao/", "/ho-so-cong-viec/"
PACKETS = "/lam-viec/lien-thong-van-ban/"
CLERK, WRITER, HEAD, LEADER = officer("vanthu"), officer("chuyenvien"), officer("truongphong"), officer("lanhdao")
ARCHIVIST, OFFICE = officer("luutru"), officer("vanthu", "ubnd")
COMMUNE = "phường Cao Lãnh"


def stir_papers(hands: Mapping[str, Hand]) -> dict[str, list[str]]:
    """Do everything; returns further addresses to start from, by log-in."""
    clerk, office = hands[CLERK], hands[OFFICE]
    asked, changed = _asked_for_an_update(clerk, office)
    drafts, waiting = _drafts(hands[WRITER])
    starts = {CLERK: [*_outgoing(clerk), *_own_files(clerk), asked, _came_on_paper(clerk)], WRITER: drafts, HEAD: waiting}
    starts[OFFICE] = [changed, _sent_outside(office), f"{OUTGOING}?nhom=tat-ca"]
    given, kept = _handed_over(clerk)
    submitted, begun = _lists(clerk)
    starts[CLERK].append(begun)
    starts[LEADER] = [submitted, _kept_number(hands[LEADER]), kept]
    starts[ARCHIVIST] = [given, kept]
    return starts


def _register_outgoing(clerk: Hand, subject: str, recipients: list[str]) -> str:
    """A letter with a file in the register of outgoing documents; returns its page."""
    page = f"{OUTGOING}vao-so/"
    values: dict[str, Any] = {"kind": clerk.choice(page, "kind", "Công văn"), "subject": subject, "unit_sign": "VX", "noi-nhan": recipients}
    file = FilePayload(name="van-ban.pdf", mimeType="application/pdf", buffer=small_pdf())
    return clerk.path(clerk.send(page, ("van_ban", file), **values))


def _outgoing(clerk: Hand) -> list[str]:
    """One document that waits for the seal of the agency, with a body outside the platform among its recipients."""
    waiting = _register_outgoing(clerk, "Về việc mời họp khóm", ["paper::Ban nhân dân khóm 3"])
    issued = dict.fromkeys(re.findall(rf'href="({OUTGOING}\d+/)', clerk.read(f"{OUTGOING}?nhom=tat-ca")))
    make = next(filter(None, (clerk.link(one, "/ban-sao/van-ban-di/") for one in issued)))
    file, signer = clerk.choice(make, "file_id"), clerk.choice(make, "signer_id")
    return [waiting, clerk.path(clerk.send(make, file_id=file, signer_id=signer, places="Lưu: VT"))]


def _asked_for_an_update(clerk: Hand, office: Hand) -> tuple[str, str]:
    """The office corrects a document: the commune that has registered it has to answer, another recipient answers on paper.

    Returns the document as it arrived, and the page of the answers at the office.
    """
    mark = secrets.token_hex(4)
    inside, paper = f"inside:{_agency(office)}", "paper::Ban nhân dân khóm 3"
    outgoing = _register_outgoing(office, f"Về việc tăng cường trực mùa lũ, đợt {mark}", [inside])
    office.send(f"{outgoing}noi-nhan/", **{"noi-nhan": [inside, paper]})
    office.send(f"{outgoing}ky-so/")
    office.send(f"{outgoing}phat-hanh/")
    arrived = clerk.wait_for_link(f"{INCOMING}?nhom=moi&q={mark}", rf"{INCOMING}\d+/")
    clerk.send(f"{arrived}vao-so/")
    office.send(f"{outgoing}cap-nhat/", subject=f"Về việc trực mùa lũ, đợt {mark}", reason="Sửa trích yếu")
    clerk.wait_for_link(arrived, "/tra-loi-noi-gui/")
    return arrived, office.wait_for_link(outgoing, r"/thay-doi/\d+/")


def _sent_outside(office: Hand) -> str:
    """A letter to another province, on its way over the national axis; returns its packet."""
    outgoing = _register_outgoing(office, "Về việc trao đổi kinh nghiệm", ["axis:H39:Ủy ban nhân dân tỉnh Long An"])
    office.send(f"{outgoing}ky-so/")
    office.send(f"{outgoing}phat-hanh/")
    return office.wait_for_link(PACKETS, rf"{PACKETS}[0-9a-f]{{8}}-[-0-9a-f]+/")


def _came_on_paper(clerk: Hand) -> str:
    """A document that came by post, registered; its sender may still ask on paper to have it back."""
    page, today = f"{INCOMING}nhan-giay/", dt.datetime.now(dt.UTC).strftime("%d/%m/%Y")
    values = {"kind": clerk.choice(page, "kind", "Công văn"), "subject": "Về việc phối hợp tuyên truyền", "issuer": "Hội Người cao tuổi"}
    arrived = clerk.path(
        clerk.send(page, form="issuer", **values, code=f"{secrets.randbelow(900)}/CV-HNCT", issued_on=today, arrived_on=today)
    )
    if clerk.link(arrived, "/vao-so/"):
        clerk.send(f"{arrived}vao-so/")
    return arrived


def _agency(office: Hand) -> str:
    """The key of the commune, as the search for recipients offers it."""
    page = f"{OUTGOING}vao-so/"
    text = office.send(page, **{"noi-nhan-lam": "tim", "noi-nhan-tim": COMMUNE}).text()
    found = re.search(r'value="(?:them:)?inside:(\d+):?"', text)
    assert found
    return found[1]


def _kept_number(leader: Hand) -> str:
    """A number is kept for a document to come; returns the book's numbers that are kept."""
    book = leader.link("/lam-viec/van-ban/so-van-ban/", r"/so-van-ban/\d+/")
    leader.send(book, form="count", count=1, reason="Quyết định ký trong ngày nghỉ")
    return f"{book}?trang-thai=reserved"


def _drafts(writer: Hand) -> tuple[list[str], list[str]]:
    """Drafts being written, asked about and submitted; the pages of the writer and of the head."""
    begun = _draft(writer, "Thông báo lịch tiếp công dân")
    for text in ("Lịch tiếp công dân tháng này.", "Lịch tiếp công dân tháng sau."):
        writer.send(f"{begun}soan/", form="subject", body=text)
    asked = _draft(writer, "Thông báo về tuyến đường liên ấp")
    later = (dt.datetime.now(dt.UTC) + dt.timedelta(days=5)).strftime("%d/%m/%Y")
    head = writer.choice(f"{asked}lay-y-kien/", "asked", "Trưởng phòng")
    writer.send(f"{asked}lay-y-kien/", form="question", asked=head, question="Tuyến này có vướng quy hoạch không?", due_on=later)
    sent = _draft(writer, "Thông báo nghỉ lễ")
    values = {"body": "Nghỉ lễ một ngày.", "places": "Các khóm", "signer_id": writer.choice(f"{sent}soan/", "signer_id")}
    writer.send(f"{sent}soan/", form="subject", **values)
    writer.send(f"{sent}noi-gui/", **{"noi-nhan": "paper::Ban nhân dân khóm 3"})
    writer.send(f"{sent}trinh/", form="note")
    return [begun, f"{begun}gop-y/", asked, sent], [asked, sent]


def _draft(writer: Hand, subject: str) -> str:
    """A draft of an announcement; returns its page."""
    begin = f"{DRAFTS}moi/"
    values = {"kind_code": writer.choice(begin, "kind_code", "Thông báo"), "subject": subject}
    return writer.path(writer.send(begin, form="subject", **values)).removesuffix("soan/")


def _lists(clerk: Hand) -> tuple[str, str]:
    """The lists of two coming years: one with a heading in it that waits to be issued, one being written."""
    page = f"{FILES}danh-muc/"
    last = max(int(year) for year in re.findall(r">(20\d\d)<", clerk.read(page)))
    submitted, begun = (_list(clerk, year) for year in (last + 1, last + 2))
    clerk.send(submitted, form="Trình phê duyệt")
    return submitted, begun


def _list(clerk: Hand, year: int) -> str:
    made = clerk.path(clerk.send(f"{FILES}danh-muc/lap/", form="numbering", year=year, copy_last=[]))
    owner = made if re.search(r"/\d+/$", made) else clerk.link(made, rf"{FILES}danh-muc/\d+/")
    clerk.send(f"{owner}de-muc/", form="title", title="Tổng hợp", abbreviation="TH")
    where, term = clerk.choice(f"{owner}ho-so/", "heading_id", "Tổng hợp"), clerk.choice(f"{owner}ho-so/", "retention_id", "năm")
    clerk.send(f"{owner}ho-so/", form="title", heading_id=where, retention_id=term, title=f"Hồ sơ giao ban năm {year}")
    return owner


def _own_files(clerk: Hand) -> list[str]:
    """A file just opened, with nothing in it, that its keeper may still drop; and one with a paper that may be taken out."""
    filled = _file(clerk, "Hồ sơ giao ban")
    clerk.send(f"{filled}tai-lieu/", form="title", title="Biên bản họp", text="Họp ngày đầu tuần.")
    return [_file(clerk, "Hồ sơ lập thử"), filled]


def _file(clerk: Hand, title: str) -> str:
    page = f"{FILES}mo/"
    return clerk.path(clerk.send(page, form="notation", cach="rieng", title=title, retention_id=clerk.choice(page, "retention_id", "năm")))


def _handed_over(clerk: Hand) -> tuple[str, str]:
    """A closed file on its way into the archive, and one its keeper asks to keep; returns the hand-over and the file kept."""
    given, kept = (_closed(clerk, title) for title in ("Hồ sơ giao nộp", "Hồ sơ xin giữ lại"))
    later = (dt.datetime.now(dt.UTC) + dt.timedelta(days=500)).strftime("%d/%m/%Y")
    clerk.send(f"{kept}giu-lai/", form="until", until=later, reason="Còn tra cứu hằng tuần")
    number = re.findall(r"\d+", given)[-1]
    handed = clerk.send(f"{FILES}nop-luu/nop/", form="block_name", block_name="Hồ sơ năm nay", **{"ho-so": number})
    return clerk.path(handed), kept


def _closed(clerk: Hand, title: str) -> str:
    file = _file(clerk, title)
    clerk.send(f"{file}tai-lieu/", form="title", title="Biên bản họp", text="Họp ngày đầu tuần.")
    clerk.send(f"{file}ket-thuc/", form="end_on")
    return file
