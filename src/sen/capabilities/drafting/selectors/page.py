"""The page of one draft: its text, who brings what, what happened, what the reader can do."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.correspondence.types import RecipientRole, Urgency
from sen.capabilities.drafting.models import Draft, DraftComment, DraftFile, DraftMember, DraftOpinion, DraftVersion
from sen.capabilities.drafting.policies import can_edit, decides, is_writer
from sen.capabilities.drafting.selectors.kinds import kind_names
from sen.capabilities.drafting.selectors.receiving import recipients_of
from sen.capabilities.drafting.selectors.signers import Signing, signing_of
from sen.capabilities.drafting.selectors.words import state_tag, verdict_tag
from sen.capabilities.drafting.states import ACTION_NAMES, AUTHOR_STATES, DRAFT_STATES, DraftAction, DraftState
from sen.capabilities.drafting.types import EVENT_KIND
from sen.foundation.agencies.selectors import names_of_agencies
from sen.foundation.history.selectors import list_events
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.ui.format import date_text, due_view, moment_text
from sen.ui.types import DueView, Fact, TagView, TimelineItem

if TYPE_CHECKING:
    from sen.foundation.history.types import EventView

_OTHER_ACTIONS = {
    "add_member": "Mời cùng soạn",
    "remove_member": "Thôi cùng soạn",
    "comment": "Góp ý",
    "attach_file": "Thêm tệp",
    "detach_file": "Bỏ tệp",
}


@dataclass(frozen=True, slots=True)
class OpinionView:
    """One question and its answer."""

    name: str
    agency: str
    question: str
    asked: str
    verdict: TagView | None
    answer: str
    answered_at: dt.datetime | None
    due: DueView | None
    on_older_text: bool
    version_url: str


@dataclass(frozen=True, slots=True)
class Rights:
    """What the reader can do with the draft now."""

    edit: bool = False
    write: bool = False
    decide: bool = False
    opine: bool = False
    submit: bool = False
    take_back: bool = False
    drop: bool = False
    issue: bool = False
    is_author: bool = False


@dataclass(frozen=True, slots=True)
class DraftPage:
    """Everything the page shows."""

    draft: Draft
    kind: str
    state: TagView
    facts: Sequence[Fact]
    signing: Signing
    rights: Rights
    members: Sequence[DraftMember]
    comments: Sequence[DraftComment]
    opinions: Sequence[OpinionView]
    annexes: Sequence[DraftFile]
    references: Sequence[DraftFile]
    version_count: int
    history: Sequence[TimelineItem]
    recipients: Sequence[str] = field(default_factory=tuple)


def draft_page(actor: Actor, draft: Draft, now: dt.datetime) -> DraftPage:
    """The page as the actor sees it."""
    on = clock.local(now).date()
    files = list(DraftFile.objects.filter(draft=draft, removed_at__isnull=True).select_related("file"))
    opinions = list(DraftOpinion.objects.filter(draft=draft).select_related("asked_agency"))
    names, signing = kind_names(on), signing_of(draft, on)
    return DraftPage(
        draft=draft,
        kind=names.get(draft.kind_code, draft.kind_code),
        state=state_tag(draft.state),
        facts=_facts(draft, signing),
        signing=signing,
        rights=rights_of(actor, draft, on, opinions),
        members=list(DraftMember.objects.filter(draft=draft, removed_at__isnull=True).order_by("pk")),
        comments=list(DraftComment.objects.filter(draft=draft)),
        opinions=[_opinion(one, draft, now) for one in opinions],
        annexes=[one for one in files if one.role == DraftFile.Role.ANNEX],
        references=[one for one in files if one.role == DraftFile.Role.REFERENCE],
        version_count=DraftVersion.objects.filter(draft=draft).count(),
        history=[_event(event) for event in reversed(list_events(EVENT_KIND, draft.pk))],
        recipients=recipient_names(draft),
    )


def rights_of(actor: Actor, draft: Draft, on: dt.date, opinions: Sequence[DraftOpinion] = ()) -> Rights:
    """What the actor can do with the draft now."""
    writes = is_writer(actor, draft)
    is_author = draft.author_id == actor.account_id
    asked = any(one.asked_id == actor.account_id and one.closed_at is None for one in opinions)
    with_author = draft.state in AUTHOR_STATES
    return Rights(
        edit=can_edit(actor, draft, on),
        write=writes and with_author,
        decide=decides(actor, draft, on),
        opine=asked and with_author,
        submit=writes and with_author,
        take_back=is_author and DRAFT_STATES.allows(draft.state, DraftAction.TAKE_BACK),
        drop=is_author and DRAFT_STATES.allows(draft.state, DraftAction.DROP),
        issue=draft.state == DraftState.SIGNED and actor.has(Role.CLERK, draft.agency_id),
        is_author=is_author,
    )


def recipient_names(draft: Draft) -> list[str]:
    """The names of those who will get the document, with the purpose of those who need not act."""
    found = recipients_of(draft)
    known = names_of_agencies(one.agency_id for one in found)
    said = {role: "" if role == RecipientRole.ADDRESSED else f" ({str(role.label).lower()})" for role in RecipientRole}
    return [(known.get(one.agency_id or 0) or one.organ_name) + said[one.role] for one in found]


def _facts(draft: Draft, signing: Signing) -> list[Fact]:
    signer = ", ".join(part for part in (draft.signer.name if draft.signer else _("Chưa chọn"), signing.title) if part)
    rows = [
        (_("Số, ký hiệu"), draft.code or _("Hệ thống cấp khi ký")),
        (_("Ngày văn bản"), date_text(draft.issued_on) if draft.issued_on else _("Ngày ký")),
        (_("Cơ quan ban hành"), draft.agency.name),
        (_("Đơn vị soạn"), draft.division.name if draft.division else ""),
        (_("Người soạn"), draft.author_name),
        (_("Người ký"), signer),
        (_("Quyền hạn ký"), " / ".join(signing.lines[:-1]) or str(signing.power.label)),
        (_("Độ khẩn"), str(Urgency(draft.urgency).label)),
        (_("Hạn nơi nhận trả lời"), date_text(draft.answer_due_on) if draft.answer_due_on else ""),
        (_("Duyệt nội dung"), _who(draft.approved_by_name, draft.approved_at)),
        (_("Kiểm tra thể thức"), _who(draft.checked_by_name, draft.checked_at)),
    ]
    return [Fact(label, value) for label, value in rows if value]


def _who(name: str, at: dt.datetime | None) -> str:
    return f"{name}, {moment_text(at)}" if name and at else ""


def _opinion(one: DraftOpinion, draft: Draft, now: dt.datetime) -> OpinionView:
    waits = one.closed_at is None
    older = one.answered_revision is not None and one.answered_revision != draft.revision
    agency = one.asked_agency.name if one.asked_agency and one.asked_agency_id != draft.agency_id else ""
    return OpinionView(
        one.asked_name,
        agency,
        one.question,
        _("%(who)s hỏi lúc %(when)s") % {"who": one.asked_by_name, "when": moment_text(one.asked_at, now)},
        verdict_tag(one.verdict) if one.verdict else None,
        one.answer,
        one.answered_at,
        due_view(one.due_at, now) if waits else None,
        older,
        reverse("drafting:compare", args=[draft.pk]) + f"?tu-ban={one.answered_revision}" if older else "",
    )


def _event(event: "EventView") -> TimelineItem:
    known = event.action in set(DraftAction)
    word = str(ACTION_NAMES[DraftAction(event.action)]) if known else _(_OTHER_ACTIONS.get(event.action, event.action))
    detail = f"{event.actor_name}, {moment_text(event.occurred_at)}"
    return TimelineItem(word, f"{detail}. {event.reason}" if event.reason else detail)


def list_versions(draft: Draft) -> list[DraftVersion]:
    """Every kept version, newest first."""
    return list(DraftVersion.objects.filter(draft=draft).defer("content").order_by("-number"))


def get_version(draft: Draft, number: int) -> DraftVersion | None:
    """One kept version."""
    return DraftVersion.objects.filter(draft=draft, number=number).first()


def version_at(draft: Draft, revision: int) -> DraftVersion | None:
    """The version that keeps the text of a revision, or the nearest one after it."""
    return DraftVersion.objects.filter(draft=draft, revision__gte=revision).order_by("revision", "number").first()
