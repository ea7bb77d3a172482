"""The GovStack building block Digital Registries: Data API 1.3 and Database API 1.1 over the registries that exist."""

import json
from functools import partial
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Schema, Status
from pydantic import ConfigDict, Field

from sen.kernel import clock
from sen.kernel.errors import DomainError
from sen.ui.api.answers import refusals
from sen.ui.api.errors import FieldUnknown, NoSuchAddress, NoSuchRecord, OperationRefused, PersonIdMalformed
from sen.ui.api.frame import GUARDED_MARK, PREFIX_MARK, ApiRequest, RegistryApi
from sen.ui.api.registries import DigitalRegistry, ListAsked, Shelf, UsageReader
from sen.ui.api.schema_block import database_info, group_info
from sen.ui.responses import problem_json

Name = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")]
Version = Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3}){0,2}$")]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,60}$")]
FieldName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,60}$")]
Row = dict[str, Any]
_PERSON_DIGITS = 12


class Strict(Schema):
    """Bodies: parts nobody reads are refused."""

    model_config = ConfigDict(extra="forbid")


class ContentPart(Strict):
    """The fields of a record."""

    content: Annotated[Row, Field(min_length=1, max_length=60)]


class QueryBody(Strict):
    """Each given field must match."""

    query: ContentPart


class WriteBody(Strict):
    """The record to write."""

    write: ContentPart


class ChangeBody(Strict):
    """Which record, and what it shall say."""

    query: ContentPart
    write: ContentPart


class SchemaBody(Schema):
    """A schema to create or change; the schema itself is taken as it comes."""

    model_config = ConfigDict(extra="allow")

    groupName: Annotated[str, Field(max_length=200)] = ""  # noqa: N815 - the specification's name
    catalogName: Annotated[str, Field(max_length=200)] = ""  # noqa: N815 - the specification's name
    code: Annotated[str, Field(max_length=60)] = ""


class ContentAnswer(Schema):
    """A record."""

    content: Row


class ListAnswer(Schema):
    """A page of records."""

    count: int
    next: str | None = None
    previous: str | None = None
    results: list[Row]


class ExistsPart(Schema):
    """Whether there is such a record."""

    status: bool
    message: str


class ExistsAnswer(Schema):
    """The answer of ``exists``."""

    answer: ExistsPart


class Detail(Schema):
    """Nothing found."""

    detail: str


class ValueAnswer(Schema):
    """One value."""

    value: Any


class ListQuery(Schema):
    """How a list is narrowed; ``query.<fieldName>=value`` narrows by equality, too."""

    search: Annotated[str, Field(max_length=100)] = ""
    filter: Annotated[str, Field(max_length=60)] = Field("", description="Field in which search looks.")
    ordering: Annotated[str, Field(max_length=61)] = Field("", description="ascending, descending, a field, or a field after a minus.")
    page: int = Field(1, ge=1, le=10_000)
    pageSize: int = Field(50, ge=1, le=500)  # noqa: N815 - the specification's name


class UsageQuery(Schema):
    """Whose data, in which registry."""

    userId: Annotated[str, Field(max_length=40)]  # noqa: N815 - the specification's name
    databaseId: Annotated[str, Field(max_length=60)]  # noqa: N815 - the specification's name


def govstack_api(shelves: list[Shelf], usage: UsageReader | None) -> RegistryApi:
    """The interface over the registries of the shelves; ``usage`` tells people who read their data."""
    api = RegistryApi(
        "govstack",
        title="GovStack Digital Registries",
        about=_("Khối GovStack Digital Registries: Data API 1.3 và Database API 1.1 trên các cơ sở dữ liệu đang có."),
        version="1.3.0",
        base="",
        client_header="Information-Mediator-Client",
    )
    find = partial(_registry, shelves)
    _add_list(api, find)
    _add_reading(api, find)
    _add_writing(api, find)
    _add_usage(api, usage)
    _add_databases(api, shelves)
    return api


def _registry(shelves: list[Shelf], key: str, version: str) -> DigitalRegistry:
    for shelf in shelves:
        for _number, registry in shelf.all():
            if registry.key == key and version in {registry.version, registry.version.split(".")[0]}:
                return registry
    raise NoSuchAddress


_READ: dict[Any, Any] = dict(refusals(403, 404))
_GUARDED = {GUARDED_MARK: True}
Find = Any


