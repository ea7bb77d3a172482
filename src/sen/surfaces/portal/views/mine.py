"""A citizen's own dossiers."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sen.capabilities.dossiers.policies import access_own_dossier
from sen.capabilities.dossiers.selectors import list_forms, list_my_dossiers, list_my_drafts, tracking_page
from sen.capabilities.dossiers.services import ask_withdrawal, withdraw_dossier
from sen.capabilities.dossiers.states import DossierState
from sen.foundation.audit.selectors import list_reads_of_subject
from sen.foundation.printing.services import qr_svg
from sen.kernel import clock
from sen.surfaces.portal.forms import WithdrawForm
from sen.surfaces.portal.selectors.days import days_off_text
from sen.surfaces.portal.selectors.headings import heading
from sen.surfaces.portal.selectors.story import file_views, read_story
from sen.ui.access import ActorRequest, citizen
from sen.ui.forms import domain_errors
from sen.ui.paging import page_number
from sen.ui.responses import page

_READS_SHOWN = 5


@require_safe
@citizen
def mine(request: ActorRequest) -> HttpResponse:
    """Dossiers and drafts, those that need me first."""
    now = clock.now()
    rows = list_my_dossiers(request.actor, now, page_number(request.GET.get("trang")))
    drafts = list_my_drafts(request.actor, now) if rows.number == 1 else []
    waiting = [row for row in rows if row.needs_me]
    others = [row for row in rows if not row.needs_me]
    return page(request, "portal/track/mine.html", {"rows": rows, "drafts": drafts, "waiting": waiting, "others": others})


@require_safe
@citizen
def tracking(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Where the dossier is, who holds it, until when."""
    now = clock.now()
    dossier = access_own_dossier(request.actor, public_id)
    shown, story = read_story(dossier, now, guest=False)
    reads = list_reads_of_subject("dossier", dossier.pk).items[:_READS_SHOWN]
    context = {"dossier": dossier, "shown": shown, "story": story, "reads": reads, "applicant": dossier.applicant_name, "now": now}
    return page(request, "portal/track/tracking.html", context)


@require_safe
@citizen
def submitted(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The confirmation: code, reception clock, signed receipt with each file and its hash, what happens next."""
    now = clock.now()
    dossier = access_own_dossier(request.actor, public_id)
    shown = tracking_page(dossier, now)
    proof = next((form for form in list_forms(dossier) if form.kind == "proof"), None)
    address = f"{settings.SITE_URL}{reverse('portal:lookup')}?ma={dossier.code}"
    context = {
        "dossier": dossier,
        "shown": shown,
        "now": now,
        "papers": [(heading(paper.name).head, file_views(paper, dossier, digest=True)) for paper in shown.papers],
        "proof": proof,
        "qr": qr_svg(address),
        "days_off": days_off_text(dossier.submitted_at, dossier.reception_due_at) if dossier.reception_due_at else "",
    }
    return page(request, "portal/track/submitted.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@citizen
def withdraw(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Take the dossier back, after asking; once somebody decides on it, ask for it back."""
    now = clock.now()
    dossier = access_own_dossier(request.actor, public_id)
    shown = tracking_page(dossier, now)
    if not shown.may_withdraw:
        messages.info(request, _("Hồ sơ này không rút được nữa."))
        return redirect("portal:tracking", public_id)
    in_work = dossier.state == DossierState.PROCESSING
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        use = ask_withdrawal if in_work else withdraw_dossier
        with domain_errors(form):
            use(actor=request.actor, dossier_id=dossier.pk, reason=form.cleaned_data["reason"], now=now)
            told = (
                _("Đã gửi yêu cầu rút hồ sơ. Cơ quan trả lời trong một ngày làm việc.")
                if in_work
                else _("Đã rút hồ sơ. Muốn làm tiếp, bạn nộp hồ sơ mới.")
            )
            messages.success(request, told)
            return redirect("portal:tracking", public_id)
    return page(request, "portal/track/withdraw.html", {"dossier": dossier, "shown": shown, "form": form, "in_work": in_work}, form=form)
