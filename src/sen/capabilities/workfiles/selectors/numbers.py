"""Words and codes of Appendix VI for one file and its items: the same in the pages, the index and the XML."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sen.capabilities.workfiles.models import ItemKind, UseMode, WorkFile, WorkFileItem
from sen.capabilities.workfiles.types import Fileable

# Fields of Appendix VI.II in their order, for outgoing and incoming documents.
OUTGOING_FIELDS = (
    *("DocOrdinal", "TypeName", "CodeNumber", "CodeNotation", "IssuedDate", "OrganName", "Subject", "Language", "PageAmount"),
    *("Description", "SignerInfo", "To", "Priority", "IssuedAmount", "DueDate"),
)
INCOMING_FIELDS = (
    *("DocOrdinal", "TypeName", "CodeNumber", "CodeNotation", "IssuedDate", "OrganName", "Subject", "Language", "PageAmount"),
    *("Description", "ArrivalDate", "ArrivalNumber", "SignerInfo", "Priority", "ToPlaces", "TraceHeaderList", "DueDate"),
)
FILE_FIELDS = (*("Title", "Maintenance", "Rights", "Creator", "Language", "StartDate", "EndDate", "DocTotal", "PageTotal", "Description"),)
_DATE = "%Y-%m-%d"


def file_code(workfile: WorkFile) -> dict[str, Any]:
    """FileCode with its three parts."""
    return {"OrganId": workfile.organ_id, "FileCatalog": workfile.year, "FileNotation": workfile.notation}


def file_metadata(workfile: WorkFile) -> dict[str, Any]:
    """The file in the names of Appendix VI.II.3."""
    return {
        "FileCode": file_code(workfile),
        "Title": workfile.title,
        "Maintenance": workfile.maintenance,
        "Rights": str(UseMode(workfile.rights).label),
        "Creator": workfile.keeper_name[:30],
        "Language": workfile.language,
        "StartDate": date_value(workfile.start_on),
        "EndDate": date_value(workfile.end_on),
        "DocTotal": workfile.doc_total,
        "PageTotal": workfile.page_total,
        "Description": workfile.description,
    }


def item_metadata(workfile: WorkFile, item: WorkFileItem, facts: Fileable | None) -> dict[str, Any]:
    """One item in the names of Appendix VI.II.1 or 2: what its record says, filled up with what the file kept when it was put in."""
    own = {
        "TypeName": item.type_name or str(ItemKind(item.kind).label),
        "CodeNumber": item.number.partition("/")[0],
        "CodeNotation": item.number.partition("/")[2],
        "IssuedDate": date_value(item.dated_on),
        "OrganName": item.author,
        "Subject": item.title,
        "Language": workfile.language,
        "PageAmount": item.pages,
        "Description": item.note,
    }
    told: Mapping[str, Any] = facts.metadata if facts else {}
    merged = {**own, **{name: value for name, value in told.items() if value not in ("", None)}}
    return {"FileCode": file_code(workfile), "DocOrdinal": item.ordinal, **merged}


def date_value(day: dt.date | None) -> str:
    """A date of ten characters, as XML writes it; empty for none."""
    return day.strftime(_DATE) if day else ""
