"""Keeping people's filters and their choice of columns."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from sen.foundation.inbox.errors import NothingToSave, TooManyFilters
from sen.foundation.inbox.models import SavedFilter, ShownColumns
from sen.foundation.inbox.types import place_of, plain_query
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound

MOST_FILTERS = 30


@transaction.atomic
def save_filter(*, actor: Actor, place: str, name: str, query: str, now: dt.datetime) -> SavedFilter:
    """Keep the query of a page under the name; the same name again replaces what it stood for.

    Raises NotFound for an unknown page, NothingToSave for an empty query, TooManyFilters past thirty of one page.
    """
    if place_of(place) is None:
        raise NotFound
    kept = plain_query(query)
    if not kept:
        raise NothingToSave(field="name")
    mine = SavedFilter.objects.select_for_update().filter(account_id=actor.account, place=place)
    if mine.exclude(name=name).count() >= MOST_FILTERS:
        raise TooManyFilters(field="name", most=MOST_FILTERS)
    saved, _made = SavedFilter.objects.update_or_create(
        account_id=actor.account, place=place, name=name, defaults={"query": kept, "saved_at": now}
    )
    return saved


@transaction.atomic
def drop_filter(*, actor: Actor, filter_id: int) -> str:
    """Forget one of the actor's filters; returns its page.  Raises NotFound for another person's."""
    saved = SavedFilter.objects.select_for_update().filter(pk=filter_id, account_id=actor.account).first()
    if saved is None:
        raise NotFound
    saved.delete()
    return saved.place


@transaction.atomic
def choose_columns(*, actor: Actor, place: str, columns: Iterable[str]) -> None:
    """Keep which columns of a page the actor wants to see; unknown ones are left out, none at all goes back to the usual ones.

    Raises NotFound for an unknown page.
    """
    page = place_of(place)
    if page is None:
        raise NotFound
    wanted = set(columns)
    kept = [column.key for column in page.columns if column.key in wanted]
    if kept:
        ShownColumns.objects.update_or_create(account_id=actor.account, place=place, defaults={"columns": kept})
    else:
        ShownColumns.objects.filter(account_id=actor.account, place=place).delete()
