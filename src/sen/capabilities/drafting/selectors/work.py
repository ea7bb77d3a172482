"""Drafts as work in the inbox: what waits for the reader, and what waits for those the reader directs."""

import datetime as dt
from typing import Any

from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.drafting.models import Draft
from sen.capabilities.drafting.selectors.lists import TURN_WORDS
from sen.capabilities.drafting.selectors.turns import Turn, drafts_in_turn
from sen.capabilities.drafting.selectors.words import state_tag
from sen.capabilities.drafting.states import REVIEW_STATES, DraftState
from sen.foundation.inbox.types import BulkAction, Lane, WorkLine, WorkQuery, WorkRecord
from sen.kernel import clock
from sen.kernel.actor import Actor, Role

_DECIDED = frozenset({Turn.SIGN, Turn.APPROVE, Turn.CHECK, Turn.ISSUE, Turn.OPINE})
_FACTS = JSONObject(revision=F("revision"), note=F("return_reason"))
_HOLDER = Case(
    When(state=DraftState.TO_SIGN, then=F("signer__name")),
    When(state=DraftState.HEAD_REVIEW, then=Coalesce(F("review_division__name"), Value(""))),
    When(state=DraftState.FORM_CHECK, then=Value("Văn thư")),
    default=F("author_name"),
    output_field=CharField(),
)


def _shape(due: str, kind: Any, lane: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "lane": lane,
        "record": "pk",
        "code": "code",
        "title": "subject",
        "from_whom": "author_name",
        "holder": _HOLDER,
        "due_at": due,
        "opened_at": "state_since",
        "state": "state",
        "urgency": "urgency",
        "words": "subject",
        "facts": _FACTS,
    }


class DraftWork:
    """Drafts as a source of work."""

    key = "du-thao"
    label = gettext_lazy("Dự thảo văn bản")
    icon = "file-pen-line"
    order = 30
    actions = (
        BulkAction(gettext_lazy("Ký các văn bản đã chọn"), "signature", "drafting:signing", "du-thao", frozenset({Turn.SIGN.value})),
    )

    def mine(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """Drafts that wait for the actor."""
        if not actor.is_officer:
            return None
        # Signed documents wait for the clerk among the outgoing ones already.
        rows = drafts_in_turn(actor, clock.local(now).date()).exclude(state=DraftState.SIGNED)
        lane = Case(
            When(turn__in=[turn.value for turn in _DECIDED], then=Value(Lane.DECIDE.value)),
            default=Value(Lane.DO.value),
            output_field=CharField(),
        )
        return WorkQuery.of(rows, **_shape("turn_due_at", Cast(F("turn"), CharField()), lane))

    def below(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """Submitted drafts of the agencies the actor leads that wait for somebody else."""
        led = actor.agencies(Role.LEADER)
        if not led:
            return None
        rows = Draft.objects.filter(agency__in=led, state__in=[*REVIEW_STATES, DraftState.RETURNED])
        rows = rows.exclude(state=DraftState.TO_SIGN, signer=actor.account_id)
        return WorkQuery.of(rows, **_shape("due_at", Value("wait"), Value(Lane.NOTE.value)))

    def line(self, record: WorkRecord, actor: Actor, now: dt.datetime) -> WorkLine:
        """The draft as a line with what to do next."""
        hint = _(TURN_WORDS[Turn(record.kind)]) if record.kind in set(Turn) else ""
        if record.kind == Turn.REDO and record.facts.get("note"):
            hint = _("Sửa theo ý kiến: %(note)s") % {"note": str(record.facts["note"])[:120]}
        page = {Turn.SIGN.value: "drafting:sign", Turn.WRITE.value: "drafting:edit"}.get(record.kind, "drafting:page")
        return WorkLine(
            self.key,
            record.kind,
            f"{self.key}-{record.record}",
            record.title or _("Chưa có trích yếu"),
            hint,
            reverse(page, args=[record.record]),
            code=record.code,
            from_whom=record.from_whom,
            holder=record.holder,
            due_at=record.due_at,
            opened_at=record.opened_at,
            state=state_tag(record.state),
            urgency=record.urgency,
            lane=record.lane,
            ticket=f"{record.record}-{record.facts.get('revision', 0)}",
        )
