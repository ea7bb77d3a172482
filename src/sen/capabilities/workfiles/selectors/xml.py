"""A whole file as XML in the names of Appendix VI.  What the appendix does not name stands in the namespace of this platform."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from sen.capabilities.workfiles.models import ItemKind, WorkFile, WorkFileItem
from sen.capabilities.workfiles.selectors.numbers import FILE_FIELDS, INCOMING_FIELDS, OUTGOING_FIELDS, file_metadata, item_metadata
from sen.capabilities.workfiles.types import Fileable, Trace
from sen.foundation.history.types import EventView
from sen.kernel import clock
from sen.kernel.text import clean

NAMESPACE = "urn:sen:work-file:1"
_ELEMENTS = {ItemKind.INCOMING.value: "IncomingDocument", ItemKind.OUTGOING.value: "OutgoingDocument"}
ET.register_namespace("sen", NAMESPACE)


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One original in the bundle; ``read`` gives its bytes."""

    path: str
    name: str
    sha256: str
    size: int
    media_type: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class ExportedItem:
    """One thing of the file with its originals, in time order; ``is_hidden`` when the exporter may not see it."""

    item: WorkFileItem
    facts: Fileable | None
    files: Sequence[ExportedFile]
    is_hidden: bool = False


def file_xml(workfile: WorkFile, items: Sequence[ExportedItem], history: Sequence[EventView], *, exporter: str, now: dt.datetime) -> bytes:
    """The file, its documents and its history."""
    root = ET.Element("WorkFile", {"exported": _instant(now), "exporter": clean(exporter)})
    told = file_metadata(workfile)
    _put(root, "FileCode", told["FileCode"])
    for name in FILE_FIELDS:
        _put(root, name, told[name])
    for name, value in (("Keyword", workfile.keywords), ("InforSign", workfile.sign), ("State", workfile.state)):
        _put(root, _own(name), value)
    documents = ET.SubElement(root, "DocumentList")
    for one in items:
        _document(documents, workfile, one)
    steps = ET.SubElement(root, _own("History"))
    for event in history:
        step = ET.SubElement(
            steps, _own("Event"), {"sequence": str(event.sequence), "action": event.action, "at": _instant(event.occurred_at)}
        )
        step.set("actor", clean(event.actor_name))
        step.text = clean(event.reason) or None
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _document(parent: ET.Element, workfile: WorkFile, one: ExportedItem) -> None:
    kind = one.item.kind
    element = ET.SubElement(parent, _ELEMENTS.get(kind, "Document"), {"kind": kind})
    if one.is_hidden:
        element.set("withheld", "true")
        _put(element, "DocOrdinal", one.item.ordinal)
        return
    metadata = one.item.metadata or item_metadata(workfile, one.item, one.facts)
    fields = INCOMING_FIELDS if kind == ItemKind.INCOMING else OUTGOING_FIELDS
    _put(element, "FileCode", metadata.get("FileCode"))
    traces = one.facts.traces if one.facts else ()
    for name in fields:
        value = _traces(traces) if name == "TraceHeaderList" and traces else metadata.get(name)
        _put(element, name, value)
    if "TraceHeaderList" not in fields and traces:
        _put(element, _own("TraceHeaderList"), _traces(traces))
    _put(element, _own("Note"), one.item.text)
    for file in one.files:
        ET.SubElement(
            element,
            _own("File"),
            {"path": file.path, "name": file.name, "size": str(file.size), "sha256": file.sha256, "type": file.media_type},
        )


def _traces(traces: Sequence[Trace]) -> str:
    return "\n".join(": ".join(part for part in (_who(trace), trace.text) if part) for trace in traces)


def _who(trace: Trace) -> str:
    return " ".join(part for part in (clock.local(trace.at).strftime("%Y-%m-%d %H:%M") if trace.at else "", trace.who) if part)


def _put(parent: ET.Element, name: str, value: Any) -> None:
    """One element; a mapping becomes children, a sequence the element repeated; empty values are left out."""
    if value is None or value == "" or value == [] or value == {}:
        return
    if isinstance(value, list | tuple):
        for each in value:
            _put(parent, name, each)
        return
    element = ET.SubElement(parent, name)
    if isinstance(value, Mapping):
        for key, each in value.items():
            _put(element, str(key), each)
    else:
        element.text = clean(str(value))


def _own(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _instant(moment: dt.datetime) -> str:
    return clock.local(moment).isoformat(timespec="seconds")
