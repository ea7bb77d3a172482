"""Documents as sources of work: what the clerk registers, passes on and sends, what leaders and heads direct, what senders ask."""

import datetime as dt
from typing import Any

from django.db.models import Case, CharField, DateTimeField, F, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.correspondence.models import ChangeAnswer, IncomingDocument, IncomingPass, OutgoingDocument
from sen.capabilities.correspondence.selectors.desk_terms import NextWorkingDay, desk_due
from sen.capabilities.correspondence.selectors.words import incoming_tag, outgoing_tag, titled
from sen.capabilities.correspondence.states import AnswerState, ChangeKind, IncomingState, OutgoingState
from sen.foundation.agencies.selectors import divisions_named
from sen.foundation.inbox.types import BulkAction, Lane, WorkLine, WorkQuery, WorkRecord
from sen.kernel.actor import Actor, Role
from sen.ui.types import TagView, Tone

_REGISTER, _PASS, _DIRECT, _SEND, _WAIT = "register", "pass", "direct", "send", "wait"
_CLERK_DESK = "Văn thư"


class IncomingWork:
    """Incoming documents in the inbox.  Kinds: ``register`` and ``pass`` for clerks, ``direct`` for leaders and heads, ``wait`` below."""

    key = "van-ban-den"
    label = gettext_lazy("Văn bản đến")
    icon = "inbox"
    order = 20
    actions = (
        BulkAction(gettext_lazy("Vào sổ"), "stamp", "correspondence:register_many", "van-ban", frozenset({_REGISTER}), key="V"),
        BulkAction(gettext_lazy("Trình, chuyển"), "send", "correspondence:pass_many", "van-ban", frozenset({_PASS}), key="C"),
        BulkAction(gettext_lazy("Chỉ đạo"), "megaphone", "correspondence:direct_many", "van-ban", frozenset({_DIRECT}), key="Q"),
    )

    def mine(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """What the clerk registers and passes on, and what waits for the actor's word."""
        desks, led = actor.agencies(Role.CLERK), actor.agencies(Role.LEADER)
        headed = _passed_to_division(actor)
        if not desks and not led and headed is None:
            return None
        new = Q(agency__in=desks, state=IncomingState.ARRIVED)
        unpassed = Q(agency__in=desks, state=IncomingState.REGISTERED, passed_on_at__isnull=True)
        waits = Q(state=IncomingState.REGISTERED, passed_on_at__isnull=False)
        direct = waits & Q(agency__in=led)
        if headed is not None:
            direct |= waits & Q(agency=actor.agency_id, pk__in=headed)
        kind = Case(When(new, then=Value(_REGISTER)), When(unpassed, then=Value(_PASS)), default=Value(_DIRECT), output_field=CharField())
        return _incoming(IncomingDocument.objects.filter(new | unpassed | direct), kind, now)

    def below(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """What still lies at the desk of the clerks below the actor."""
        led = actor.agencies(Role.LEADER)
        if not led:
            return None
        waits = Q(state=IncomingState.ARRIVED) | Q(state=IncomingState.REGISTERED, passed_on_at__isnull=True)
        return _incoming(IncomingDocument.objects.filter(waits, agency__in=led), Value(_WAIT, output_field=CharField()), now)

    def line(self, record: WorkRecord, actor: Actor, now: dt.datetime) -> WorkLine:
        """The document as a line, with the one act that moves it on."""
        acts = {
            _REGISTER: (_("Vào sổ"), "correspondence:incoming_register"),
            _PASS: (_("Trình, chuyển"), "correspondence:incoming_pass"),
            _DIRECT: (_("Chỉ đạo"), "correspondence:incoming_direct"),
        }
        hints = {
            _REGISTER: _("Kiểm tra rồi vào sổ"),
            _PASS: _("Trình lãnh đạo hoặc chuyển đơn vị"),
            _DIRECT: _("Chờ ý kiến chỉ đạo"),
            _WAIT: _("Chưa vào sổ hoặc chưa chuyển"),
        }
        act = acts.get(record.kind)
        return WorkLine(
            self.key,
            record.kind,
            f"{self.key}-{record.record}",
            titled(record.detail, record.title),
            hints[record.kind],
            reverse("correspondence:incoming_page", args=[record.record]),
            code=record.code,
            state=incoming_tag(record.state),
            ticket=str(record.record) if act else "",
            action=act[0] if act else "",
            action_url=reverse(act[1], args=[record.record]) if act else "",
        )


def _passed_to_division(actor: Actor) -> Any:
    """Documents passed to the division the actor heads, or to the head in person; None for those who head nothing."""
    if actor.agency_id is None or not actor.has(Role.HEAD, actor.agency_id):
        return None
    to = Q(officer=actor.account_id)
    if actor.division:
        to |= Q(division=Subquery(divisions_named(actor.agency_id, actor.division).values("pk")[:1]))
    return IncomingPass.objects.filter(to).values("incoming")


def _incoming(rows: QuerySet[IncomingDocument], kind: Any, now: dt.datetime) -> WorkQuery:
    desk = Case(
        When(state=IncomingState.ARRIVED, then=desk_due("arrived_at", "content__urgency", now)),
        When(passed_on_at__isnull=True, then=desk_due("arrived_at", "content__urgency", now)),
        default=desk_due("passed_on_at", "content__urgency", now),
        output_field=DateTimeField(),
    )
    return WorkQuery.of(
        rows,
        kind=kind,
        lane=Value(Lane.ARRIVED.value),
        record="pk",
        code="content__code",
        title="content__subject",
        detail="content__kind_name",
        from_whom="content__issuer_name",
        holder=Value(_CLERK_DESK),
        due_at=desk,
        opened_at=Coalesce("passed_on_at", "arrived_at"),
        state="state",
        urgency="content__urgency",
        words=Concat("content__issuer_name", Value(" "), "content__kind_name"),
    )


class OutgoingWork:
    """Registered documents the clerk seals and sends."""

    key = "van-ban-di"
    label = gettext_lazy("Văn bản đi")
    icon = "send"
    order = 25
    actions: tuple[BulkAction, ...] = ()

    def mine(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """What is numbered and not sent yet, for clerks."""
        desks = actor.agencies(Role.CLERK)
        return _outgoing(OutgoingDocument.objects.filter(agency__in=desks), now) if desks else None

    def below(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """The same at the desks of the agencies the actor leads."""
        led = actor.agencies(Role.LEADER)
        return _outgoing(OutgoingDocument.objects.filter(agency__in=led), now) if led else None

    def line(self, record: WorkRecord, actor: Actor, now: dt.datetime) -> WorkLine:
        """The document as a line."""
        url = reverse("correspondence:outgoing_page", args=[record.record])
        hint = _("Ký số cơ quan rồi phát hành")
        return WorkLine(
            self.key,
            record.kind,
            f"{self.key}-{record.record}",
            titled(record.detail, record.title),
            hint,
            url,
            code=record.code,
            state=outgoing_tag(record.state),
        )


def _outgoing(rows: QuerySet[OutgoingDocument], now: dt.datetime) -> WorkQuery:
    return WorkQuery.of(
        rows.filter(state=OutgoingState.REGISTERED),
        kind=Value(_SEND),
        record="pk",
        code="content__code",
        title="content__subject",
        detail="content__kind_name",
        from_whom="content__signer_name",
        holder=Value(_CLERK_DESK),
        due_at=desk_due("registered_at", "content__urgency", now),
        opened_at="registered_at",
        state="state",
        urgency="content__urgency",
    )


class ChangeWork:
    """What senders ask about documents the agency holds: recalls, updates, replacements, each waiting for an answer."""

    key = "de-nghi"
    label = gettext_lazy("Đề nghị của nơi gửi")
    icon = "rotate-ccw"
    order = 22
    actions: tuple[BulkAction, ...] = ()

    def mine(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """For clerks and leaders of the agency that holds the document."""
        places = actor.agencies(Role.CLERK, Role.LEADER)
        if not places:
            return None
        rows = ChangeAnswer.objects.filter(agency__in=places, state=AnswerState.WAITING, incoming__isnull=False)
        return WorkQuery.of(
            rows,
            kind="change__kind",
            lane=Value(Lane.DECIDE.value),
            record="incoming",
            code="incoming__content__code",
            title="incoming__content__subject",
            detail="change__reason",
            from_whom="incoming__content__issuer_name",
            due_at=NextWorkingDay(F("change__asked_at"), now),
            opened_at="change__asked_at",
            state="state",
        )

    def below(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """Nothing: whoever leads the agency answers as well."""
        return None

    def line(self, record: WorkRecord, actor: Actor, now: dt.datetime) -> WorkLine:
        """The request as a line that leads to its answer."""
        words = {
            ChangeKind.RECALL.value: _("Nơi gửi đề nghị thu hồi"),
            ChangeKind.UPDATE.value: _("Nơi gửi cập nhật"),
            ChangeKind.REPLACE.value: _("Nơi gửi thay thế"),
        }
        return WorkLine(
            self.key,
            record.kind,
            f"{self.key}-{record.record}",
            record.title,
            words.get(record.kind, record.kind),
            reverse("correspondence:incoming_page", args=[record.record]),
            code=record.code,
            state=TagView(_("Chờ trả lời"), Tone.SOON, "rotate-ccw"),
            action=_("Trả lời"),
            action_url=reverse("correspondence:incoming_answer", args=[record.record]),
        )


def incoming_address(incoming_id: int, actor: Actor) -> str:
    """Where a task's document is read; its page decides who may."""
    return reverse("correspondence:incoming_page", args=[incoming_id])