def _add_list(api: RegistryApi, find: Find) -> None:
    @api.get(
        "/data/{registry}/{version}",
        response={200: ListAnswer, 304: None, **_READ},
        summary="List records",
        tags=["Data"],
        openapi_extra={PREFIX_MARK: "query."},
    )
    def list_records(request: ApiRequest, registry: Path[Name], version: Path[Version], query: Query[ListQuery]) -> Any:
        """Records that fit, a page at a time."""
        chosen = find(registry, version)
        fields = tuple((name[6:], str(value)) for name, value in request.GET.items() if name.startswith("query."))
        rows = chosen.find(request.caller, ListAsked(query.search, query.filter, query.ordering, fields), clock.now())
        count = len(rows) if isinstance(rows, list) else rows.count()
        start = (query.page - 1) * query.pageSize
        found = chosen.show(list(rows[start : start + query.pageSize]))
        told: Row = {"count": count, "results": found}
        if start + query.pageSize < count:
            told["next"] = _page_uri(request, query.page + 1)
        if query.page > 1:
            told["previous"] = _page_uri(request, query.page - 1)
        return told


def _add_reading(api: RegistryApi, find: Find) -> None:
    @api.post("/data/{registry}/{version}/exists", response={200: ExistsAnswer, **_READ}, summary="Does a record exist", tags=["Data"])
    def record_exists(request: ApiRequest, registry: Path[Name], version: Path[Version], body: QueryBody) -> Any:
        """Whether a record exists of which every given field matches."""
        found = find(registry, version).exists(request.caller, body.query.content, clock.now())
        return {"answer": {"status": found, "message": "Object found" if found else "Object not found"}}

    @api.post("/data/{registry}/{version}/read", response={200: ContentAnswer, **_READ}, summary="Read a record", tags=["Data"])
    def read_record(request: ApiRequest, registry: Path[Name], version: Path[Version], body: QueryBody) -> Any:
        """The first record of which every given field matches."""
        found = find(registry, version).read(request.caller, body.query.content, clock.now())
        return {"content": found} if found is not None else _nothing(request)

    @api.get(
        "/data/{registry}/{version}/{uuid}/readValue/{field}.{ext}",
        response={200: ValueAnswer, 304: None, **_READ},
        summary="Read one field",
        tags=["Data"],
    )
    def read_value(
        request: ApiRequest,
        registry: Path[Name],
        version: Path[Version],
        uuid: Path[Key],
        field: Path[FieldName],
        ext: Path[Literal["json"]],
    ) -> Any:
        """One field of the record with the primary key."""
        chosen = find(registry, version)
        if field not in {column.name for column in chosen.columns}:
            raise FieldUnknown(name=field)
        found = chosen.read(request.caller, {chosen.columns[0].name: uuid}, clock.now())
        return {"value": found[field]} if found is not None else _nothing(request)


def _add_writing(api: RegistryApi, find: Find) -> None:
    place = "/data/{registry}/{version}"

    @api.post(f"{place}/create", response={200: ContentAnswer, **_READ}, summary="Create a record", tags=["Data"], openapi_extra=_GUARDED)
    def create_record(request: ApiRequest, registry: Path[Name], version: Path[Version], body: WriteBody) -> Any:
        """Write a new record; needs the registry's scope to write."""
        return {"content": find(registry, version).create(request.caller, body.write.content, clock.now())}

    @api.put(f"{place}/update", response={200: None, **_READ}, summary="Change the first match", tags=["Data"], openapi_extra=_GUARDED)
    def update_record(request: ApiRequest, registry: Path[Name], version: Path[Version], body: ChangeBody) -> Any:
        """Write the first record that matches."""
        return _changed(find(registry, version), request, body, every=False)

    @api.put(f"{place}/updateEntries", response={200: None, **_READ}, summary="Change every match", tags=["Data"], openapi_extra=_GUARDED)
    def update_records(request: ApiRequest, registry: Path[Name], version: Path[Version], body: ChangeBody) -> Any:
        """Write every record that matches."""
        return _changed(find(registry, version), request, body, every=True)

    @api.post(
        f"{place}/updateOrCreate",
        response={200: ContentAnswer, **_READ},
        summary="Change the match or create",
        tags=["Data"],
        openapi_extra=_GUARDED,
    )
    def update_or_create(request: ApiRequest, registry: Path[Name], version: Path[Version], body: ChangeBody) -> Any:
        """Write the record that matches, or a new one."""
        chosen, now = find(registry, version), clock.now()
        if not chosen.change(request.caller, body.query.content, body.write.content, now, every=False):
            return {"content": chosen.create(request.caller, {**body.query.content, **body.write.content}, now)}
        wanted = {**body.query.content, **body.write.content}
        return {"content": chosen.read(request.caller, wanted, now) or wanted}

    @api.delete(f"{place}/{{uuid}}/delete", response={204: None, **_READ}, summary="Delete a record", tags=["Data"], openapi_extra=_GUARDED)
    def delete_record(request: ApiRequest, registry: Path[Name], version: Path[Version], uuid: Path[Key]) -> Any:
        """Take the record with the primary key out."""
        return Status(204, None) if find(registry, version).remove(request.caller, uuid, clock.now()) else _nothing(request)


