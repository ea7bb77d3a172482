"""Words, tones and icons of states, urgency and channels, as every page of documents shows them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from sen.capabilities.correspondence.models import Content, IncomingDocument
from sen.capabilities.correspondence.states import (
    ACTION_NAMES,
    DELIVERY_NAMES,
    INCOMING_NAMES,
    OUTGOING_NAMES,
    DeliveryState,
    IncomingState,
    OutgoingState,
)
from sen.capabilities.correspondence.types import Channel, RecipientRole, Urgency
from sen.kernel import clock
from sen.kernel.text import fold
from sen.ui.format import tag_view
from sen.ui.types import TagView, Tone

MOST_NAMES = 6
_INCOMING = {
    IncomingState.ARRIVED: (Tone.SOON, "inbox"),
    IncomingState.REFUSED: (Tone.LINE, "undo-2"),
    IncomingState.REGISTERED: (Tone.ACT, "stamp"),
    IncomingState.ASSIGNED: (Tone.ACT, "user-check"),
    IncomingState.DOING: (Tone.ACT, "loader-circle"),
    IncomingState.DONE: (Tone.DONE, "circle-check"),
    IncomingState.RECALLED: (Tone.LINE, "rotate-ccw"),
}
_OUTGOING = {
    OutgoingState.REGISTERED: (Tone.SOON, "stamp"),
    OutgoingState.SENT: (Tone.DONE, "send"),
    OutgoingState.RECALLING: (Tone.WAIT, "rotate-ccw"),
    OutgoingState.RECALLED: (Tone.LINE, "rotate-ccw"),
    OutgoingState.REPLACED: (Tone.LINE, "repeat"),
}
_DELIVERY = {
    DeliveryState.WAITING: (Tone.SOON, "clock"),
    DeliveryState.SENT: (Tone.PLAIN, "send"),
    DeliveryState.ARRIVED: (Tone.PLAIN, "inbox"),
    DeliveryState.REFUSED: (Tone.LATE, "triangle-alert"),
    DeliveryState.ACCEPTED: (Tone.ACT, "stamp"),
    DeliveryState.ASSIGNED: (Tone.ACT, "user-check"),
    DeliveryState.DOING: (Tone.ACT, "loader-circle"),
    DeliveryState.DONE: (Tone.DONE, "circle-check"),
    DeliveryState.RECALL_ASKED: (Tone.WAIT, "rotate-ccw"),
    DeliveryState.RECALLED: (Tone.LINE, "rotate-ccw"),
    DeliveryState.RECALL_REFUSED: (Tone.LATE, "triangle-alert"),
}
_URGENCY = {
    Urgency.URGENT: (Tone.SOON, "zap"),
    Urgency.VERY_URGENT: (Tone.LATE, "zap"),
    Urgency.EXPRESS: (Tone.LATE, "zap"),
}


def role_tag(incoming: IncomingDocument) -> TagView | None:
    """What the sender sent the document for when it asks nothing to be done; None for one to act on and one from outside."""
    role = incoming.delivery.role if incoming.delivery else RecipientRole.ADDRESSED
    return None if role == RecipientRole.ADDRESSED else TagView(str(RecipientRole(role).label), Tone.LINE, "eye")


def incoming_tag(state: str) -> TagView:
    """The state of an incoming document."""
    return tag_view(state, INCOMING_NAMES, _INCOMING)


def outgoing_tag(state: str) -> TagView:
    """The state of an outgoing document."""
    return tag_view(state, OUTGOING_NAMES, _OUTGOING)


def delivery_tag(state: str) -> TagView:
    """How far a document has come at one recipient."""
    return tag_view(state, DELIVERY_NAMES, _DELIVERY)


def urgency_tag(urgency: int) -> TagView | None:
    """How urgent the document is; None for an ordinary one."""
    if urgency not in Urgency.values or urgency == Urgency.NORMAL:
        return None
    return tag_view(Urgency(urgency), dict(Urgency.choices), _URGENCY)


def channel_name(channel: str) -> str:
    """How a document came in."""
    return str(Channel(channel).label) if channel in Channel.values else channel


def action_name(action: str) -> str:
    """What a line of the history says was done."""
    further = {
        "delivery": _("Tin từ nơi nhận"),
        "set_recipients": _("Sửa nơi nhận"),
        "correct": _("Sửa thông tin vào sổ"),
        "grant": _("Cho thêm người xem"),
        "grant_document": _("Cho thêm người xem"),
        "withdraw_grant": _("Rút quyền xem"),
        "confirm_grant": _("Xác nhận thay đổi quyền"),
    }
    return str(ACTION_NAMES.get(action) or further.get(action, action))


def titled(kind_name: str, subject: str) -> str:
    """Kind and subject as registers write them, ``Quyết định về việc …``, ``Giấy mời họp …``."""
    words = subject.split(" ", 1)
    if not kind_name or subject.casefold().startswith(kind_name.casefold()):
        return subject
    if words[0].casefold() == kind_name.rpartition(" ")[2].casefold() and len(words) > 1:
        return f"{kind_name} {words[1]}"
    return f"{kind_name} {subject[0].lower()}{subject[1:]}" if subject[1:2].islower() else f"{kind_name} {subject}"


def day(value: dt.datetime | dt.date | None) -> str:
    """The date as registers print it, ``25/11/2026``; empty without one."""
    if value is None:
        return ""
    on = clock.local(value).date() if isinstance(value, dt.datetime) else value
    return f"{on:%d/%m/%Y}"


def history_detail(payload: Mapping[str, Any]) -> str:
    """The words a line of history carries besides its reason: to whom, which number, which state at how many recipients."""
    state = payload.get("state")
    word = delivery_tag(state).word if state in {each.value for each in DeliveryState} else ""
    whom = payload.get("to") or payload.get("names") or payload.get("recipients") or payload.get("count") or ""
    if isinstance(whom, int):
        whom = _("%(n)d nơi nhận") % {"n": whom}
    elif isinstance(whom, list):
        rest = _(" và %(n)d nơi khác") % {"n": len(whom) - MOST_NAMES} if len(whom) > MOST_NAMES else ""
        whom = ", ".join(str(name) for name in whom[:MOST_NAMES]) + rest
    number = _("Số đến %(n)s") % {"n": payload["number"]} if payload.get("number") else ""
    return ": ".join(part for part in (word, str(whom)) if part) or number


def file_code(content: Content) -> str:
    """Number and sign as part of a file's name."""
    return "-".join(part for part in fold(content.code).replace("/", " ").replace("-", " ").split() if part) or str(content.pk)
