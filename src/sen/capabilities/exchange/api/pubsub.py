"""Publish and subscribe: GovStack Information Mediator, PubSub API 2.0.0.

The caller is the subsystem its credential stands for.  A room belongs to a subsystem; its member opens types and publishes,
others subscribe where they may hear.
"""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Path, Status

from sen.capabilities.exchange import policies
from sen.capabilities.exchange.errors import NoticeTypeMissing, NoticeUnfit, NotSubscribed
from sen.capabilities.exchange.models import NoticeSubscription
from sen.capabilities.exchange.schemas import (
    Code,
    EventBody,
    EventId,
    EventItem,
    EventTypeBody,
    SubscriptionItem,
    event_type_answer,
    subscription_answer,
)
from sen.capabilities.exchange.selectors import notices as reads
from sen.capabilities.exchange.services import delivering, notices, subscribing
from sen.capabilities.exchange.services.subscribing import Wish
from sen.kernel import clock
from sen.kernel.errors import NotAllowed, NotFound
from sen.ui.api.answers import refusals
from sen.ui.api.frame import GUARDED_MARK, PERSONAL_MARK, ApiRequest, RegistryApi

pubsub_api = RegistryApi(
    "su-kien",
    title="Sự kiện: phát và nhận",
    about=_("Đăng ký loại sự kiện, phát sự kiện, nhận bằng cách gửi đến hoặc tự lấy, theo giao diện PubSub 2.0.0 của GovStack."),
    version="2.0.0",
    personal=True,
)
_ROOM = "/r1/{instance}/{member_class}/{member}/{application}"
_CALLED: dict[str, Any] = {PERSONAL_MARK: False, GUARDED_MARK: True}


def _said(*statuses: int) -> dict[int, Any]:
    return dict(refusals(403, *statuses))


@pubsub_api.post(
    f"{_ROOM}/api/v1/eventType",
    response={200: EventTypeBody, **_said(409)},
    by_alias=True,
    openapi_extra=_CALLED,
    summary="Mở loại sự kiện",
)
def create_event_type(
    request: ApiRequest, instance: Path[Code], member_class: Path[Code], member: Path[Code], application: Path[Code], body: EventTypeBody
) -> Any:
    """Open a type in the room; its events must fit the schema."""
    room = _own_room(request, instance, member_class, member, application)
    kind = notices.create_notice_type(actor=request.caller.actor(), room=room, code=body.event_type, schema=body.schema_, now=clock.now())
    return event_type_answer(kind)


@pubsub_api.get(
    f"{_ROOM}/api/v1/eventType", response={200: list[str], 204: None, **_said()}, openapi_extra=_CALLED, summary="Các loại sự kiện"
)
def get_event_type_list(
    request: ApiRequest, instance: Path[Code], member_class: Path[Code], member: Path[Code], application: Path[Code]
) -> Any:
    """The types of the room the caller may hear; 204 when there are none."""
    room = "/".join((instance, member_class, member, application))
    codes = [kind.code for kind in reads.list_room(room) if policies.may_hear(_client(request), kind)]
    return Status(200, codes) if codes else Status(204, None)


@pubsub_api.get(
    f"{_ROOM}/api/v1/eventType/{{event_type}}",
    response={200: EventTypeBody, 204: None, **_said()},
    by_alias=True,
    openapi_extra=_CALLED,
    summary="Một loại sự kiện",
)
def get_event_type(
    request: ApiRequest, instance: Path[Code], member_class: Path[Code], member: Path[Code], application: Path[Code], event_type: Path[Code]
) -> Any:
    """The schema of a type; 204 when it is not defined."""
    kind = reads.find_type("/".join((instance, member_class, member, application)), event_type)
    if kind is None or not policies.may_hear(_client(request), kind):
        return Status(204, None)
    return Status(200, event_type_answer(kind))


@pubsub_api.delete(
    f"{_ROOM}/api/v1/eventType/{{event_type}}", response={204: None, **_said(404)}, openapi_extra=_CALLED, summary="Đóng loại sự kiện"
)
def delete_event_type(
    request: ApiRequest, instance: Path[Code], member_class: Path[Code], member: Path[Code], application: Path[Code], event_type: Path[Code]
) -> Any:
    """Close a type: no further events, subscriptions end."""
    room = _own_room(request, instance, member_class, member, application)
    notices.end_notice_type(actor=request.caller.actor(), room=room, code=event_type, now=clock.now())
    return Status(204, None)


