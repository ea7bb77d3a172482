"""Documents as work files need them: whole rows by number, and a short search for choosing one.

Whether the reader may see a document is asked of the policies; who asks by number here already holds that right.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from sen.capabilities.correspondence.models import IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.policies import visible_incoming, visible_outgoing
from sen.kernel.actor import Actor
from sen.kernel.text import fold


def incoming_by_ids(ids: Iterable[int]) -> list[IncomingDocument]:
    """Incoming documents with what they say, in one query."""
    return list(IncomingDocument.objects.filter(pk__in=list(ids)).select_related("content", "agency"))


def outgoing_by_ids(ids: Iterable[int]) -> list[OutgoingDocument]:
    """Outgoing documents with what they say and where they went, in two queries."""
    rows = OutgoingDocument.objects.filter(pk__in=list(ids)).select_related("content", "agency")
    return list(rows.prefetch_related("deliveries"))


def visible_incoming_ids(actor: Actor, ids: Iterable[int]) -> frozenset[int]:
    """Those of the incoming documents the actor may see."""
    return frozenset(visible_incoming(actor).filter(pk__in=list(ids)).values_list("pk", flat=True))


def visible_outgoing_ids(actor: Actor, ids: Iterable[int]) -> frozenset[int]:
    """Those of the outgoing documents the actor may see."""
    return frozenset(visible_outgoing(actor).filter(pk__in=list(ids)).values_list("pk", flat=True))


def find_incoming_ids(actor: Actor, words: str, limit: int) -> list[int]:
    """The newest incoming documents the actor may see whose number, subject or issuer has the words."""
    rows: QuerySet[IncomingDocument] = visible_incoming(actor).filter(_fitting(words))
    return list(rows.order_by("-arrived_at", "-pk").values_list("pk", flat=True)[:limit])


def find_outgoing_ids(actor: Actor, words: str, limit: int) -> list[int]:
    """The newest outgoing documents the actor may see whose number or subject has the words."""
    rows: QuerySet[OutgoingDocument] = visible_outgoing(actor).filter(_fitting(words))
    return list(rows.order_by("-registered_at", "-pk").values_list("pk", flat=True)[:limit])


def _fitting(words: str) -> Q:
    if not words.strip():
        return Q()
    folded = fold(words)
    return (
        Q(content__code_folded__startswith=folded)
        | Q(content__subject__icontains=words.strip())
        | Q(content__issuer_folded__contains=folded)
    )
