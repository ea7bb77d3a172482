"""Sending a dossier's own papers to its applicant."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sen.capabilities.dossiers.policies import access_own_dossier
from sen.capabilities.dossiers.selectors import access_dossier_file, access_form, tracking_page
from sen.foundation.files.selectors import get_download
from sen.kernel import clock
from sen.kernel.errors import NotFound
from sen.ui.access import ActorRequest, citizen
from sen.ui.responses import file_response

if TYPE_CHECKING:
    from sen.foundation.files.models import StoredFile


@require_safe
@citizen
def dossier_file(request: ActorRequest, public_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A file the applicant handed in."""
    dossier = access_own_dossier(request.actor, public_id)
    return _send(access_dossier_file(dossier, file_id))


@require_safe
@citizen
def form_file(request: ActorRequest, public_id: UUID, form_id: int) -> HttpResponseBase:
    """An issued form; its PDF is made right after issuing."""
    dossier = access_own_dossier(request.actor, public_id)
    form = access_form(dossier, form_id)
    if form.file is None:
        messages.info(request, _("Giấy này đang được ký số. Tải lại trang sau vài giây."))
        return redirect("portal:tracking", public_id)
    return _send(form.file)


@require_safe
@citizen
def outcome_file(request: ActorRequest, public_id: UUID) -> HttpResponseBase:
    """The signed result."""
    dossier = access_own_dossier(request.actor, public_id)
    outcome = tracking_page(dossier, clock.now()).outcome
    if outcome is None or outcome.file is None:
        raise NotFound
    return _send(outcome.file)


def _send(file: "StoredFile") -> HttpResponseBase:
    sent = get_download(file)
    return file_response(sent.path, sent.name, sent.media_type, inline=sent.inline)
