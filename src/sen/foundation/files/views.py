"""Resumable uploads over HTTP.  Answers are JSON for the page's script; a page without script sends files with its form.

POST /tep/ {name, size} → 201 {id, url, finish_url, received, size}
PATCH url, header Upload-Offset, body the piece → {received, size}; 409 with the right ``received`` when it does not fit
GET url → {received, size}
POST finish_url → the kept file; the last piece finishes by itself, so this is for clients that want to be sure

Once the file is kept, every answer also holds {value, name, sha256, media_type, scan_state, scan_label}; ``value`` is what a
form sends to attach the file.
"""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from sen.foundation.files import policies, selectors, services
from sen.foundation.files.errors import BadPiece, EmptyFile, WrongOffset
from sen.foundation.files.forms import StartForm
from sen.foundation.files.types import MAX_PIECE_BYTES, UploadStatus
from sen.kernel import clock
from sen.ui.access import ActorRequest, signed_in
from sen.ui.responses import error_text

_PIECE_MB = MAX_PIECE_BYTES // (1024 * 1024)


@require_POST
@signed_in
def start(request: ActorRequest) -> HttpResponse:
    """Announce a file."""
    form = StartForm(_announced(request))
    if not form.is_valid():
        raise EmptyFile("file")
    status = services.start_upload(
        owner_key=policies.owner_key(request.actor),
        name=form.cleaned_data["name"],
        size=form.cleaned_data["size"],
        now=clock.now(),
        max_bytes=policies.max_bytes(request.actor),
    )
    return _answer(status, status_code=201)


@require_http_methods(["GET", "PATCH", "POST"])
@signed_in
def piece(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say how far the upload is, or take the next piece; the last piece closes the upload."""
    owner = policies.owner_key(request.actor)
    if request.method == "GET":
        return _answer(selectors.upload_status(public_id, owner))
    length = request.headers.get("Content-Length", "")
    if not length.isdigit() or int(length) > MAX_PIECE_BYTES:
        raise BadPiece("data", limit=_PIECE_MB)
    offset = request.headers.get("Upload-Offset", "")
    place = int(offset) if offset.isascii() and offset.isdigit() else -1
    try:
        status = services.append_chunk(public_id=public_id, owner_key=owner, offset=place, data=request.body, now=clock.now())
    except WrongOffset as error:
        return JsonResponse({"code": error.code, "detail": error_text(error), **error.values}, status=error.status)
    return _finished(request, public_id) if status.received == status.size else _answer(status)


@require_POST
@signed_in
def finish(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Close the upload and keep the file."""
    return _finished(request, public_id)


def _finished(request: ActorRequest, public_id: UUID) -> JsonResponse:
    owner = policies.owner_key(request.actor)
    services.finish_upload(public_id=public_id, owner_key=owner, actor=request.actor, now=clock.now())
    return _answer(selectors.upload_status(public_id, owner))


def _announced(request: ActorRequest) -> Any:
    if request.content_type != "application/json":
        return request.POST
    try:
        facts = json.loads(request.body)
    except ValueError:
        raise EmptyFile("file") from None
    return facts if isinstance(facts, dict) else {}


def _answer(status: UploadStatus, status_code: int = 200) -> JsonResponse:
    facts: dict[str, Any] = {
        "id": status.public_id,
        "url": reverse("files-piece", args=[status.public_id]),
        "finish_url": reverse("files-finish", args=[status.public_id]),
        "received": status.received,
        "size": status.size,
    }
    if status.file is not None:
        kept = status.file
        facts |= {"value": str(kept.public_id), "name": kept.name, "sha256": kept.sha256, "media_type": kept.media_type}
        facts |= {"scan_state": kept.scan_state, "scan_label": kept.get_scan_state_display()}
    return JsonResponse(facts, status=status_code)
