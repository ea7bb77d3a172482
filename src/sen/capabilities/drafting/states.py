"""Life of a draft, from the first word to the day the document leaves the agency.

Basis: 30/2020/NĐ-CP, Articles 10 to 13 and 18.
"""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from sen.kernel.states import StateTable


class DraftState(StrEnum):
    """Where a draft stands."""

    WRITING = "writing"
    OPINIONS = "opinions"
    HEAD_REVIEW = "head_review"
    FORM_CHECK = "form_check"
    TO_SIGN = "to_sign"
    SIGNED = "signed"
    ISSUED = "issued"
    RETURNED = "returned"
    DROPPED = "dropped"


class DraftAction(StrEnum):
    """What can be done to a draft; the action names the event."""

    CREATE = "create"
    EDIT = "edit"
    ASK_OPINIONS = "ask_opinions"
    GIVE_OPINION = "give_opinion"
    CLOSE_OPINIONS = "close_opinions"
    SUBMIT = "submit"
    SUBMIT_APPROVED = "submit_approved"
    APPROVE = "approve"
    CHECK_FORM = "check_form"
    SEND_BACK = "send_back"
    TAKE_BACK = "take_back"
    SIGN = "sign"
    ISSUE = "issue"
    DROP = "drop"


_S, _A = DraftState, DraftAction

DRAFT_STATES: StateTable[DraftState, DraftAction] = StateTable(
    "draft",
    {
        (_S.WRITING, _A.EDIT): _S.WRITING,
        (_S.WRITING, _A.ASK_OPINIONS): _S.OPINIONS,
        (_S.WRITING, _A.GIVE_OPINION): _S.WRITING,
        (_S.WRITING, _A.SUBMIT): _S.HEAD_REVIEW,
        (_S.WRITING, _A.SUBMIT_APPROVED): _S.FORM_CHECK,
        (_S.WRITING, _A.DROP): _S.DROPPED,
        (_S.OPINIONS, _A.EDIT): _S.OPINIONS,
        (_S.OPINIONS, _A.ASK_OPINIONS): _S.OPINIONS,
        (_S.OPINIONS, _A.GIVE_OPINION): _S.OPINIONS,
        (_S.OPINIONS, _A.CLOSE_OPINIONS): _S.WRITING,
        (_S.OPINIONS, _A.DROP): _S.DROPPED,
        (_S.HEAD_REVIEW, _A.EDIT): _S.HEAD_REVIEW,
        (_S.HEAD_REVIEW, _A.APPROVE): _S.FORM_CHECK,
        (_S.HEAD_REVIEW, _A.SEND_BACK): _S.RETURNED,
        (_S.HEAD_REVIEW, _A.TAKE_BACK): _S.WRITING,
        (_S.FORM_CHECK, _A.EDIT): _S.FORM_CHECK,
        (_S.FORM_CHECK, _A.CHECK_FORM): _S.TO_SIGN,
        (_S.FORM_CHECK, _A.SEND_BACK): _S.RETURNED,
        (_S.FORM_CHECK, _A.TAKE_BACK): _S.WRITING,
        (_S.TO_SIGN, _A.EDIT): _S.TO_SIGN,
        (_S.TO_SIGN, _A.SIGN): _S.SIGNED,
        (_S.TO_SIGN, _A.SEND_BACK): _S.RETURNED,
        (_S.TO_SIGN, _A.TAKE_BACK): _S.WRITING,
        (_S.SIGNED, _A.ISSUE): _S.ISSUED,
        (_S.RETURNED, _A.EDIT): _S.RETURNED,
        (_S.RETURNED, _A.ASK_OPINIONS): _S.OPINIONS,
        (_S.RETURNED, _A.GIVE_OPINION): _S.RETURNED,
        (_S.RETURNED, _A.SUBMIT): _S.HEAD_REVIEW,
        (_S.RETURNED, _A.SUBMIT_APPROVED): _S.FORM_CHECK,
        (_S.RETURNED, _A.DROP): _S.DROPPED,
    },
)

OPEN_STATES = frozenset({_S.WRITING, _S.OPINIONS, _S.HEAD_REVIEW, _S.FORM_CHECK, _S.TO_SIGN, _S.SIGNED, _S.RETURNED})
AUTHOR_STATES = frozenset({_S.WRITING, _S.OPINIONS, _S.RETURNED})
REVIEW_STATES = frozenset({_S.HEAD_REVIEW, _S.FORM_CHECK, _S.TO_SIGN})

STATE_NAMES = {
    _S.WRITING: _("Đang soạn"),
    _S.OPINIONS: _("Đang lấy ý kiến"),
    _S.HEAD_REVIEW: _("Chờ duyệt nội dung"),
    _S.FORM_CHECK: _("Chờ kiểm tra thể thức"),
    _S.TO_SIGN: _("Chờ ký"),
    _S.SIGNED: _("Đã ký, chờ phát hành"),
    _S.ISSUED: _("Đã phát hành"),
    _S.RETURNED: _("Bị trả lại"),
    _S.DROPPED: _("Đã bỏ"),
}

ACTION_NAMES = {
    _A.CREATE: _("Lập dự thảo"),
    _A.EDIT: _("Sửa dự thảo"),
    _A.ASK_OPINIONS: _("Lấy ý kiến"),
    _A.GIVE_OPINION: _("Cho ý kiến"),
    _A.CLOSE_OPINIONS: _("Kết thúc lấy ý kiến"),
    _A.SUBMIT: _("Trình duyệt nội dung"),
    _A.SUBMIT_APPROVED: _("Chịu trách nhiệm nội dung và trình"),
    _A.APPROVE: _("Duyệt nội dung"),
    _A.CHECK_FORM: _("Kiểm tra thể thức, trình ký"),
    _A.SEND_BACK: _("Trả lại"),
    _A.TAKE_BACK: _("Lấy lại để sửa"),
    _A.SIGN: _("Ký số, cấp số và ngày"),
    _A.ISSUE: _("Ký số cơ quan và phát hành"),
    _A.DROP: _("Bỏ dự thảo"),
}


class SigningPower(models.TextChoices):
    """In whose name a draft is signed; it follows the signer's position until somebody chooses.  Basis: 30/2020/NĐ-CP, Article 13."""

    BY_POSITION = "", _("Theo chức vụ của người ký")
    OWN = "NN", _("Người đứng đầu ký, không ghi chữ tắt")
    COLLECTIVE = "TM", _("Thay mặt tập thể (TM.)")
    DEPUTY = "KT", _("Ký thay người đứng đầu (KT.)")
    ORDER = "TL", _("Thừa lệnh (TL.)")
    AUTHORISED = "TUQ", _("Thừa ủy quyền (TUQ.)")
    ACTING = "Q", _("Quyền cấp trưởng (Q.)")
