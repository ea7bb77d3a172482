"""Legal bases of procedures and their effect on a day."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from sen.capabilities.procedures.errors import ReviewNotFound
from sen.capabilities.procedures.models import BasisReview, LegalBasis, ProcedureVersion
from sen.capabilities.procedures.policies import can_control, require_control
from sen.capabilities.procedures.states import VersionState
from sen.kernel.actor import Actor
from sen.registries.legislation.selectors import effects_of
from sen.registries.legislation.states import TONES, Effect
from sen.registries.legislation.types import Citation
from sen.ui.types import TagView

WITHOUT_EFFECT = (Effect.ENDED, Effect.SUSPENDED)


@dataclass(frozen=True, slots=True)
class StatedBasis:
    """A basis of a version with its effect on the day asked for."""

    document_id: int
    number: str
    title: str
    effect: Effect

    @property
    def is_lost(self) -> bool:
        """Whether nothing rests on it any more."""
        return self.effect in WITHOUT_EFFECT

    @property
    def tag(self) -> TagView:
        """The effect as a tag."""
        return TagView(str(self.effect.label), TONES[self.effect])


def stated_bases(version_id: int, on: dt.date) -> list[StatedBasis]:
    """The bases of a version in their order, with their effect on the day; two queries."""
    rows = LegalBasis.objects.filter(version=version_id).order_by("pk").values_list("document_id", "document__number", "document__title")
    stated = list(rows)
    effects = effects_of([row[0] for row in stated], on)
    return [StatedBasis(pk, number, title, effects.get(pk, Effect.UNKNOWN)) for pk, number, title in stated]


def cited_documents() -> QuerySet[LegalBasis, int]:
    """Ids of the documents that published versions rest on."""
    return LegalBasis.objects.filter(version__state=VersionState.PUBLISHED).values_list("document_id", flat=True).distinct()


def visible_reviews(actor: Actor) -> QuerySet[BasisReview]:
    """Open tasks about bases for those who control procedures; none for others."""
    if not can_control(actor):
        return BasisReview.objects.none()
    rows = BasisReview.objects.filter(resolved_at=None, version__state=VersionState.PUBLISHED)
    return rows.select_related("version__procedure", "document").order_by("-found_at", "pk")


def count_reviews(actor: Actor) -> int:
    """How many bases wait to be looked at by the actor."""
    return visible_reviews(actor).count()


def get_review(actor: Actor, review_id: int) -> BasisReview:
    """The open task, locked for its decision.  Raises NotAllowed, ReviewNotFound."""
    require_control(actor)
    review = BasisReview.objects.select_for_update(of=("self",)).select_related("version", "document").filter(pk=review_id).first()
    if review is None or review.resolved_at is not None:
        raise ReviewNotFound
    return review


def citing_procedures(document_id: int, limit: int) -> list[Citation]:
    """Published procedures that rest on a document, by code."""
    rows = ProcedureVersion.objects.filter(state=VersionState.PUBLISHED, legal_bases__document=document_id)
    found = rows.order_by("procedure__code").values_list("pk", "procedure__code", "name")[:limit]
    return [Citation(code, name, reverse("procedures:record", args=[pk])) for pk, code, name in found]
