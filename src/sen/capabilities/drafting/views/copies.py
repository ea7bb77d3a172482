"""Certified copies: their register, making one, one copy with its file."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.drafting.forms import CopySearchForm, NewCopyForm
from sen.capabilities.drafting.models import CertifiedCopy, CopyForm, CopyKind
from sen.capabilities.drafting.selectors.copies import access_copy, access_source, copy_signers, list_copies
from sen.capabilities.drafting.services.copies import NewCopy, make_copy
from sen.foundation.audit.services import record_read
from sen.foundation.contents.services import check_signatures
from sen.foundation.files.selectors import get_download
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import NotAllowed, NotFound
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page, page_number
from sen.ui.responses import file_response, page
from sen.ui.types import Fact, Option

_KINDS = {"den": "incoming", "di": "outgoing"}


@roles(Role.CLERK, Role.LEADER)
def show_list(request: ActorRequest) -> HttpResponse:
    """The register of copies, newest first."""
    form = CopySearchForm(request.GET)
    words = form.cleaned_data.get("q", "") if form.is_valid() else ""
    found = list_page(list_copies(request.actor, words=words), page_number(request.GET.get("trang")))
    return page(request, "drafting/copies.html", {"rows": found, "form": form, "words": words})


@roles(Role.CLERK)
def make(request: ActorRequest, kind: str, record_id: int) -> HttpResponse:
    """Make a copy of an incoming (``den``) or outgoing (``di``) document."""
    if kind not in _KINDS:
        raise NotFound
    source = access_source(request.actor, _KINDS[kind], record_id)
    if not request.actor.has(Role.CLERK, source.agency.pk):
        raise NotAllowed
    now = clock.now()
    signers = [(one.account_id, f"{one.name}, {one.title}") for one in copy_signers(source.agency.pk, clock.local(now).date())]
    form = NewCopyForm.from_request(
        request,
        files=source.files,
        signers=signers,
        kinds=_kinds(),
        ways=_ways(),
        initial={"kind": CopyKind.FULL.value, "form": CopyForm.PAPER.value},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        asked = NewCopy(
            data["file_id"], CopyKind(data["kind"]), CopyForm(data["form"]), data["signer_id"], pages=data["pages"], places=data["places"]
        )
        with domain_errors(form):
            copy = make_copy(actor=request.actor, source=source, asked=asked, now=clock.now())
            messages.success(request, _("Đã lập bản sao số %(code)s.") % {"code": copy.code})
            return redirect("drafting:copy", copy.pk)
    return page(request, "drafting/copy_new.html", {"form": form, "source": source, "back": reverse("drafting:copies")}, form=form)


@roles(Role.CLERK, Role.LEADER)
def show(request: ActorRequest, copy_id: int) -> HttpResponse:
    """One copy: what it is a copy of, who decided, its file and what its signature is worth."""
    copy = access_copy(request.actor, copy_id)
    signatures = check_signatures(file=copy.file, now=clock.now()) if copy.form == CopyForm.ELECTRONIC else []
    return page(request, "drafting/copy.html", {"copy": copy, "facts": _facts(copy), "signatures": signatures})


@roles(Role.CLERK, Role.LEADER)
def file(request: ActorRequest, copy_id: int) -> HttpResponseBase:
    """The copy's PDF.  The read is recorded."""
    copy = access_copy(request.actor, copy_id)
    download = get_download(copy.file)
    record_read(
        actor=request.actor,
        subject_type="certified_copy",
        subject_id=copy.pk,
        purpose="Mở bản sao",
        now=clock.now(),
        agency_id=copy.agency_id,
    )
    return file_response(download.path, download.name, download.media_type, inline=download.inline)


def _kinds() -> list[tuple[str, Option]]:
    hints = {
        CopyKind.FULL: _("Sao đầy đủ, chính xác nội dung bản gốc hoặc bản chính."),
        CopyKind.FROM_COPY: _("Sao đầy đủ, chính xác nội dung của một bản sao y."),
        CopyKind.EXCERPT: _("Sao chính xác phần nội dung cần trích."),
    }
    return [(kind.value, Option(str(kind.label), hint=hints[kind])) for kind in CopyKind]


def _ways() -> list[tuple[str, Option]]:
    hints = {
        CopyForm.ELECTRONIC: _(
            "Từ bản quét của văn bản giấy, hoặc trích từ văn bản điện tử. Hình thức sao, tên cơ quan và thời gian ký ở góc phải."
        ),
        CopyForm.PAPER: _("Phần ghi của bản sao nằm dưới dòng cuối của văn bản."),
    }
    return [(form.value, Option(str(form.label), hint=hints[form])) for form in CopyForm]


def _facts(copy: CertifiedCopy) -> list[Fact]:
    rows = [
        (_("Hình thức sao"), copy.get_kind_display()),
        (_("Bản sao"), copy.get_form_display()),
        (_("Sao từ"), copy.source_title),
        (_("Các trang trích"), copy.pages),
        (_("Cơ quan sao"), copy.agency.name),
        (_("Người quyết định"), ", ".join(part for part in (copy.signer_name, copy.signer_title) if part)),
        (_("Người lập"), copy.made_by_name),
        (_("Nơi nhận"), "; ".join(copy.places.splitlines())),
    ]
    return [Fact(str(label), str(value)) for label, value in rows if value]
