"""The page of one draft, its print, its files."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from sen.capabilities.drafting import services
from sen.capabilities.drafting.forms import CommentForm, OpinionForm
from sen.capabilities.drafting.models import Draft, DraftFile
from sen.capabilities.drafting.selectors.page import draft_page
from sen.capabilities.drafting.services.body import parse_body
from sen.capabilities.drafting.services.papers import render_draft
from sen.capabilities.drafting.states import AUTHOR_STATES
from sen.capabilities.drafting.views.acting import own_draft
from sen.foundation.files.selectors import get_download, read_bytes
from sen.kernel import clock
from sen.kernel.errors import NotFound
from sen.ui.access import ActorRequest, officer
from sen.ui.responses import bytes_response, file_response, page


@officer
def show(request: ActorRequest, draft_id: int) -> HttpResponse:
    """What it is, where it stands, what others said, what to do next."""
    draft, now = own_draft(request, draft_id)
    services.note_reading(actor=request.actor, draft=draft, now=now)
    view = draft_page(request.actor, draft, now)
    context = {
        "view": view,
        "draft": draft,
        "pieces": parse_body(draft.body),
        "signer_lines": view.signing.lines,
        "file_groups": [(DraftFile.Role.ANNEX.label, view.annexes), (DraftFile.Role.REFERENCE.label, view.references)],
        "comment_form": CommentForm(),
        "opinion_form": OpinionForm(),
        "may_comment": draft.is_open and not draft.signed_at,
        "with_author": draft.state in AUTHOR_STATES,
        "now": now,
    }
    return page(request, "drafting/draft.html", context)


@officer
def as_pdf(request: ActorRequest, draft_id: int) -> HttpResponseBase:
    """The signed document; before the signature the draft as it will be printed, without number and date."""
    draft, now = own_draft(request, draft_id)
    services.note_reading(actor=request.actor, draft=draft, now=now, purpose="Xem bản in")
    pdf = read_bytes(draft.file) if draft.file else render_draft(draft, on=clock.local(now).date())
    return bytes_response(pdf, _name(draft), "application/pdf", inline=True)


def _name(draft: Draft) -> str:
    return f"{draft.code.replace('/', '-')}.pdf" if draft.code else f"du-thao-{draft.pk}.pdf"


@officer
def file(request: ActorRequest, draft_id: int, file_id: int) -> HttpResponseBase:
    """A file beside the draft."""
    draft, _now = own_draft(request, draft_id)
    kept = DraftFile.objects.select_related("file").filter(draft=draft, pk=file_id, removed_at__isnull=True).first()
    if kept is None:
        raise NotFound
    download = get_download(kept.file)
    return file_response(download.path, download.name, download.media_type, inline=download.inline)
