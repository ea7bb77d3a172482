"""A whole file for taking away: PDF and XML in time order, and every original as it was signed.

Basis: 30/2020/NĐ-CP, Appendix VI.III.4.
"""

import datetime as dt
import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sen.capabilities.workfiles.errors import FileMissing
from sen.capabilities.workfiles.models import UseMode, WorkFile, WorkFileItem
from sen.capabilities.workfiles.selectors.form_facts import index_facts
from sen.capabilities.workfiles.selectors.reading import facts_of, items_in_time_order, seen_items
from sen.capabilities.workfiles.selectors.words import STATE_WORDS
from sen.capabilities.workfiles.selectors.xml import ExportedFile, ExportedItem, file_xml
from sen.capabilities.workfiles.services.bundling import Part, bundle
from sen.capabilities.workfiles.services.recording import KIND
from sen.capabilities.workfiles.states import WorkFileState
from sen.foundation.files.selectors import list_files, read_bytes
from sen.foundation.files.services import clean_name
from sen.foundation.history.selectors import list_events
from sen.foundation.printing.services import render_pdf
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound
from sen.ui.format import date_text, size_text

BUNDLE = "ho-so.zip"
_INFECTED = "infected"


def collect(*, actor: Actor, workfile: WorkFile, on: dt.date) -> list[ExportedItem]:
    """What lies in the file, in time order, with the originals the actor may see; none of them is read yet."""
    items = items_in_time_order(workfile)
    seen, facts = seen_items(actor, workfile, items, on), facts_of(items)
    wanted = {item.pk: _wanted(item, facts) for item in items if item.pk in seen}
    stored = {file.pk: file for file in list_files({entry["file_id"] for group in wanted.values() for entry in group})}
    found = []
    for item in items:
        if item.pk not in seen:
            found.append(ExportedItem(item, None, (), is_hidden=True))
            continue
        files = [_original(item, place, entry, stored) for place, entry in enumerate(wanted[item.pk], 1)]
        found.append(ExportedItem(item, facts.get(item.pk), [file for file in files if file]))
    return found


def make_sheets(folder: Path, workfile: WorkFile, items: Sequence[ExportedItem]) -> None:
    """Print the sheet before each of the items into the folder; those already there stay."""
    for one in items:
        if not one.is_hidden:
            _sheet(folder, workfile, one)


def write_bundle(folder: Path, workfile: WorkFile, items: Sequence[ExportedItem], *, actor: Actor, now: dt.datetime) -> Path:
    """A ZIP with ``ho-so.pdf``, ``ho-so.xml`` and the originals in ``van-ban/``, in the folder; it appears there whole or not at all.

    Documents the actor may not see are named by their ordinal only.  Raises FileMissing when an original is gone or no longer has the
    hash it had when the file was closed.
    """
    target, aside = folder / BUNDLE, folder / f"{BUNDLE}.part"
    with zipfile.ZipFile(aside, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("ho-so.pdf", bundle(_parts(folder, workfile, items, actor, now)))
        archive.writestr("ho-so.xml", file_xml(workfile, items, list_events(KIND, workfile.pk), exporter=actor.name, now=now))
        for one in items:
            for file in one.files:
                archive.writestr(file.path, file.read())
    aside.replace(target)
    return target


def _wanted(item: WorkFileItem, facts: dict[int, Any]) -> list[dict[str, Any]]:
    """The files frozen at closing, or while the file is open those the record has now."""
    if item.files:
        return list(item.files)
    fact = facts.get(item.pk)
    return [{"file_id": file.file_id, "name": file.name} for file in fact.files] if fact else []


def _original(item: WorkFileItem, place: int, entry: dict[str, Any], stored: dict[int, Any]) -> ExportedFile | None:
    file = stored.get(entry["file_id"])
    if file is None or entry.get("sha256") not in (None, file.sha256):
        raise FileMissing(name=entry["name"])
    if file.scan_state == _INFECTED:
        return None
    name = clean_name(entry["name"] or file.name)
    read = partial(_read, file, entry["name"])
    return ExportedFile(f"van-ban/{item.ordinal:03d}-{place:02d}-{name}", name, file.sha256, file.size, file.media_type, read)


def _read(file: Any, name: str) -> bytes:
    try:
        return read_bytes(file)
    except NotFound:
        raise FileMissing(name=name) from None


def _parts(folder: Path, workfile: WorkFile, items: Sequence[ExportedItem], actor: Actor, now: dt.datetime) -> list[Part]:
    hidden = frozenset(one.item.pk for one in items if one.is_hidden)
    facts = index_facts(workfile, clock.local(now).date(), hidden)
    cover = {
        **facts,
        "rights": str(UseMode(workfile.rights).label),
        "state": str(STATE_WORDS[WorkFileState(workfile.state)]),
        "exporter": actor.name,
        "left_out": f"Có {len(hidden)} tài liệu không kèm theo vì người xuất chưa được giao quyền xem." if hidden else "",
    }
    opening = [Part(render_pdf("workfiles/forms/cover.typ", cover)), Part(render_pdf("workfiles/forms/index.typ", facts))]
    return [*opening, *(Part(_sheet(folder, workfile, one), one.files) for one in items if not one.is_hidden)]


def _sheet(folder: Path, workfile: WorkFile, one: ExportedItem) -> bytes:
    """The sheet before an item, printed once and kept in the folder, so that a broken export goes on where it was."""
    path = folder / f"{one.item.pk}.pdf"
    if not path.exists():
        aside = path.with_suffix(".part")
        aside.write_bytes(render_pdf("workfiles/forms/divider.typ", _divider(workfile, one)))
        aside.replace(path)
    return path.read_bytes()


def _divider(workfile: WorkFile, one: ExportedItem) -> dict[str, Any]:
    item = one.item
    lines = (
        ("Loại", item.type_name or item.get_kind_display()),
        ("Số, ký hiệu", item.number),
        ("Ngày", date_text(item.dated_on)),
        ("Tác giả", item.author),
        ("Ghi chú", item.note),
    )
    traces = one.facts.traces if one.facts else ()
    return {
        "form": {"title": item.title, "basis": ""},
        "issuer": {"unit": ""},
        "code": workfile.code,
        "ordinal": item.ordinal,
        "title": item.title,
        "lines": [{"label": label, "value": value} for label, value in lines if value],
        "text": item.text,
        "traces": [
            {"who": trace.who, "at": clock.local(trace.at).strftime("%Y-%m-%dT%H:%M") if trace.at else "", "text": trace.text}
            for trace in traces
        ],
        "files": [{"name": file.name, "size": size_text(file.size), "sha256": file.sha256} for file in one.files],
    }
