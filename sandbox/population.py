"""Plays the national population database: look-up, confirmation and household, in the field names of its published messages.

``python -m sandbox.population --port N [--people FILE]``.  FILE is a CSV of invented people (see ``COLUMNS``); it is read again
when it changes.  A look-up needs number, name and birth date together, the officer who asks and the code of the service.
"""

import csv
import datetime as dt
import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.serving import FAULT, Sandbox, credential_of, options, run

COLUMNS = (
    "number", "old_number", "name", "born_on", "gender", "ethnicity", "religion", "marital", "province", "district", "commune",
    "address", "household", "head", "relation",
)  # fmt: skip
ASKED = ("MaYeuCau", "MaTichHop", "MaDVC", "MaCanBo")
Row = Mapping[str, str]


class People:
    """The people of the file, by number and by household."""

    def __init__(self, path: Path) -> None:
        """Name the file; it is read at the first question."""
        self._path = path
        self._read_at = -1.0
        self.by_number: dict[str, Row] = {}
        self.by_old: dict[str, Row] = {}
        self.households: dict[str, list[Row]] = {}

    def refresh(self) -> None:
        """Read the file again when it changed."""
        try:
            changed = self._path.stat().st_mtime
        except OSError:
            return
        if changed == self._read_at:
            return
        with self._path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.by_number = {row["number"]: row for row in rows}
        self.by_old = {row["old_number"]: row for row in rows if row["old_number"]}
        self.households = {}
        for row in rows:
            if row["household"]:
                self.households.setdefault(row["household"], []).append(row)
        self._read_at = changed

    def find(self, asked: Mapping[str, Any]) -> Row | None:
        """The one person whose number, name and birth date all fit."""
        self.refresh()
        row = self.by_number.get(str(asked.get("SoDinhDanh", ""))) or self.by_old.get(str(asked.get("SoCMND", "")))
        if row is None or _plain(row["name"]) != _plain(str(asked.get("HoVaTen", ""))):
            return None
        born = row["born_on"].replace("-", "")
        return row if str(asked.get("NgayThangNam", "")) == born or str(asked.get("Nam", "")) == born[:4] else None


class Desk:
    """The three services over the people."""

    def __init__(self, people: People) -> None:
        """Answer from these."""
        self._people = people

    async def look_up(self, request: web.Request) -> web.Response:
        """The record whose number, name and birth date fit."""
        asked, complaint = await _asked(request)
        if complaint:
            return _answer(asked, complaint=complaint)
        row = self._people.find(asked)
        if row is None:
            return _answer(asked, result=[])
        if request[FAULT] == "wrong":
            row = next((one for one in self._people.by_number.values() if one is not row), row)
        return _answer(asked, result=[record(row)] * (2 if request[FAULT] == "duplicate" else 1))

    async def confirm(self, request: web.Request) -> web.Response:
        """Whether the three facts belong together: 0 yes, 1 no."""
        asked, complaint = await _asked(request)
        if complaint:
            return _answer(asked, complaint=complaint)
        found = self._people.find(asked) is not None
        return _answer(asked, result={"KetQua": "0" if found != (request[FAULT] == "wrong") else "1"})

    async def household(self, request: web.Request) -> web.Response:
        """Everybody of the person's household."""
        asked, complaint = await _asked(request)
        if complaint:
            return _answer(asked, complaint=complaint)
        row = self._people.find(asked)
        members = self._people.households.get(row["household"], []) if row else []
        return _answer(asked, result=[{**record(one), "QuanHe": one["relation"]} for one in members])


def sandbox(people: People, **choices: Any) -> Sandbox:
    """The server over the people."""
    desk = Desk(people)
    return Sandbox(
        name="Cơ sở dữ liệu quốc gia về dân cư",
        plays="cơ sở dữ liệu quốc gia về dân cư của Bộ Công an",
        services={
            ("POST", "/dancu/1.0/tra-cuu-cong-dan"): desk.look_up,
            ("POST", "/dancu/1.0/xac-nhan-cong-dan"): desk.confirm,
            ("POST", "/dancu/1.0/tra-cuu-ho-gia-dinh"): desk.household,
        },
        **choices,
    )


def record(row: Row) -> dict[str, Any]:
    """A person in the field names of the national message."""
    family, *middle, given = row["name"].split() if " " in row["name"] else ("", row["name"])
    born = row["born_on"].replace("-", "")
    place = {
        "MaTinhThanh": row["province"],
        "MaQuanHuyen": row["district"],
        "MaPhuongXa": row["commune"],
        "ChiTiet": row["address"],
        "QuocGia": "VN",
    }
    return {
        "SoDinhDanh": row["number"],
        "SoCMND": row["old_number"],
        "HoVaTen": {"Ho": family, "ChuDem": " ".join(middle), "Ten": given},
        "GioiTinh": row["gender"],
        "DanToc": row["ethnicity"],
        "TonGiao": row["religion"],
        "TinhTrangHonNhan": row["marital"],
        "NgayThangNamSinh": {"NgayThangNam": born} if len(born) == 8 else {"Nam": born[:4]},
        "QuocTich": "VN",
        "ThuongTru": place,
        "ChuHo": {"HoVaTen": row["head"], "QuanHe": row["relation"]},
        "SoSoHoKhau": row["household"],
        "NgayCapNhat": dt.datetime.now(dt.UTC).strftime("%Y%m%d%H%M%S"),
        "DuLieuThuNghiem": True,
    }


async def _asked(request: web.Request) -> tuple[dict[str, Any], str]:
    """The question, and what it lacks."""
    try:
        asked = await request.json()
    except ValueError:
        return {}, "Nội dung không phải JSON"
    if not isinstance(asked, dict):
        return {}, "Nội dung phải là một đối tượng JSON"
    missing = [name for name in ASKED if not asked.get(name)]
    if missing:
        return asked, f"Thiếu {', '.join(missing)}"
    if (
        not (asked.get("SoDinhDanh") or asked.get("SoCMND"))
        or not asked.get("HoVaTen")
        or not (asked.get("NgayThangNam") or asked.get("Nam"))
    ):
        return asked, "Phải có số định danh, họ tên và ngày sinh"
    return asked, ""


def _answer(asked: Mapping[str, Any], *, result: Any = None, complaint: str = "") -> web.Response:
    code = "-1" if complaint else "0"
    return web.json_response({"error_code": code, "message": complaint or "OK", "MaYeuCau": asked.get("MaYeuCau", ""), "result": result})


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def main() -> None:
    """Serve until stopped."""
    parser = options(__doc__ or "")
    parser.add_argument("--people", default="", help="CSV of invented people; otherwise sandbox/people.csv of SEN_DATA_DIR")
    asked = parser.parse_args()
    path = Path(asked.people or Path(os.environ.get("SEN_DATA_DIR", ".")) / "sandbox" / "people.csv")
    run(sandbox(People(path), credential=credential_of(asked.credential_file)), asked.host, asked.port)


if __name__ == "__main__":
    main()
