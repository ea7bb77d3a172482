"""Lives of documents: the one that leaves, its delivery to each recipient, the one that arrives.

Basis: 30/2020/NĐ-CP, Articles 14 to 24 and Appendix VI; 28/2018/QĐ-TTg (states exchanged between systems).
"""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sen.kernel.states import StateTable


class OutgoingState(StrEnum):
    """Where a document of the agency itself stands; before it is numbered it is a draft, elsewhere."""

    REGISTERED = "registered"
    SENT = "sent"
    RECALLING = "recalling"
    RECALLED = "recalled"
    REPLACED = "replaced"


class OutgoingAction(StrEnum):
    """What can be done to an outgoing document; the action names the line of its history."""

    REGISTER = "register"
    SEAL = "seal"
    SEND = "send"
    EXTEND = "extend"
    UPDATE = "update"
    ASK_RECALL = "ask_recall"
    END_RECALL = "end_recall"
    CANCEL = "cancel"
    REPLACE = "replace"


class DeliveryState(StrEnum):
    """How far a document has come at one recipient."""

    WAITING = "waiting"
    SENT = "sent"
    ARRIVED = "arrived"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    DOING = "doing"
    DONE = "done"
    RECALL_ASKED = "recall_asked"
    RECALLED = "recalled"
    RECALL_REFUSED = "recall_refused"


class IncomingState(StrEnum):
    """Where a document stands in an agency that received it."""

    ARRIVED = "arrived"
    REFUSED = "refused"
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    DOING = "doing"
    DONE = "done"
    RECALLED = "recalled"


class IncomingAction(StrEnum):
    """What can be done to an incoming document; the action names the line of its history."""

    ARRIVE = "arrive"
    REFUSE = "refuse"
    REGISTER = "register"
    HAND_ON = "pass_on"
    DIRECT = "direct"
    START = "start"
    FINISH = "finish"
    REOPEN = "reopen"
    UPDATE = "update"
    RECALL = "recall"
    REFUSE_RECALL = "refuse_recall"


class ChangeKind(StrEnum):
    """What a sender asks of those who already have its document (codes 1 to 3 of QCVN 102)."""

    RECALL = "recall"
    UPDATE = "update"
    REPLACE = "replace"