@pubsub_api.post(f"{_ROOM}/pub/v1/{{event_type}}", response={201: EventId, **_said(404)}, openapi_extra=_CALLED, summary="Phát sự kiện")
def publish_event(
    request: ApiRequest,
    instance: Path[Code],
    member_class: Path[Code],
    member: Path[Code],
    application: Path[Code],
    event_type: Path[Code],
    body: EventBody,
) -> Any:
    """Publish an event to every subscriber; 201 says it is kept and will be delivered."""
    room = _own_room(request, instance, member_class, member, application)
    if body.event_type != event_type:
        raise NoticeUnfit("eventType", reason="eventType khác với địa chỉ")
    client = _client(request)
    notice = notices.publish_notice(
        actor=request.caller.actor(), room=room, code=event_type, payload=body.event, publisher=client, now=clock.now()
    )
    return Status(201, {"id": notice.public_id})


@pubsub_api.get(
    f"{_ROOM}/pub/v1/{{event_type}}/{{event_id}}",
    response={200: EventItem, **_said(404)},
    by_alias=True,
    openapi_extra=_CALLED,
    summary="Một sự kiện đã phát",
)
def get_status(
    request: ApiRequest,
    instance: Path[Code],
    member_class: Path[Code],
    member: Path[Code],
    application: Path[Code],
    event_type: Path[Code],
    event_id: Path[UUID],
) -> Any:
    """An event, for the member that publishes in the room."""
    notice = reads.find_notice(_own_room(request, instance, member_class, member, application), event_type, event_id)
    if notice is None:
        raise NotFound
    return delivering.event_item(notice)


@pubsub_api.delete(
    f"{_ROOM}/pub/v1/{{event_type}}/{{event_id}}", response={204: None, **_said(404)}, openapi_extra=_CALLED, summary="Dừng gửi sự kiện"
)
def delete_event(
    request: ApiRequest,
    instance: Path[Code],
    member_class: Path[Code],
    member: Path[Code],
    application: Path[Code],
    event_type: Path[Code],
    event_id: Path[UUID],
) -> Any:
    """Stop bringing an event to those who do not have it yet."""
    room = _own_room(request, instance, member_class, member, application)
    notices.stop_notice(actor=request.caller.actor(), room=room, code=event_type, public_id=event_id, now=clock.now())
    return Status(204, None)


@pubsub_api.get(
    f"{_ROOM}/api/v1/subs",
    response={200: list[SubscriptionItem], **_said(404)},
    by_alias=True,
    openapi_extra=_CALLED,
    summary="Các đăng ký nhận của nơi gọi",
)
def list_sub(request: ApiRequest, instance: Path[Code], member_class: Path[Code], member: Path[Code], application: Path[Code]) -> Any:
    """The caller's subscriptions in the room."""
    found = reads.list_subscriptions_of("/".join((instance, member_class, member, application)), _client(request))
    if not found:
        raise NotSubscribed
    return [subscription_answer(each, each.type.code) for each in found]


@pubsub_api.post(
    f"{_ROOM}/api/v1/subs/{{event_type}}",
    response={200: SubscriptionItem, **_said(404, 409)},
    by_alias=True,
    openapi_extra=_CALLED,
    summary="Đăng ký nhận",
)
def add_sub(
    request: ApiRequest,
    instance: Path[Code],
    member_class: Path[Code],
    member: Path[Code],
    application: Path[Code],
    event_type: Path[Code],
    body: SubscriptionItem,
) -> Any:
    """Subscribe the caller; a PUSH goes to ``options.url``."""
    client = _checked(request, event_type, body)
    made = subscribing.subscribe_to(
        actor=request.caller.actor(),
        room="/".join((instance, member_class, member, application)),
        code=event_type,
        subscriber=client,
        wish=_wish(body),
        now=clock.now(),
    )
    return subscription_answer(made, event_type)


@pubsub_api.get(
    f"{_ROOM}/api/v1/subs/{{event_type}}",
    response={200: SubscriptionItem, **_said(404)},
    by_alias=True,
    openapi_extra=_CALLED,
    summary="Một đăng ký nhận",
)
def get_sub(
    request: ApiRequest, instance: Path[Code], member_class: Path[Code], member: Path[Code], application: Path[Code], event_type: Path[Code]
) -> Any:
    """The caller's subscription to a type."""
    return subscription_answer(_subscription(request, "/".join((instance, member_class, member, application)), event_type), event_type)


