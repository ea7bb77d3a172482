"""Exports of whole files as the person who asked for them sees them."""

from uuid import UUID

from sen.capabilities.workfiles.models import FileExport, WorkFile
from sen.capabilities.workfiles.policies import access_workfile
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound


def latest_export(actor: Actor, workfile: WorkFile) -> FileExport | None:
    """The last export of the file the actor asked for."""
    return FileExport.objects.filter(workfile=workfile, asked_by=actor.account_id).order_by("-pk").first()


def access_export(actor: Actor, workfile_id: int, public_id: UUID) -> FileExport:
    """An export the actor asked for, of a file the actor may still see; NotFound otherwise."""
    workfile = access_workfile(actor, workfile_id)
    export = FileExport.objects.filter(workfile=workfile, asked_by=actor.account_id, public_id=public_id).first()
    if export is None:
        raise NotFound
    return export
