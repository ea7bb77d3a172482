"""Saved filters of a person."""

from dataclasses import dataclass
from urllib.parse import parse_qs

from sen.foundation.inbox.models import SavedFilter
from sen.foundation.inbox.types import plain_query
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


def _parts(query: str) -> dict[str, list[str]]:
    return parse_qs(query)