@pubsub_api.patch(
    f"{_ROOM}/api/v1/subs/{{event_type}}",
    response={201: SubscriptionItem, **_said(404)},
    by_alias=True,
    openapi_extra=_CALLED,
    summary="Đổi cách nhận",
)
def patch_sub(
    request: ApiRequest,
    instance: Path[Code],
    member_class: Path[Code],
    member: Path[Code],
    application: Path[Code],
    event_type: Path[Code],
    body: SubscriptionItem,
) -> Any:
    """Change how the caller gets the events."""
    client = _checked(request, event_type, body)
    changed = subscribing.change_subscription(
        actor=request.caller.actor(),
        room="/".join((instance, member_class, member, application)),
        code=event_type,
        subscriber=client,
        wish=_wish(body),
        now=clock.now(),
    )
    return Status(201, subscription_answer(changed, event_type))


@pubsub_api.delete(f"{_ROOM}/api/v1/subs/{{event_type}}", response={204: None, **_said(404)}, openapi_extra=_CALLED, summary="Thôi nhận")
def delete_sub(
    request: ApiRequest, instance: Path[Code], member_class: Path[Code], member: Path[Code], application: Path[Code], event_type: Path[Code]
) -> Any:
    """End the caller's subscription; what waits for it is stopped."""
    room = "/".join((instance, member_class, member, application))
    subscribing.end_subscription(actor=request.caller.actor(), room=room, code=event_type, subscriber=_client(request), now=clock.now())
    return Status(204, None)


@pubsub_api.get(
    f"{_ROOM}/pull/v1/{{event_type}}",
    response={200: EventItem, **_said(404, 409)},
    by_alias=True,
    openapi_extra=_CALLED,
    summary="Tự lấy sự kiện tiếp theo",
)
def pull_event(
    request: ApiRequest, instance: Path[Code], member_class: Path[Code], member: Path[Code], application: Path[Code], event_type: Path[Code]
) -> Any:
    """The oldest event the caller has not acknowledged; the same again until it is."""
    room = "/".join((instance, member_class, member, application))
    notice = delivering.pull_notice(actor=request.caller.actor(), room=room, code=event_type, subscriber=_client(request), now=clock.now())
    if notice is None:
        raise NotFound
    return delivering.event_item(notice)


@pubsub_api.delete(
    f"{_ROOM}/pull/v1/{{event_type}}/{{event_id}}",
    response={204: None, **_said(404, 409)},
    openapi_extra=_CALLED,
    summary="Xác nhận đã nhận",
)
def confirm_event(
    request: ApiRequest,
    instance: Path[Code],
    member_class: Path[Code],
    member: Path[Code],
    application: Path[Code],
    event_type: Path[Code],
    event_id: Path[UUID],
) -> Any:
    """Acknowledge an event; the next pull brings the following one."""
    delivering.confirm_notice(
        actor=request.caller.actor(),
        room="/".join((instance, member_class, member, application)),
        code=event_type,
        subscriber=_client(request),
        public_id=event_id,
        now=clock.now(),
    )
    return Status(204, None)


def _client(request: ApiRequest) -> str:
    """The subsystem that calls; raises NotAllowed when the credential stands for none."""
    if not request.caller.client:
        raise NotAllowed
    return request.caller.client


def _own_room(request: ApiRequest, *codes: str) -> str:
    """The room, if the caller's member owns it; raises NotAllowed."""
    room = "/".join(codes)
    if not policies.owns_room(_client(request), room):
        raise NotAllowed
    return room


def _checked(request: ApiRequest, event_type: str, body: SubscriptionItem) -> str:
    """The caller, if the item speaks of nobody else and of this type."""
    client = _client(request)
    if body.event_type != event_type:
        raise NoticeTypeMissing("eventType", code=body.event_type)
    if body.subscriber_id is not None and body.subscriber_id.identifier != client:
        raise NotAllowed
    return client


def _subscription(request: ApiRequest, room: str, event_type: str) -> NoticeSubscription:
    found = reads.list_subscriptions_of(room, _client(request), event_type)
    if not found:
        raise NotSubscribed
    return found[0]


def _wish(body: SubscriptionItem) -> Wish:
    return Wish(body.delivery, body.options.url, body.options.ttl, body.options.fifo)
