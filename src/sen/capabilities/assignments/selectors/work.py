"""Tasks as a source of work: the actor's own, those to be handed on, those that wait for the actor's word, and those below."""

import datetime as dt

from django.db.models import Case, CharField, F, Func, JSONField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.assignments.models import Task
from sen.capabilities.assignments.policies import directs, headed, led, unclaimed
from sen.capabilities.assignments.selectors.words import role_name, state_tag
from sen.capabilities.assignments.states import WITH_DOER, TaskRole, TaskState
from sen.foundation.inbox.types import BulkAction, Lane, WorkLine, WorkQuery, WorkRecord
from sen.kernel.actor import Actor

SOURCE = "nhiem-vu"
_HAND, _CONFIRM, _TIME = "hand", "confirm", "more_time"
_ACTS = {
    _HAND: (gettext_lazy("Phân công"), "phan-cong"),
    _CONFIRM: (gettext_lazy("Xem và xác nhận"), "xac-nhan"),
    _TIME: (gettext_lazy("Trả lời"), "tra-loi-han"),
}


class TaskWork:
    """Tasks in the inbox.  Kinds: ``lead assist know`` to do, ``hand`` to hand on, ``confirm`` and ``more_time`` to decide, ``below``."""

    key = SOURCE
    label = gettext_lazy("Nhiệm vụ")
    icon = "clipboard-list"
    order = 30
    actions = (
        BulkAction(gettext_lazy("Đã biết"), "check", "assignments:many_known", "viec", frozenset({TaskRole.KNOW.value}), key="B"),
        BulkAction(gettext_lazy("Phân công"), "user-plus", "assignments:many_hand", "viec", frozenset({_HAND}), key="P"),
        BulkAction(gettext_lazy("Xác nhận hoàn thành"), "check-check", "assignments:many_confirm", "viec", frozenset({_CONFIRM}), key="C"),
        BulkAction(gettext_lazy("Đôn đốc"), "bell-ring", "assignments:many_remind", "viec", frozenset({"below"}), key="D"),
    )

    def mine(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """Open tasks given to the actor, unclaimed ones the actor hands on, and what waits for the actor's decision."""
        if actor.account_id is None or not actor.is_officer:
            return None
        me = Q(given_by=actor.account_id)
        own = Q(officer=actor.account_id, state__in=WITH_DOER)
        confirm = me & Q(state=TaskState.REPORTED)
        asked = me & Q(state__in=WITH_DOER, asked_due_at__isnull=False)
        hand = unclaimed(actor) & Q(state__in=WITH_DOER)
        kind = Case(
            When(confirm, then=Value(_CONFIRM)),
            When(asked, then=Value(_TIME)),
            When(officer=actor.account_id, then=F("role")),
            default=Value(_HAND),
            output_field=CharField(),
        )
        lane = Case(
            When(confirm | asked, then=Value(Lane.DECIDE.value)),
            When(officer__isnull=True, then=Value(Lane.ARRIVED.value)),
            When(role=TaskRole.KNOW, then=Value(Lane.NOTE.value)),
            default=Value(Lane.DO.value),
            output_field=CharField(),
        )
        return _query(Task.objects.filter(own | confirm | asked | hand, closed_at__isnull=True), kind, lane)

    def below(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """Open tasks in the doers' hands: of those the actor directs, and those the actor gave."""
        if actor.account_id is None or not actor.is_officer:
            return None
        whose = Q(given_by=actor.account_id)
        if directs(actor):
            whose |= headed(actor) | led(actor)
        rows = Task.objects.filter(whose, closed_at__isnull=True, state__in=WITH_DOER).exclude(
            officer=actor.account_id, officer__isnull=False
        )
        return _query(rows.exclude(role=TaskRole.KNOW), Value("below", output_field=CharField()), Value(Lane.DO.value))

    def line(self, record: WorkRecord, actor: Actor, now: dt.datetime) -> WorkLine:
        """The task as a line; what waits for a decision comes from the doer."""
        act = _ACTS.get(record.kind)
        return WorkLine(
            self.key,
            record.kind,
            f"{self.key}-{record.record}",
            record.title,
            _hint(record),
            reverse("assignments:task", args=[record.record]),
            code=record.code,
            state=state_tag(record.state),
            from_whom=record.holder if record.kind in (_CONFIRM, _TIME) else record.from_whom,
            ticket=str(record.record) if any(record.kind in one.kinds for one in self.actions) else "",
            action=str(act[0]) if act else "",
            action_url=reverse("assignments:act", args=[record.record, act[1]]) if act else "",
        )


def _query(rows: QuerySet[Task], kind: object, lane: object) -> WorkQuery:
    facts = Func(
        Value("reminded"), F("reminded_at"), Value("role"), F("role"), Value("progress"), F("progress"),
        function="jsonb_build_object", output_field=JSONField(),
    )  # fmt: skip
    return WorkQuery.of(
        rows,
        kind=kind,
        lane=lane,
        record="pk",
        code="source_code",
        title="title",
        detail="instruction",
        from_whom="given_by_name",
        holder=Coalesce("officer__name", "division__name", "agency__name", output_field=CharField()),
        due_at="due_at",
        opened_at="opened_at",
        state="state",
        urgency="urgency",
        words="words",
        facts=facts,
    )


def _hint(record: WorkRecord) -> str:
    if record.kind == _CONFIRM:
        return _("%(who)s báo đã xong, chờ bạn xác nhận") % {"who": record.holder}
    if record.kind == _TIME:
        return _("%(who)s xin thêm thời gian") % {"who": record.holder}
    if record.kind == _HAND:
        return _("Chờ phân công, %(role)s") % {"role": role_name(record.facts["role"]).lower()}
    hint = role_name(record.facts["role"])
    if record.facts.get("reminded"):
        hint += ", " + _("đã được đôn đốc")
    if record.facts.get("progress"):
        hint += f", {record.facts['progress']}%"
    return hint
