"""Lists of work files, and what one file's page shows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear

from sen.capabilities.workfiles import policies
from sen.capabilities.workfiles.models import AccessGrant, ItemKind, WorkFile, WorkFileItem
from sen.capabilities.workfiles.selectors.reading import current_items, facts_of, seen_items
from sen.capabilities.workfiles.selectors.words import KIND_ICONS
from sen.capabilities.workfiles.states import WITH_THE_ARCHIVE, WorkFileState
from sen.capabilities.workfiles.types import Fileable, FileFilter
from sen.kernel.actor import Actor, Role
from sen.kernel.text import fold
from sen.ui.paging import ListPage, list_page

MINE, SHARED = "mine", "shared"


@dataclass(frozen=True, slots=True)
class ItemView:
    """One thing in a file as the reader sees it; of a hidden one only place and kind are told."""

    item: WorkFileItem
    icon: str
    kind: str
    is_hidden: bool
    url: str
    files: Sequence[tuple[int, str]]
    still_open: str
    paper_reason: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A work file in which a record lies."""

    workfile: WorkFile
    ordinal: int


def list_workfiles(actor: Actor, wanted: FileFilter, page: int | str | None = 1) -> ListPage[WorkFile]:
    """One page of the files the actor may see, the newest first; two queries."""
    return list_page(filtered(actor, wanted).select_related("agency", "division").order_by("-year", "-pk"), page)


def filtered(actor: Actor, wanted: FileFilter) -> QuerySet[WorkFile]:
    """The files the actor may see that fit the filter."""
    rows = policies.visible_workfiles(actor)
    if wanted.scope == MINE:
        rows = rows.filter(keeper=actor.account_id)
    elif wanted.scope == SHARED:
        granted = AccessGrant.objects.filter(workfile=OuterRef("pk"), account=actor.account_id, withdrawn_at__isnull=True)
        rows = rows.filter(Exists(granted))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.year:
        rows = rows.filter(year=wanted.year)
    if wanted.expired_on:
        rows = _expired(rows, wanted.expired_on)
    return rows.filter(_named(wanted.text) | _holds(actor, wanted.text)) if wanted.text else rows


def _named(text: str) -> Q:
    return Q(*(Q(title_folded__contains=word) for word in fold(text).split()[:8]))


def _holds(actor: Actor, text: str) -> Q:
    """Files of the archives the actor keeps, by a document in them: the archive opens everything that was given to it."""
    items = WorkFileItem.objects.filter(workfile=OuterRef("pk"), removed_at__isnull=True)
    held = items.filter(Q(title__icontains=text) | Q(number__icontains=text))
    return Q(Exists(held), agency__in=actor.agencies(Role.ARCHIVE), state__in=WITH_THE_ARCHIVE)


def _expired(rows: QuerySet[WorkFile], on: dt.date) -> QuerySet[WorkFile]:
    """Terms count from the end of the year in which the work ended; files under a freeze stay."""
    known = rows.filter(state__in=[WorkFileState.CLOSED, WorkFileState.ARCHIVED], retention_years__isnull=False, frozen_at__isnull=True)
    return known.alias(last_year=ExtractYear("end_on") + F("retention_years")).filter(last_year__lt=on.year)


def count_expired(actor: Actor, on: dt.date) -> int:
    """How many files the actor may see have reached the end of their term."""
    return filtered(actor, FileFilter(expired_on=on)).count()


def state_counts(actor: Actor, wanted: FileFilter) -> dict[str, int]:
    """How many files fit the filter in each state; one query."""
    rows = filtered(actor, FileFilter(wanted.text, wanted.year, "", wanted.scope))
    return dict(rows.order_by().values_list("state").annotate(Count("pk")))


