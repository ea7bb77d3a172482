"""Publishing: types of notices in the rooms of subsystems, and the notices themselves."""

import datetime as dt
import json
from typing import Any
from uuid import UUID

from django.db import transaction
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError
from referencing import Registry
from referencing.exceptions import Unresolvable

from sen.capabilities.exchange.errors import BadNoticeSchema, NoticeTypeMissing, NoticeTypeTaken, NoticeUnfit
from sen.capabilities.exchange.events import DeliveryDue
from sen.capabilities.exchange.models import Delivery, DeliveryMode, Notice, NoticeSubscription, NoticeType, RegistryMark, Service
from sen.capabilities.exchange.services.naming import checked_code
from sen.capabilities.exchange.services.recording import record
from sen.capabilities.exchange.states import DELIVERY_STATES, DeliveryAction, DeliveryState
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound

_MAX_BYTES = 256 * 1024
_MAX_SCHEMA_BYTES = 64 * 1024
_REGISTRY_PAUSE = dt.timedelta(seconds=20)
# Registries whose interface is open to everybody without the axis.
_WITHOUT_SERVICE = {"co-quan": "Cơ quan, đơn vị"}
_REGISTRY_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "registry": {"type": "string"},
        "change": {"type": "integer", "minimum": 0},
        "fetch": {"type": "string"},
    },
    "required": ["registry", "change", "fetch"],
    "additionalProperties": False,
}


@transaction.atomic
def create_notice_type(
    *, actor: Actor, room: str, code: str, schema: dict[str, Any], now: dt.datetime, name: str = "", is_open: bool = False
) -> NoticeType:
    """Open a type of notice in the room of a subsystem; the caller has checked that the actor speaks for the room.

    Raises BadCode, BadNoticeSchema or NoticeTypeTaken.  Basis: GovStack Information Mediator, PubSub API 2.0.0.
    """
    checked_code(code, "code")
    check_schema(schema)
    facts = {"schema": schema, "name": name[:200], "is_open": is_open, "created_at": now}
    kind, made = NoticeType.objects.get_or_create(room=room, code=code, ended_at=None, defaults=facts)
    if not made:
        raise NoticeTypeTaken("code", code=code)
    record("notice_type.create", kind, actor=actor, now=now)
    return kind


@transaction.atomic
def end_notice_type(*, actor: Actor, room: str, code: str, now: dt.datetime) -> None:
    """Close a type: no further notices, subscriptions end, what waits is stopped.  Raises NoticeTypeMissing."""
    kind = _live_type(room, code)
    kind.ended_at = now
    kind.save(update_fields=["ended_at"])
    kind.subscriptions.filter(ended_at=None).update(ended_at=now)
    Delivery.objects.filter(notice__type=kind, state=DeliveryState.WAITING).update(
        state=DeliveryState.STOPPED, next_attempt_at=None, changed_at=now
    )
    record("notice_type.end", kind, actor=actor, now=now)


@transaction.atomic
def publish_notice(*, actor: Actor, room: str, code: str, payload: dict[str, Any], publisher: str, now: dt.datetime) -> Notice:
    """Publish a notice to every live subscription of its type, in the caller's transaction.

    Raises NoticeTypeMissing, or NoticeUnfit when the payload does not fit the type's schema or is larger than 256 KB.
    """
    kind = _live_type(room, code)
    check_payload(kind.schema, payload)
    kind.last_sequence += 1
    kind.save(update_fields=["last_sequence"])
    notice = Notice.objects.create(type=kind, sequence=kind.last_sequence, publisher=publisher, payload=payload, published_at=now)
    _hand_out(notice, now)
    return notice


@transaction.atomic
def stop_notice(*, actor: Actor, room: str, code: str, public_id: UUID, now: dt.datetime) -> None:
    """Stop bringing a notice to those who do not have it yet.  Raises NotFound."""
    notice = Notice.objects.select_for_update().filter(type__room=room, type__code=code, public_id=public_id).first()
    if notice is None:
        raise NotFound
    notice.stopped_at = now
    notice.save(update_fields=["stopped_at"])
    for delivery in notice.deliveries.select_for_update():
        if DELIVERY_STATES.allows(delivery.state, DeliveryAction.STOP):
            delivery.state = DELIVERY_STATES.next(delivery.state, DeliveryAction.STOP)
            delivery.next_attempt_at, delivery.changed_at = None, now
            delivery.save(update_fields=["state", "next_attempt_at", "changed_at"])
    record("notice.stop", notice, actor=actor, now=now)


