"""Life of a packet: outwards it waits, is sent or refused; inwards it is offered, taken or turned away."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sen.kernel.states import StateTable

PACKET = "packet"
"""What the history calls a packet."""


class Direction(StrEnum):
    """Which way a packet goes."""

    OUT = "out"
    IN = "in"


class PacketState(StrEnum):
    """Where a packet stands."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    FAILED = "failed"
    SPLIT = "split"
    CANCELLED = "cancelled"
    OFFERED = "offered"
    TAKEN = "taken"
    TURNED_AWAY = "turned_away"


class PacketAction(StrEnum):
    """What happens to a packet; the action names the line of its history."""

    QUEUE = "queue"
    SEND = "send"
    STUMBLE = "stumble"
    GIVE_UP = "give_up"
    REFUSE = "refuse"
    SPLIT = "split"
    CANCEL = "cancel"
    RETRY = "retry"
    OFFER = "offer"
    TAKE = "take"
    TURN_AWAY = "turn_away"
    REPLAY = "replay"
    CONFIRM = "confirm"


_S, _A = PacketState, PacketAction

PACKET_STATES: StateTable[PacketState, PacketAction] = StateTable(
    "packet",
    {
        (_S.WAITING, _A.SEND): _S.SENT,
        (_S.WAITING, _A.STUMBLE): _S.WAITING,
        (_S.WAITING, _A.GIVE_UP): _S.FAILED,
        (_S.WAITING, _A.REFUSE): _S.REFUSED,
        (_S.WAITING, _A.SPLIT): _S.SPLIT,
        (_S.WAITING, _A.RETRY): _S.WAITING,
        (_S.WAITING, _A.CANCEL): _S.CANCELLED,
        (_S.FAILED, _A.RETRY): _S.WAITING,
        (_S.FAILED, _A.CANCEL): _S.CANCELLED,
        (_S.REFUSED, _A.RETRY): _S.WAITING,
        (_S.REFUSED, _A.CANCEL): _S.CANCELLED,
        (_S.SENT, _A.RETRY): _S.WAITING,
        (_S.OFFERED, _A.TAKE): _S.TAKEN,
        (_S.OFFERED, _A.STUMBLE): _S.OFFERED,
        (_S.OFFERED, _A.TURN_AWAY): _S.TURNED_AWAY,
        (_S.OFFERED, _A.RETRY): _S.OFFERED,
        (_S.TURNED_AWAY, _A.REPLAY): _S.OFFERED,
    },
)

OPEN = frozenset({_S.WAITING, _S.OFFERED})
"""States in which the worker still has something to do."""
NEEDS_SOMEBODY = frozenset({_S.REFUSED, _S.FAILED, _S.TURNED_AWAY})
"""States that wait for a person."""

STATE_NAMES: dict[PacketState, str | Promise] = {
    _S.WAITING: _("Chờ gửi"),
    _S.SENT: _("Đã gửi"),
    _S.REFUSED: _("Trục không nhận"),
    _S.FAILED: _("Chưa gửi được"),
    _S.SPLIT: _("Đã tách từng nơi nhận"),
    _S.CANCELLED: _("Đã hủy gửi"),
    _S.OFFERED: _("Chờ nhận về"),
    _S.TAKEN: _("Đã nhận"),
    _S.TURNED_AWAY: _("Đã trả lại"),
}

STATE_TONES: dict[PacketState, str] = {
    _S.WAITING: "wait",
    _S.SENT: "done",
    _S.REFUSED: "late",
    _S.FAILED: "late",
    _S.SPLIT: "line",
    _S.CANCELLED: "line",
    _S.OFFERED: "wait",
    _S.TAKEN: "done",
    _S.TURNED_AWAY: "soon",
}

ACTION_NAMES: dict[PacketAction, str | Promise] = {
    _A.QUEUE: _("Đưa vào hàng chờ gửi"),
    _A.SEND: _("Gửi lên trục"),
    _A.STUMBLE: _("Chưa thành công, sẽ tự thử lại"),
    _A.GIVE_UP: _("Ngừng tự thử lại"),
    _A.REFUSE: _("Trục không nhận"),
    _A.SPLIT: _("Tách thành gói cho từng nơi nhận"),
    _A.CANCEL: _("Hủy gửi"),
    _A.RETRY: _("Gửi lại"),
    _A.OFFER: _("Trục báo có gói"),
    _A.TAKE: _("Nhận về"),
    _A.TURN_AWAY: _("Trả lại nơi gửi"),
    _A.REPLAY: _("Đọc lại"),
    _A.CONFIRM: _("Xác nhận với trục"),
}

BUSINESS_NAMES: dict[int, str | Promise] = {
    0: _("Văn bản mới"),
    1: pgettext_lazy("change of a document", "Thu hồi"),
    2: pgettext_lazy("change of a document", "Cập nhật"),
    3: pgettext_lazy("change of a document", "Thay thế"),
}

STATUS_NAMES: dict[str, str | Promise] = {
    "01": _("Đã đến"),
    "02": _("Từ chối tiếp nhận"),
    "03": _("Đã tiếp nhận"),
    "04": _("Phân công xử lý"),
    "05": _("Đang xử lý"),
    "06": _("Hoàn thành"),
    "13": pgettext_lazy("change of a document", "Lấy lại"),
    "15": _("Đồng ý cập nhật, lấy lại, thu hồi"),
    "16": _("Từ chối cập nhật, lấy lại, thu hồi"),
}
