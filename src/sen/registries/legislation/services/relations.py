"""Writing what documents do to each other."""

import datetime as dt

from django.db import transaction

from sen.foundation.audit.services import record_change
from sen.foundation.feeds.services import append_changes
from sen.foundation.feeds.types import Action, Change
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor
from sen.kernel.text import clean
from sen.registries.legislation.errors import NumberMalformed, RelationTaken, SameDocument
from sen.registries.legislation.events import EffectChanged
from sen.registries.legislation.models import LegalDocument, LegalRelation
from sen.registries.legislation.policies import access_document, access_relation
from sen.registries.legislation.services.documents import ensure_documents
from sen.registries.legislation.states import Origin
from sen.registries.legislation.types import FEED, RelationDraft


@transaction.atomic
def record_relation(*, actor: Actor, document_id: int, draft: RelationDraft, now: dt.datetime) -> LegalRelation:
    """Write what the document does to another, named by its number; a number not known yet is entered.

    Those who cite the other document look at its effect again.  Raises NotAllowed, DocumentNotFound, NumberMalformed,
    SameDocument, RelationTaken.
    """
    source = access_document(actor, document_id)
    number = clean(draft.target)
    ids = ensure_documents([number])
    if number not in ids:
        raise NumberMalformed("target")
    target = LegalDocument.objects.get(pk=ids[number])
    if target.pk == source.pk:
        raise SameDocument("target")
    if LegalRelation.objects.filter(source=source, target=target, kind=draft.kind).exists():
        raise RelationTaken("kind")
    relation = LegalRelation.objects.create(
        source=source,
        target=target,
        kind=draft.kind,
        is_whole=draft.is_whole,
        provisions=clean(draft.provisions)[:300],
        effective_on=draft.effective_on,
        until_on=draft.until_on,
        origin=Origin.STATED,
    )
    _tell(actor, relation, "legislation.relate", now)
    return relation


@transaction.atomic
def withdraw_relation(*, actor: Actor, relation_id: int, now: dt.datetime) -> int:
    """Take a relation back that was written by mistake; returns the id of the acting document.  Raises NotAllowed, RelationNotFound."""
    relation = access_relation(actor, relation_id)
    _tell(actor, relation, "legislation.unrelate", now)
    relation.delete()
    return relation.source_id


def _tell(actor: Actor, relation: LegalRelation, action: str, now: dt.datetime) -> None:
    keys = [str(relation.source_id), str(relation.target_id)]
    append_changes(registry=FEED, changes=[Change("document", key, Action.CHANGED) for key in keys], now=now)
    detail = {"target": relation.target.number, "kind": relation.kind}
    record_change(actor=actor, action=action, subject_type="legal_document", subject_id=relation.source_id, now=now, detail=detail)
    publish(EffectChanged(relation.target_id, relation.target.number), now=now)
