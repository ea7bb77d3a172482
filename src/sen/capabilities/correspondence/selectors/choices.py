"""What the forms of documents offer: kinds, books, divisions, officers, groups and recipients of the day."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sen.capabilities.correspondence.models import (
    ContentReply,
    IncomingDocument,
    OutgoingDocument,
    TakenNumber,
)
from sen.capabilities.correspondence.policies import visible_outgoing
from sen.capabilities.correspondence.selectors.reading import books_on, kinds_on
from sen.capabilities.correspondence.states import NumberState, OutgoingState
from sen.capabilities.correspondence.types import KindGroup
from sen.foundation.accounts.selectors import list_officers
from sen.foundation.accounts.types import Officer
from sen.foundation.agencies.selectors import list_divisions, names_of_agencies
from sen.kernel.actor import Actor, Role

Choice = tuple[str, str]
MOST_ANSWERS = 20
LEVELS: tuple[Choice, ...] = (
    ("department", gettext_noop("Tất cả sở, ban, ngành")),
    ("district", gettext_noop("Tất cả huyện, thành phố")),
    ("commune", gettext_noop("Tất cả xã, phường")),
)
"""Levels that are written to as a whole; the province's own groups bear the same names."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """An agency the actor handles documents in, and as what."""

    agency_id: int
    name: str
    is_clerk: bool
    is_leader: bool
    is_head: bool


def workplaces(actor: Actor) -> list[Workplace]:
    """Every agency in which the actor works, its own first."""
    ids = actor.agencies()
    names = names_of_agencies(ids)
    first = sorted(ids, key=lambda pk: (pk != actor.agency_id, names.get(pk, "")))
    return [
        Workplace(pk, names[pk], actor.has(Role.CLERK, pk), actor.has(Role.LEADER, pk), actor.has(Role.HEAD, pk))
        for pk in first
        if pk in names
    ]


def kind_choices(on: dt.date) -> list[Choice]:
    """Kinds of documents as choices; copies are made elsewhere."""
    return [(kind.code, kind.name) for kind in kinds_on(on).exclude(group=KindGroup.COPY)]


def book_choices(agency_id: int, on: dt.date) -> list[Choice]:
    """Number books as choices."""
    return [(str(book.pk), book.name) for book in books_on(agency_id, on)]


def division_choices(agency_id: int) -> list[Choice]:
    """Divisions of the agency as choices."""
    return [(str(division.pk), division.name) for division in list_divisions(agency_id)]


def people_of(agency_id: int, on: dt.date) -> list[Officer]:
    """Officers of the agency, each once, leaders first, then heads, then by division."""
    rank = {Role.LEADER: 0, Role.HEAD: 1, Role.SPECIALIST: 2, Role.CLERK: 3}
    found: dict[int, Officer] = {}
    for officer in sorted(list_officers(agency_id, on=on), key=lambda one: (rank.get(one.role, 4), one.division, one.name)):
        found.setdefault(officer.account_id, officer)
    return list(found.values())


def officer_choices(agency_id: int, on: dt.date, *, without: int | None = None) -> list[Choice]:
    """Officers as choices: name, then position and division."""
    people = [one for one in people_of(agency_id, on) if one.account_id != without]
    return [(str(one.account_id), ", ".join(part for part in (one.name, one.title, one.division) if part)) for one in people]


def addressees(agency_id: int, on: dt.date, *, without: int | None = None) -> list[Choice]:
    """Leaders first, then divisions, then the others, in one list of choices with the keys of ``assignments.types.Target``."""
    leading = [(f"officer-{pk}", name) for pk, name in leader_choices(agency_id, on) if int(pk) != without]
    divisions = [(f"division-{pk}", name) for pk, name in division_choices(agency_id)]
    others = [(f"officer-{pk}", name) for pk, name in officer_choices(agency_id, on, without=without)]
    return leading + divisions + [choice for choice in others if choice[0] not in dict(leading)]


def leader_choices(agency_id: int, on: dt.date) -> list[Choice]:
    """Leaders of the agency as choices."""
    found = {one.account_id: one for one in list_officers(agency_id, Role.LEADER, on=on)}
    return [(str(one.account_id), f"{one.name}, {one.title}" if one.title else one.name) for one in found.values()]


def answer_choices(actor: Actor, incoming: IncomingDocument) -> list[Choice]:
    """Outgoing documents of the agency that may answer the incoming one: those that say so first, then the latest the actor may see."""
    rows = visible_outgoing(actor).filter(agency=incoming.agency_id, registered_at__gte=incoming.arrived_at).select_related("content")
    says = Exists(ContentReply.objects.filter(content=OuterRef("content"), document_id=incoming.content.document_id or "-"))
    found = rows.annotate(answers=says).order_by("-answers", "-registered_at", "-pk")[:MOST_ANSWERS]
    return [(str(row.pk), f"{row.content.code}, {row.content.subject[:80]}") for row in found]


def kept_choices(agency_id: int, on: dt.date) -> list[Choice]:
    """Numbers kept for later in the books of the agency this year."""
    rows = TakenNumber.objects.filter(book__agency=agency_id, year=on.year, state=NumberState.RESERVED).select_related("book")
    return [
        (str(row.pk), _("Số %(n)d, %(book)s") % {"n": row.number, "book": row.book.name}) for row in rows.order_by("book", "number")[:100]
    ]


def replacement_choices(document: OutgoingDocument) -> list[Choice]:
    """Issued documents of the agency that may take the place of another, newest first."""
    rows = OutgoingDocument.objects.filter(agency=document.agency_id, state=OutgoingState.SENT).exclude(pk=document.pk)
    found = rows.select_related("content").order_by("-registered_at", "-pk")[:50]
    return [(str(row.pk), f"{row.content.code}, {row.content.subject[:80]}") for row in found]
