"""What the editor offers, and who else is there."""

import datetime as dt
from typing import Any

from sen.capabilities.correspondence.selectors.reading import books_for
from sen.capabilities.drafting.models import Draft, DraftReader
from sen.capabilities.drafting.selectors.kinds import kind_names
from sen.capabilities.drafting.selectors.people import signers_of
from sen.kernel.actor import Actor

PRESENT = dt.timedelta(minutes=1)
"""Whoever gave a sign within this time still has the text open."""


def editor_choices(draft: Draft, on: dt.date) -> dict[str, Any]:
    """Kinds of the day, who may sign, and books when there is more than one to choose from."""
    signers = [(str(one.account_id), ", ".join(part for part in (one.name, one.title) if part)) for one in signers_of(draft.agency_id, on)]
    books = books_for(draft.agency_id, draft.kind_code, on)
    return {
        "kinds": list(kind_names(on).items()),
        "signers": signers,
        "books": [(str(book.pk), book.name) for book in books] if len(books) > 1 else (),
    }


def recent_names(draft: Draft, actor: Actor, now: dt.datetime) -> list[str]:
    """Others who have the text open."""
    rows = DraftReader.objects.filter(draft=draft, seen_at__gte=now - PRESENT).exclude(account=actor.account_id)
    return list(rows.order_by("name").values_list("name", flat=True))
