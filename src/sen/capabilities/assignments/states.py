"""Life of a task, from the word that gives it to its confirmed end."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sen.kernel.states import StateTable


class TaskState(StrEnum):
    """Where a task stands."""

    GIVEN = "given"
    DOING = "doing"
    REPORTED = "reported"
    RETURNED = "returned"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class TaskAction(StrEnum):
    """What can be done to a task; the action names the line of its history."""

    TAKE = "take"
    HAND = "hand"
    REPORT = "report"
    FINISH = "finish"
    CLOSE = "close"
    CONFIRM = "confirm"
    RETURN = "return"
    WITHDRAW = "withdraw"
    REMIND = "remind"
    ASK_TIME = "ask_time"
    ANSWER_TIME = "answer_time"


class TaskRole(StrEnum):
    """What the receiver is asked to be.  Basis: 30/2020/NĐ-CP, Article 23 and Appendix IV (chủ trì, phối hợp)."""

    LEAD = "lead"
    ASSIST = "assist"
    KNOW = "know"


_S, _A = TaskState, TaskAction
_WITH_DOER = (_S.GIVEN, _S.DOING, _S.RETURNED)

TASK_STATES: StateTable[TaskState, TaskAction] = StateTable(
    "task",
    {
        (_S.GIVEN, _A.TAKE): _S.DOING,
        (_S.RETURNED, _A.TAKE): _S.DOING,
        **{(state, _A.HAND): _S.GIVEN for state in _WITH_DOER},
        **{(state, _A.REPORT): _S.DOING for state in _WITH_DOER},
        **{(state, _A.FINISH): _S.REPORTED for state in _WITH_DOER},
        **{(state, _A.CLOSE): _S.DONE for state in _WITH_DOER},
        **{(state, _A.REMIND): state for state in _WITH_DOER},
        **{(state, _A.ASK_TIME): state for state in _WITH_DOER},
        **{(state, _A.ANSWER_TIME): state for state in _WITH_DOER},
        (_S.REPORTED, _A.CONFIRM): _S.DONE,
        (_S.REPORTED, _A.RETURN): _S.RETURNED,
        **{(state, _A.WITHDRAW): _S.WITHDRAWN for state in (*_WITH_DOER, _S.REPORTED)},
    },
)

OPEN_STATES = frozenset({_S.GIVEN, _S.DOING, _S.REPORTED, _S.RETURNED})
WITH_DOER = frozenset(_WITH_DOER)

STATE_NAMES: dict[TaskState, str | Promise] = {
    _S.GIVEN: _("Chưa nhận"),
    _S.DOING: _("Đang làm"),
    _S.REPORTED: _("Chờ xác nhận"),
    _S.RETURNED: _("Làm lại"),
    _S.DONE: _("Đã xong"),
    _S.WITHDRAWN: _("Đã rút"),
}

ROLE_NAMES: dict[TaskRole, str | Promise] = {
    TaskRole.LEAD: _("Chủ trì"),
    TaskRole.ASSIST: _("Phối hợp"),
    TaskRole.KNOW: _("Để biết"),
}

ACTION_NAMES: dict[str, str | Promise] = {
    "give": _("Giao việc"),
    _A.TAKE: _("Nhận việc"),
    _A.HAND: _("Phân công"),
    _A.REPORT: _("Báo cáo tiến độ"),
    _A.FINISH: _("Báo cáo hoàn thành"),
    _A.CLOSE: _("Hoàn thành"),
    _A.CONFIRM: _("Xác nhận hoàn thành"),
    _A.RETURN: _("Yêu cầu làm lại"),
    _A.WITHDRAW: _("Rút lại"),
    _A.REMIND: _("Đôn đốc"),
    _A.ASK_TIME: _("Xin thêm thời gian"),
    _A.ANSWER_TIME: _("Trả lời xin thêm thời gian"),
}
