"""A whole file for taking away: PDF and XML in time order, and every original as it was signed.

Basis: 30/2020/NĐ-CP, Appendix VI.III.4.
"""

import datetime as dt
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.db import transaction

from sen.capabilities.workfiles import policies
from sen.capabilities.workfiles.errors import FileMissing
from sen.capabilities.workfiles.models import UseMode, WorkFile, WorkFileItem
from sen.capabilities.workfiles.selectors.form_facts import index_facts
from sen.capabilities.workfiles.selectors.reading import current_items, facts_of, seen_items
from sen.capabilities.workfiles.selectors.words import STATE_WORDS
from sen.capabilities.workfiles.selectors.xml import ExportedFile, ExportedItem, file_xml
from sen.capabilities.workfiles.services.bundling import Part, bundle
from sen.capabilities.workfiles.services.recording import KIND, record_deed
from sen.capabilities.workfiles.states import WorkFileState
from sen.foundation.files.selectors import list_files, read_bytes
from sen.foundation.files.services import clean_name
from sen.foundation.history.selectors import list_events
from sen.foundation.printing.services import render_pdf
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound
from sen.ui.format import date_text, size_text

_LATEST = dt.date.max
_INFECTED = "infected"


@transaction.atomic
def export_file(*, actor: Actor, workfile_id: int, now: dt.datetime) -> tuple[str, bytes]:
    """Name and content of a ZIP with ``ho-so.pdf``, ``ho-so.xml`` and the originals in ``van-ban/``.

    Documents the actor may not see are named by their ordinal only.  Raises NotFound, and FileMissing when an original is gone or no
    longer has the hash it had when the file was closed.
    """
    workfile = policies.access_workfile(actor, workfile_id)
    items = collect(actor=actor, workfile=workfile, on=clock.local(now).date())
    left_out = sum(1 for one in items if one.is_hidden)
    record_deed(workfile, "export", actor=actor, now=now, payload={"items": len(items), "left_out": left_out})
    history = list_events(KIND, workfile.pk)
    xml = file_xml(workfile, items, history, exporter=actor.name, now=now)
    pdf = bundle(_parts(workfile, items, actor, now))
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("ho-so.pdf", pdf)
        archive.writestr("ho-so.xml", xml)
        for one in items:
            for file in one.files:
                archive.writestr(file.path, file.content)
    return f"ho-so-{workfile.organ_id}-{workfile.year}-{workfile.notation}.zip", out.getvalue()


def collect(*, actor: Actor, workfile: WorkFile, on: dt.date) -> list[ExportedItem]:
    """What lies in the file, in time order, with the bytes of the originals the actor may see."""
    items = sorted(current_items(workfile), key=lambda item: (item.dated_on or _LATEST, item.put_at, item.pk))
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


def _wanted(item: WorkFileItem, facts: dict[int, Any]) -> list[dict[str, Any]]:
    """The files frozen at closing, or while the file is open those the record has now."""
    if item.files:
        return list(item.files)
    fact = facts.get(item.pk)
    return [{"file_id": file.file_id, "name": file.name} for file in fact.files] if fact else []


def _original(item: WorkFileItem, place: int, entry: dict[str, Any], stored: dict[int, Any]) -> ExportedFile | None:
    file = stored.get(entry["file_id"])
    if file is None:
        raise FileMissing(name=entry["name"])
    if file.scan_state == _INFECTED:
        return None
    if entry.get("sha256") not in (None, file.sha256):
        raise FileMissing(name=entry["name"])
    try:
        content = read_bytes(file)
    except NotFound:
        raise FileMissing(name=entry["name"]) from None
    name = clean_name(entry["name"] or file.name)
    return ExportedFile(f"van-ban/{item.ordinal:03d}-{place:02d}-{name}", name, file.sha256, file.size, file.media_type, content)


def _parts(workfile: WorkFile, items: Sequence[ExportedItem], actor: Actor, now: dt.datetime) -> list[Part]:
    today = clock.local(now).date()
    hidden = frozenset(one.item.pk for one in items if one.is_hidden)
    facts = index_facts(workfile, today, hidden)
    cover = {
        **facts,
        "rights": str(UseMode(workfile.rights).label),
        "state": str(STATE_WORDS[WorkFileState(workfile.state)]),
        "exporter": actor.name,
        "left_out": f"Có {len(hidden)} tài liệu không kèm theo vì người xuất chưa được giao quyền xem." if hidden else "",
    }
    opening = [Part(render_pdf("workfiles/forms/cover.typ", cover)), Part(render_pdf("workfiles/forms/index.typ", facts))]
    dividers = [Part(render_pdf("workfiles/forms/divider.typ", _divider(workfile, one)), one.files) for one in items if not one.is_hidden]
    return [*opening, *dividers]


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
