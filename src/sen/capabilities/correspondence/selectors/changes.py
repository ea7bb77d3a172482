"""Recalls, updates and replacements as pages show them: what is asked, and what each recipient said."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sen.capabilities.correspondence.models import ChangeAnswer, ChangeRequest, IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.states import AnswerState, ChangeKind
from sen.capabilities.correspondence.types import DeliveryWay
from sen.kernel.errors import NotFound
from sen.ui.format import tag_view
from sen.ui.paging import ListPage, list_page
from sen.ui.types import TagView, Tone

PAGE = 50
_LOOKS = {
    AnswerState.WAITING: (Tone.WAIT, "clock"),
    AnswerState.ACCEPTED: (Tone.DONE, "circle-check"),
    AnswerState.REFUSED: (Tone.LATE, "triangle-alert"),
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A recall, an update or a replacement, and how many have answered."""

    id: int
    kind: str
    reason: str
    asked_at: dt.datetime
    by: str
    accepted: int
    refused: int
    waiting: int


@dataclass(frozen=True, slots=True)
class OpenChange:
    """What the sender asks of this document now and we have not answered."""

    answer_id: int
    kind: str
    word: str
    reason: str
    asked_at: dt.datetime


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What one recipient said; ``by_hand`` when it cannot answer in the platform and the sender writes its answer down."""

    id: int
    recipient: str
    way: str
    state: TagView
    reason: str
    answered_at: dt.datetime | None
    by_hand: bool


def open_change(incoming: IncomingDocument) -> OpenChange | None:
    """What the sender asks and waits for; None when nothing does."""
    row = ChangeAnswer.objects.filter(incoming=incoming.pk, state=AnswerState.WAITING).select_related("change").order_by("pk").first()
    if row is None:
        return None
    words = {"recall": _("thu hồi văn bản này"), "update": _("cập nhật văn bản này"), "replace": _("thay thế văn bản này")}
    return OpenChange(row.pk, row.change.kind, words.get(row.change.kind, ""), row.change.reason, row.change.asked_at)


def list_changes(outgoing: OutgoingDocument) -> list[ChangeRow]:
    """Recalls, updates and replacements of a document of ours, newest first, with the answers counted."""
    found = []
    for change in ChangeRequest.objects.filter(outgoing=outgoing.pk).prefetch_related("answers").order_by("-asked_at", "-pk"):
        states = [answer.state for answer in change.answers.all()]
        counts: dict[str, Any] = {state: states.count(state) for state in ("accepted", "refused", "waiting")}
        found.append(ChangeRow(change.pk, change_name(change.kind), change.reason, change.asked_at, change.asked_by_name, **counts))
    return found


def access_change(outgoing: OutgoingDocument, change_id: int) -> ChangeRequest:
    """What was asked about a document of ours; raises NotFound for another document's."""
    change = ChangeRequest.objects.filter(pk=change_id, outgoing=outgoing.pk).first()
    if change is None:
        raise NotFound
    return change


def access_answer(outgoing: OutgoingDocument, answer_id: int) -> ChangeAnswer:
    """An answer to what was asked about a document of ours; raises NotFound for another document's."""
    rows = ChangeAnswer.objects.filter(pk=answer_id, change__outgoing=outgoing.pk).select_related("change", "delivery")
    answer = rows.first()
    if answer is None:
        raise NotFound
    return answer


def list_answers(change: ChangeRequest, number: int = 1) -> ListPage[AnswerRow]:
    """What every recipient said: those who refused and those who have not answered first."""
    rows = ChangeAnswer.objects.filter(change=change.pk).select_related("delivery", "agency", "incoming")
    done = Q(state=AnswerState.ACCEPTED)
    found = list_page(rows.annotate(done=done).order_by("done", "state", "delivery__organ_name", "pk"), number, PAGE)
    return ListPage([_answer_row(row) for row in found.items], found.number, found.size, found.more)


def change_name(kind: str) -> str:
    """What is asked, in one word."""
    names = {
        ChangeKind.RECALL.value: pgettext("change of a document", "Thu hồi"),
        ChangeKind.UPDATE.value: pgettext("change of a document", "Cập nhật"),
        ChangeKind.REPLACE.value: pgettext("change of a document", "Thay thế"),
    }
    return names.get(kind, kind)


def answer_tag(state: str) -> TagView:
    """What a recipient said, as a tag."""
    words = {AnswerState.WAITING: _("Chưa trả lời"), AnswerState.ACCEPTED: _("Đồng ý"), AnswerState.REFUSED: _("Không đồng ý")}
    return tag_view(state, words, _LOOKS)


def _answer_row(row: ChangeAnswer) -> AnswerRow:
    name = row.delivery.organ_name if row.delivery else row.agency.name if row.agency else ""
    way = DeliveryWay(row.delivery.way) if row.delivery else DeliveryWay.PAPER
    by_hand = row.state == AnswerState.WAITING and row.incoming is None and row.delivery is not None
    return AnswerRow(row.pk, name, str(way.label), answer_tag(row.state), row.reason, row.answered_at, by_hand)
