"""Life of a queue ticket."""

from enum import StrEnum

from sen.kernel.states import StateTable


class TicketState(StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    SKIPPED = "skipped"
    DONE = "done"


class TicketAction(StrEnum):
    """What can be done to a ticket."""

    CALL = "call"
    SERVE = "serve"
    SKIP = "skip"
    FINISH = "finish"


_S, _A = TicketState, TicketAction

TICKET_STATES: StateTable[TicketState, TicketAction] = StateTable(
    "ticket",
    {
        (_S.WAITING, _A.CALL): _S.CALLED,
        (_S.CALLED, _A.CALL): _S.CALLED,
        (_S.CALLED, _A.SERVE): _S.SERVING,
        (_S.CALLED, _A.SKIP): _S.SKIPPED,
        (_S.CALLED, _A.FINISH): _S.DONE,
        (_S.SERVING, _A.FINISH): _S.DONE,
        (_S.SKIPPED, _A.CALL): _S.CALLED,
    },
)

TICKET_NAMES: dict[TicketState, str] = {
    _S.WAITING: "Đang chờ",
    _S.CALLED: "Đang gọi",
    _S.SERVING: "Đang phục vụ",
    _S.SKIPPED: "Vắng mặt",
    _S.DONE: "Đã phục vụ",
}

AT_DESK = frozenset({_S.CALLED, _S.SERVING})
