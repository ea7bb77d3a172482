"""Plays the national business registration: search and detail, with the field names seen on its connectors.

``python -m sandbox.business --port N [--businesses FILE]``.  FILE is a CSV of invented businesses (see ``COLUMNS``), read again
when it changes.
"""

import csv
import os
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.serving import FAULT, Sandbox, credential_of, options, run

COLUMNS = (
    "number",
    "name",
    "foreign_name",
    "short_name",
    "type",
    "state",
    "registered_on",
    "changed_on",
    "address",
    "city",
    "capital",
    "representative",
    "lines",
)
CODE = re.compile(r"\d{10}(-\d{3})?")
MOST = 50
Row = Mapping[str, str]


class Businesses:
    """The businesses of the file."""

    def __init__(self, path: Path) -> None:
        """Name the file; it is read at the first question."""
        self._path = path
        self._read_at = -1.0
        self.by_number: dict[str, Row] = {}

    def refresh(self) -> None:
        """Read the file again when it changed."""
        try:
            changed = self._path.stat().st_mtime
        except OSError:
            return
        if changed != self._read_at:
            with self._path.open(encoding="utf-8", newline="") as file:
                self.by_number = {row["number"]: row for row in csv.DictReader(file)}
            self._read_at = changed

    def search(self, text: str) -> list[Row]:
        """Businesses whose number begins with the text or whose name has all its words."""
        self.refresh()
        words = _plain(text).split()
        fitting = (
            row for row in self.by_number.values() if row["number"].startswith(text) or all(word in _plain(row["name"]) for word in words)
        )
        return [row for row, _ in zip(fitting, range(MOST), strict=False)]


def sandbox(businesses: Businesses, **choices: Any) -> Sandbox:
    """The server over the businesses."""

    async def search(request: web.Request) -> web.Response:
        text = request.query.get("q", "").strip()
        if len(text) < 2:
            return _refused("Nhập ít nhất hai ký tự", 400)
        rows = businesses.search(text)
        if request[FAULT] == "duplicate":
            rows = [row for row in rows for _ in range(2)]
        return web.json_response({"error_code": "0", "message": "OK", "result": [_short(row) for row in rows]})

    async def detail(request: web.Request) -> web.Response:
        code = request.match_info["code"]
        if not CODE.fullmatch(code):
            return _refused("Mã số phải có 10 chữ số, hoặc 13 chữ số với gạch nối", 400)
        businesses.refresh()
        row = businesses.by_number.get(code)
        if row is not None and request[FAULT] == "wrong":
            row = next((one for one in businesses.by_number.values() if one is not row), row)
        if row is None:
            return _refused("Không có doanh nghiệp mang mã số này", 404)
        return web.json_response({"error_code": "0", "message": "OK", "result": record(row)})

    return Sandbox(
        name="Cơ sở dữ liệu quốc gia về đăng ký doanh nghiệp",
        plays="hệ thống thông tin quốc gia về đăng ký doanh nghiệp",
        services={("GET", "/dkkd/1.0/doanh-nghiep"): search, ("GET", "/dkkd/1.0/doanh-nghiep/{code}"): detail},
        **choices,
    )


def record(row: Row) -> dict[str, Any]:
    """A business in the field names of the national connector."""
    return {
        "MainInformation": {
            "NAME": row["name"],
            "NAME_F": row["foreign_name"],
            "SHORT_NAME": row["short_name"],
            "ENTERPRISE_GDT_CODE": row["number"],
            "ENTERPRISE_TYPE_NAME": row["type"],
            "ENTERPRISE_STATUS_NAME": row["state"],
            "FOUNDING_DATE": row["registered_on"],
            "LAST_AMEND_DATE": row["changed_on"],
            "CAPITAL_AMOUNT": row["capital"],
        },
        "HOAdress": {"AddressFullText": row["address"], "CityCode": row["city"]},
        "Representatives": {"FULL_NAME": row["representative"]},
        "BusinessActivities": [{"CODE": code, "IS_MAIN": place == 0} for place, code in enumerate(row["lines"].split())],
        "DuLieuThuNghiem": True,
    }


def _short(row: Row) -> dict[str, str]:
    return {
        "Id": row["number"],
        "Name": row["name"],
        "Name_F": row["foreign_name"],
        "Short_Name": row["short_name"],
        "Enterprise_Gdt_Code": row["number"],
        "Status": row["state"],
        "City_Id": row["city"],
        "Ho_Address": row["address"],
    }


def _refused(message: str, status: int) -> web.Response:
    return web.json_response({"error_code": "-1", "message": message, "result": None}, status=status)


def _plain(text: str) -> str:
    stripped = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(sign for sign in stripped if not unicodedata.combining(sign))


def main() -> None:
    """Serve until stopped."""
    parser = options(__doc__ or "")
    parser.add_argument("--businesses", default="", help="CSV of invented businesses; otherwise sandbox/businesses.csv of SEN_DATA_DIR")
    asked = parser.parse_args()
    path = Path(asked.businesses or Path(os.environ.get("SEN_DATA_DIR", ".")) / "sandbox" / "businesses.csv")
    run(sandbox(Businesses(path), credential=credential_of(asked.credential_file)), asked.host, asked.port)


if __name__ == "__main__":
    main()
