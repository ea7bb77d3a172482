"""The clerk issues: registers a signed document, says to whom, signs for the agency, sends, and follows up."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.correspondence.forms import IssueForm
from sen.capabilities.correspondence.models import OutgoingDocument
from sen.capabilities.correspondence.policies import access_outgoing, check_is_clerk
from sen.capabilities.correspondence.selectors.choices import book_choices, division_choices, kept_choices, kind_choices
from sen.capabilities.correspondence.selectors.picking import read_picker
from sen.capabilities.correspondence.selectors.way import list_recipients, way_summary
from sen.capabilities.correspondence.selectors.words import outgoing_tag, titled
from sen.capabilities.correspondence.services.numbering import take_number
from sen.capabilities.correspondence.services.outgoing import (
    Origin,
    add_recipients,
    register_outgoing,
    send_outgoing,
    set_recipients,
)
from sen.capabilities.correspondence.services.sealing import seal_files
from sen.capabilities.correspondence.types import NewContent, Recipient
from sen.capabilities.correspondence.views.acting import act, clerk_place, form_beside
from sen.capabilities.correspondence.views.uploads import ANNEXES, MAIN, files_of
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import SenForm, domain_errors
from sen.ui.responses import page


@roles(Role.CLERK)
def register(request: ActorRequest) -> HttpResponse:
    """Enter a document signed outside the drafting pages; it gets its number here."""
    place, now = clerk_place(request), clock.now()
    today = clock.local(now).date()
    offered = {
        "kinds": kind_choices(today),
        "books": book_choices(place.agency_id, today),
        "reserved": kept_choices(place.agency_id, today),
        "divisions": division_choices(place.agency_id),
    }
    picker = read_picker(request.POST, agency_id=place.agency_id, on=today)
    form = form_beside(picker, IssueForm, request, initial={"issued_on": today}, **offered)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            document = _register(request, place.agency_id, form.cleaned_data, picker.recipients, now)
            messages.success(request, _("Đã vào sổ với số %(code)s.") % {"code": document.content.code})
            return redirect("correspondence:outgoing_page", document.pk)
    context = {"form": form, "picker": picker, "place": place, "main": MAIN, "annexes": ANNEXES}
    return page(request, "correspondence/issue.html", context, form=form)


def _register(
    request: ActorRequest, agency_id: int, data: dict[str, Any], recipients: Sequence[Recipient], now: dt.datetime
) -> OutgoingDocument:
    taken = take_number(
        actor=request.actor,
        agency_id=agency_id,
        book_id=data["book"],
        kind_code=data["kind"],
        on=data["issued_on"],
        now=now,
        unit_sign=data["unit_sign"],
        reserved_id=data["reserved"],
        reason=data["reason"],
    )
    content = NewContent(
        kind_code=data["kind"],
        number=taken.number,
        notation=taken.notation,
        issued_on=data["issued_on"],
        subject=data["subject"],
        issuer_agency_id=agency_id,
        signer_name=data["signer_name"],
        signer_title=data["signer_title"],
        signer_competence=data["signer_competence"],
        urgency=data["urgency"],
        secrecy=data["secrecy"],
        due_on=data["due_on"],
        pages=data["pages"] or 0,
        files=files_of(request, now) if not data["secrecy"] else (),
    )
    origin = Origin(division_id=data["division"], copies=data["copies"])
    return register_outgoing(
        actor=request.actor, agency_id=agency_id, content=content, recipients=recipients, taken=taken, now=now, origin=origin
    )


@roles(Role.CLERK)
def recipients(request: ActorRequest, outgoing_id: int) -> HttpResponse:
    """Say anew to whom a document will go, before it is sent."""
    document = _mine(request, outgoing_id)
    words = {"title": _("Nơi nhận"), "submit": _("Lưu nơi nhận"), "icon": "users", "done": _("Đã lưu nơi nhận.")}
    return _choose(request, document, set_recipients, list_recipients(document), words)


@roles(Role.CLERK)
def extend(request: ActorRequest, outgoing_id: int) -> HttpResponse:
    """Send an issued document to further recipients."""
    document = _mine(request, outgoing_id)
    words = {"title": _("Gửi thêm nơi nhận"), "submit": _("Gửi thêm"), "icon": "send", "done": _("Đã gửi thêm.")}
    return _choose(request, document, add_recipients, [], words)


def _choose(
    request: ActorRequest, document: OutgoingDocument, use_case: Callable[..., object], present: list[Recipient], words: dict[str, str]
) -> HttpResponse:
    picker = read_picker(request.POST, agency_id=document.agency_id, on=clock.today(), present=present)
    form = form_beside(picker, SenForm, request)

    def run(_data: dict[str, Any]) -> None:
        use_case(actor=request.actor, outgoing_id=document.pk, recipients=picker.recipients, now=clock.now())

    return act(request, form, run, back=_page_of(document), picker=picker, **head_of(document), **words)


@roles(Role.CLERK)
def seal(request: ActorRequest, outgoing_id: int) -> HttpResponse:
    """Sign for the agency; the next page offers to send."""
    document, now = _mine(request, outgoing_id), clock.now()
    form = SenForm.from_request(request)
    lead = _("Chữ ký số của cơ quan được đặt lên mọi tệp PDF, với số, ký hiệu và giờ ký ở góc trên bên phải trang đầu.")
    words = {"title": _("Ký số cơ quan"), "submit": _("Ký số cơ quan"), "icon": "signature", "lead": lead}

    def run(_data: dict[str, Any]) -> None:
        seal_files(actor=request.actor, outgoing_id=document.pk, now=now)

    back = reverse("correspondence:outgoing_send", args=[document.pk])
    cancel = _page_of(document)
    return act(request, form, run, back=back, cancel=cancel, done=_("Đã ký số cơ quan."), **head_of(document), **words)


@roles(Role.CLERK)
def send(request: ActorRequest, outgoing_id: int) -> HttpResponse:
    """Issue the document: what leaves, and to how many."""
    document, now = _mine(request, outgoing_id), clock.now()
    total = way_summary(document).total
    form = SenForm.from_request(request)
    lead = _("Văn bản gửi ngay đến %(n)d nơi nhận. Sau khi phát hành không ai sửa được, chỉ thu hồi, cập nhật hoặc thay thế.") % {
        "n": total
    }
    words = {"title": _("Phát hành"), "submit": _("Phát hành đến %(n)d nơi") % {"n": total}, "icon": "send", "lead": lead}

    def run(_data: dict[str, Any]) -> None:
        send_outgoing(actor=request.actor, outgoing_id=document.pk, now=now)

    done = _("Đã phát hành. Trạng thái từng nơi nhận hiện ở dưới.")
    return act(request, form, run, back=_page_of(document), done=done, **head_of(document), **words)


def head_of(document: OutgoingDocument) -> dict[str, Any]:
    """What the head of an action's page shows of an outgoing document."""
    content = document.content
    return {
        "content": content,
        "document_title": titled(content.kind_name, content.subject),
        "state": outgoing_tag(document.state),
        "list_url": reverse("correspondence:outgoing"),
        "list_label": _("Văn bản đi"),
    }


def _mine(request: ActorRequest, outgoing_id: int) -> OutgoingDocument:
    document = access_outgoing(request.actor, outgoing_id)
    check_is_clerk(request.actor, document.agency_id)
    return document


def _page_of(document: OutgoingDocument) -> str:
    return reverse("correspondence:outgoing_page", args=[document.pk])
