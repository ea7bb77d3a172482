"""Drafts as work files need them: whole rows by number with opinions and comments, and a short search for choosing one.

Whether the reader may see a draft is asked of the policies; who asks by number here already holds that right.
"""

import datetime as dt
from collections.abc import Iterable

from sen.capabilities.drafting.models import Draft
from sen.capabilities.drafting.policies import visible_drafts
from sen.kernel.actor import Actor


def drafts_by_ids(ids: Iterable[int]) -> list[Draft]:
    """Drafts with their files, comments and opinions, in four queries."""
    rows = Draft.objects.filter(pk__in=list(ids)).select_related("agency", "file")
    return list(rows.prefetch_related("files", "comments", "opinions"))


def visible_draft_ids(actor: Actor, ids: Iterable[int], on: dt.date) -> frozenset[int]:
    """Those of the drafts the actor may see on the day."""
    return frozenset(visible_drafts(actor, on).filter(pk__in=list(ids)).values_list("pk", flat=True))


def find_draft_ids(actor: Actor, words: str, limit: int, on: dt.date) -> list[int]:
    """The drafts last changed that the actor may see and whose subject has the words."""
    rows = visible_drafts(actor, on)
    if words.strip():
        rows = rows.filter(subject__icontains=words.strip())
    return list(rows.order_by("-changed_at", "-pk").values_list("pk", flat=True)[:limit])


def draft_id_of(outgoing_id: int) -> int | None:
    """The draft an outgoing document was written as; None for one that was not drafted here."""
    return Draft.objects.filter(outgoing=outgoing_id).values_list("pk", flat=True).first()
