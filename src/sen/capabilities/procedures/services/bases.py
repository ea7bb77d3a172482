"""When a legal basis loses effect, the procedures that rest on it are looked at again."""

import datetime as dt

from django.db import transaction

from sen.capabilities.procedures.events import BasisLost
from sen.capabilities.procedures.models import BasisReview, LegalBasis
from sen.capabilities.procedures.selectors.bases import cited_documents, get_review
from sen.capabilities.procedures.services.recording import tell_feed
from sen.capabilities.procedures.states import VersionState
from sen.foundation.audit.services import record_change
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor
from sen.kernel.clock import local
from sen.kernel.text import clean
from sen.registries.legislation.selectors import ended_among

IN_EFFECT_AGAIN = "Văn bản còn hiệu lực"
NO_LONGER_CITED = "Thủ tục không còn căn cứ vào văn bản này"


@transaction.atomic
def review_bases(*, now: dt.datetime, document_id: int | None = None) -> int:
    """Open a task for every published version that rests on a document without effect today, and close those that are settled.

    Of one document when it is named, otherwise of all.  Returns how many tasks are new; a second run opens none.
    Basis: 63/2010/NĐ-CP, Article 24 (publication follows the law in force).
    """
    wanted = [document_id] if document_id is not None else list(cited_documents())
    ended = dict(ended_among(wanted, local(now).date()).values_list("pk", "number"))
    _close_settled(wanted, set(ended), now)
    cited = LegalBasis.objects.filter(document__in=ended, version__state=VersionState.PUBLISHED)
    known = set(BasisReview.objects.filter(document__in=ended).values_list("version_id", "document_id"))
    rows = cited.order_by("version_id", "document_id").values_list(
        "version_id", "document_id", "version__procedure_id", "version__procedure__code"
    )
    fresh = [row for row in rows if (row[0], row[1]) not in known]
    BasisReview.objects.bulk_create(
        [BasisReview(version_id=version, document_id=document, found_at=now) for version, document, _, _ in fresh], batch_size=1000
    )
    for version, document, procedure, _ in fresh:
        publish(BasisLost(procedure, version, document, ended[document]), now=now)
    tell_feed(sorted({code for *_, code in fresh}), now)
    return len(fresh)


@transaction.atomic
def resolve_review(*, actor: Actor, review_id: int, resolution: str, now: dt.datetime) -> BasisReview:
    """Settle a task: the controller says why the procedure stands, or what is done about it.  Raises NotAllowed, ReviewNotFound."""
    review = get_review(actor, review_id)
    review.resolved_at, review.resolved_by, review.resolution = now, actor.name[:120], clean(resolution)[:300]
    review.save(update_fields=["resolved_at", "resolved_by", "resolution"])
    detail = {"document": review.document.number, "resolution": review.resolution}
    record_change(
        actor=actor, action="basis.resolve", subject_type="procedure_version", subject_id=review.version_id, now=now, detail=detail
    )
    return review


def _close_settled(wanted: list[int], ended: set[int], now: dt.datetime) -> None:
    """Tasks nobody needs: the document is in effect after all, or no published version rests on it."""
    open_rows = BasisReview.objects.filter(resolved_at=None, document__in=wanted)
    open_rows.exclude(document__in=ended).delete()
    gone = open_rows.exclude(version__state=VersionState.PUBLISHED)
    gone.update(resolved_at=now, resolution=NO_LONGER_CITED)
