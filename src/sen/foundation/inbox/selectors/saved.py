"""Saved filters of a person, and the columns the person wants to see."""

from dataclasses import dataclass
from urllib.parse import parse_qs

from sen.foundation.inbox.models import SavedFilter, ShownColumns
from sen.foundation.inbox.types import Column, place_of, plain_query
from sen.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class SavedView:
    """A saved filter as the page shows it; ``current`` when the page stands narrowed by it."""

    id: int
    name: str
    address: str
    current: bool


def list_saved_filters(actor: Actor, place: str, query: str = "") -> list[SavedView]:
    """The actor's filters of a page by name; ``query`` is the page's present query."""
    here = _parts(plain_query(query))
    rows = SavedFilter.objects.filter(account_id=actor.account, place=place).order_by("name")
    return [SavedView(row.pk, row.name, f"?{row.query}", _parts(row.query) == here) for row in rows]


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """The columns of a page: those shown now, by key, and all that are offered, each with whether it is shown."""

    shown: frozenset[str]
    offered: tuple[tuple[Column, bool], ...]


def column_choice(actor: Actor, place: str) -> ColumnChoice:
    """What the actor chose for a page, otherwise its usual columns."""
    page = place_of(place)
    columns = page.columns if page else ()
    row = ShownColumns.objects.filter(account_id=actor.account, place=place).first()
    shown = frozenset(row.columns if row else (column.key for column in columns if column.usual))
    return ColumnChoice(shown, tuple((column, column.key in shown) for column in columns))


def _parts(query: str) -> dict[str, list[str]]:
    return parse_qs(query)