def _changed(registry: DigitalRegistry, request: ApiRequest, body: ChangeBody, *, every: bool) -> Any:
    count = registry.change(request.caller, body.query.content, body.write.content, clock.now(), every=every)
    return HttpResponse(status=200) if count else _nothing(request)


def _add_usage(api: RegistryApi, usage: UsageReader | None) -> None:
    answered = {200: list[Row], **dict(refusals(403, 404))}

    def told(request: ApiRequest, query: Query[UsageQuery]) -> Any:
        """Who read a person's data, and for which matter."""
        request.caller.require_read("dan-cu:usage")
        number = query.userId.removeprefix("VN")
        if not (number.isascii() and number.isdigit() and len(number) == _PERSON_DIGITS):
            return _nothing(request, PersonIdMalformed(), "invalid user id")
        found = usage(number) if usage else None
        if not found:
            return _nothing(request)
        return [
            {
                "id": one.id,
                "readerId": one.reader_id,
                "readerInitials": "".join(part[0] for part in one.reader_name.split()[:4]),
                "readerInstitutionId": one.institution_id,
                "readerInstitutionName": one.institution_name,
                "readerApplicationName": one.application,
                "searchDateTime": one.at.isoformat(),
                "refrences": [{"ReferenceID": one.reference}] if one.reference else [],
            }
            for one in found
        ]

    for name in ("myPersonalDataUsage", "mypersonalDataUsage"):
        api.get(
            f"/data/{name}",
            response=answered,
            operation_id=f"get_{name}",
            summary="Who read a person's data",
            tags=["Data"],
            openapi_extra=_GUARDED,
        )(told)


def _add_databases(api: RegistryApi, shelves: list[Shelf]) -> None:
    @api.get("/databases", response={200: list[Row], 304: None, **dict(refusals())}, summary="Registries by group", tags=["Database"])
    def list_databases(request: ApiRequest) -> Any:
        """Every registry with its schema, by group."""
        return [group_info(place, shelf) for place, shelf in enumerate(shelves, start=1)]

    @api.post(
        "/database/modify", response={200: Row, **dict(refusals(403))}, summary="Change a schema", tags=["Database"], openapi_extra=_GUARDED
    )
    def modify_database(request: ApiRequest, body: SchemaBody) -> Any:
        """Refused: schemas change with the platform's versions."""
        request.caller.require_scope("databases:write")
        raise OperationRefused

    @api.get("/database/{id}", response={200: Row, 304: None, **dict(refusals(404))}, summary="One registry", tags=["Database"])
    def get_database(request: ApiRequest, id: Path[Annotated[int, Field(ge=1, le=2**31 - 1)]]) -> Any:
        """A registry with its schema."""
        for shelf in shelves:
            for number, registry in shelf.all():
                if number == id:
                    return database_info(number, registry)
        return _nothing(request)

    @api.delete(
        "/database/{id}", response={200: str, **dict(refusals(403))}, summary="Delete a registry", tags=["Database"], openapi_extra=_GUARDED
    )
    def delete_database(request: ApiRequest, id: Path[Annotated[int, Field(ge=1, le=2**31 - 1)]]) -> Any:
        """Refused: these registries are law, not projects."""
        request.caller.require_scope("databases:write")
        raise OperationRefused


def _nothing(request: HttpRequest, error: DomainError | None = None, detail: str = "no record found") -> JsonResponse:
    """A problem whose ``detail`` has the words of the specification."""
    refused = problem_json(error or NoSuchRecord(), request)
    refused.content = json.dumps({**json.loads(refused.content), "detail": detail}, ensure_ascii=False).encode()
    return refused


def _page_uri(request: HttpRequest, number: int) -> str:
    wanted = request.GET.copy()
    wanted["page"] = str(number)
    return request.build_absolute_uri(f"{request.path}?{wanted.urlencode()}")
