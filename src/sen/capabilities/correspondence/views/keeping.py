"""Number books, groups of recipients and the register of secret papers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sen.capabilities.correspondence.forms import BookForm, GroupForm, SecretForm
from sen.capabilities.correspondence.models import RecipientGroup
from sen.capabilities.correspondence.selectors.choices import kind_choices, workplaces
from sen.capabilities.correspondence.selectors.keeping import access_group, list_books, list_groups, list_secret_lines
from sen.capabilities.correspondence.selectors.picking import read_picker
from sen.capabilities.correspondence.selectors.reading import kinds_on
from sen.capabilities.correspondence.services.books import NewBook, open_book
from sen.capabilities.correspondence.services.groups import remove_group, save_group
from sen.capabilities.correspondence.services.secrets import register_secret
from sen.capabilities.correspondence.types import Recipient
from sen.capabilities.correspondence.views.acting import act, clerk_place, form_beside, press, workplace
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.paging import list_page, page_number
from sen.ui.responses import page

_KEEPERS = (Role.CLERK, Role.LEADER, Role.ADMIN)


@roles(*_KEEPERS)
def books(request: ActorRequest) -> HttpResponse:
    """Number books of the agency."""
    place, today = workplace(request), clock.today()
    names = {kind.code: kind.name for kind in kinds_on(today)}
    context = {"place": place, "rows": list_books(place.agency_id, today, names), "year": today.year}
    return page(request, "correspondence/books.html", context)


@roles(*_KEEPERS)
def new_book(request: ActorRequest) -> HttpResponse:
    """Open a number book."""
    place, today = workplace(request), clock.today()
    form = BookForm.from_request(request, kinds=kind_choices(today), initial={"valid_from": today})

    def run(data: dict[str, Any]) -> None:
        book = NewBook(data["name"], data["group"], data["organ_sign"], data["kinds"], data["body_name"], data["is_default"])
        open_book(actor=request.actor, agency_id=place.agency_id, book=book, valid_from=data["valid_from"], now=clock.now())

    back = reverse("correspondence:books")
    words = {"title": _("Mở sổ mới"), "submit": _("Mở sổ"), "icon": "book-open", "list_url": back, "list_label": _("Sổ số")}
    return act(request, form, run, back=back, done=_("Đã mở sổ."), **words)


@roles(*_KEEPERS)
def groups(request: ActorRequest) -> HttpResponse:
    """Groups of recipients of the actor's agencies and of the province."""
    own = frozenset(place.agency_id for place in workplaces(request.actor))
    return page(request, "correspondence/groups.html", {"groups": list_groups(own), "own": request.actor.agencies(Role.CLERK)})


@roles(Role.CLERK)
def new_group(request: ActorRequest) -> HttpResponse:
    """Make a group."""
    return _edit_group(request, clerk_place(request).agency_id, None, _("Đã lập nhóm."), title=_("Nhóm mới"))


@roles(*_KEEPERS)
def group(request: ActorRequest, group_id: int) -> HttpResponse:
    """One group: to be read by all who may use it, to be changed by its agency's clerk."""
    found = access_group(request.actor, group_id)
    if found.agency_id is None or not request.actor.has(Role.CLERK, found.agency_id):
        return page(request, "correspondence/group.html", {"group": found, "members": list(found.members.all())})
    remove_url = reverse("correspondence:remove_group", args=[found.pk])
    return _edit_group(request, found.agency_id, found, _("Đã lưu nhóm."), title=found.name, remove_url=remove_url)


def _edit_group(request: ActorRequest, agency_id: int, found: RecipientGroup | None, done: str, **words: str) -> HttpResponse:
    present = [Recipient(each.agency_id, each.organ_code, each.organ_name) for each in found.members.all()] if found else []
    picker = read_picker(request.POST, agency_id=agency_id, on=clock.today(), present=present, with_roles=False)
    form = form_beside(picker, GroupForm, request, initial={"name": found.name if found else ""})
    number = found.pk if found else None

    def run(data: dict[str, Any]) -> None:
        members = picker.recipients
        save_group(actor=request.actor, agency_id=agency_id, name=data["name"], members=members, now=clock.now(), group_id=number)

    back = reverse("correspondence:groups")
    words |= {"submit": _("Lưu nhóm"), "icon": "users", "list_url": back, "list_label": _("Nhóm nơi nhận")}
    return act(request, form, run, back=back, done=done, picker=picker, **words)


@require_POST
@roles(Role.CLERK)
def drop_group(request: ActorRequest, group_id: int) -> HttpResponseBase:
    """Remove a group."""
    found = access_group(request.actor, group_id)
    return press(
        request,
        lambda: remove_group(actor=request.actor, group_id=found.pk, now=clock.now()),
        back=reverse("correspondence:groups"),
        done=_("Đã bỏ nhóm. Văn bản đã gửi không đổi."),
    )


@roles(Role.CLERK)
def secrets(request: ActorRequest) -> HttpResponse:
    """The only lines the platform keeps of secret papers."""
    place = clerk_place(request)
    form = SecretForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        line = register_secret(actor=request.actor, agency_id=place.agency_id, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("Đã ghi số %(n)d vào sổ riêng.") % {"n": line.number})
        return redirect("correspondence:secrets")
    rows = list_page(list_secret_lines(place.agency_id), page_number(request.GET.get("trang")))
    return page(request, "correspondence/secrets.html", {"form": form, "rows": rows, "place": place}, form=form)
