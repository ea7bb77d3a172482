"""The page of one number book: its numbers, those kept for later, who may keep them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sen.capabilities.correspondence.forms import BookRightForm, CloseBookForm, ReasonForm, ReserveForm
from sen.capabilities.correspondence.policies import can_keep_numbers
from sen.capabilities.correspondence.selectors.keeping import access_book, list_book_rights, list_numbers
from sen.capabilities.correspondence.services.books import close_book, give_book_right, withdraw_book_right
from sen.capabilities.correspondence.services.numbering import reserve_numbers, void_number
from sen.capabilities.correspondence.views.acting import act, press
from sen.foundation.accounts.selectors import list_officers
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import page_number
from sen.ui.responses import page

_KEEPERS = (Role.CLERK, Role.LEADER, Role.ADMIN)


@roles(*_KEEPERS)
def show(request: ActorRequest, book_id: int) -> HttpResponse:
    """One book; numbers are kept for later here, with a reason."""
    book, today = access_book(request.actor, book_id), clock.today()
    may_keep = can_keep_numbers(request.actor, book)
    form = ReserveForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            rows = reserve_numbers(actor=request.actor, book_id=book.pk, now=clock.now(), **form.cleaned_data)
            numbers = ", ".join(str(row.number) for row in rows)
            messages.success(request, _("Đã giữ số %(numbers)s.") % {"numbers": numbers})
            return redirect("correspondence:book", book.pk)
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today.year
    context: dict[str, Any] = {
        "book": book,
        "form": form,
        "may_keep": may_keep,
        "leads": request.actor.has(Role.LEADER, book.agency_id),
        "rows": list_numbers(book, year, request.GET.get("trang-thai", ""), page_number(request.GET.get("trang"))),
        "rights": list_book_rights(book),
        "year": year,
        "is_open": book.valid_to is None or book.valid_to >= today,
    }
    return page(request, "correspondence/book.html", context, form=form)


@roles(*_KEEPERS)
def close(request: ActorRequest, book_id: int) -> HttpResponse:
    """End a series after a day."""
    book = access_book(request.actor, book_id)
    form = CloseBookForm.from_request(request, initial={"valid_to": clock.today()})

    def run(data: dict[str, Any]) -> None:
        close_book(actor=request.actor, book_id=book.pk, last_day=data["valid_to"], now=clock.now())

    words: dict[str, Any] = {"title": _("Đóng sổ %(name)s") % {"name": book.name}, "submit": _("Đóng sổ"), "icon": "lock"}
    back = reverse("correspondence:book", args=[book.pk])
    trail = {"list_url": reverse("correspondence:books"), "list_label": _("Sổ số")}
    return act(request, form, run, back=back, done=_("Đã đóng sổ. Số đã cấp vẫn giữ."), **words, **trail)


@roles(*_KEEPERS)
def void(request: ActorRequest, book_id: int, taken_id: int) -> HttpResponse:
    """Give up a kept number."""
    book = access_book(request.actor, book_id)
    form = ReasonForm.from_request(request)

    def run(data: dict[str, Any]) -> None:
        void_number(actor=request.actor, taken_id=taken_id, reason=data["reason"], now=clock.now())

    words: dict[str, Any] = {"title": _("Hủy số đã giữ"), "submit": _("Hủy số"), "icon": "circle-x", "grave": True}
    back = reverse("correspondence:book", args=[book.pk])
    trail = {"list_url": reverse("correspondence:books"), "list_label": _("Sổ số")}
    return act(request, form, run, back=back, done=_("Đã hủy số, lý do ghi trong sổ."), **words, **trail)


@roles(Role.LEADER)
def give_right(request: ActorRequest, book_id: int) -> HttpResponse:
    """Let a clerk keep numbers and back-date."""
    book, today = access_book(request.actor, book_id), clock.today()
    clerks = {one.account_id: one.name for one in list_officers(book.agency_id, Role.CLERK, on=today)}
    form = BookRightForm.from_request(request, people=list(clerks.items()))

    def run(data: dict[str, Any]) -> None:
        give_book_right(actor=request.actor, book_id=book.pk, account_id=data["account"], now=clock.now())

    words: dict[str, Any] = {"title": _("Cho giữ số, cấp số lùi ngày"), "submit": _("Giao quyền"), "icon": "key-round"}
    back = reverse("correspondence:book", args=[book.pk])
    trail = {"list_url": reverse("correspondence:books"), "list_label": _("Sổ số")}
    return act(request, form, run, back=back, done=_("Đã giao quyền, có hiệu lực ngay."), **words, **trail)


@require_POST
@roles(Role.LEADER)
def withdraw_right(request: ActorRequest, book_id: int, right_id: int) -> HttpResponseBase:
    """Take the right back."""
    book = access_book(request.actor, book_id)
    return press(
        request,
        lambda: withdraw_book_right(actor=request.actor, right_id=right_id, now=clock.now()),
        back=reverse("correspondence:book", args=[book.pk]),
        done=_("Đã rút quyền, có hiệu lực ngay."),
    )
