"""Bringing lists in: started, carried on piece by piece in the background, stopped and continued at the same byte."""

import datetime as dt
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from sen.foundation.audit.services import record_change
from sen.foundation.files.selectors import access_file, stored_path
from sen.foundation.files.services import store_stream
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor, ActorKind
from sen.kernel.clock import local
from sen.kernel.text import clean
from sen.registries.parties.errors import BasisMissing, FileUnreadable, ImportBusy, ImportNotFound
from sen.registries.parties.events import ImportMoved
from sen.registries.parties.models import ImportKind, ImportProblem, ImportRun, ImportState
from sen.registries.parties.policies import access_keeping
from sen.registries.parties.services import import_businesses, import_people
from sen.registries.parties.services.import_cells import Lists, shown
from sen.registries.parties.services.import_people import Applied
from sen.registries.parties.services.tables import Layout, read_layout, read_rows

_ROWS = {ImportKind.PEOPLE: 5000, ImportKind.BUSINESSES: 500}
_KINDS = {
    ImportKind.PEOPLE: (import_people.HEADS, import_people.NEEDED, import_people.apply_people),
    ImportKind.BUSINESSES: (import_businesses.HEADS, import_businesses.NEEDED, import_businesses.apply_businesses),
}
_PIECE = 1024 * 1024


@transaction.atomic
def start_import(
    *, actor: Actor, kind: ImportKind, source: str, file_key: uuid.UUID, is_trial: bool, basis: str, now: dt.datetime
) -> uuid.UUID:
    """Begin with a file the actor has sent; the rows follow in the background.  Returns the key of the import.

    Raises RegistryNotAllowed, BasisMissing, NotFound for a foreign file, FileUnreadable when its first row tells that it
    cannot be read.
    """
    access_keeping(actor)
    if not clean(source) or not clean(basis):
        raise BasisMissing("basis" if clean(source) else "source")
    return _start(actor, kind, clean(source), access_file(file_key, actor), is_trial, clean(basis), now)


@transaction.atomic
def start_import_of_path(
    *, actor: Actor, kind: ImportKind, source: str, path: Path, is_trial: bool, basis: str, now: dt.datetime
) -> uuid.UUID:
    """The same with a file on the server, of any size; for the operator's command.  Raises RegistryNotAllowed, FileUnreadable."""
    access_keeping(actor)
    with path.open("rb") as stream:
        pieces = iter(lambda: stream.read(_PIECE), b"")
        file = store_stream(name=path.name, pieces=pieces, actor=actor, now=now, media_type="text/plain", produced=True)
    return _start(actor, kind, clean(source), file, is_trial, clean(basis), now)


def _start(actor: Actor, kind: ImportKind, source: str, file: Any, is_trial: bool, basis: str, now: dt.datetime) -> uuid.UUID:
    heads, needed, _apply = _KINDS[kind]
    layout = read_layout(stored_path(file.sha256), heads, needed)
    run = ImportRun.objects.create(
        kind=kind,
        source=source,
        file=file,
        file_name=file.name,
        is_trial=is_trial,
        basis=basis,
        layout={"separator": layout.separator, "columns": dict(layout.columns), "start": layout.start, "strange": list(layout.strange)},
        size=file.size,
        position=layout.start,
        started_by_id=actor.account_id,
        started_by_name=actor.name,
        agency_id=actor.agency_id,
        started_at=now,
        moved_at=now,
    )
    detail = {"file": file.name, "source": source, "trial": is_trial}
    record_change(actor=actor, action="import.start", subject_type="import", subject_id=run.pk, now=now, detail=detail)
    publish(ImportMoved(run.pk, run.position), now=now)
    return run.public_id


