"""Answering a supplement request: one page for each asked paper, then check and send.

What is handed in before sending is kept in the session by its files' public ids.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sen.capabilities.dossiers.policies import access_own_dossier
from sen.capabilities.dossiers.selectors import tracking_page
from sen.capabilities.dossiers.selectors.detail import list_papers
from sen.capabilities.dossiers.services import answer_supplement
from sen.capabilities.dossiers.types import SupplementAnswer
from sen.foundation.files.selectors import access_file
from sen.kernel import clock
from sen.kernel.errors import DomainError, NotFound
from sen.surfaces.portal.errors import NothingAnswered
from sen.surfaces.portal.forms import AnswerNoteForm, NoFieldsForm
from sen.surfaces.portal.selectors.headings import heading
from sen.surfaces.portal.selectors.story import file_views
from sen.surfaces.portal.services import receive_files
from sen.ui.access import ActorRequest, citizen
from sen.ui.format import size_text
from sen.ui.forms import SenForm, domain_errors
from sen.ui.responses import error_text, page
from sen.ui.types import FileView

if TYPE_CHECKING:
    from sen.capabilities.dossiers.models import Dossier, SupplementItem, SupplementRequest

FILES, RECEIVED, MORE, DROP = "tep", "tep_received", "them", "bo"
_KEPT = "bo_sung"


def _open_request(dossier: "Dossier") -> "SupplementRequest":
    asked = tracking_page(dossier, clock.now()).supplement
    if asked is None:
        raise NotFound
    return asked


def _kept(request: ActorRequest, asked: "SupplementRequest") -> dict[str, dict[str, Any]]:
    """What was handed in so far for this request, by item."""
    kept: dict[str, dict[str, Any]] = request.session.get(_KEPT, {}).get(str(asked.pk), {})
    return kept


def _keep(request: ActorRequest, asked: "SupplementRequest", item_id: int, answer: dict[str, Any]) -> None:
    everything = request.session.get(_KEPT, {})
    request.session[_KEPT] = {**everything, str(asked.pk): {**everything.get(str(asked.pk), {}), str(item_id): answer}}


def _views(request: ActorRequest, answer: dict[str, Any], drop_url: str = "") -> list[FileView]:
    files = [access_file(public_id, request.actor) for public_id in answer.get("files", [])]
    return [
        FileView(file.name, size_text(file.size), digest=file.sha256, remove_url=f"{drop_url}?{DROP}={file.public_id}" if drop_url else "")
        for file in files
    ]


@require_safe
@citizen
def overview(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """What lacks, each with its reason, and how far the answer is."""
    dossier = access_own_dossier(request.actor, public_id)
    asked = _open_request(dossier)
    kept = _kept(request, asked)
    items = [(item, heading(item.name), str(item.pk) in kept) for item in asked.items.all()]
    return page(
        request,
        "portal/track/supplement.html",
        {"dossier": dossier, "asked": asked, "items": items, "all_done": all(row[2] for row in items)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@citizen
def item(request: ActorRequest, public_id: UUID, item_id: int) -> HttpResponse:
    """One asked paper: the reason, the old file, the new one."""
    dossier = access_own_dossier(request.actor, public_id)
    asked = _open_request(dossier)
    items = list(asked.items.all())
    lacking = next((one for one in items if one.pk == item_id), None)
    if lacking is None:
        raise NotFound
    here = reverse("portal:supplement_item", args=[public_id, item_id])
    answer = _kept(request, asked).get(str(item_id), {})
    if DROP in request.GET:
        return _drop(request, asked, item_id, answer, here)
    form = AnswerNoteForm(request.POST if request.method == "POST" else None, initial={"note": answer.get("note", "")})
    if request.method == "POST" and form.is_valid():
        answer = _take_in(request, form, answer)
        _keep(request, asked, item_id, answer)
        if not form.errors and MORE in request.POST:
            return redirect(here)
        if not form.errors and not answer["files"] and not answer["note"]:
            form.add_error(None, error_text(NothingAnswered()))
        if not form.errors:
            return redirect(_next_address(public_id, items, lacking))
    context = {
        "dossier": dossier,
        "lacking": lacking,
        "heading": heading(lacking.name),
        "form": form,
        "files": _views(request, answer, here),
        "old_files": _old_files(dossier, lacking),
        "number": items.index(lacking) + 1,
        "count": len(items),
    }
    return page(request, "portal/track/supplement_item.html", context, form=form)


def _take_in(request: ActorRequest, form: SenForm, answer: dict[str, Any]) -> dict[str, Any]:
    """What was kept plus what came now; a refused file is named and does not cost the others."""
    kept: list[str] = list(answer.get("files", []))
    carried: list[tuple[list[UploadedFile[Any]], list[str]]] = [([upload], []) for upload in request.FILES.getlist(FILES)]
    for uploads, received in [([], request.POST.getlist(RECEIVED)), *carried]:
        try:
            with transaction.atomic():
                files = receive_files(actor=request.actor, uploads=uploads, received=received, now=clock.now())
        except DomainError as error:
            form.add_error(None, ": ".join([*(upload.name or "" for upload in uploads), error_text(error)]))
        else:
            kept += [str(file.public_id) for file in files if str(file.public_id) not in kept]
    return {"files": kept, "note": form.cleaned_data.get("note", "")}


def _drop(request: ActorRequest, asked: "SupplementRequest", item_id: int, answer: dict[str, Any], here: str) -> HttpResponse:
    """Take a file back that was not sent yet, after asking."""
    dropped = request.GET[DROP]
    if request.method == "POST":
        _keep(request, asked, item_id, {**answer, "files": [one for one in answer.get("files", []) if one != dropped]})
        return redirect(here)
    return page(request, "portal/apply/remove.html", {"file": access_file(dropped, request.actor), "back_url": here})


def _next_address(public_id: UUID, items: "list[SupplementItem]", done: "SupplementItem") -> str:
    at = items.index(done)
    if at + 1 < len(items):
        return reverse("portal:supplement_item", args=[public_id, items[at + 1].pk])
    return reverse("portal:supplement_send", args=[public_id])


def _old_files(dossier: "Dossier", lacking: "SupplementItem") -> tuple[FileView, ...]:
    row = next((paper for paper in list_papers(dossier) if paper.id == lacking.document_id), None)
    return file_views(row, dossier) if row else ()


@require_http_methods(["GET", "HEAD", "POST"])
@citizen
def send(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Check everything, then send it once."""
    dossier = access_own_dossier(request.actor, public_id)
    asked = _open_request(dossier)
    kept = _kept(request, asked)
    form = NoFieldsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            answer_supplement(actor=request.actor, dossier_id=dossier.pk, answers=_answers(request, kept), now=clock.now())
            request.session[_KEPT] = {key: value for key, value in request.session.get(_KEPT, {}).items() if key != str(asked.pk)}
            messages.success(request, _("Đã gửi bổ sung. Thời hạn giải quyết được tính tiếp, cán bộ sẽ xem lại hồ sơ."))
            return redirect("portal:tracking", public_id)
    rows = [
        (one, heading(one.name), _views(request, kept.get(str(one.pk), {})), kept.get(str(one.pk), {}).get("note", ""))
        for one in asked.items.all()
    ]
    lacks = [row[1].head for row in rows if not row[2] and not row[3]]
    return page(request, "portal/track/supplement_send.html", {"dossier": dossier, "rows": rows, "lacks": lacks, "form": form}, form=form)


def _answers(request: ActorRequest, kept: dict[str, dict[str, Any]]) -> list[SupplementAnswer]:
    return [
        SupplementAnswer(
            int(key), tuple(access_file(public_id, request.actor).pk for public_id in value.get("files", [])), value.get("note", "")
        )
        for key, value in kept.items()
    ]
