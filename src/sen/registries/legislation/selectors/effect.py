"""The effect of documents on a day, worked out in the database from dates and relations."""

import datetime as dt
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from sen.registries.legislation.models import LegalDocument, LegalRelation
from sen.registries.legislation.states import ENDING, Effect, RelationKind


def with_effect(documents: QuerySet[LegalDocument], on: dt.date) -> QuerySet[Any]:
    """The documents with ``effect``, one of the Effect values, on the day.

    A document ends when its own end has come or another replaced or repealed the whole of it; it is partly without effect
    when another amended it or replaced or repealed a part.  A relation without a day counts from the day its source takes effect.
    Basis: 80/2015/QH13, Articles 151 to 155.
    """
    begun = LegalRelation.objects.annotate(begins=Coalesce("effective_on", "source__effective_on", "source__issued_on"))
    acting = begun.filter(target=OuterRef("pk"), begins__lte=on)
    ended = Exists(acting.filter(kind__in=ENDING, is_whole=True))
    paused = Exists(acting.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), kind=RelationKind.SUSPENDS))
    touched = Exists(acting.filter(Q(kind=RelationKind.AMENDS) | Q(kind__in=ENDING, is_whole=False)))
    rows: Any = documents.annotate(
        effect=Case(
            When(ends_on__lte=on, then=Value(Effect.ENDED)),
            When(ended, then=Value(Effect.ENDED)),
            When(effective_on__gt=on, then=Value(Effect.NOT_YET)),
            When(issued_on__gt=on, then=Value(Effect.NOT_YET)),
            When(paused, then=Value(Effect.SUSPENDED)),
            When(effect_status__istartswith="hết hiệu lực toàn bộ", then=Value(Effect.ENDED)),
            When(touched, then=Value(Effect.PARTLY)),
            When(effect_status__istartswith="hết hiệu lực một phần", then=Value(Effect.PARTLY)),
            When(effective_on__lte=on, then=Value(Effect.IN_FORCE)),
            When(effect_status__istartswith="còn hiệu lực", then=Value(Effect.IN_FORCE)),
            default=Value(Effect.UNKNOWN),
            output_field=CharField(),
        )
    )
    return rows  # type: ignore[no-any-return]


def effects_of(document_ids: list[int], on: dt.date) -> dict[int, Effect]:
    """The effect of documents by id on the day, in one query; unknown ids are left out."""
    rows = with_effect(LegalDocument.objects.filter(pk__in=document_ids), on).values_list("pk", "effect")
    return {pk: Effect(effect) for pk, effect in rows}


def ended_among(document_ids: Any, on: dt.date) -> QuerySet[Any]:
    """Those of the documents that are wholly without effect or suspended on the day."""
    chosen = LegalDocument.objects.filter(pk__in=document_ids)
    return with_effect(chosen, on).filter(effect__in=(Effect.ENDED, Effect.SUSPENDED))