def open_files_of(actor: Actor, words: str = "", limit: int = 20) -> list[WorkFile]:
    """Open files the actor may put something into, the last opened first."""
    granted = AccessGrant.objects.filter(workfile=OuterRef("pk"), account=actor.account_id, withdrawn_at__isnull=True, level="edit")
    rows = policies.visible_workfiles(actor).filter(Q(keeper=actor.account_id) | Exists(granted), agency__in=actor.agencies())
    for word in fold(words).split()[:8]:
        rows = rows.filter(title_folded__contains=word)
    return list(rows.filter(state=WorkFileState.OPEN, frozen_at__isnull=True).order_by("-opened_at")[:limit])


def files_of_record(actor: Actor, kind: str, record_id: int) -> list[Holding]:
    """The work files the actor may see in which the record lies; one query."""
    held = WorkFileItem.objects.filter(
        kind=kind, record_id=record_id, removed_at__isnull=True, workfile__in=policies.visible_workfiles(actor)
    )
    return [Holding(item.workfile, item.ordinal) for item in held.select_related("workfile").order_by("workfile_id")]


def codes_of_records(kind: str, record_ids: Iterable[int]) -> dict[int, list[str]]:
    """Signs of the work files in which records lie, by record: what registers and stamps print as “Số và ký hiệu HS”."""
    rows = WorkFileItem.objects.filter(kind=kind, record_id__in=list(record_ids), removed_at__isnull=True)
    found: dict[int, list[str]] = {}
    for record_id, notation in rows.order_by("workfile_id").values_list("record_id", "workfile__notation"):
        found.setdefault(record_id or 0, []).append(notation)
    return found


def item_views(actor: Actor, workfile: WorkFile, on: dt.date) -> list[ItemView]:
    """What lies in the file, in order, as the actor may see it; a constant number of queries for each kind."""
    items = current_items(workfile)
    seen, facts = seen_items(actor, workfile, items, on), facts_of(items)
    return [_view(item, facts.get(item.pk), is_seen=item.pk in seen) for item in items]


def access_item(actor: Actor, workfile: WorkFile, item_id: int, on: dt.date) -> tuple[WorkFileItem, Fileable | None] | None:
    """One thing in the file with what its record says now, if the actor may see it."""
    item = workfile.items.filter(pk=item_id, removed_at__isnull=True).select_related("file").first()
    if item is None or item.pk not in seen_items(actor, workfile, [item], on):
        return None
    return item, facts_of([item]).get(item.pk)


def unconfirmed_changes(actor: Actor, workfile: WorkFile) -> list[AccessGrant]:
    """Changes of rights by others that nobody authorised has confirmed yet, as far as they are the actor's to confirm."""
    if not policies.can_manage_rights(actor, workfile):
        return []
    rows = workfile.grants.filter(confirmed_at__isnull=True).order_by("given_at")
    return [grant for grant in rows if (grant.withdrawn_by_id if grant.withdrawn_at else grant.given_by_id) != actor.account_id]


def files_to_hand_over(actor: Actor, agency_id: int) -> QuerySet[WorkFile]:
    """Closed files of the agency that the archive is to get and the actor may give, the most urgent first."""
    granted = AccessGrant.objects.filter(workfile=OuterRef("pk"), account=actor.account_id, withdrawn_at__isnull=True, level="edit")
    rows = policies.visible_workfiles(actor).filter(agency=agency_id, state=WorkFileState.CLOSED, hand_over_due_on__isnull=False)
    if not actor.agencies(*policies.OVERSEERS) & {agency_id}:
        rows = rows.filter(Q(keeper=actor.account_id) | Exists(granted))
    return rows.order_by(F("hand_over_due_on").asc(), "pk")


def _view(item: WorkFileItem, fact: Fileable | None, *, is_seen: bool) -> ItemView:
    icon, kind = KIND_ICONS.get(item.kind, "file"), str(ItemKind(item.kind).label)
    if not is_seen:
        return ItemView(item, icon, kind, True, "", (), "", "")
    shown = item.files or ([{"file_id": f.file_id, "name": f.name} for f in fact.files] if fact else [])
    files = [(entry["file_id"], entry["name"]) for entry in shown]
    url = fact.url if fact else ""
    return ItemView(item, icon, kind, False, url, files, fact.open_reason if fact else "", fact.paper_reason if fact else "")
