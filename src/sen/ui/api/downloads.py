"""The open-data addresses every open interface has: a dictionary of its tables, and each table as CSV and JSON."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from ninja import Path, Query, Schema
from pydantic import Field

from sen.ui.api.answers import AsOf, refusals
from sen.ui.api.errors import NoSuchAddress
from sen.ui.api.frame import RegistryApi
from sen.ui.api.tables import OpenTable, by_key, csv_lines, dictionary, json_lines

TableName = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")]


class DataPackage(Schema):
    """The tables of a registry with their dictionaries, as a Frictionless data package."""

    name: str
    title: str
    licenses: list[dict[str, str]]
    as_of: dt.date
    change_number: int
    resources: list[dict[str, Any]]


def add_open_data(api: RegistryApi, last_number: Callable[[], int]) -> None:
    """Add the addresses to an interface; ``last_number`` is that of the registry's last change, from which the ETag is made."""
    answered = {200: DataPackage, 304: None, **dict(refusals(404))}

    @api.get("/open-data", response=answered, summary="Danh sách dữ liệu mở và từ điển dữ liệu", tags=["Dữ liệu mở"])
    def open_data(request: HttpRequest, query: Query[AsOf]) -> Any:
        """Tables anybody may take home: licence, date, meaning of every column."""
        return {
            "name": api.key,
            "title": str(api.title),
            "licenses": [{"name": settings.OPEN_DATA_LICENCE, "path": settings.OPEN_DATA_LICENCE_URL}],
            "as_of": query.day,
            "change_number": last_number(),
            "resources": [dictionary(table, query.day, f"/api/{api.base}/open-data/{table.key}") for table in api.tables],
        }

    @api.get(
        "/open-data/{table}.{form}",
        response={200: str, 304: None, **dict(refusals(404))},
        summary="Tải một bảng dữ liệu mở",
        tags=["Dữ liệu mở"],
        openapi_extra={"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}},
    )
    def open_table(request: HttpRequest, table: Path[TableName], form: Path[Literal["csv", "json"]], query: Query[AsOf]) -> HttpResponse:
        """The rows of a day; the ETag changes when the registry does."""
        found = by_key(api.tables, table)
        if found is None:
            raise NoSuchAddress
        tag = f'"{api.key}-{found.key}-{found.version}-{form}-{last_number()}-{query.day}"'
        same = get_conditional_response(request, etag=tag)
        if isinstance(same, HttpResponse):
            return same
        lines = _lines(api, found, form, query.day)
        kind = "text/csv; charset=utf-8" if form == "csv" else "application/json; charset=utf-8"
        response = StreamingHttpResponse(lines, content_type=kind)
        response.headers["Content-Disposition"] = f'attachment; filename="{found.key}-{query.day}.{form}"'
        response.headers["ETag"] = tag
        return response  # type: ignore[return-value]


def _lines(api: RegistryApi, table: OpenTable, form: str, on: dt.date) -> Iterator[str]:
    if form == "csv":
        return csv_lines(table, on)
    return json_lines(table, on, dictionary(table, on, f"/api/{api.base}/open-data/{table.key}"))
