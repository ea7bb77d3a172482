"""Letters that did not reach the applicant, for the one-stop that answers for them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sen.capabilities.dossiers.forms import SendAgainForm, ToldForm
from sen.capabilities.dossiers.models import ApplicantLetter, LetterState, LetterWay
from sen.capabilities.dossiers.policies import access_letter
from sen.capabilities.dossiers.selectors.letters import failed_letters, masked_address, trouble_words
from sen.capabilities.dossiers.services import note_told, send_again
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import DomainError
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page, page_number
from sen.ui.responses import page


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.ONE_STOP)
def failed(request: ActorRequest) -> HttpResponse:
    """List the letters that did not leave; a press sends the ticked ones again."""
    now = clock.now()
    if request.method == "POST":
        _send_ticked(request)
        return redirect("dossiers:failed_letters")
    found = failed_letters(request.actor)
    rows = list_page(found, page_number(request.GET.get("trang")), total=found.count())
    lines = [(letter, masked_address(letter), trouble_words(letter)) for letter in rows]
    return page(request, "dossiers/failed_letters.html", {"rows": rows, "lines": lines, "now": now})


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.ONE_STOP)
def letter(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One letter that did not leave: send it again, perhaps to a corrected address."""
    one = access_letter(request.actor, public_id)
    form = SendAgainForm.from_request(request, by_mail=one.way == LetterWay.EMAIL)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            send_again(actor=request.actor, public_id=public_id, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Thư đang được gửi lại."))
            return redirect("dossiers:failed_letters")
    return _show(request, one, form, ToldForm())


@require_POST
@roles(Role.ONE_STOP)
def told(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Write down that the applicant was told in another way."""
    one = access_letter(request.actor, public_id)
    form = ToldForm(request.POST)
    if form.is_valid():
        with domain_errors(form):
            note_told(actor=request.actor, public_id=public_id, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Đã ghi là người nộp biết tin."))
            return redirect("dossiers:failed_letters")
    return _show(request, one, SendAgainForm(by_mail=one.way == LetterWay.EMAIL), form)


def _show(request: ActorRequest, one: ApplicantLetter, form: SendAgainForm, told_form: ToldForm) -> HttpResponse:
    context = {
        "letter": one,
        "address": masked_address(one),
        "trouble": trouble_words(one),
        "failed": one.state == LetterState.FAILED,
        "form": form,
        "told_form": told_form,
        "wrong": form if form.errors else told_form,
        "now": clock.now(),
    }
    return page(request, "dossiers/failed_letter.html", context, form=[form, told_form])


def _send_ticked(request: ActorRequest) -> None:
    """Queue each ticked letter; one that somebody else took meanwhile is left alone."""
    queued = 0
    for text in request.POST.getlist("thu"):
        try:
            send_again(actor=request.actor, public_id=UUID(text), now=clock.now())
        except (ValueError, DomainError):
            continue
        queued += 1
    if queued:
        messages.success(request, ngettext("Đang gửi lại %(n)d thư.", "Đang gửi lại %(n)d thư.", queued) % {"n": queued})
    else:
        messages.warning(request, _("Chưa có thư nào để gửi lại. Đánh dấu ít nhất một thư rồi bấm lại."))
