"""The rows below imported versions: cases, papers, methods, fees, results, bases, routes, competences."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Model

from sen.capabilities.procedures.models import (
    CompetenceRule,
    FeeRule,
    Field,
    FilingMethod,
    LegalBasis,
    ProcedureCase,
    ProcedureVersion,
    ProcessingRoute,
    RequiredDocument,
    ResultKind,
    RouteStep,
)
from sen.capabilities.procedures.services.default_routes import default_steps
from sen.capabilities.procedures.states import RouteState
from sen.capabilities.procedures.types import CatalogueSource, CompetenceRecord, ProcedureRecord
from sen.foundation.agencies.selectors import agency_by_key
from sen.kernel.worktime import Term, TermUnit
from sen.registries.legislation.services import ensure_documents

BATCH = 2000
Pairs = Sequence[tuple[ProcedureVersion, ProcedureRecord]]


def write_details(versions: Iterable[ProcedureVersion], records: Mapping[str, ProcedureRecord]) -> None:
    """Write everything a version's page lists, for many versions at once."""
    pairs = [(version, records[version.procedure.code]) for version in versions]
    cases = _write_cases(pairs)
    _write(RequiredDocument, pairs, lambda v, r: _papers(v, r, cases))
    _write(FilingMethod, pairs, _methods)
    _write(FeeRule, pairs, _fees)
    _write(ResultKind, pairs, _results)
    _write_bases(pairs)


def write_routes(versions: Iterable[ProcedureVersion], source: CatalogueSource, now: dt.datetime) -> None:
    """Give each procedure its default route, in force from the source's first day and marked as a template."""
    known = set(ProcessingRoute.objects.values_list("procedure_id", flat=True))
    owners = [version for version in versions if version.procedure_id not in known]
    routes = ProcessingRoute.objects.bulk_create(
        [
            ProcessingRoute(
                procedure_id=version.procedure_id,
                number=1,
                state=RouteState.APPROVED,
                is_template=True,
                valid_from=source.valid_from,
                edited_at=now,
            )
            for version in owners
        ],
        BATCH,
    )
    steps = [
        RouteStep(route=route, order=d.order, name=d.name, role=d.role, hours=d.hours, output=d.output, signs=d.signs)
        for route, version in zip(routes, owners, strict=True)
        for d in default_steps(_term(version))
    ]
    RouteStep.objects.bulk_create(steps, BATCH)


def put_competences(source: CatalogueSource, fields: Mapping[tuple[str, str], Field]) -> int:
    """Write which agency settles each field where no rule says so yet; returns how many were new."""
    by_field = {(row.field, row.ministry): row for row in source.competences if row.field}
    by_ministry = {row.ministry: row for row in source.competences if not row.field}
    agencies = {key: agency_by_key(key) for key in {row.agency_key for row in source.competences}}
    known = set(CompetenceRule.objects.filter(field__isnull=False, valid_from=source.valid_from).values_list("field_id", flat=True))
    rows = []
    for (name, ministry), field in fields.items():
        chosen: CompetenceRecord | None = by_field.get((name, ministry)) or by_ministry.get(ministry)
        if chosen and field.pk not in known:
            agency = agencies[chosen.agency_key]
            rows.append(
                CompetenceRule(field=field, agency_id=agency.pk, covers_all_levels=chosen.covers_all_levels, valid_from=source.valid_from)
            )
    return len(CompetenceRule.objects.bulk_create(rows))


def _term(version: ProcedureVersion) -> Term | None:
    return Term(version.limit_amount, TermUnit(version.limit_unit)) if version.limit_amount is not None else None


def _write(model: type[Model], pairs: Pairs, rows: Callable[[ProcedureVersion, ProcedureRecord], list[Any]]) -> None:
    model._default_manager.bulk_create([row for version, record in pairs for row in rows(version, record)], BATCH)


def _write_cases(pairs: Pairs) -> dict[tuple[int, str], int]:
    rows = [
        ProcedureCase(version=version, name=name, position=place) for version, record in pairs for place, name in enumerate(record.cases, 1)
    ]
    return {(row.version_id, row.name): row.pk for row in ProcedureCase.objects.bulk_create(rows, BATCH)}


def _papers(version: ProcedureVersion, record: ProcedureRecord, cases: Mapping[tuple[int, str], int]) -> list[RequiredDocument]:
    return [
        RequiredDocument(
            version=version,
            case_id=cases.get((version.pk, row.case)),
            name=row.name,
            duty=row.duty,
            originals=row.originals,
            copies=row.copies,
            form_file=row.form_file,
            is_conditional=row.is_conditional,
            heading=row.heading,
            position=place,
        )
        for place, row in enumerate(record.components, 1)
    ]


def _methods(version: ProcedureVersion, record: ProcedureRecord) -> list[FilingMethod]:
    return [
        FilingMethod(
            version=version,
            channel=m.channel,
            limit_amount=m.amount,
            limit_unit=m.unit,
            limit_is_assumed=m.is_assumed,
            note=m.note,
            position=place,
        )
        for place, m in enumerate(record.methods, 1)
    ]


def _fees(version: ProcedureVersion, record: ProcedureRecord) -> list[FeeRule]:
    return [
        FeeRule(version=version, channel=f.channel, is_levy=f.is_levy, amount=f.amount, note=f.note, is_doubtful=f.is_doubtful)
        for f in record.fees
    ]


def _results(version: ProcedureVersion, record: ProcedureRecord) -> list[ResultKind]:
    return [
        ResultKind(version=version, name=r.name, national_code=r.national_code[:40], position=place)
        for place, r in enumerate(record.results, 1)
    ]


def _write_bases(pairs: Pairs) -> None:
    documents = ensure_documents(number for _, record in pairs for number in record.bases)
    rows = [
        LegalBasis(version=version, document_id=document_id)
        for version, record in pairs
        for document_id in dict.fromkeys(documents[number] for number in record.bases if number in documents)
    ]
    LegalBasis.objects.bulk_create(rows, BATCH)
