"""What of work files waits in the inbox: files to hand over, rights to confirm, wishes to consent to, lists and hand-overs to answer."""

import datetime as dt
from collections.abc import Callable

from django.db.models import Case, CharField, DateField, DateTimeField, Exists, F, Func, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.workfiles.models import AccessGrant, FileExport, FileList, HandOver, WorkFile
from sen.capabilities.workfiles.selectors.rules import notice_days_in_sql
from sen.capabilities.workfiles.selectors.words import export_tag, hand_over_tag, list_tag, state_tag
from sen.capabilities.workfiles.states import ExportState, FileListState, HandOverState, WorkFileState
from sen.foundation.inbox.types import BulkAction, Lane, WorkLine, WorkQuery, WorkRecord
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.ui.types import TagView

HAND_OVER, RIGHTS, CONSENT = "hand_over", "rights", "consent"


class _EndOfDay(Func):
    """The last instant of a date on the province's calendar."""

    template = "((%(expressions)s + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh')"
    output_field = DateTimeField()


class _Later(Func):
    """A date so many days later."""

    template = "(%(expressions)s)"
    arg_joiner = " + "
    output_field = DateField()


class WorkFileWork:
    """Files: ``hand_over`` within the notice or late, ``rights`` changed by somebody else, ``consent`` to keeping longer."""

    key = "ho-so-cong-viec"
    label = gettext_lazy("Hồ sơ công việc")
    icon = "folder-open"
    order = 60
    actions = (BulkAction(gettext_lazy("Nộp lưu"), "library", "workfiles:submit", "ho-so", frozenset({HAND_OVER})),)

    def mine(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """Files the actor keeps that are due or whose rights changed, and wishes the actor decides."""
        if actor.account_id is None or not actor.is_officer:
            return None
        today = clock.local(now).date()
        until = _Later(Value(today, DateField()), notice_days_in_sql(today))
        plain = Q(keep_consented_at__isnull=True, hand_over_due_on__lte=until)
        due = Q(keeper=actor.account_id, state=WorkFileState.CLOSED) & (plain | Q(keep_consented_at__isnull=False, keep_until__lte=until))
        changed = AccessGrant.objects.filter(workfile=OuterRef("pk"), confirmed_at__isnull=True)
        told = Q(keeper=actor.account_id) & Q(Exists(changed))
        wishes = Q(agency__in=actor.agencies(Role.LEADER), keep_asked_at__isnull=False, keep_consented_at__isnull=True)
        rows = WorkFile.objects.filter(due | told | wishes).exclude(state=WorkFileState.DROPPED)
        kind = Case(
            When(wishes, then=Value(CONSENT)),
            When(told, then=Value(RIGHTS)),
            default=Value(HAND_OVER),
            output_field=CharField(max_length=12),
        )
        lane = Case(When(wishes | told, then=Value(Lane.DECIDE.value)), default=Value(Lane.DO.value), output_field=CharField(max_length=12))
        day = Case(When(keep_consented_at__isnull=False, then=F("keep_until")), default=F("hand_over_due_on"))
        return WorkQuery.of(
            rows,
            kind=kind,
            lane=lane,
            record="pk",
            code="notation",
            title="title",
            detail="sent_back_reason",
            from_whom="keeper_name",
            holder="keeper_name",
            due_at=_EndOfDay(day),
            opened_at="opened_at",
            state="state",
            words="title_folded",
        )

    def below(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """Nothing: late hand-overs of others stand on the page of hand-overs."""
        return None

    def line(self, record: WorkRecord, actor: Actor, now: dt.datetime) -> WorkLine:
        """One file with what it waits for."""
        place, hint = {
            CONSENT: ("workfiles:answer-keep", _("Trả lời đề nghị giữ lại hồ sơ")),
            RIGHTS: ("workfiles:rights", _("Xác nhận thay đổi quyền")),
        }.get(record.kind, ("workfiles:file", _("Nộp lưu hồ sơ")))
        return WorkLine(
            self.key,
            record.kind,
            f"{self.key}-{record.record}",
            record.title,
            ". ".join(part for part in (hint, record.detail) if part),
            reverse(place, args=[record.record]),
            record.code,
            record.from_whom,
            record.holder,
            record.due_at,
            record.opened_at,
            state_tag(WorkFile(state=record.state)),
            lane=record.lane,
            ticket=str(record.record),
            icon=self.icon,
        )


class _Desk:
    """What waits at one desk: records of one model, each a line that leads to one page; nobody below has any."""

    key: str
    label: Promise
    icon: str
    order: int
    actions: tuple[BulkAction, ...] = ()
    place: str
    hint: Promise
    tag: Callable[[str], TagView]

    def below(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """Nothing."""
        return None

    def line(self, record: WorkRecord, actor: Actor, now: dt.datetime) -> WorkLine:
        """One record with what it waits for."""
        return WorkLine(
            self.key,
            record.kind,
            f"{self.key}-{record.record}",
            record.title,
            str(self.hint),
            reverse(self.place, args=[record.record]),
            from_whom=record.from_whom,
            opened_at=record.opened_at,
            state=type(self).tag(record.state),
            lane=record.lane,
            icon=self.icon,
        )


class FileListWork(_Desk):
    """Yearly lists that wait for the head of the agency."""

    key = "danh-muc-ho-so"
    label = gettext_lazy("Danh mục hồ sơ")
    icon = "list-ordered"
    order = 62
    place = "workfiles:list"
    hint = gettext_lazy("Danh mục hồ sơ: phê duyệt và ban hành")

    @staticmethod
    def tag(state: str) -> TagView:
        """The state of a list."""
        return list_tag(FileList(state=state))

    def mine(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """Lists submitted in agencies the actor leads."""
        led = actor.agencies(Role.LEADER)
        rows = FileList.objects.filter(agency__in=led, state=FileListState.SUBMITTED)
        decide, kind = Value(Lane.DECIDE.value), Value("approve")
        return (
            WorkQuery.of(rows, kind=kind, lane=decide, record="pk", title="agency__name", opened_at="made_at", state="state")
            if led
            else None
        )


class HandOverWork(_Desk):
    """Hand-overs that wait for the archive."""

    key = "nop-luu"
    label = gettext_lazy("Nộp lưu")
    icon = "library"
    order = 64
    place = "workfiles:answer"
    hint = gettext_lazy("Đối chiếu và nhận hồ sơ nộp lưu")

    @staticmethod
    def tag(state: str) -> TagView:
        """The state of a hand-over."""
        return hand_over_tag(HandOver(state=state))

    def mine(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """Hand-overs submitted to archives the actor keeps."""
        kept = actor.agencies(Role.ARCHIVE)
        if not kept:
            return None
        rows = HandOver.objects.filter(agency__in=kept, state=HandOverState.SUBMITTED)
        return WorkQuery.of(
            rows,
            kind=Value("answer"),
            lane=Value(Lane.DECIDE.value),
            record="pk",
            title="block_name",
            from_whom="giver_name",
            opened_at="submitted_at",
            state="state",
        )


class ExportWork(_Desk):
    """Exports the actor asked for that ended and were not taken away yet."""

    key = "ban-xuat"
    label = gettext_lazy("Bản xuất hồ sơ")
    icon = "download"
    order = 66
    place = "workfiles:export"
    hint = gettext_lazy("Bản xuất toàn bộ hồ sơ")
    tag = staticmethod(export_tag)

    def mine(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """The actor's own; an address names the file, of which each person has one export at most."""
        if actor.account_id is None or not actor.is_officer:
            return None
        rows = FileExport.objects.filter(asked_by=actor.account_id, state__in=(ExportState.DONE, ExportState.FAILED), taken_at__isnull=True)
        note, kind = Value(Lane.NOTE.value), Value("export")
        return WorkQuery.of(
            rows, kind=kind, lane=note, record="workfile_id", title="workfile__title", opened_at="finished_at", state="state"
        )
