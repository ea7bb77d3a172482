"""Putting things into a work file and taking them out again, by reference.

Basis: 30/2020/NĐ-CP, Article 29 and Appendix VI.III.4: one document may belong to many files without being copied.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from sen.capabilities.workfiles.errors import AlreadyInFile, NoteEmpty, ReasonMissing, RecordNotVisible
from sen.capabilities.workfiles.models import ItemKind, WorkFile, WorkFileItem
from sen.capabilities.workfiles.selectors.reading import record_facts
from sen.capabilities.workfiles.services.opening import editable_file
from sen.capabilities.workfiles.services.recording import record_deed
from sen.capabilities.workfiles.types import Fileable
from sen.foundation.files.services import store_bytes
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound
from sen.kernel.text import clean


@transaction.atomic
def put_record(*, actor: Actor, workfile_id: int, kind: str, record_id: int, note: str = "", now: dt.datetime) -> WorkFileItem:
    """Put a record of another app into the file, by reference.

    Raises NotFound, NotAllowed, FileNotOpen, FileFrozen, RecordNotVisible, AlreadyInFile.
    """
    workfile = editable_file(actor=actor, workfile_id=workfile_id)
    facts = record_facts(actor, kind, record_id, clock.local(now).date())
    if facts is None:
        raise RecordNotVisible
    there = workfile.items.filter(kind=kind, record_id=record_id, removed_at__isnull=True).first()
    if there is not None:
        raise AlreadyInFile(ordinal=there.ordinal)
    return add_item(workfile=workfile, actor=actor, now=now, facts=facts, note=note)


@transaction.atomic
def put_records(*, actor: Actor, workfile_id: int, records: Sequence[tuple[str, int]], now: dt.datetime) -> int:
    """Put several records in; those already there or not visible are left out.  Returns how many are new."""
    workfile = editable_file(actor=actor, workfile_id=workfile_id)
    there = set(workfile.items.filter(removed_at__isnull=True).values_list("kind", "record_id"))
    added = 0
    for kind, record_id in dict.fromkeys(records):
        facts = record_facts(actor, kind, record_id, clock.local(now).date()) if (kind, record_id) not in there else None
        if facts is not None:
            add_item(workfile=workfile, actor=actor, now=now, facts=facts, note="")
            added += 1
    return added


@transaction.atomic
def put_note(
    *,
    actor: Actor,
    workfile_id: int,
    title: str,
    text: str = "",
    upload: tuple[str, bytes] | None = None,
    pages: int = 0,
    dated_on: dt.date | None = None,
    now: dt.datetime,
) -> WorkFileItem:
    """Put a note or a file of one's own into the file: minutes, a photograph, a table.  Raises NoteEmpty and what storing files raises."""
    workfile = editable_file(actor=actor, workfile_id=workfile_id)
    title, text = clean(title)[:500], clean(text)
    if not title or (not text and upload is None):
        raise NoteEmpty("text")
    stored = store_bytes(name=upload[0], content=upload[1], actor=actor, now=now) if upload else None
    facts = Fileable(ItemKind.NOTE.value, 0, title, dated_on=dated_on, author=actor.name, pages=pages)
    item = add_item(workfile=workfile, actor=actor, now=now, facts=facts, note="", text=text, file_id=stored.pk if stored else None)
    return item


@transaction.atomic
def remove_item(*, actor: Actor, workfile_id: int, item_id: int, reason: str, now: dt.datetime) -> None:
    """Take something out of the file: a double, a spare draft, something that belongs elsewhere.  The record itself stays where it is."""
    workfile = editable_file(actor=actor, workfile_id=workfile_id)
    reason = clean(reason)[:300]
    if not reason:
        raise ReasonMissing("reason")
    item = workfile.items.filter(pk=item_id, removed_at__isnull=True).first()
    if item is None:
        raise NotFound
    item.removed_at, item.removed_reason = now, reason
    item.save(update_fields=["removed_at", "removed_reason"])
    count_up(workfile)
    payload = {"kind": item.kind, "record": item.record_id, "title": item.title, "ordinal": item.ordinal}
    record_deed(workfile, "remove", actor=actor, now=now, reason=reason, payload=payload)


def count_up(workfile: WorkFile) -> None:
    """Write how many documents and pages lie in the file."""
    pages = list(workfile.items.filter(removed_at__isnull=True).values_list("pages", flat=True))
    workfile.doc_total, workfile.page_total = len(pages), sum(pages)
    workfile.save(update_fields=["doc_total", "page_total"])


def add_item(
    *, workfile: WorkFile, actor: Actor, facts: Fileable, note: str, text: str = "", file_id: int | None = None, now: dt.datetime
) -> WorkFileItem:
    """Write one more thing into a file whose row the caller has locked and whose rights it has asked."""
    workfile.last_ordinal += 1
    workfile.doc_total += 1
    workfile.page_total += facts.pages
    workfile.save(update_fields=["last_ordinal", "doc_total", "page_total"])
    item = WorkFileItem.objects.create(
        workfile=workfile,
        kind=facts.kind,
        record_id=facts.record_id or None,
        ordinal=workfile.last_ordinal,
        type_name=facts.type_name[:100],
        number=facts.number[:60],
        title=(facts.title or facts.type_name or facts.number)[:500],
        dated_on=facts.dated_on,
        dated_at=facts.at,
        author=facts.author[:200],
        pages=facts.pages,
        note=clean(note)[:500],
        text=text,
        file_id=file_id,
        put_by_id=actor.account_id,
        put_by_name=actor.name,
        put_at=now,
    )
    payload = {"kind": item.kind, "record": item.record_id, "title": item.title, "ordinal": item.ordinal}
    record_deed(workfile, "put", actor=actor, now=now, payload=payload)
    return item
