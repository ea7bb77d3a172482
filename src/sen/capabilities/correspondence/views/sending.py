"""The clerk issues: registers a signed document, says to whom, signs for the agency, sends, and follows up."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.correspondence.forms import IssueForm, RecipientsForm
from sen.capabilities.correspondence.models import OutgoingDocument
from sen.capabilities.correspondence.policies import access_outgoing, check_is_clerk
from sen.capabilities.correspondence.selectors.choices import (
    agencies_of_level,
    book_choices,
    division_choices,
    groups_for,
    kept_choices,
    kind_choices,
    level_choices,
)
from sen.capabilities.correspondence.selectors.reading import expand_groups
from sen.capabilities.correspondence.selectors.way import way_summary
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
from sen.capabilities.correspondence.views.acting import act, clerk_place
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
    form = IssueForm.from_request(request, initial={"issued_on": today}, **offered)
    whom = _recipients_form(request, place.agency_id, today)
    if request.method == "POST" and form.is_valid() and whom.is_valid():
        with domain_errors(form):
            document = _register(request, place.agency_id, form.cleaned_data, recipients_of(whom.cleaned_data, place.agency_id, today), now)
            messages.success(request, _("Đã vào sổ với số %(code)s.") % {"code": document.content.code})
            return redirect("correspondence:outgoing_page", document.pk)
    context = {"form": form, "whom": whom, "place": place, "main": MAIN, "annexes": ANNEXES}
    return page(request, "correspondence/issue.html", context, form=[form, whom])


def _register(
    request: ActorRequest, agency_id: int, data: dict[str, Any], recipients: list[Recipient], now: dt.datetime
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
    document, now = _mine(request, outgoing_id), clock.now()
    today = clock.local(now).date()
    form = _recipients_form(request, document.agency_id, today, initial=_present(document))

    def run(data: dict[str, Any]) -> None:
        whom = recipients_of(data, document.agency_id, today)
        set_recipients(actor=request.actor, outgoing_id=document.pk, recipients=whom, now=now)

    words = {"title": _("Nơi nhận"), "submit": _("Lưu nơi nhận"), "icon": "users", "template": "correspondence/recipients.html"}
    return act(request, form, run, back=_page_of(document), done=_("Đã lưu nơi nhận."), **head_of(document), **words)


@roles(Role.CLERK)
def extend(request: ActorRequest, outgoing_id: int) -> HttpResponse:
    """Send an issued document to further recipients."""
    document, now = _mine(request, outgoing_id), clock.now()
    today = clock.local(now).date()
    form = _recipients_form(request, document.agency_id, today)

    def run(data: dict[str, Any]) -> None:
        whom = recipients_of(data, document.agency_id, today)
        add_recipients(actor=request.actor, outgoing_id=document.pk, recipients=whom, now=now)

    words = {"title": _("Gửi thêm nơi nhận"), "submit": _("Gửi thêm"), "icon": "send", "template": "correspondence/recipients.html"}
    return act(request, form, run, back=_page_of(document), done=_("Đã gửi thêm."), **head_of(document), **words)


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


def recipients_of(data: dict[str, Any], agency_id: int, on: dt.date) -> list[Recipient]:
    """Everybody a filled form names: groups and levels spread out, each once."""
    found = [Recipient(agency_id=pk) for level in data.get("levels", []) for pk in agencies_of_level(level, on, without=agency_id)]
    found += expand_groups(data.get("groups", []))
    found += [Recipient(agency_id=pk) for pk in data["agencies"]]
    found += [Recipient(organ_code=code, organ_name=name) for code, name in data["outside"]]
    found += [Recipient(organ_name=name, paper=True) for name in data["paper"]]
    return found


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


def _recipients_form(request: ActorRequest, agency_id: int, on: dt.date, **kwargs: Any) -> RecipientsForm:
    found = groups_for(agency_id)
    groups = [(group.pk, f"{group.name} ({group.size})") for group in found]  # type: ignore[attr-defined]
    # The province's own groups are whole levels already.
    levels = [] if any(group.agency_id is None for group in found) else level_choices(on)
    return RecipientsForm.from_request(request, levels=levels, groups=groups, **kwargs)


def _present(document: OutgoingDocument) -> dict[str, str]:
    """Present recipients as the lines of the form."""
    rows = list(document.deliveries.order_by("organ_name"))
    return {
        "agencies": "\n".join(row.organ_name for row in rows if row.way == "inside"),
        "outside": "\n".join(f"{row.organ_code} {row.organ_name}" for row in rows if row.way == "axis"),
        "paper": "\n".join(row.organ_name for row in rows if row.way == "paper"),
    }
