"""Lists of incoming documents: what waits first, in groups that say what to do next."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _

from sen.capabilities.correspondence.models import ChangeAnswer, IncomingDocument, IncomingPass
from sen.capabilities.correspondence.policies import visible_incoming
from sen.capabilities.correspondence.selectors.text_filter import contents_with
from sen.capabilities.correspondence.selectors.words import channel_name, incoming_tag, titled, urgency_tag
from sen.capabilities.correspondence.states import OPEN_INCOMING, AnswerState, IncomingState
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.ui.format import due_view
from sen.ui.paging import PAGE_SIZE, ListPage, list_page
from sen.ui.types import DueView, TagView

TO_REGISTER, TO_PASS, TO_DIRECT, IN_WORK, LATE, DONE, BACK, ALL = (
    "moi", "cho-chuyen", "cho-chi-dao", "dang-xu-ly", "tre-han", "da-xong", "tra-lai", "tat-ca",
)  # fmt: skip
_OPEN = [state.value for state in OPEN_INCOMING]
_GROUPS: dict[str, Q] = {
    TO_REGISTER: Q(state=IncomingState.ARRIVED),
    TO_PASS: Q(state=IncomingState.REGISTERED, passed_on_at__isnull=True),
    TO_DIRECT: Q(state=IncomingState.REGISTERED, passed_on_at__isnull=False),
    IN_WORK: Q(state__in=[IncomingState.ASSIGNED, IncomingState.DOING]),
    DONE: Q(state=IncomingState.DONE),
    BACK: Q(state__in=[IncomingState.REFUSED, IncomingState.RECALLED]),
    ALL: Q(),
}
_COUNTED = (TO_REGISTER, TO_PASS, TO_DIRECT, IN_WORK, LATE)
_SORTS: dict[str, tuple[str | OrderBy, ...]] = {
    "den": ("arrived_at", "pk"),
    "han": (F("due_at").asc(nulls_last=True), "-content__urgency", "arrived_at", "pk"),
    "so": ("arrival_year", "arrival_number", "pk"),
}


@dataclass(frozen=True, slots=True)
class IncomingFilter:
    """What the reader narrowed the list to; ``agencies`` empty means every agency the reader works in."""

    tab: str = ALL
    text: str = ""
    kind: str = ""
    channel: str = ""
    urgency: int | None = None
    division_id: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    sort: str = ""


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """One line of the list, in words."""

    id: int
    number: str
    arrived_at: dt.datetime
    code: str
    issuer: str
    title: str
    issued_on: dt.date
    channel: str
    state: TagView
    urgency: TagView | None
    due: DueView | None
    receiver: str
    note: str
    recall_asked: bool
    signer: str


def group_of(tab: str, now: dt.datetime) -> Q:
    """The condition of a group; an unknown one means all."""
    if tab == LATE:
        return Q(state__in=_OPEN, due_at__lt=now)
    return _GROUPS.get(tab, Q())


def list_incoming(
    actor: Actor, agency_id: int, wanted: IncomingFilter, now: dt.datetime, number: int = 1, size: int = PAGE_SIZE
) -> ListPage[IncomingRow]:
    """One page of an agency's incoming documents the actor may see."""
    order = _order(wanted)
    # Which documents make the page is settled among keys, mostly in indexes alone; only these are read whole.
    keys = list_page(_matching(actor, agency_id, wanted, now).order_by(*order).values_list("pk", flat=True), number, size)
    rows = _with_words(IncomingDocument.objects.filter(pk__in=keys.items)).order_by(*order)
    return ListPage(rows_of(list(rows), now), keys.number, keys.size, keys.more)


def count_incoming(actor: Actor, agency_id: int, now: dt.datetime) -> dict[str, int]:
    """How many wait in each counted group, in one query."""
    rows = visible_incoming(actor).filter(agency=agency_id, state__in=_OPEN)
    counts = {name.replace("-", "_"): Count("pk", filter=group_of(name, now)) for name in _COUNTED}
    found: dict[str, int] = rows.aggregate(**counts)
    return {name: found[name.replace("-", "_")] for name in _COUNTED}


def chosen_incoming(actor: Actor, ids: Sequence[int], now: dt.datetime) -> list[IncomingRow]:
    """The ticked documents the actor may see, in the order of their arrival."""
    rows = _with_words(visible_incoming(actor).filter(pk__in=list(ids))).order_by("arrived_at", "pk")
    return rows_of(list(rows), now)


def rows_of(rows: Sequence[IncomingDocument], now: dt.datetime) -> list[IncomingRow]:
    """Found documents as lines."""
    return [_row(row, now) for row in rows]


def _matching(actor: Actor, agency_id: int, wanted: IncomingFilter, now: dt.datetime) -> QuerySet[IncomingDocument]:
    rows = visible_incoming(actor).filter(group_of(wanted.tab, now), agency=agency_id)
    exact = {"content__kind_code": wanted.kind, "channel": wanted.channel, "content__urgency": wanted.urgency}
    rows = rows.filter(**{name: value for name, value in exact.items() if value not in ("", None)})
    if wanted.division_id:
        rows = rows.filter(Exists(IncomingPass.objects.filter(incoming=OuterRef("pk"), division=wanted.division_id)))
    if wanted.since:
        rows = rows.filter(arrived_at__gte=clock.at_local(wanted.since))
    if wanted.until:
        rows = rows.filter(arrived_at__lt=clock.at_local(wanted.until + dt.timedelta(days=1)))
    return rows.filter(_text(wanted.text, agency_id))


def _with_words(rows: QuerySet[IncomingDocument]) -> QuerySet[IncomingDocument]:
    asked = ChangeAnswer.objects.filter(incoming=OuterRef("pk"), state=AnswerState.WAITING)
    return rows.select_related("content").annotate(change_asked=Exists(asked))


def _text(text: str, agency_id: int) -> Q:
    """Words of the document; digits alone also mean the number of arrival."""
    typed = text.strip()
    if not typed:
        return Q()
    found = Q(content__in=contents_with(typed, agency_id))
    return found | Q(arrival_number=int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 7 else found


def _order(wanted: IncomingFilter) -> tuple[str | OrderBy, ...]:
    key = wanted.sort.lstrip("-")
    if key in _SORTS:
        order = _SORTS[key]
        return tuple(_turned(part) for part in order) if wanted.sort.startswith("-") else order
    if wanted.tab in (TO_REGISTER, TO_PASS):
        return ("-content__urgency", "arrived_at", "pk")
    if wanted.tab in (TO_DIRECT, IN_WORK, LATE):
        return ("-content__urgency", F("due_at").asc(nulls_last=True), "arrived_at", "pk")
    return ("-arrived_at", "-pk")


def _turned(part: str | OrderBy) -> str | OrderBy:
    if not isinstance(part, str):
        return F("due_at").desc(nulls_last=True)
    return part[1:] if part.startswith("-") else f"-{part}"


def _row(row: IncomingDocument, now: dt.datetime) -> IncomingRow:
    content = row.content
    is_open = row.state in _OPEN
    return IncomingRow(
        row.pk,
        str(row.arrival_number) if row.arrival_number else "",
        row.arrived_at,
        content.code or _("Không số"),
        content.issuer_name,
        titled(content.kind_name, content.subject),
        content.issued_on,
        channel_name(row.channel),
        incoming_tag(row.state),
        urgency_tag(content.urgency),
        due_view(row.due_at, now) if row.due_at and is_open else None,
        row.receiver,
        row.reason or row.direction or row.note,
        bool(getattr(row, "change_asked", False)),
        content.signer_name,
    )
