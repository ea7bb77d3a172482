"""Taking files in, whether they came with the form or piece by piece before it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile

from sen.foundation.files.selectors import access_file
from sen.foundation.files.services import store_stream
from sen.kernel.actor import Actor

if TYPE_CHECKING:
    from sen.foundation.files.models import StoredFile


def receive_files(*, actor: Actor, uploads: "Sequence[UploadedFile[Any]]", received: Iterable[str], now: dt.datetime) -> "list[StoredFile]":
    """The stored files: those the form carried, and the actor's own that arrived before it, by their public ids.

    Raises what storing raises (EmptyFile, FileTooLarge, UnknownKind…), and NotFound for somebody else's file.
    """
    earlier = [access_file(public_id, actor) for public_id in dict.fromkeys(received) if public_id]
    carried = [store_stream(name=upload.name or "", pieces=upload.chunks(), actor=actor, now=now) for upload in uploads]
    return [*earlier, *carried]
