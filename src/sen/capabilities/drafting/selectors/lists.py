"""Lists of drafts."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from sen.capabilities.drafting.models import Draft
from sen.capabilities.drafting.policies import visible_drafts
from sen.capabilities.drafting.selectors.kinds import kind_names
from sen.capabilities.drafting.selectors.turns import Turn, drafts_in_turn
from sen.capabilities.drafting.selectors.words import state_tag
from sen.capabilities.drafting.states import AUTHOR_STATES, OPEN_STATES, DraftState
from sen.capabilities.drafting.types import DraftFacts
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.ui.format import due_view
from sen.ui.paging import ListPage, list_page
from sen.ui.types import DueView, TagView

if TYPE_CHECKING:
    from collections.abc import Iterable


class Shelf(StrEnum):
    """Which drafts a list shows; the value is the word in addresses."""

    TURN = "den-luot"
    MINE = "cua-toi"
    ON_THE_WAY = "dang-trinh"
    SIGNED = "da-ky"
    ALL = "tat-ca"


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft in a list."""

    id: int
    subject: str
    kind: str
    code: str
    author: str
    agency: str
    state: TagView
    turn: str
    due: DueView | None
    changed_at: dt.datetime
    changed_by: str
    revision: int
    urgency: int
    note: str


TURN_WORDS = {
    Turn.SIGN: "Đọc và ký",
    Turn.ISSUE: "Ký số cơ quan và phát hành",
    Turn.APPROVE: "Duyệt nội dung",
    Turn.CHECK: "Kiểm tra thể thức",
    Turn.OPINE: "Cho ý kiến",
    Turn.REDO: "Sửa theo ý kiến trả lại",
    Turn.WRITE: "Soạn tiếp",
}


def _shelf(actor: Actor, shelf: Shelf, on: dt.date) -> QuerySet[Draft]:
    if shelf is Shelf.TURN:
        return drafts_in_turn(actor, on).order_by(F("turn_due_at").asc(nulls_last=True), "-urgency", "state_since", "pk")
    seen = visible_drafts(actor, on)
    narrowed = {
        Shelf.MINE: seen.filter(Q(author=actor.account_id) | Q(members__account=actor.account_id, members__removed_at__isnull=True))
        .filter(state__in=AUTHOR_STATES)
        .distinct(),
        Shelf.ON_THE_WAY: seen.filter(state__in=(DraftState.HEAD_REVIEW, DraftState.FORM_CHECK, DraftState.TO_SIGN)),
        Shelf.SIGNED: seen.filter(state__in=(DraftState.SIGNED, DraftState.ISSUED)),
        Shelf.ALL: seen,
    }
    return narrowed[shelf].order_by("-changed_at", "-pk")


def list_drafts(actor: Actor, shelf: Shelf, now: dt.datetime, *, words: str = "", number: int = 1) -> ListPage[DraftRow]:
    """One page of a shelf, whose subjects hold the words; three queries at most."""
    rows = _shelf(actor, shelf, clock.local(now).date()).select_related("agency")
    for word in words.split()[:6]:
        rows = rows.filter(Q(subject__icontains=word) | Q(code__icontains=word))
    found = list_page(rows, number)
    kinds = kind_names(clock.local(now).date())
    items = [_row(draft, kinds, now) for draft in found]
    return ListPage(items, found.number, found.size, found.more)


def _row(draft: Any, kinds: dict[str, str], now: dt.datetime) -> DraftRow:
    turn = getattr(draft, "turn", "")
    due_at = getattr(draft, "turn_due_at", draft.due_at)
    return DraftRow(
        draft.pk,
        draft.subject or _("Chưa có trích yếu"),
        kinds.get(draft.kind_code, draft.kind_code),
        draft.code,
        draft.author_name,
        draft.agency.name,
        state_tag(draft.state),
        _(TURN_WORDS[Turn(turn)]) if turn else "",
        due_view(due_at, now) if due_at and draft.state in OPEN_STATES else None,
        draft.changed_at,
        draft.changed_by_name,
        draft.revision,
        draft.urgency,
        draft.return_reason if draft.state == DraftState.RETURNED else "",
    )


def drafts_to_sign(actor: Actor, now: dt.datetime, number: int = 1) -> ListPage[DraftRow]:
    """Drafts that wait for the actor's signature, the most urgent first."""
    rows = Draft.objects.filter(state=DraftState.TO_SIGN, signer=actor.account_id).select_related("agency")
    found = list_page(rows.order_by("-urgency", F("due_at").asc(nulls_last=True), "state_since", "pk"), number)
    kinds = kind_names(clock.local(now).date())
    return ListPage([_row(draft, kinds, now) for draft in found], found.number, found.size, found.more)


def count_to_sign(actor: Actor) -> int:
    """How many drafts wait for the actor's signature."""
    return Draft.objects.filter(state=DraftState.TO_SIGN, signer=actor.account_id).count()


def drafts_to_issue(actor: Actor, agency_ids: "Iterable[int]", now: dt.datetime, number: int = 1) -> ListPage[DraftRow]:
    """Signed drafts of the agencies that wait for the agency's signature, the oldest and most urgent first."""
    rows = Draft.objects.filter(state=DraftState.SIGNED, agency__in=list(agency_ids)).select_related("agency")
    found = list_page(rows.order_by("-urgency", "signed_at", "pk"), number)
    kinds = kind_names(clock.local(now).date())
    return ListPage([_row(draft, kinds, now) for draft in found], found.number, found.size, found.more)


def draft_facts(draft_ids: "Iterable[int]", on: dt.date) -> dict[int, DraftFacts]:
    """What other apps show of drafts, by id, in two queries; the caller decides who may see them."""
    drafts = list(Draft.objects.filter(pk__in=list(draft_ids)))
    kinds = kind_names(on)
    return {draft.pk: _facts(draft, kinds) for draft in drafts}


def drafts_of_incoming(incoming_id: int, on: dt.date) -> list[DraftFacts]:
    """Drafts that answer an incoming document, oldest first; the caller decides who may see them."""
    drafts = list(Draft.objects.filter(incoming=incoming_id).exclude(state=DraftState.DROPPED).order_by("pk"))
    kinds = kind_names(on)
    return [_facts(draft, kinds) for draft in drafts]


def _facts(draft: Draft, kinds: dict[str, str]) -> DraftFacts:
    return DraftFacts(
        draft.pk,
        draft.subject,
        draft.kind_code,
        kinds.get(draft.kind_code, draft.kind_code),
        draft.code,
        draft.state,
        state_tag(draft.state).word,
        draft.author_name,
        draft.agency_id,
        draft.created_at,
        draft.changed_at,
        draft.outgoing_id,
    )
