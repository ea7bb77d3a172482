"""A citizen's own dossiers and drafts."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext as _

from sen.capabilities.dossiers.models import Dossier, Draft, DraftFile
from sen.capabilities.dossiers.selectors.words import national_tag
from sen.kernel.actor import Actor
from sen.ui.format import due_view, moment_text
from sen.ui.paging import ListPage, list_page
from sen.ui.types import DueView, TagView, Tone

_WAITS_FOR_CITIZEN = ("intake_supplement", "supplement", "financial_duty")


@dataclass(frozen=True, slots=True)
class MyDossier:
    """One of the citizen's dossiers in a list."""

    public_id: str
    code: str
    procedure: str
    state: TagView
    due: DueView
    submitted: str
    needs_me: bool


@dataclass(frozen=True, slots=True)
class MyDraft:
    """One unfinished application."""

    public_id: str
    procedure: str
    saved: str


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft with its files by component."""

    draft: Draft
    files: dict[int, list[DraftFile]]


def list_my_dossiers(actor: Actor, now: dt.datetime, page: int = 1) -> ListPage[MyDossier]:
    """The citizen's dossiers: those that wait for the citizen first, then the newest."""
    waiting = Case(When(state__in=_WAITS_FOR_CITIZEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    mine = Dossier.objects.filter(applicant_account_id=actor.account_id).select_related("version")
    found = list_page(mine.order_by(waiting, "-submitted_at", "-id"), page)
    rows = [
        MyDossier(
            public_id=str(d.public_id),
            code=d.code,
            procedure=d.version.name,
            state=national_tag(d.state),
            due=_due(d, now),
            submitted=moment_text(d.submitted_at, now),
            needs_me=d.state in _WAITS_FOR_CITIZEN,
        )
        for d in found
    ]
    return ListPage(rows, found.number, found.size, found.more)


def _due(dossier: Dossier, now: dt.datetime) -> DueView:
    if dossier.state in _WAITS_FOR_CITIZEN:
        return DueView(Tone.WAIT, "circle-pause", _("Tạm dừng chờ bạn"))
    return due_view(dossier.due_at or dossier.reception_due_at, now, finished_at=dossier.settled_at or dossier.closed_at)


def list_my_drafts(actor: Actor, now: dt.datetime, limit: int = 10) -> list[MyDraft]:
    """The citizen's unfinished applications, newest first."""
    drafts = Draft.objects.filter(account_id=actor.account, dossier__isnull=True).select_related("version").order_by("-saved_at")[:limit]
    return [MyDraft(str(draft.public_id), draft.version.name, moment_text(draft.saved_at, now)) for draft in drafts]


def last_home(actor: Actor) -> int | None:
    """The unit the citizen lived in by the newest application of their own; None before the first.

    Not a read of the register: it is what they told this place themselves.
    """
    if actor.account_id is None:
        return None
    own = Dossier.objects.filter(applicant_account_id=actor.account_id, applicant_unit__isnull=False)
    return own.order_by("-submitted_at", "-id").values_list("applicant_unit_id", flat=True).first()


def draft_page(draft: Draft) -> DraftPage:
    """The draft with its attached files grouped by component id."""
    files: dict[int, list[DraftFile]] = {}
    for attached in draft.files.select_related("file"):
        files.setdefault(attached.required_id, []).append(attached)
    return DraftPage(draft, files)
