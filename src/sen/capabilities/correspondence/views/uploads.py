"""Files a person sends with a document: in pieces with JavaScript, with the form without it."""

import datetime as dt

from sen.capabilities.correspondence.types import FileRole, NewFile
from sen.foundation.files.selectors import access_file
from sen.foundation.files.services import store_bytes
from sen.ui.access import ActorRequest

MAIN, ANNEXES = "van_ban", "kem_theo"
_ROLES = ((MAIN, FileRole.MAIN), (ANNEXES, FileRole.ANNEX))


def files_of(request: ActorRequest, now: dt.datetime) -> list[NewFile]:
    """Everything that was sent, the document first; raises NotFound for another's file, and what storing raises."""
    found = []
    for name, role in _ROLES:
        for public_id in _received(request, name):
            found.append(NewFile(access_file(public_id, request.actor).pk, role))
        for upload in request.FILES.getlist(name):
            stored = store_bytes(name=upload.name or "van-ban", content=upload.read(), actor=request.actor, now=now)
            found.append(NewFile(stored.pk, role))
    return found


def _received(request: ActorRequest, name: str) -> list[str]:
    values = request.POST.getlist(f"{name}_received")
    return list(dict.fromkeys(part.strip() for value in values for part in value.split(",") if part.strip()))
