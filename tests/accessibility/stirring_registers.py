"""Bringing about what pages of registry keepers, operators and administrators need: files to be checked, doubles, systems, groups."""

import datetime as dt
import secrets
from collections.abc import Mapping

from playwright.sync_api import FilePayload

from tests.browsing import officer
from tests.sending import Hand

KEEPER, OPERATOR, ADMINISTRATOR = officer("csdl", "so01"), officer("truc", "so01"), officer("quantri", "so01")
CODES = "/csdl/danh-muc/dan-toc/"


def stir_registers(hands: Mapping[str, Hand]) -> dict[str, list[str]]:
    """Do everything; returns further addresses to start from, by log-in."""
    keeper, administrator = hands[KEEPER], hands[ADMINISTRATOR]
    return {
        KEEPER: [_codes_to_publish(keeper), _import_on_trial(keeper), *_doubles(keeper)],
        OPERATOR: [_group(hands[OPERATOR]), "/truc/su-kien/?trang_thai=", "/truc/doi-soat/"],
        ADMINISTRATOR: [_officials_to_import(administrator), _receiving_system(administrator), _agency_to_come(administrator)],
    }


def _codes_to_publish(keeper: Hand) -> str:
    """A file with the next content of a list; returns the page of what it would change."""
    present = keeper.request.get(f"{keeper.site.url}{CODES}tai-ve.csv").text().rstrip("\n")
    more = present.splitlines()[-1].replace(present.splitlines()[-1].partition(",")[0], f"X{secrets.token_hex(2)}", 1)
    file = FilePayload(name="dan-toc.csv", mimeType="text/csv", buffer=f"{present}\n{more}\n".encode())
    return keeper.path(keeper.send(f"{CODES}tai-len/", ("file", file)))


def _import_on_trial(keeper: Hand) -> str:
    """The sample of an import of people, only tried."""
    sample = keeper.request.get(f"{keeper.site.url}/csdl/dan-cu/nhap/mau.csv").body()
    file = FilePayload(name="mau.csv", mimeType="text/csv", buffer=sample)
    values = {"source": f"Xã thử {secrets.token_hex(2)}", "basis": "Biên bản bàn giao số 12/BB-UBND", "is_trial": "on"}
    return keeper.path(keeper.send("/csdl/dan-cu/nhap/moi/", ("tep", file), form="basis", **values))


def _doubles(keeper: Hand) -> list[str]:
    """Three records of one person: two are merged, and the third still looks the same."""
    name = f"Trần Thị {''.join(secrets.choice('abeghikmnouy') for _turn in range(6)).title()}"
    pages = [_person(keeper, name) for _turn in range(3)]
    merge = keeper.link(pages[0], "/gop/")
    kept = keeper.send(merge, form="kept", reason="Cùng một người, hai lần nhập")
    return [keeper.path(kept), *pages]


def _person(keeper: Hand, name: str) -> str:
    new = "/csdl/dan-cu/them/"
    number = f"087190{secrets.randbelow(1_000_000):06}"
    home = keeper.request.get(f"{keeper.site.url}/don-vi/tim/?q=phuong+cao+lanh").json()[0]
    values = {"identity_number": number, "name": name, "born_on": "04/05/1990", "gender": "2", "unit": home["value"]}
    return keeper.path(
        keeper.send(new, form="identity_number", **values, unit_text=home["label"], effective_on="02/01/2026", basis="Tờ khai CT01")
    )


def _group(operator: Hand) -> str:
    """A group of systems."""
    operator.send("/truc/nhom/lap/", form="subsystem_ids", code=f"nhom-{secrets.token_hex(2)}", name="Các sở thí điểm")
    return operator.link("/truc/nhom/", "/truc/nhom/nhom-")


def _officials_to_import(administrator: Hand) -> str:
    """The list of officials as it is, checked as an import."""
    sheet = administrator.request.get(f"{administrator.site.url}/quan-tri/can-bo/nhap/mau/").body()
    file = FilePayload(name="can-bo.xlsx", mimeType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer=sheet)
    return administrator.path(administrator.send("/quan-tri/can-bo/nhap/", ("sheet", file), form="sheet"))


def _receiving_system(administrator: Hand) -> str:
    """A system that receives the list of officials; nobody listens at its address."""
    new = administrator.link("/quan-tri/dong-bo/", "/nhan/them/")
    values = {"name": f"Thư điện tử {secrets.token_hex(2)}", "base_url": "https://scim.example/v2", "token": secrets.token_hex(16)}
    return administrator.path(administrator.send(new, form="base_url", **values))


def _agency_to_come(administrator: Hand) -> str:
    """An agency the shipped list does not have, at work from next month."""
    later = (dt.datetime.now(dt.UTC) + dt.timedelta(days=40)).strftime("%d/%m/%Y")
    facts = {"name": f"Cơ quan thử {secrets.token_hex(3)}", "basis": "Quyết định số 12/QĐ-UBND", "valid_from": later}
    return administrator.path(administrator.send("/quan-tri/co-quan/them/", form="one_stop_name", **facts))