class AnswerState(StrEnum):
    """What a recipient said to a recall, an update or a replacement."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class NumberState(StrEnum):
    """What became of a number of a book."""

    RESERVED = "reserved"
    USED = "used"
    VOID = "void"


_O, _OA = OutgoingState, OutgoingAction

OUTGOING_STATES: StateTable[OutgoingState, OutgoingAction] = StateTable(
    "outgoing",
    {
        (_O.REGISTERED, _OA.SEAL): _O.REGISTERED,
        (_O.REGISTERED, _OA.EXTEND): _O.REGISTERED,
        (_O.REGISTERED, _OA.SEND): _O.SENT,
        (_O.REGISTERED, _OA.CANCEL): _O.RECALLED,
        (_O.SENT, _OA.EXTEND): _O.SENT,
        (_O.SENT, _OA.UPDATE): _O.SENT,
        (_O.SENT, _OA.ASK_RECALL): _O.RECALLING,
        (_O.SENT, _OA.REPLACE): _O.REPLACED,
        (_O.RECALLING, _OA.END_RECALL): _O.RECALLED,
    },
)

_I, _IA = IncomingState, IncomingAction

INCOMING_STATES: StateTable[IncomingState, IncomingAction] = StateTable(
    "incoming",
    {
        (_I.ARRIVED, _IA.REGISTER): _I.REGISTERED,
        (_I.ARRIVED, _IA.REFUSE): _I.REFUSED,
        (_I.ARRIVED, _IA.UPDATE): _I.ARRIVED,
        (_I.ARRIVED, _IA.RECALL): _I.RECALLED,
        (_I.REGISTERED, _IA.HAND_ON): _I.REGISTERED,
        (_I.REGISTERED, _IA.DIRECT): _I.ASSIGNED,
        (_I.REGISTERED, _IA.FINISH): _I.DONE,
        (_I.REGISTERED, _IA.UPDATE): _I.REGISTERED,
        (_I.REGISTERED, _IA.RECALL): _I.RECALLED,
        (_I.REGISTERED, _IA.REFUSE_RECALL): _I.REGISTERED,
        (_I.ASSIGNED, _IA.HAND_ON): _I.ASSIGNED,
        (_I.ASSIGNED, _IA.DIRECT): _I.ASSIGNED,
        (_I.ASSIGNED, _IA.START): _I.DOING,
        (_I.ASSIGNED, _IA.FINISH): _I.DONE,
        (_I.ASSIGNED, _IA.UPDATE): _I.ASSIGNED,
        (_I.ASSIGNED, _IA.RECALL): _I.RECALLED,
        (_I.ASSIGNED, _IA.REFUSE_RECALL): _I.ASSIGNED,
        (_I.DOING, _IA.HAND_ON): _I.DOING,
        (_I.DOING, _IA.DIRECT): _I.DOING,
        (_I.DOING, _IA.FINISH): _I.DONE,
        (_I.DOING, _IA.UPDATE): _I.DOING,
        (_I.DOING, _IA.RECALL): _I.RECALLED,
        (_I.DOING, _IA.REFUSE_RECALL): _I.DOING,
        (_I.DONE, _IA.REOPEN): _I.DOING,
        (_I.DONE, _IA.UPDATE): _I.DONE,
        (_I.DONE, _IA.RECALL): _I.RECALLED,
        (_I.DONE, _IA.REFUSE_RECALL): _I.DONE,
    },
)

OPEN_INCOMING = frozenset({_I.ARRIVED, _I.REGISTERED, _I.ASSIGNED, _I.DOING})
LIVE_INCOMING = frozenset({*OPEN_INCOMING, _I.DONE})
"""States of a document the agency really holds: neither sent back nor cancelled by a recall."""

_D = DeliveryState

PROGRESS: tuple[DeliveryState, ...] = (_D.WAITING, _D.SENT, _D.ARRIVED, _D.REFUSED, _D.ACCEPTED, _D.ASSIGNED, _D.DOING, _D.DONE)
"""The way of a delivery in order; it never goes back.  A refusal ends it."""

RECALL_WAY = frozenset({_D.RECALL_ASKED, _D.RECALLED, _D.RECALL_REFUSED})
ENDED_DELIVERY = frozenset({_D.REFUSED, _D.RECALLED})

DELIVERY_OF: dict[IncomingState, DeliveryState] = {
    _I.ARRIVED: _D.ARRIVED,
    _I.REFUSED: _D.REFUSED,
    _I.REGISTERED: _D.ACCEPTED,
    _I.ASSIGNED: _D.ASSIGNED,
    _I.DOING: _D.DOING,
    _I.DONE: _D.DONE,
    _I.RECALLED: _D.RECALLED,
}

STATUS_CODES: dict[str, DeliveryState] = {
    "01": _D.ARRIVED,
    "02": _D.REFUSED,
    "03": _D.ACCEPTED,
    "04": _D.ASSIGNED,
    "05": _D.DOING,
    "06": _D.DONE,
}
"""Codes of the status packets between systems.  Basis: QCVN 102:2016/BTTTT; 28/2018/QĐ-TTg."""

OUTGOING_NAMES: dict[OutgoingState, str | Promise] = {
    _O.REGISTERED: _("Đã vào sổ, chờ phát hành"),
    _O.SENT: _("Đã phát hành"),
    _O.RECALLING: _("Đang thu hồi"),
    _O.RECALLED: _("Đã thu hồi"),
    _O.REPLACED: _("Đã được thay thế"),
}

DELIVERY_NAMES: dict[DeliveryState, str | Promise] = {
    _D.WAITING: _("Chờ gửi"),
    _D.SENT: _("Đã gửi đi"),
    _D.ARRIVED: _("Đã đến"),
    _D.REFUSED: _("Từ chối tiếp nhận"),
    _D.ACCEPTED: _("Đã tiếp nhận"),
    _D.ASSIGNED: _("Đã phân công"),
    _D.DOING: _("Đang xử lý"),
    _D.DONE: _("Hoàn thành"),
    _D.RECALL_ASKED: _("Đã đề nghị thu hồi"),
    _D.RECALLED: _("Đã thu hồi"),
    _D.RECALL_REFUSED: _("Không đồng ý thu hồi"),
}

INCOMING_NAMES: dict[IncomingState, str | Promise] = {
    _I.ARRIVED: _("Mới đến, chờ vào sổ"),
    _I.REFUSED: _("Đã trả lại nơi gửi"),
    _I.REGISTERED: _("Đã vào sổ"),
    _I.ASSIGNED: _("Đã phân công"),
    _I.DOING: _("Đang xử lý"),
    _I.DONE: _("Đã xong"),
    _I.RECALLED: _("Đã bị thu hồi"),
}

ACTION_NAMES: dict[str, str | Promise] = {
    _OA.REGISTER: _("Vào sổ"),
    _OA.SEAL: _("Ký số cơ quan"),
    _OA.SEND: _("Phát hành"),
    _OA.EXTEND: _("Gửi thêm nơi nhận"),
    _OA.UPDATE: pgettext_lazy("change of a document", "Cập nhật"),
    _OA.ASK_RECALL: _("Đề nghị thu hồi"),
    _OA.END_RECALL: _("Kết thúc thu hồi"),
    _OA.CANCEL: _("Hủy trước khi phát hành"),
    _OA.REPLACE: pgettext_lazy("change of a document", "Thay thế"),
    _IA.ARRIVE: pgettext_lazy("event of a document", "Đến"),
    _IA.REFUSE: _("Trả lại nơi gửi"),
    _IA.HAND_ON: _("Trình, chuyển"),
    _IA.DIRECT: _("Chỉ đạo"),
    _IA.START: _("Bắt đầu xử lý"),
    _IA.FINISH: _("Hoàn thành"),
    _IA.REOPEN: _("Mở lại"),
    _IA.RECALL: _("Bị thu hồi"),
    _IA.REFUSE_RECALL: _("Không đồng ý thu hồi"),
    "copy": _("Sao văn bản"),
    "write_down_answer": _("Ghi trả lời của nơi nhận"),
    "lend_copy": _("Cho mượn bản lưu"),
    "show_copy": _("Cho xem bản lưu"),
    "return_copy": _("Nhận lại bản lưu"),
}
