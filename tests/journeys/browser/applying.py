"""Applying in a few requests, for tests that begin where an application is ready."""

import re

from tests.journeys.browser.papers import small_pdf
from tests.sending import Hand

PROCEDURE = "1.001612"
BIRTHDAY = {"born_on_day": "14", "born_on_month": "5", "born_on_year": "1991"}
HOME = "Phường Cao Lãnh, Tỉnh Đồng Tháp"
CODE = re.compile(r"H20[.\w]*-\d{6}-\d{4,}")


def start(citizen: Hand, procedure: str = PROCEDURE) -> str:
    """Open a new draft, without what an earlier one holds; returns its address."""
    citizen.send(f"{_open(citizen, procedure)}bo-nhap/")
    return _open(citizen, procedure)


def _open(citizen: Hand, procedure: str) -> str:
    return re.sub(r"[^/]+/$", "", citizen.path(citizen.send(f"/nop/{procedure}/")))


def fill(citizen: Hand, procedure: str = PROCEDURE, *, note: str = "", home: str = HOME) -> str:
    """A draft with every question answered and every paper attached; returns its address.

    The home is typed only where the register of people did not say it.
    """
    draft = start(citizen, procedure)
    citizen.send(f"{draft}nop-cho-ai/", who="self")
    citizen.send(f"{draft}ve-ban/", phone="0900000001", email="", **BIRTHDAY)
    known = citizen.read(f"{draft}noi-o/")
    found = (re.search(rf'name="{name}"[^>]*value="([^"]*)"', known) for name in ("place", "place_text", "address"))
    place, place_text, address = (one[1] if one else "" for one in found)
    citizen.send(f"{draft}noi-o/", place=place, place_text=place_text or home, address=address or "12 Nguyễn Huệ")
    citizen.send(f"{draft}co-quan/", choice="goi-y")
    citizen.send(f"{draft}giay-to-khac/")
    papers = dict.fromkeys(re.findall(rf'href="({draft}giay-to-\d+/)', citizen.read(f"{draft}kiem-tra/")))
    for paper in papers:
        citizen.attach(paper, "don.pdf", small_pdf())
    citizen.send(f"{draft}noi-dung/", note=note)
    citizen.send(f"{draft}nhan-ket-qua/", way="online", desk="", address="")
    return draft


def submit(citizen: Hand, draft: str) -> tuple[str, str]:
    """Hand the application in; returns the code and the address of the dossier."""
    answer = citizen.send(f"{draft}kiem-tra/", form="truthful", truthful="on")
    code = CODE.search(answer.text())
    assert code
    return code[0], citizen.path(answer).removesuffix("da-nop/")


def dossiers_of(citizen: Hand) -> set[str]:
    """The codes of the citizen's newest dossiers."""
    return set(CODE.findall(citizen.read("/ho-so/")))