@transaction.atomic
def tell_change(*, actor: Actor, room: str, registry: str, change: int, now: dt.datetime) -> Notice | None:
    """Tell subscribers that a shared database changed and where to fetch it; many changes within seconds make one notice.

    Returns the notice, or None when it waits for ``tell_waiting_changes`` or nobody would hear it.
    """
    mark, _made = RegistryMark.objects.select_for_update().get_or_create(registry=registry)
    mark.last_change = max(mark.last_change, change)
    mark.save(update_fields=["last_change"])
    if mark.told_at is not None and now - mark.told_at < _REGISTRY_PAUSE:
        return None
    return _tell(actor, room, mark, now)


@transaction.atomic
def tell_waiting_changes(*, actor: Actor, room: str, now: dt.datetime) -> int:
    """Tell the changes that came too soon after the notice before; returns how many notices that made."""
    told = 0
    for mark in RegistryMark.objects.select_for_update().order_by("pk"):
        if mark.last_change > mark.told_change:
            told += _tell(actor, room, mark, now) is not None
    return told


def check_schema(schema: dict[str, Any]) -> None:
    """Raise BadNoticeSchema unless this is a JSON schema of bounded size that refers to nothing outside itself."""
    if len(json.dumps(schema)) > _MAX_SCHEMA_BYTES:
        raise BadNoticeSchema("schema", reason="dài quá 64 KB")
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise BadNoticeSchema("schema", reason=error.message[:200]) from error


def check_payload(schema: dict[str, Any], payload: dict[str, Any]) -> None:
    """Raise NoticeUnfit unless the payload fits the schema; nothing is fetched to find out."""
    if len(json.dumps(payload)) > _MAX_BYTES:
        raise NoticeUnfit("event", reason="dài quá 256 KB")
    validator = Draft202012Validator(schema, registry=Registry())
    try:
        validator.validate(payload)
    except ValidationError as error:
        place = "/".join(str(part) for part in error.absolute_path)
        raise NoticeUnfit("event", reason=f"{place}: {error.message}"[:200].lstrip(": ")) from error
    except Unresolvable as error:
        raise NoticeUnfit("event", reason="mẫu dữ liệu dẫn ra ngoài") from error


def _live_type(room: str, code: str) -> NoticeType:
    kind = NoticeType.objects.select_for_update().filter(room=room, code=code, ended_at=None).first()
    if kind is None:
        raise NoticeTypeMissing("eventType", code=code)
    return kind


def _tell(actor: Actor, room: str, mark: RegistryMark, now: dt.datetime) -> Notice | None:
    """Publish the change, when somebody listens; the type is opened on its first change."""
    code = f"{mark.registry}-thay-doi"
    service = Service.objects.filter(identifier=f"{room}/{mark.registry}").first()
    name = f"Thay đổi: {service.name if service else _WITHOUT_SERVICE.get(mark.registry, mark.registry)}"[:200]
    facts = {"schema": _REGISTRY_SCHEMA, "is_open": True, "created_at": now, "name": name}
    kind, _made = NoticeType.objects.get_or_create(room=room, code=code, ended_at=None, defaults=facts)
    before, mark.told_change, mark.told_at = mark.told_change, mark.last_change, now
    mark.save(update_fields=["told_change", "told_at"])
    if not NoticeSubscription.objects.filter(type=kind, ended_at=None).exists():
        return None
    payload = {
        "registry": mark.registry,
        "change": mark.last_change,
        "fetch": _feed_of(room, mark.registry, before, shared=service is not None),
    }
    return publish_notice(actor=actor, room=room, code=code, payload=payload, publisher=room, now=now)


def _feed_of(room: str, registry: str, after: int, *, shared: bool) -> str:
    """Where the changes are fetched: over the axis when the registry is a service of the room, otherwise at the open interface."""
    return f"{f'/r1/{room}/{registry}' if shared else f'/api/{registry}'}/changes?after={after}"


def _hand_out(notice: Notice, now: dt.datetime) -> None:
    wanted = list(NoticeSubscription.objects.filter(type_id=notice.type_id, ended_at=None))
    deliveries = Delivery.objects.bulk_create(
        Delivery(
            notice=notice,
            subscription=each,
            next_attempt_at=now if each.delivery == DeliveryMode.PUSH else None,
            expires_at=now + dt.timedelta(seconds=each.ttl_seconds),
            changed_at=now,
        )
        for each in wanted
    )
    for delivery in deliveries:
        if delivery.next_attempt_at is not None:
            publish(DeliveryDue(delivery_id=delivery.pk), now=now)
