"""Life of a dossier.  The inner states are richer than the ten national ones and map to them.

Basis: 61/2018/NĐ-CP, Articles 16 to 20; 118/2025/NĐ-CP, Articles 17 to 22; national states (TrangThaiHoSo) 1 to 10.
"""

from enum import StrEnum

from sen.kernel.states import StateTable


class DossierState(StrEnum):
    """Where a dossier stands."""

    SUBMITTED = "submitted"
    INTAKE_SUPPLEMENT = "intake_supplement"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    PROCESSING = "processing"
    SUPPLEMENT = "supplement"
    FINANCIAL_DUTY = "financial_duty"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    SETTLED = "settled"
    RETURNED = "returned"


class DossierAction(StrEnum):
    """What can be done to a dossier; the action names the event."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    REFUSE = "refuse"
    REQUEST_SUPPLEMENT = "request_supplement"
    ANSWER_SUPPLEMENT = "answer_supplement"
    REDIRECT = "redirect"
    TRANSFER = "transfer"
    UNDO_ACCEPT = "undo_accept"
    UNDO_TRANSFER = "undo_transfer"
    ASSIGN = "assign"
    FORWARD = "forward"
    SEND_BACK = "send_back"
    CONSULT = "consult"
    ANSWER_CONSULTATION = "answer_consultation"
    SUSPEND = "suspend"
    RESUME = "resume"
    EXTEND = "extend"
    ASK_WITHDRAWAL = "ask_withdrawal"
    KEEP = "keep"
    CONFIRM_WITHDRAWAL = "confirm_withdrawal"
    WITHDRAW = "withdraw"
    STOP = "stop"
    SETTLE = "settle"
    RETURN_RESULT = "return_result"
    UNDO_RETURN = "undo_return"
    REVOKE = "revoke"


_S, _A = DossierState, DossierAction

DOSSIER_STATES: StateTable[DossierState, DossierAction] = StateTable(
    "dossier",
    {
        (_S.SUBMITTED, _A.ACCEPT): _S.ACCEPTED,
        (_S.SUBMITTED, _A.REFUSE): _S.REFUSED,
        (_S.SUBMITTED, _A.REQUEST_SUPPLEMENT): _S.INTAKE_SUPPLEMENT,
        (_S.SUBMITTED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.SUBMITTED, _A.REDIRECT): _S.SUBMITTED,
        (_S.INTAKE_SUPPLEMENT, _A.ANSWER_SUPPLEMENT): _S.SUBMITTED,
        (_S.INTAKE_SUPPLEMENT, _A.REFUSE): _S.REFUSED,
        (_S.INTAKE_SUPPLEMENT, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.ACCEPTED, _A.TRANSFER): _S.PROCESSING,
        (_S.ACCEPTED, _A.REDIRECT): _S.ACCEPTED,
        (_S.ACCEPTED, _A.UNDO_ACCEPT): _S.SUBMITTED,
        (_S.ACCEPTED, _A.WITHDRAW): _S.STOPPED,
        (_S.ACCEPTED, _A.SETTLE): _S.SETTLED,
        (_S.PROCESSING, _A.UNDO_TRANSFER): _S.ACCEPTED,
        (_S.PROCESSING, _A.ASSIGN): _S.PROCESSING,
        (_S.PROCESSING, _A.FORWARD): _S.PROCESSING,
        (_S.PROCESSING, _A.SEND_BACK): _S.PROCESSING,
        (_S.PROCESSING, _A.CONSULT): _S.PROCESSING,
        (_S.PROCESSING, _A.ANSWER_CONSULTATION): _S.PROCESSING,
        (_S.PROCESSING, _A.REQUEST_SUPPLEMENT): _S.SUPPLEMENT,
        (_S.PROCESSING, _A.SUSPEND): _S.FINANCIAL_DUTY,
        (_S.PROCESSING, _A.EXTEND): _S.PROCESSING,
        (_S.PROCESSING, _A.ASK_WITHDRAWAL): _S.WITHDRAWAL_ASKED,
        (_S.PROCESSING, _A.STOP): _S.STOPPED,
        (_S.PROCESSING, _A.SETTLE): _S.SETTLED,
        (_S.SUPPLEMENT, _A.ANSWER_SUPPLEMENT): _S.PROCESSING,
        (_S.SUPPLEMENT, _A.ASSIGN): _S.SUPPLEMENT,
        (_S.SUPPLEMENT, _A.ANSWER_CONSULTATION): _S.SUPPLEMENT,
        (_S.SUPPLEMENT, _A.WITHDRAW): _S.STOPPED,
        (_S.SUPPLEMENT, _A.STOP): _S.STOPPED,
        (_S.FINANCIAL_DUTY, _A.RESUME): _S.PROCESSING,
        (_S.FINANCIAL_DUTY, _A.ASSIGN): _S.FINANCIAL_DUTY,
        (_S.FINANCIAL_DUTY, _A.ANSWER_CONSULTATION): _S.FINANCIAL_DUTY,
        (_S.FINANCIAL_DUTY, _A.WITHDRAW): _S.STOPPED,
        (_S.FINANCIAL_DUTY, _A.STOP): _S.STOPPED,
        (_S.WITHDRAWAL_ASKED, _A.CONFIRM_WITHDRAWAL): _S.STOPPED,
        (_S.WITHDRAWAL_ASKED, _A.ASSIGN): _S.WITHDRAWAL_ASKED,
        (_S.WITHDRAWAL_ASKED, _A.KEEP): _S.PROCESSING,
        (_S.SETTLED, _A.RETURN_RESULT): _S.RETURNED,
        (_S.RETURNED, _A.UNDO_RETURN): _S.SETTLED,
        (_S.SETTLED, _A.REVOKE): _S.SETTLED,
        (_S.RETURNED, _A.REVOKE): _S.RETURNED,
    },
)

NATIONAL_STATES: dict[DossierState, int] = {
    _S.SUBMITTED: 1,
    _S.ACCEPTED: 2,
    _S.REFUSED: 3,
    _S.PROCESSING: 4,
    _S.INTAKE_SUPPLEMENT: 5,
    _S.SUPPLEMENT: 5,
    _S.FINANCIAL_DUTY: 6,
    _S.WITHDRAWAL_ASKED: 7,
    _S.WITHDRAWN: 7,
    _S.STOPPED: 8,
    _S.SETTLED: 9,
    _S.RETURNED: 10,
}

NATIONAL_STATE_NAMES: dict[int, str] = {
    1: "Mới đăng ký",
    2: "Được tiếp nhận",
    3: "Không được tiếp nhận",
    4: "Đang xử lý",
    5: "Yêu cầu bổ sung giấy tờ",
    6: "Yêu cầu thực hiện nghĩa vụ tài chính",
    7: "Công dân yêu cầu rút hồ sơ",
    8: "Dừng xử lý",
    9: "Đã xử lý xong",
    10: "Đã trả kết quả",
}

STATE_NAMES: dict[DossierState, str] = {
    _S.SUBMITTED: "Chờ tiếp nhận",
    _S.INTAKE_SUPPLEMENT: "Chờ bổ sung trước tiếp nhận",
    _S.REFUSED: "Không được tiếp nhận",
    _S.ACCEPTED: "Đã tiếp nhận, chờ chuyển",
    _S.PROCESSING: "Đang xử lý",
    _S.SUPPLEMENT: "Chờ bổ sung",
    _S.FINANCIAL_DUTY: "Chờ nghĩa vụ tài chính",
    _S.WITHDRAWAL_ASKED: "Người nộp xin rút",
    _S.WITHDRAWN: "Người nộp đã rút",
    _S.STOPPED: "Đã dừng",
    _S.SETTLED: "Đã có kết quả",
    _S.RETURNED: "Đã trả kết quả",
}

OPEN_STATES = frozenset({_S.ACCEPTED, _S.PROCESSING, _S.SUPPLEMENT, _S.FINANCIAL_DUTY, _S.WITHDRAWAL_ASKED})
PAUSED_STATES = frozenset({_S.INTAKE_SUPPLEMENT, _S.SUPPLEMENT, _S.FINANCIAL_DUTY})
FINISHED_STATES = frozenset({_S.REFUSED, _S.WITHDRAWN, _S.STOPPED, _S.SETTLED, _S.RETURNED})

# What the applicant is told of by letter; the rest is on the tracking page.
CONCERNS_APPLICANT = frozenset({_A.ACCEPT, _A.REQUEST_SUPPLEMENT, _A.SUSPEND, _A.EXTEND, _A.REFUSE, _A.STOP, _A.SETTLE})

ACTION_NAMES: dict[DossierAction, str] = {
    _A.SUBMIT: "Nộp hồ sơ",
    _A.ACCEPT: "Tiếp nhận",
    _A.REFUSE: "Từ chối tiếp nhận",
    _A.REQUEST_SUPPLEMENT: "Yêu cầu bổ sung",
    _A.ANSWER_SUPPLEMENT: "Nộp bổ sung",
    _A.REDIRECT: "Chuyển sang cơ quan có thẩm quyền",
    _A.TRANSFER: "Chuyển đến cơ quan giải quyết",
    _A.UNDO_ACCEPT: "Hủy tiếp nhận",
    _A.UNDO_TRANSFER: "Thu hồi việc chuyển",
    _A.ASSIGN: "Phân công",
    _A.FORWARD: "Hoàn thành bước",
    _A.SEND_BACK: "Trả lại bước trước",
    _A.CONSULT: "Lấy ý kiến",
    _A.ANSWER_CONSULTATION: "Trả lời ý kiến",
    _A.SUSPEND: "Tạm dừng chờ nghĩa vụ tài chính",
    _A.RESUME: "Đã xong nghĩa vụ tài chính",
    _A.EXTEND: "Xin lỗi và hẹn lại",
    _A.ASK_WITHDRAWAL: "Xin rút hồ sơ",
    _A.KEEP: "Không đồng ý cho rút",
    _A.CONFIRM_WITHDRAWAL: "Đồng ý cho rút",
    _A.WITHDRAW: "Rút hồ sơ",
    _A.STOP: "Dừng giải quyết",
    _A.SETTLE: "Ký và phát hành kết quả",
    _A.RETURN_RESULT: "Trả kết quả",
    _A.UNDO_RETURN: "Hủy việc trả kết quả",
    _A.REVOKE: "Thu hồi kết quả",
}
