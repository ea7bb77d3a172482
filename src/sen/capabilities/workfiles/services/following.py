"""Files keep up with the work: what a draft became lies beside it without anybody having to think of it."""

import datetime as dt

from django.db import transaction

from sen.capabilities.drafting.selectors.filing import draft_id_of
from sen.capabilities.workfiles.models import ItemKind, WorkFile
from sen.capabilities.workfiles.services.filing import add_item
from sen.capabilities.workfiles.states import WorkFileState
from sen.capabilities.workfiles.types import source_of
from sen.kernel.actor import SYSTEM


@transaction.atomic
def follow_issued_draft(*, outgoing_id: int, now: dt.datetime) -> int:
    """Put an issued document into every open file that holds its draft; returns how many files took it.  Safe to run twice.

    Who may see the document there is decided as everywhere by the document's own rights.
    """
    draft_id, source = draft_id_of(outgoing_id), source_of(ItemKind.OUTGOING)
    if draft_id is None or source is None:
        return 0
    holding = WorkFile.objects.filter(
        items__kind=ItemKind.DRAFT,
        items__record_id=draft_id,
        items__removed_at__isnull=True,
        state=WorkFileState.OPEN,
        frozen_at__isnull=True,
    )
    facts = source.facts([outgoing_id]).get(outgoing_id)
    taken = 0
    for workfile in WorkFile.objects.select_for_update().filter(pk__in=holding.values("pk")).order_by("pk"):
        there = workfile.items.filter(kind=ItemKind.OUTGOING, record_id=outgoing_id, removed_at__isnull=True).exists()
        if facts is not None and not there:
            add_item(workfile=workfile, actor=SYSTEM, facts=facts, note="", now=now)
            taken += 1
    return taken
