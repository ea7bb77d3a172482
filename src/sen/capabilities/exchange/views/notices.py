"""Notices: deliveries with their dead letters, types and who subscribes to them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.capabilities.exchange.forms import NoticeTypeForm, SubscriptionForm
from sen.capabilities.exchange.models import Delivery, NoticeType
from sen.capabilities.exchange.policies import own_subsystems
from sen.capabilities.exchange.selectors import notices
from sen.capabilities.exchange.services.delivering import replay_deliveries
from sen.capabilities.exchange.services.notices import create_notice_type, end_notice_type
from sen.capabilities.exchange.services.subscribing import Wish, end_subscription, subscribe_to
from sen.capabilities.exchange.states import DeliveryState
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import DomainError, NotFound
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page
from sen.ui.responses import error_text, page

_METHODS = ["GET", "HEAD", "POST"]
_MINUTES_PER_HOUR = 3600


@roles(Role.AXIS)
@require_safe
def deliveries(request: ActorRequest) -> HttpResponse:
    """Notices on their way; first those that could not be brought."""
    state = request.GET.get("trang_thai", DeliveryState.DEAD)
    state = state if state in set(DeliveryState) else ""
    now = clock.now()
    found = list_page(notices.list_deliveries(state), request.GET.get("trang"))
    facts: dict[str, Any] = {"page": found, "rows": notices.delivery_rows(found.items, now), "tabs": notices.state_tabs(state)}
    return page(request, "exchange/deliveries.html", {**facts, "dead": state == DeliveryState.DEAD})


@roles(Role.AXIS)
@require_safe
def delivery(request: ActorRequest, delivery_id: int) -> HttpResponse:
    """One delivery with every attempt; the notice's content is shown, it never holds personal data."""
    found = _delivery(delivery_id)
    now = clock.now()
    facts: dict[str, Any] = {"row": notices.delivery_rows([found], now)[0], "notice": found.notice, "delivery": found}
    facts |= {"dead": found.state == DeliveryState.DEAD, "payload": notices.as_lines(found.notice.payload)}
    return page(request, "exchange/delivery.html", {**facts, "attempts": notices.attempt_items(found, now)})


@roles(Role.AXIS)
@require_POST
def replay(request: ActorRequest) -> HttpResponse:
    """Try dead letters again."""
    chosen = [int(text) for text in request.POST.getlist("dong") if text.isascii() and text.isdigit() and len(text) < 16]
    try:
        count = replay_deliveries(actor=request.actor, ids=chosen, now=clock.now())
    except DomainError as error:
        messages.warning(request, error_text(error))
    else:
        messages.success(request, ngettext("Đã xếp gửi lại %(n)d sự kiện.", "Đã xếp gửi lại %(n)d sự kiện.", count) % {"n": count})
    return redirect("exchange:deliveries")


@roles(Role.AXIS)
@require_safe
def types(request: ActorRequest) -> HttpResponse:
    """The types of notices with who listens."""
    found = list_page(notices.list_types(), request.GET.get("trang"))
    return page(request, "exchange/notice_types.html", {"page": found, "now": clock.now()})


@roles(Role.AXIS)
@require_http_methods(_METHODS)
def new_type(request: ActorRequest) -> HttpResponse:
    """Open a type of notice in a room."""
    form = NoticeTypeForm.from_request(request, choices={"room": _subsystems(request)})
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            made = create_notice_type(actor=request.actor, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Đã mở loại sự kiện. Nơi khác có thể đăng ký nhận ngay."))
            return redirect("exchange:notice-type", made.pk)
    return page(request, "exchange/notice_type_new.html", {"form": form}, form=form)


@roles(Role.AXIS)
@require_http_methods(_METHODS)
def notice_type(request: ActorRequest, type_id: int) -> HttpResponse:
    """One type: its schema, its subscriptions, a form for one more."""
    kind = _type(type_id)
    form = SubscriptionForm.from_request(request, choices={"subscriber": _subsystems(request)})
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            _subscribe(request, kind, form.cleaned_data)
            messages.success(request, _("Đã đăng ký nhận. Sự kiện từ bây giờ sẽ đến nơi này."))
            return redirect("exchange:notice-type", kind.pk)
    facts: dict[str, Any] = {"kind": kind, "form": form, "subscriptions": notices.list_subscriptions(kind)}
    facts["schema"] = notices.as_lines(kind.schema)
    return page(request, "exchange/notice_type.html", facts, form=form)


@roles(Role.AXIS)
@require_POST
def end_type(request: ActorRequest, type_id: int) -> HttpResponse:
    """Close a type of notice."""
    kind = _type(type_id)
    end_notice_type(actor=request.actor, room=kind.room, code=kind.code, now=clock.now())
    messages.success(request, _("Đã đóng loại sự kiện. Các đăng ký nhận cũng kết thúc."))
    return redirect("exchange:notice-types")


@roles(Role.AXIS)
@require_POST
def unsubscribe(request: ActorRequest, type_id: int) -> HttpResponse:
    """End one subscription."""
    kind = _type(type_id)
    subscriber = request.POST.get("noi_nhan", "")
    end_subscription(actor=request.actor, room=kind.room, code=kind.code, subscriber=subscriber, now=clock.now())
    messages.success(request, _("Đã kết thúc đăng ký nhận."))
    return redirect("exchange:notice-type", kind.pk)


def _subscribe(request: ActorRequest, kind: NoticeType, asked: dict[str, Any]) -> None:
    wish = Wish(asked["delivery"], asked["target"].strip(), asked["hours"] * _MINUTES_PER_HOUR, asked["fifo"])
    subscribe_to(actor=request.actor, room=kind.room, code=kind.code, subscriber=asked["subscriber"], wish=wish, now=clock.now())


def _subsystems(request: ActorRequest) -> list[tuple[str, str]]:
    return [("", _("Chọn hệ thống")), *((each.identifier, f"{each.name} ({each.identifier})") for each in own_subsystems(request.actor))]


def _type(type_id: int) -> NoticeType:
    kind = notices.get_type(type_id)
    if kind is None:
        raise NotFound
    return kind


def _delivery(delivery_id: int) -> Delivery:
    found = notices.get_delivery(delivery_id)
    if found is None:
        raise NotFound
    return found
