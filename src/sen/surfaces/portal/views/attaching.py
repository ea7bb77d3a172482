"""Attaching files to one required paper of a draft."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sen.capabilities.dossiers.services import attach_to_draft, remove_from_draft
from sen.kernel import clock
from sen.kernel.errors import DomainError, NotFound
from sen.surfaces.portal.errors import NoFileYet
from sen.surfaces.portal.forms import NoFieldsForm
from sen.surfaces.portal.selectors.headings import heading
from sen.surfaces.portal.selectors.progress import address, frame
from sen.surfaces.portal.selectors.sheet import PAPER, Question, Sheet
from sen.surfaces.portal.services import receive_files
from sen.surfaces.portal.views.applying import LATER, already_sent, open_sheet, saved_for_later
from sen.ui.access import ActorRequest, citizen
from sen.ui.format import size_text
from sen.ui.forms import SenForm
from sen.ui.responses import error_text, page
from sen.ui.types import FileView

FILES, RECEIVED, MORE = "tep", "tep_received", "them"


@require_http_methods(["GET", "HEAD", "POST"])
@citizen
def attach(request: ActorRequest, public_id: UUID, required_id: int) -> HttpResponse:
    """One required paper: take its files in, then go on."""
    sheet = open_sheet(request, public_id)
    if sheet.draft.dossier_id is not None:
        return already_sent(request, public_id)
    asked = sheet.question(f"{PAPER}{required_id}")
    if asked is None or asked.component is None:
        raise NotFound
    form = NoFieldsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _take_in(request, sheet, required_id, form)
        if LATER in request.POST:
            return saved_for_later(request)
        sheet = open_sheet(request, public_id)
        if not form.errors and MORE in request.POST:
            return redirect("portal:attach", public_id, required_id)
        if not form.errors and asked.component.is_required and not sheet.files.get(required_id):
            form.add_error(None, error_text(NoFileYet()))
        if not form.errors:
            return _go_on(request, sheet, asked)
    context = {"form": form, "heading": heading(asked.component.name), "files": _shown(sheet, required_id), **frame(sheet, asked)}
    return page(request, "portal/apply/files.html", context, form=form)


def _take_in(request: ActorRequest, sheet: Sheet, required_id: int, form: SenForm) -> None:
    """Attach what came, once each; a refused file is named on the form and does not cost the others."""
    known = {one.file_id for one in sheet.files.get(required_id, [])}
    carried: list[tuple[list[UploadedFile[Any]], list[str]]] = [([upload], []) for upload in request.FILES.getlist(FILES)]
    for uploads, received in [([], request.POST.getlist(RECEIVED)), *carried]:
        now = clock.now()
        try:
            with transaction.atomic():
                for file in receive_files(actor=request.actor, uploads=uploads, received=received, now=now):
                    if file.pk not in known:
                        attach_to_draft(
                            actor=request.actor, public_id=sheet.draft.public_id, required_id=required_id, file_id=file.pk, now=now
                        )
        except DomainError as error:
            form.add_error(None, ": ".join([*(upload.name or "" for upload in uploads), error_text(error)]))


def _go_on(request: ActorRequest, sheet: Sheet, asked: Question) -> HttpResponse:
    following = sheet.beside(asked)[1]
    to_review = "ve" in request.GET or following is None
    return redirect(address(sheet, "" if to_review or following is None else following.slug))


def _shown(sheet: Sheet, required_id: int) -> list[FileView]:
    return [
        FileView(
            one.file.name,
            size_text(one.file.size),
            digest=one.file.sha256,
            received_at=f"{clock.local(one.added_at):%H:%M:%S %d/%m/%Y}",
            state={"infected": "refused", "clean": "received"}.get(one.file.scan_state, "unscanned"),
            detail=_("Tệp có mã độc. Hãy xóa và gửi bản khác.") if one.file.scan_state == "infected" else "",
            remove_url=reverse("portal:remove_file", args=[sheet.draft.public_id, one.pk]),
        )
        for one in sheet.files.get(required_id, [])
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@citizen
def remove(request: ActorRequest, public_id: UUID, draft_file_id: int) -> HttpResponse:
    """Take a file off a draft, after asking."""
    sheet = open_sheet(request, public_id)
    if sheet.draft.dossier_id is not None:
        return already_sent(request, public_id)
    found = next((one for files in sheet.files.values() for one in files if one.pk == draft_file_id), None)
    if found is None:
        raise NotFound
    back = reverse("portal:attach", args=[public_id, found.required_id])
    if request.method == "POST":
        remove_from_draft(actor=request.actor, public_id=public_id, draft_file_id=draft_file_id, now=clock.now())
        return redirect(back)
    return page(request, "portal/apply/remove.html", {"file": found.file, "back_url": back})
