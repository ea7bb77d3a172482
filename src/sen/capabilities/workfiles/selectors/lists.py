"""What the pages of the yearly list show, and what forms offer."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet

from sen.capabilities.workfiles import policies
from sen.capabilities.workfiles.models import FileList, ListEntry, ListHeading, WorkFile
from sen.capabilities.workfiles.selectors.counting import roman
from sen.capabilities.workfiles.selectors.form_facts import heading_path
from sen.capabilities.workfiles.selectors.rules import maintenance_text, retention_rules
from sen.capabilities.workfiles.states import FileListState, WorkFileState
from sen.kernel.actor import Actor

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class HeadingView:
    """A heading with its mark and its files.

    Beside each file stands the number of its work file: None while not opened, 0 when it is hidden from the reader.
    """

    heading: ListHeading
    mark: str
    level: int
    entries: Sequence[tuple[ListEntry, int | None]]


def lists_of(actor: Actor) -> QuerySet[FileList]:
    """Yearly lists the actor may see, the newest first."""
    return policies.visible_lists(actor).select_related("agency").order_by("-year", "agency__name_sort")


def heading_views(actor: Actor, owner: FileList) -> list[HeadingView]:
    """The list as the form draws it; four queries."""
    taken = WorkFile.objects.filter(entry__file_list=owner).exclude(state=WorkFileState.DROPPED).values_list("entry_id", flat=True)
    # A file the reader may not see is told as taken, without its number.
    opened: dict[int | None, int] = dict.fromkeys(taken, 0)
    opened |= dict(policies.visible_workfiles(actor).filter(entry__file_list=owner).values_list("entry_id", "pk"))
    entries: dict[int, list[tuple[ListEntry, int | None]]] = {}
    for entry in owner.entries.order_by("number", "pk"):
        entries.setdefault(entry.heading_id, []).append((entry, opened.get(entry.pk)))
    headings = list(owner.headings.order_by("ordinal", "pk"))
    found = []
    for big in (h for h in headings if h.parent_id is None):
        found.append(HeadingView(big, roman(big.ordinal), 1, entries.get(big.pk, [])))
        small = (h for h in headings if h.parent_id == big.pk)
        found += [HeadingView(h, str(h.ordinal), 2, entries.get(h.pk, [])) for h in small]
    return found


def open_entries(actor: Actor, agency_id: int) -> list[ListEntry]:
    """Files of approved lists that nobody has opened yet: those foreseen for the actor first."""
    taken = WorkFile.objects.filter(entry=OuterRef("pk")).exclude(state=WorkFileState.DROPPED)
    rows = ListEntry.objects.filter(file_list__agency=agency_id, file_list__state=FileListState.APPROVED).exclude(Exists(taken))
    found = list(rows.select_related("file_list").order_by(F("file_list__year").desc(), "heading__ordinal", "number")[:400])
    return sorted(found, key=lambda entry: entry.keeper_id != actor.account_id)


def entry_choices(actor: Actor, agency_id: int) -> list[Choice]:
    """Files of the list that may still be opened, as choices."""
    return [
        (str(entry.pk), f"{entry.notation} ({entry.file_list.year}) · {entry.title} · {entry.maintenance}")
        for entry in open_entries(actor, agency_id)
    ]


def heading_choices(agency_id: int, year: int) -> list[Choice]:
    """Headings of the approved list of the year, as choices."""
    rows = ListHeading.objects.filter(file_list__agency=agency_id, file_list__year=year, file_list__state=FileListState.APPROVED)
    return _paths(rows)


def heading_choices_of(owner: FileList) -> list[Choice]:
    """Headings of one list, as choices."""
    return _paths(owner.headings.all())


def retention_choices(on: dt.date) -> list[Choice]:
    """Terms of keeping in force, as choices."""
    return [(str(rule.pk), f"{rule.code} {rule.description} ({maintenance_text(rule)})") for rule in retention_rules(on)]


def _paths(rows: QuerySet[ListHeading]) -> list[Choice]:
    headings = list(rows.select_related("parent"))
    headings.sort(key=lambda h: (h.parent.ordinal, h.ordinal) if h.parent else (h.ordinal, 0))
    return [(str(heading.pk), heading_path(heading)) for heading in headings]
