"""The pictures that stand where people and agencies sign: seeing and depositing them."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.drafting.forms import PictureForm
from sen.foundation.agencies.selectors import get_agency
from sen.foundation.signing.policies import check_may_keep
from sen.foundation.signing.services import agency_picture, keep_picture, person_picture
from sen.foundation.signing.types import Picture, PictureKind
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import NotAllowed, NotFound
from sen.ui.access import ActorRequest, officer, roles
from sen.ui.forms import domain_errors
from sen.ui.responses import bytes_response, page

_PERSON_MM, _SEAL_MM = 45, 36


@officer
def mine(request: ActorRequest) -> HttpResponse:
    """The officer's own picture, and a newer one in its place."""
    picture = person_picture(request.actor.account, request.actor.name)
    words = {
        "title": _("Hình chữ ký của tôi"),
        "rule": _("Hình màu xanh, nền trong suốt, đặt giữa chức vụ và họ tên khi bạn ký số."),
        "see": reverse("drafting:see_my_picture"),
    }
    return _deposit(request, PictureKind.PERSON, request.actor.account, picture, words, _PERSON_MM)


@officer
def see_mine(request: ActorRequest) -> HttpResponseBase:
    """The officer's own picture as a file."""
    return _file(person_picture(request.actor.account, request.actor.name))


@roles(Role.CLERK, Role.ADMIN)
def seal(request: ActorRequest, agency_id: int) -> HttpResponse:
    """The agency's seal, and a newer picture in its place."""
    check_may_keep(request.actor, PictureKind.AGENCY, agency_id)
    agency = get_agency(agency_id)
    words = {
        "title": _("Hình con dấu: %(agency)s") % {"agency": agency.name},
        "rule": _("Hình màu đỏ, nền trong suốt, đúng kích thước con dấu; trùm lên khoảng một phần ba chữ ký về bên trái."),
        "see": reverse("drafting:see_seal", args=[agency_id]),
    }
    return _deposit(request, PictureKind.AGENCY, agency_id, agency_picture(agency_id, agency.name), words, _SEAL_MM)


@roles(Role.CLERK, Role.ADMIN)
def see_seal(request: ActorRequest, agency_id: int) -> HttpResponseBase:
    """The agency's seal as a file, for those who keep it."""
    check_may_keep(request.actor, PictureKind.AGENCY, agency_id)
    return _file(agency_picture(agency_id, get_agency(agency_id).name))


def _deposit(
    request: ActorRequest, kind: PictureKind, owner_id: int, picture: Picture | None, words: dict[str, str], width: int
) -> HttpResponse:
    if request.actor.account_id is None:
        raise NotAllowed
    form = PictureForm.from_request(request, initial={"width_mm": width})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with domain_errors(form):
            keep_picture(
                actor=request.actor,
                kind=kind,
                owner_id=owner_id,
                png=data["picture"].read(),
                width_mm=data["width_mm"],
                now=clock.now(),
            )
            messages.success(request, _("Đã lưu hình. Từ nay văn bản ký mới dùng hình này."))
            return redirect(request.path)
    return page(request, "drafting/picture.html", {"form": form, "picture": picture, **words}, form=form)


def _file(picture: Picture | None) -> HttpResponseBase:
    if picture is None:
        raise NotFound
    return bytes_response(picture.png, "hinh-chu-ky.png", "image/png", inline=True)
