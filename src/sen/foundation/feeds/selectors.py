"""Reading a feed."""

from django.db.models import QuerySet

from sen.foundation.feeds.models import FeedCounter, FeedEntry
from sen.foundation.feeds.types import FeedLine, FeedPage


def changes_after(registry: str, number: int, *, kind: str = "") -> QuerySet[FeedEntry]:
    """The changes of a registry above a number, in their order; of one kind of record when it is named."""
    rows = FeedEntry.objects.filter(registry=registry, number__gt=number).order_by("number")
    return rows.filter(kind=kind) if kind else rows


def last_number(registry: str) -> int:
    """The number of the registry's last change; 0 while nothing has changed."""
    return FeedCounter.objects.filter(registry=registry).values_list("last", flat=True).first() or 0


def last_numbers() -> dict[str, int]:
    """The last number of every registry that has changed."""
    return dict(FeedCounter.objects.values_list("registry", "last"))


def feed_page(registry: str, after: int, limit: int, *, kind: str = "") -> FeedPage:
    """The next stretch of a registry's feed, at most ``limit`` changes; two queries."""
    last = last_number(registry)
    rows = list(changes_after(registry, after, kind=kind)[: limit + 1])
    lines = [FeedLine(row.number, row.kind, row.key, row.action, row.changed_at) for row in rows[:limit]]
    more = len(rows) > limit
    return FeedPage(lines, lines[-1].number if more else max(last, after), last, more)
