"""How the Database API of the GovStack building block describes a registry."""

from typing import Any

from sen.ui.api.registries import DigitalRegistry, Shelf
from sen.ui.api.tables import Column

_TYPES = {"text": "string", "integer": "integer", "number": "number", "date": "string", "boolean": "boolean", "object": "object"}
_SINCE = "2026-01-01T00:00:00Z"


def database_info(number: int, registry: DigitalRegistry) -> dict[str, Any]:
    """A registry as databaseInfo."""
    return {
        "id": number,
        "version": registry.version,
        "name": str(registry.title),
        "description": str(registry.about),
        "institution": "",
        "numberFormat": "{code}{indexNoByCode}",
        "code": registry.key,
        "schema": schema_of(registry),
        "schemaTags": [{"name": column.name, "path": column.name, "isFulltext": column.kind == "text"} for column in registry.columns],
        "schemaFlags": [],
        "fieldsUniques": [[registry.columns[0].name]],
        "isDraft": False,
        "isDisabled": False,
        "isArchived": False,
        "modifiedAt": _SINCE,
        "byUserName": "",
        "byUserAuthId": "",
        "byOnBehalfOfUserAuthId": "",
        "byOnBehalfOfUserName": "",
        "genericServices": [],
        "dataIndexIncrement": 0,
        "hasLogo": False,
    }


def group_info(place: int, shelf: Shelf) -> dict[str, Any]:
    """A group of registries."""
    return {
        "id": place,
        "name": str(shelf.title),
        "code": f"G{place}",
        "databases": [database_info(number, registry) for number, registry in shelf.all()],
        "groupId": place,
        "order": place,
        "dataIndexIncrement": 0,
    }


def schema_of(registry: DigitalRegistry) -> dict[str, Any]:
    """The fields of a registry as DatabaseSchema."""
    fields = {
        column.name: _field(place, column, primary=place == 1, writable=registry.writable)
        for place, column in enumerate(registry.columns, start=1)
    }
    return {"type": "object", "properties": fields, "incrementIndex": len(fields), "required": [registry.columns[0].name]}


def _field(place: int, column: Column, *, primary: bool, writable: bool) -> dict[str, Any]:
    return {
        "type": _TYPES[column.kind],
        "primaryKey": primary,
        "readOnly": not writable,
        "description": str(column.title),
        "example": "",
        "id": place,
        "triggers": [],
    }