@transaction.atomic
def advance_import(*, run_id: int, position: int, now: dt.datetime) -> bool:
    """Bring in the next rows, if the import still stands where it was asked to go on; whether rows are left.

    Rows, their report and the new position are kept together, so a break loses nothing and repeats nothing.
    """
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("file").filter(pk=run_id).first()
    if run is None or run.state != ImportState.RUNNING or run.position != position:
        return False
    kind = ImportKind(run.kind)
    applied, at_end = _take_rows(run, kind, now)
    run.moved_at = now
    run.created += applied.created
    run.updated += applied.updated
    run.unchanged += applied.unchanged
    run.wrong += len(applied.problems)
    ImportProblem.objects.bulk_create(
        [
            ImportProblem(run=run, line=line, column=_head_of(kind, column), value=shown(value), reason=reason[:300])
            for line, column, value, reason in applied.problems
        ],
        batch_size=2000,
    )
    if at_end:
        run.state, run.finished_at = ImportState.DONE, now
        counts = {"created": run.created, "updated": run.updated, "unchanged": run.unchanged, "wrong": run.wrong}
        record_change(actor=_starter(run), action="import.finish", subject_type="import", subject_id=run.pk, now=now, detail=counts)
    else:
        publish(ImportMoved(run.pk, run.position), now=now)
    run.save()
    return not at_end


def _take_rows(run: ImportRun, kind: ImportKind, now: dt.datetime) -> tuple[Applied, bool]:
    layout = _layout(run.layout)
    rows: list[tuple[int, Mapping[str, str]]] = []
    broken: list[tuple[int, str, str, str]] = []
    at_end = True
    for row in read_rows(stored_path(run.file.sha256), layout, run.position):
        run.position, run.line = row.end, run.line + 1
        if row.problem:
            broken.append((run.line + 1, "", "", row.problem))
        elif row.cells:
            rows.append((run.line + 1, row.cells))
        if len(rows) + len(broken) >= _ROWS[kind]:
            at_end = run.position >= run.size
            break
    lists = Lists(local(now).date())
    apply = _KINDS[kind][2]
    applied = apply(rows, source=run.source, lists=lists, is_trial=run.is_trial, actor=_starter(run), basis=run.basis, now=now)
    applied.problems[:0] = broken
    applied.problems.sort(key=lambda problem: problem[0])
    return applied, at_end


def _layout(facts: Mapping[str, Any]) -> Layout:
    return Layout(facts["separator"], facts["columns"], facts["start"], tuple(facts.get("strange", ())))


def _starter(run: ImportRun) -> Actor:
    """The one who began it, as far as the record of changes needs to know."""
    kind = ActorKind.OFFICER if run.started_by_id else ActorKind.SYSTEM
    return Actor(kind, account_id=run.started_by_id, name=run.started_by_name, agency_id=run.agency_id)


def _head_of(kind: ImportKind, column: str) -> str:
    return next((head for head, field in _KINDS[kind][0].items() if field == column), column)


@transaction.atomic
def stop_import(*, actor: Actor, public_id: uuid.UUID, now: dt.datetime) -> None:
    """Stop after the rows under way; what is in stays in.  Raises RegistryNotAllowed, ImportNotFound, ImportBusy."""
    _turn(actor, public_id, ImportState.RUNNING, ImportState.STOPPED, "import.stop", now)


@transaction.atomic
def continue_import(*, actor: Actor, public_id: uuid.UUID, now: dt.datetime) -> None:
    """Go on at the byte where it stopped.  Raises RegistryNotAllowed, ImportNotFound, ImportBusy."""
    run = _turn(actor, public_id, ImportState.STOPPED, ImportState.RUNNING, "import.continue", now)
    publish(ImportMoved(run.pk, run.position), now=now)


def _turn(actor: Actor, public_id: uuid.UUID, before: ImportState, after: ImportState, action: str, now: dt.datetime) -> ImportRun:
    access_keeping(actor)
    run = ImportRun.objects.select_for_update().filter(public_id=public_id).first()
    if run is None:
        raise ImportNotFound
    if run.state != before:
        raise ImportBusy
    run.state, run.moved_at = after, now
    run.save(update_fields=["state", "moved_at"])
    record_change(actor=actor, action=action, subject_type="import", subject_id=run.pk, now=now, detail={"position": run.position})
    return run


def check_file(*, kind: ImportKind, path: Path) -> Layout:
    """How the file would be read.  Raises FileUnreadable."""
    if not path.is_file():
        raise FileUnreadable("file", why="không có tệp này")
    heads, needed, _apply = _KINDS[kind]
    return read_layout(path, heads, needed)
