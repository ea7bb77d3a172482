"""Plays the national database of legal documents: search, detail and changes since a day.

``python -m sandbox.legislation --port N [--documents FILE]``.  FILE is a CSV of numbers, titles and dates (``data/legal`` of the
project); effect, relations and changes are made up from it, always the same way.
"""

import csv
import datetime as dt
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.serving import FAULT, Sandbox, credential_of, options, run

MOST = 50
Document = Mapping[str, Any]


class Documents:
    """The documents of the file, and what was changed when."""

    def __init__(self, path: Path) -> None:
        """Read the file; without one there are none."""
        self.all: list[dict[str, Any]] = []
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                self.all = [_document(place, row) for place, row in enumerate(csv.DictReader(file), start=1)]
        self.by_id = {document["id"]: document for document in self.all}

    def search(self, text: str) -> list[dict[str, Any]]:
        """Documents whose number or title has all the words."""
        words = _plain(text).split()
        return [each for each in self.all if all(word in _plain(f"{each['docNum']} {each['title']}") for word in words)][:MOST]

    def changed_since(self, day: dt.date) -> list[dict[str, Any]]:
        """Documents whose record changed on the day or later, oldest first."""
        return sorted((each for each in self.all if each["changedOn"] >= day.isoformat()), key=lambda each: (each["changedOn"], each["id"]))


def sandbox(documents: Documents, **choices: Any) -> Sandbox:
    """The server over the documents."""

    async def search(request: web.Request) -> web.Response:
        text = request.query.get("q", "").strip()
        if len(text) < 2:
            return web.json_response({"message": "Nhập ít nhất hai ký tự"}, status=400)
        found = documents.search(text)
        return _list(found * (2 if request[FAULT] == "duplicate" else 1))

    async def detail(request: web.Request) -> web.Response:
        document = documents.by_id.get(request.match_info["id"])
        if document is None:
            return web.json_response({"message": "Không có văn bản này"}, status=404)
        if request[FAULT] == "wrong":
            document = {**document, "effStatus": "Hết hiệu lực toàn bộ"}
        return web.json_response(document)

    async def changes(request: web.Request) -> web.Response:
        try:
            day = dt.date.fromisoformat(request.query.get("tu", ""))
        except ValueError:
            return web.json_response({"message": "tu phải là ngày dạng YYYY-MM-DD"}, status=400)
        found = documents.changed_since(day)
        return _list(found[:MOST], more=len(found) > MOST)

    return Sandbox(
        name="Cơ sở dữ liệu quốc gia về văn bản pháp luật",
        plays="cơ sở dữ liệu quốc gia về văn bản pháp luật của Bộ Tư pháp",
        services={
            ("GET", "/vbpl/1.0/van-ban"): search,
            ("GET", "/vbpl/1.0/van-ban/{id}"): detail,
            ("GET", "/vbpl/1.0/thay-doi"): changes,
        },
        **choices,
    )


def _document(place: int, row: Mapping[str, str]) -> dict[str, Any]:
    """The record of one line; every seventh document lost part of its effect, every thirtieth all of it, as an exercise."""
    issued = row["ngay_ban_hanh"]
    status, until = "Còn hiệu lực", ""
    if place % 30 == 0:
        status, until = "Hết hiệu lực toàn bộ", "2025-06-30"
    elif place % 7 == 0:
        status = "Hết hiệu lực một phần"
    return {
        "id": str(100_000 + place),
        "docType": row["loai"],
        "docNum": row["so_ky_hieu"],
        "title": row["trich_yeu"],
        "issueDate": issued,
        "effFrom": row["ngay_hieu_luc"] or issued,
        "effTo": until,
        "effStatus": status,
        "changedOn": (dt.date(2025, 1, 1) + dt.timedelta(days=place % 365)).isoformat(),
        "references": [],
        "thuNghiem": True,
    }


def _list(documents: list[dict[str, Any]], *, more: bool = False) -> web.Response:
    return web.json_response({"total": len(documents), "more": more, "items": documents})


def _plain(text: str) -> str:
    stripped = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(sign for sign in stripped if not unicodedata.combining(sign))


def main() -> None:
    """Serve until stopped."""
    parser = options(__doc__ or "")
    parser.add_argument("--documents", default="", help="CSV of documents; otherwise what procedures cite")
    asked = parser.parse_args()
    path = Path(asked.documents or Path(__file__).resolve().parents[1] / "data" / "legal" / "cited_by_procedures.csv")
    run(sandbox(Documents(path), credential=credential_of(asked.credential_file)), asked.host, asked.port)


if __name__ == "__main__":
    main()
