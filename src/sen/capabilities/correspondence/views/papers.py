"""Files of documents, and the forms printed from them: the stamp of arrival and the handling slip."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sen.capabilities.correspondence.models import Content
from sen.capabilities.correspondence.policies import access_incoming, access_outgoing
from sen.capabilities.correspondence.selectors.document_page import PageFile, access_document_file
from sen.capabilities.correspondence.selectors.printed import arrival_stamp_facts, handling_slip_facts
from sen.capabilities.correspondence.selectors.stamping import stamped_copy
from sen.capabilities.correspondence.selectors.words import file_code
from sen.capabilities.correspondence.services.rights import note_view
from sen.foundation.contents.selectors import page_picture, preview_of
from sen.foundation.contents.services import check_signatures
from sen.foundation.contents.types import PreviewView, SignatureView
from sen.foundation.files.selectors import get_download
from sen.foundation.printing.services import render_pdf
from sen.kernel import clock
from sen.ui.access import ActorRequest, officer
from sen.ui.paging import page_number
from sen.ui.responses import bytes_response, file_response


@dataclass(frozen=True, slots=True)
class Chosen:
    """The file a page shows: its preview, and what its signatures are worth when the reader asked."""

    file: PageFile
    view: PreviewView
    asked: bool
    signatures: Sequence[SignatureView] = ()


def chosen_file(request: ActorRequest, files: Sequence[PageFile], kind: str, number: int) -> Chosen | None:
    """The file asked for by ``?tep=``, otherwise the first; ``?chu-ky=1`` has its signatures checked."""
    asked = request.GET.get("tep", "")
    found = next((one for one in files if str(one.id) == asked), None) or next(iter(files), None)
    if found is None:
        return None
    picture = reverse(f"correspondence:{kind}_picture", args=[number, found.id])
    download = reverse(f"correspondence:{kind}_file", args=[number, found.id]) + "?tai=1"
    view = preview_of(found.stored, page_number(request.GET.get("trang-tep")), picture, download)
    checks = request.GET.get("chu-ky") == "1"
    return Chosen(found, view, checks, check_signatures(file=found.stored, now=clock.now()) if checks else ())


@require_GET
@officer
def incoming_picture(request: ActorRequest, incoming_id: int, file_id: int) -> HttpResponseBase:
    """One page of a file of an incoming document as a picture."""
    return _picture(request, access_incoming(request.actor, incoming_id).content_id, file_id)


@require_GET
@officer
def outgoing_picture(request: ActorRequest, outgoing_id: int, file_id: int) -> HttpResponseBase:
    """One page of a file of an outgoing document as a picture."""
    return _picture(request, access_outgoing(request.actor, outgoing_id).content_id, file_id)


def _picture(request: ActorRequest, content_id: int, file_id: int) -> HttpResponseBase:
    row = access_document_file(content_id, file_id)
    width = 1600 if request.GET.get("rong") == "1600" else 800
    picture = page_picture(row.file, page_number(request.GET.get("trang")), width)
    return bytes_response(picture.content, f"trang-{row.pk}.png", picture.media_type, inline=True)


@require_GET
@officer
def incoming_file(request: ActorRequest, incoming_id: int, file_id: int) -> HttpResponseBase:
    """One file of an incoming document; ``?tai=1`` always sends it.  The read is recorded."""
    document = access_incoming(request.actor, incoming_id)
    return _send(request, document.content, file_id, "incoming", document.pk)


@require_GET
@officer
def outgoing_file(request: ActorRequest, outgoing_id: int, file_id: int) -> HttpResponseBase:
    """One file of an outgoing document; ``?tai=1`` always sends it.  The read is recorded."""
    document = access_outgoing(request.actor, outgoing_id)
    return _send(request, document.content, file_id, "outgoing", document.pk)


def _send(request: ActorRequest, content: Content, file_id: int, kind: str, number: int) -> HttpResponseBase:
    file = access_document_file(content.pk, file_id)
    download = get_download(file.file)
    note_view(actor=request.actor, kind=kind, record_id=number, now=clock.now(), what=file.name)
    return file_response(download.path, file.name, download.media_type, inline=download.inline and "tai" not in request.GET)


@require_GET
@officer
def handling_slip(request: ActorRequest, incoming_id: int) -> HttpResponseBase:
    """The handling slip with everything said so far.  Basis: 30/2020/NĐ-CP, Appendix IV part VII."""
    document = access_incoming(request.actor, incoming_id)
    pdf = render_pdf("correspondence/forms/handling_slip.typ", handling_slip_facts(document, clock.now()))
    return bytes_response(pdf, f"phieu-giai-quyet-{file_code(document.content)}.pdf", "application/pdf", inline=True)


@require_GET
@officer
def arrival_stamp(request: ActorRequest, incoming_id: int) -> HttpResponseBase:
    """The stamp of arrival on a sheet, to be laid on the paper.  Basis: 30/2020/NĐ-CP, Appendix IV part V."""
    document = access_incoming(request.actor, incoming_id)
    pdf = render_pdf("correspondence/forms/arrival_stamp.typ", arrival_stamp_facts(document))
    return bytes_response(pdf, f"dau-den-{file_code(document.content)}.pdf", "application/pdf", inline=True)


@require_GET
@officer
def stamped(request: ActorRequest, incoming_id: int) -> HttpResponseBase:
    """The document with the stamp of arrival on its first page, for printing.  The read is recorded."""
    document = access_incoming(request.actor, incoming_id)
    pdf = stamped_copy(document)
    note_view(actor=request.actor, kind="incoming", record_id=document.pk, now=clock.now(), what=_("Bản có dấu đến"))
    return bytes_response(pdf, f"ban-co-dau-den-{file_code(document.content)}.pdf", "application/pdf", inline="tai" not in request.GET)
