"""Changing the parts of a draft.  Each call replaces one part as a whole and tells the audit trail what changed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction

from sen.capabilities.procedures.errors import NotDraft
from sen.capabilities.procedures.models import (
    FeeRule,
    Field,
    FilingMethod,
    LegalBasis,
    ProcedureCase,
    ProcedureVersion,
    RequiredDocument,
    ResultKind,
)
from sen.capabilities.procedures.policies import access_version
from sen.capabilities.procedures.selectors.wording import name_words, search_words
from sen.capabilities.procedures.states import VersionState
from sen.capabilities.procedures.types import FactsDraft, FeeDraft, MethodDraft, PaperDraft
from sen.foundation.audit.services import record_change
from sen.kernel.actor import Actor
from sen.kernel.text import clean, sort_key
from sen.registries.legislation.services import ensure_documents


@transaction.atomic
def edit_facts(*, actor: Actor, version_id: int, facts: FactsDraft, now: dt.datetime) -> ProcedureVersion:
    """Change the single-valued parts: name, field, levels, steps, subjects, agency, limit, service level, keywords.

    Raises NotDraft.
    """
    version = _draft(actor, version_id)
    changed: dict[str, Any] = {}
    for name, value in asdict(facts).items():
        new = clean(value) if isinstance(value, str) else value
        old = getattr(version, name)
        if old != new:
            changed[name] = [str(old)[:200], str(new)[:200]]
            setattr(version, name, new)
    field = Field.objects.get(pk=version.field_id)
    version.name_folded, version.name_sort = name_words(version.name), sort_key(version.name)
    version.search_text = search_words(version.name, version.procedure.code, field.name, version.keywords)
    return _saved(version, "edit-facts", changed, actor, now)


@transaction.atomic
def edit_papers(
    *, actor: Actor, version_id: int, cases: Sequence[str], papers: Sequence[PaperDraft], copies: int, now: dt.datetime
) -> ProcedureVersion:
    """Replace cases and papers; ``copies`` is the number of sets, a paper's ``case`` is a place in ``cases`` or None for every case.

    Raises NotDraft.
    """
    version = _draft(actor, version_id)
    before = version.required_documents.count()
    version.required_documents.all().delete()
    version.cases.all().delete()
    named = [text for text in (clean(case) for case in cases)]
    rows = {place: ProcedureCase(version=version, name=name, position=place + 1) for place, name in enumerate(named) if name}
    ProcedureCase.objects.bulk_create(rows.values())
    kept = [paper for paper in papers if clean(paper.name)]
    RequiredDocument.objects.bulk_create(_paper_row(version, paper, place, rows) for place, paper in enumerate(kept, 1))
    version.copies = copies
    return _saved(version, "edit-papers", {"papers": [before, len(kept)], "cases": named, "copies": copies}, actor, now)


@transaction.atomic
def edit_filing(
    *, actor: Actor, version_id: int, methods: Sequence[MethodDraft], fees: Sequence[FeeDraft], now: dt.datetime
) -> ProcedureVersion:
    """Replace the ways of filing with their limits, and the fees; a fee saved here is no longer doubtful unless marked so.

    Raises NotDraft.
    """
    version = _draft(actor, version_id)
    old_fees = [[fee.channel, fee.amount, fee.is_doubtful] for fee in version.fees.order_by("pk")]
    version.methods.all().delete()
    version.fees.all().delete()
    FilingMethod.objects.bulk_create(
        FilingMethod(
            version=version,
            channel=m.channel,
            limit_amount=m.amount,
            limit_unit=m.unit if m.amount is not None else "",
            note=clean(m.note),
            position=place,
        )
        for place, m in enumerate(methods, 1)
    )
    FeeRule.objects.bulk_create(
        FeeRule(
            version=version,
            channel=f.channel,
            is_levy=f.is_levy,
            amount=f.amount,
            note=clean(f.note),
            is_doubtful=f.is_doubtful,
            valid_from=f.valid_from,
            valid_to=f.valid_to,
        )
        for f in fees
    )
    detail = {"methods": len(methods), "fees": [old_fees, [[f.channel, f.amount, f.is_doubtful] for f in fees]]}
    return _saved(version, "edit-filing", detail, actor, now)


@transaction.atomic
def edit_results(*, actor: Actor, version_id: int, results: Sequence[tuple[str, str]], now: dt.datetime) -> ProcedureVersion:
    """Replace what the citizen receives: pairs of a name and a national result code, which may be empty.  Raises NotDraft."""
    version = _draft(actor, version_id)
    old = list(version.results.order_by("position").values_list("name", flat=True))
    version.results.all().delete()
    kept = [(clean(name), clean(code)[:40]) for name, code in results if clean(name)]
    ResultKind.objects.bulk_create(
        ResultKind(version=version, name=name, national_code=code, position=place) for place, (name, code) in enumerate(kept, 1)
    )
    return _saved(version, "edit-results", {"results": [old, [name for name, _ in kept]]}, actor, now)


@transaction.atomic
def edit_bases(*, actor: Actor, version_id: int, numbers: Sequence[str], now: dt.datetime) -> ProcedureVersion:
    """Replace the legal documents the procedure rests on, by number.  Raises NotDraft."""
    version = _draft(actor, version_id)
    old = list(version.legal_bases.order_by("pk").values_list("document__number", flat=True))
    version.legal_bases.all().delete()
    wanted = list(dict.fromkeys(number for number in (clean(text) for text in numbers) if number))
    documents = ensure_documents(wanted)
    LegalBasis.objects.bulk_create(LegalBasis(version=version, document_id=documents[number]) for number in wanted if number in documents)
    return _saved(version, "edit-bases", {"bases": [old, wanted]}, actor, now)


def _draft(actor: Actor, version_id: int) -> ProcedureVersion:
    version = access_version(actor, version_id, lock=True)
    if version.state != VersionState.DRAFT:
        raise NotDraft
    return version


def _paper_row(version: ProcedureVersion, paper: PaperDraft, place: int, cases: dict[int, ProcedureCase]) -> RequiredDocument:
    return RequiredDocument(
        version=version,
        case=cases.get(paper.case) if paper.case is not None else None,
        name=clean(paper.name),
        duty=paper.duty,
        originals=paper.originals,
        copies=paper.copies,
        form_file=clean(paper.form_file)[:300],
        is_conditional=paper.is_conditional,
        heading=clean(paper.heading),
        position=place,
    )


def _saved(version: ProcedureVersion, action: str, detail: dict[str, Any], actor: Actor, now: dt.datetime) -> ProcedureVersion:
    version.edited_by_id, version.edited_at = actor.account_id, now
    version.save()
    if detail:
        record_change(actor=actor, action=action, subject_type="procedure_version", subject_id=version.pk, now=now, detail=detail)
    return version
