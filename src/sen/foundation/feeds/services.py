"""Adding to a feed, in the transaction of the change itself."""

import datetime as dt
from collections.abc import Iterable

from django.db import connection, transaction

from sen.foundation.feeds.events import RegistryChanged
from sen.foundation.feeds.models import FeedEntry
from sen.foundation.feeds.types import Change
from sen.foundation.jobs.services import publish
from sen.kernel.statements import planned

_TAKE = (
    "INSERT INTO feeds_feedcounter (registry, last) VALUES (%s, %s) "
    "ON CONFLICT (registry) DO UPDATE SET last = feeds_feedcounter.last + EXCLUDED.last RETURNING last"
)
_BATCH = 2000


@transaction.atomic
def append_changes(*, registry: str, changes: Iterable[Change], now: dt.datetime) -> int:
    """Number the changes and write them to the registry's feed; returns the last number, 0 when nothing changed.

    The counter's row stays locked until the caller's transaction ends: a reader who has seen a number never misses a
    smaller one that commits later.
    """
    rows = list(changes)
    if not rows:
        return 0
    with planned(connection) as cursor:
        cursor.execute(_TAKE, [registry, len(rows)])
        last = int(cursor.fetchone()[0])
    first = last - len(rows) + 1
    FeedEntry.objects.bulk_create(
        [
            FeedEntry(registry=registry, number=first + place, kind=row.kind, key=row.key, action=row.action, changed_at=now)
            for place, row in enumerate(rows)
        ],
        batch_size=_BATCH,
    )
    publish(RegistryChanged(registry, first, last), now=now)
    return last
