"""Exports of whole files, made in the background step by step, kept for some days.

Every step keeps what it made and asks for the next one, so a worker that dies loses one step only.
"""

import datetime as dt
import shutil
import uuid
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from sen.capabilities.workfiles import policies
from sen.capabilities.workfiles.errors import ExportNotReady
from sen.capabilities.workfiles.events import ExportMoved
from sen.capabilities.workfiles.models import FileExport, WorkFile
from sen.capabilities.workfiles.selectors.exports import access_export
from sen.capabilities.workfiles.services.packing import BUNDLE, collect, make_sheets, write_bundle
from sen.capabilities.workfiles.services.recording import record_deed
from sen.capabilities.workfiles.states import ExportState
from sen.foundation.accounts.selectors import actor_of
from sen.foundation.jobs.services import publish
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import DomainError

STEP = 20
KEPT = dt.timedelta(days=7)


@transaction.atomic
def ask_export(*, actor: Actor, workfile_id: int, now: dt.datetime) -> FileExport:
    """Have the whole file made ready for taking away; the actor's earlier export of it is removed.

    One that is being made for the actor already is not begun again.  Raises NotFound.
    """
    workfile = policies.access_workfile(actor, workfile_id, lock=True)
    going = FileExport.objects.filter(workfile=workfile, asked_by=actor.account, state=ExportState.MAKING).first()
    if going is not None:
        return going
    _discard(FileExport.objects.filter(workfile=workfile, asked_by=actor.account))
    export = FileExport.objects.create(
        public_id=uuid.uuid4(),
        workfile=workfile,
        asked_by_id=actor.account,
        asked_at=now,
        total=workfile.doc_total,
        name=f"ho-so-{workfile.organ_id}-{workfile.year}-{workfile.notation}.zip",
    )
    publish(ExportMoved(export.pk, 0), now=now)
    return export


@transaction.atomic
def advance_export(*, export_id: int, position: int, now: dt.datetime) -> bool:
    """Make the next sheets, or after the last of them the bundle; whether something is left to do.

    Does nothing unless the export still stands where it was asked to go on.  What the person who asked may no longer see, or an
    original that is gone, ends the export with its reason.
    """
    export = FileExport.objects.select_for_update(of=("self",)).filter(pk=export_id, state=ExportState.MAKING, position=position).first()
    if export is None:
        return False
    actor = actor_of(export.asked_by_id, clock.local(now).date())
    try:
        _advance(export, actor, now)
    except DomainError as error:
        export.state, export.problem = ExportState.FAILED, error.message[:500]
    if export.state == ExportState.MAKING:
        publish(ExportMoved(export.pk, export.position), now=now)
    else:
        export.finished_at, export.kept_until = now, now + KEPT
    export.save()
    return export.state == ExportState.MAKING


@transaction.atomic
def take_export(*, actor: Actor, workfile_id: int, public_id: uuid.UUID, now: dt.datetime) -> tuple[str, Path]:
    """Name and place of the finished bundle, for whoever asked for it.  Raises NotFound, ExportNotReady."""
    export = access_export(actor, workfile_id, public_id)
    path = _folder(export) / BUNDLE
    if export.state != ExportState.DONE or not path.exists():
        raise ExportNotReady
    if export.taken_at is None:
        export.taken_at = now
        export.save(update_fields=["taken_at"])
    return export.name, path


@transaction.atomic
def discard_exports(*, now: dt.datetime) -> int:
    """Remove what was kept long enough; returns how many exports."""
    return _discard(FileExport.objects.filter(kept_until__lt=now))


def _discard(exports: QuerySet[FileExport]) -> int:
    old = list(exports.select_for_update(skip_locked=True).exclude(state=ExportState.GONE))
    for export in old:
        shutil.rmtree(_folder(export), ignore_errors=True)
        export.state = ExportState.GONE
    FileExport.objects.bulk_update(old, ["state"])
    return len(old)


def _advance(export: FileExport, actor: Actor, now: dt.datetime) -> None:
    workfile: WorkFile = policies.access_workfile(actor, export.workfile_id)
    folder = _folder(export)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    items = collect(actor=actor, workfile=workfile, on=clock.local(now).date())
    export.total = len(items)
    if export.position < export.total:
        make_sheets(folder, workfile, items[export.position : export.position + STEP])
        export.position = min(export.position + STEP, export.total)
        return
    left_out = sum(1 for one in items if one.is_hidden)
    record_deed(workfile, "export", actor=actor, now=now, payload={"items": len(items), "left_out": left_out})
    write_bundle(folder, workfile, items, actor=actor, now=now)
    for sheet in folder.glob("*.pdf"):
        sheet.unlink()
    export.state = ExportState.DONE


def _folder(export: FileExport) -> Path:
    return Path(settings.DATA_DIR) / "exports" / str(export.public_id)
