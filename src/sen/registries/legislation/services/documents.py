"""Writing single documents."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction

from sen.foundation.audit.services import record_change
from sen.foundation.feeds.services import append_changes
from sen.foundation.feeds.types import Action, Change
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor
from sen.kernel.text import clean, fold
from sen.registries.legislation.errors import DatesDisagree, NumberMalformed, NumberTaken
from sen.registries.legislation.events import EffectChanged
from sen.registries.legislation.models import LegalDocument
from sen.registries.legislation.policies import access_document, require_keeper
from sen.registries.legislation.types import FEED, DocumentDraft

NUMBER_LENGTH = 60
LENGTHS = {"number": NUMBER_LENGTH, "title": 2000, "kind": 60, "issuer": 160, "signer": 120, "ends_reason": 300}


def ensure_documents(numbers: Iterable[str]) -> dict[str, int]:
    """The id of each document by its number; a number not known yet is entered with nothing but the number.

    Numbers too long to be one are left out.
    """
    wanted = {number for number in numbers if 0 < len(number) <= NUMBER_LENGTH}
    known = dict(LegalDocument.objects.filter(number__in=wanted).values_list("number", "pk"))
    fresh = [LegalDocument(number=number, words=fold(number)) for number in sorted(wanted - known.keys())]
    return known | {row.number: row.pk for row in LegalDocument.objects.bulk_create(fresh, batch_size=2000)}


@transaction.atomic
def record_document(*, actor: Actor, draft: DocumentDraft, document_id: int | None = None, now: dt.datetime) -> LegalDocument:
    """Write a document as a person states it, a new one when no id is given; its effect is looked at again by those who cite it.

    Raises NotAllowed, DocumentNotFound, NumberMalformed, NumberTaken, DatesDisagree.
    """
    require_keeper(actor)
    wanted = _checked(draft)
    document = access_document(actor, document_id) if document_id is not None else LegalDocument()
    if LegalDocument.objects.filter(number=draft.number).exclude(pk=document.pk).exists():
        raise NumberTaken("number")
    changed = [name for name, value in wanted.items() if getattr(document, name) != value]
    if not changed and document.pk:
        return document
    action = Action.CHANGED if document.pk else Action.CREATED
    for name, value in wanted.items():
        setattr(document, name, value)
    document.words, document.edited_at = words_of(document), now
    document.source = document.source or "Người quản lý ghi"
    document.save()
    append_changes(registry=FEED, changes=[Change("document", str(document.pk), action)], now=now)
    detail = {"number": document.number, "fields": changed}
    record_change(actor=actor, action="legislation.record", subject_type="legal_document", subject_id=document.pk, now=now, detail=detail)
    publish(EffectChanged(document.pk, document.number), now=now)
    return document


def words_of(document: LegalDocument) -> str:
    """The text search looks into."""
    return fold(" ".join((document.number, document.title, document.issuer, document.kind)))


def _checked(draft: DocumentDraft) -> dict[str, object]:
    facts = {name: clean(value) if isinstance(value, str) else value for name, value in asdict(draft).items()}
    if not facts["number"] or len(str(facts["number"])) > NUMBER_LENGTH:
        raise NumberMalformed("number")
    if draft.ends_on and draft.effective_on and draft.ends_on <= draft.effective_on:
        raise DatesDisagree("ends_on")
    return {name: value[: LENGTHS[name]] if isinstance(value, str) else value for name, value in facts.items()}
