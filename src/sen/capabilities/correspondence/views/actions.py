"""What the reader of a document may do next, the most useful first."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sen.capabilities.correspondence.models import IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.policies import can_direct, can_grant
from sen.capabilities.correspondence.states import (
    INCOMING_STATES,
    OPEN_INCOMING,
    OUTGOING_STATES,
    IncomingAction,
    IncomingState,
    OutgoingAction,
    OutgoingState,
)
from sen.capabilities.correspondence.types import Channel, document_offers
from sen.kernel.actor import Actor, Role
from sen.ui.types import ActLink


@dataclass(frozen=True, slots=True)
class DocumentActions:
    """The thing to do next, the others, and what may be printed."""

    first: ActLink | None
    others: tuple[ActLink, ...]
    waiting: str = ""


def incoming_actions(actor: Actor, document: IncomingDocument) -> DocumentActions:
    """Actions on an incoming document in its present state."""
    found = [*_clerk_actions(actor, document), *_directing_actions(actor, document), *_offered(actor, "incoming", document)]
    if can_grant(actor, document.agency_id, None):
        found.append(_action(_("Quyền xem"), "incoming_rights", document.pk, "key-round", _("Ai đang được xem, thêm hoặc rút quyền")))
    lead = next((one for one in found if one.key), None)
    return DocumentActions(lead, tuple(one for one in found if one is not lead), _waiting_words(document) if lead is None else "")


def _clerk_actions(actor: Actor, document: IncomingDocument) -> list[ActLink]:
    if not actor.has(Role.CLERK, document.agency_id):
        return []
    found = []
    if document.state == IncomingState.ARRIVED:
        found.append(_action(_("Vào sổ"), "incoming_register", document.pk, "stamp", _("Cấp số đến, báo nơi gửi đã nhận"), key="V"))
        found.append(_action(_("Trả lại nơi gửi"), "incoming_refuse", document.pk, "undo-2", _("Gửi nhầm, sai chữ ký"), grave=True))
    elif INCOMING_STATES.allows(document.state, IncomingAction.DIRECT):
        key = "" if document.passed_on_at else "C"
        found.append(_action(_("Trình, chuyển"), "incoming_pass", document.pk, "send", _("Trình lãnh đạo hoặc chuyển đơn vị"), key=key))
    if document.channel in (Channel.PAPER, Channel.MAIL) and INCOMING_STATES.allows(document.state, IncomingAction.REFUSE_RECALL):
        hint = _("Ghi đề nghị thu hồi bằng giấy và trả lời")
        found.append(_action(_("Nơi gửi thu hồi bằng giấy"), "incoming_paper_recall", document.pk, "rotate-ccw", hint))
    return found


def _directing_actions(actor: Actor, document: IncomingDocument) -> list[ActLink]:
    found = []
    directs = can_direct(actor, document)
    if directs and INCOMING_STATES.allows(document.state, IncomingAction.DIRECT):
        fresh = document.state == IncomingState.REGISTERED
        found.append(
            _action(
                _("Chỉ đạo") if fresh else _("Chỉ đạo thêm"),
                "incoming_direct",
                document.pk,
                "user-check",
                _("Giao chủ trì, phối hợp, thời hạn"),
                key="G" if fresh and (document.passed_on_at or not actor.has(Role.CLERK, document.agency_id)) else "",
            )
        )
    if INCOMING_STATES.allows(document.state, IncomingAction.FINISH):
        found.append(_action(_("Kết thúc xử lý"), "incoming_finish", document.pk, "circle-check", _("Ghi kết quả, báo nơi gửi đã xong")))
    if directs and INCOMING_STATES.allows(document.state, IncomingAction.REOPEN):
        found.append(_action(_("Mở lại"), "incoming_reopen", document.pk, "rotate-ccw", _("Xử lý tiếp, ghi lý do")))
    return found


def _waiting_words(document: IncomingDocument) -> str:
    if document.state == IncomingState.ARRIVED:
        return _("Chờ văn thư vào sổ.")
    if document.state == IncomingState.REGISTERED:
        return _("Chờ lãnh đạo chỉ đạo.") if document.passed_on_at else _("Chờ văn thư trình, chuyển.")
    return _("Đang chờ kết quả của những người được giao ở dưới.") if document.state in OPEN_INCOMING else ""


def outgoing_actions(actor: Actor, document: OutgoingDocument, *, refused: int = 0) -> DocumentActions:
    """Actions on an outgoing document in its present state."""
    found = []
    clerk = actor.has(Role.CLERK, document.agency_id)
    if clerk:
        found += _before_issue(document) if document.state == OutgoingState.REGISTERED else _after_issue(document, refused)
    found += _offered(actor, "outgoing", document)
    if clerk and document.sent_at:
        found.append(_action(_("Cho sử dụng bản lưu"), "use_copy", document.pk, "book-open", _("Ai xem hoặc mượn, ai cho phép")))
    if can_grant(actor, document.agency_id, document.drafted_by_id):
        found.append(_action(_("Quyền xem"), "outgoing_rights", document.pk, "key-round", _("Ai đang được xem, thêm hoặc rút quyền")))
    lead = next((one for one in found if one.key), None)
    waits = _("Chờ văn thư ký số cơ quan và phát hành.") if document.state == OutgoingState.REGISTERED and not clerk else ""
    return DocumentActions(lead, tuple(one for one in found if one is not lead), waits)


def _offered(actor: Actor, kind: str, document: IncomingDocument | OutgoingDocument) -> list[ActLink]:
    """What apps above offer, such as answering and copying."""
    offers = document_offers(actor, kind=kind, record_id=document.pk, agency_id=document.agency_id, state=document.state)
    return [ActLink(offer.label, offer.url, offer.icon, offer.hint) for offer in offers]


def _before_issue(document: OutgoingDocument) -> list[ActLink]:
    send = _action(_("Phát hành"), "outgoing_send", document.pk, "send", _("Gửi đến mọi nơi nhận"), key="P")
    seal = _action(_("Ký số cơ quan"), "outgoing_seal", document.pk, "signature", _("Đóng dấu số lên bản đã ký"), key="P")
    ready = document.sealed_at is not None or not document.content.files.exists()
    first = send if ready else seal
    return [
        first,
        *([] if ready else [_action(_("Phát hành bản giấy"), "outgoing_send", document.pk, "send", _("Khi mọi nơi nhận đều nhận giấy"))]),
        _action(_("Sửa nơi nhận"), "outgoing_recipients", document.pk, "users", _("Thêm, bớt trước khi phát hành")),
        _action(_("Hủy, không phát hành"), "outgoing_cancel", document.pk, "circle-x", _("Số vẫn giữ trong sổ, ghi lý do"), grave=True),
    ]


def _after_issue(document: OutgoingDocument, refused: int) -> list[ActLink]:
    found = []
    if OUTGOING_STATES.allows(document.state, OutgoingAction.EXTEND):
        hint = _("%(n)d nơi đã trả lại, gửi đúng nơi") % {"n": refused} if refused else _("Thêm nơi chưa có trong danh sách")
        found.append(_action(_("Gửi thêm nơi nhận"), "outgoing_extend", document.pk, "circle-plus", hint, key="T" if refused else ""))
    if OUTGOING_STATES.allows(document.state, OutgoingAction.UPDATE):
        found.append(
            _action(_("Cập nhật thông tin"), "outgoing_update", document.pk, "refresh-cw", _("Sửa trích yếu, hạn; tệp giữ nguyên"))
        )
    if OUTGOING_STATES.allows(document.state, OutgoingAction.REPLACE):
        found.append(
            _action(
                pgettext("button of a document", "Thay thế"), "outgoing_replace", document.pk, "repeat", _("Bằng văn bản khác đã vào sổ")
            )
        )
    if OUTGOING_STATES.allows(document.state, OutgoingAction.ASK_RECALL):
        found.append(
            _action(
                pgettext("button of a document", "Thu hồi"),
                "outgoing_recall",
                document.pk,
                "rotate-ccw",
                _("Nơi nhận hủy bản đã nhận"),
                grave=True,
            )
        )
    return found


def _action(label: str, name: str, number: int, icon: str, hint: str, *, key: str = "", grave: bool = False) -> ActLink:
    return ActLink(label, reverse(f"correspondence:{name}", args=[number]), icon, hint, grave, key=key)
