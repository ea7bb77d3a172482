"""Cases and papers of a version."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from sen.capabilities.procedures.models import ProcedureCase, RequiredDocument
from sen.capabilities.procedures.types import CaseRow, ComponentRow


def list_cases(version_id: int) -> list[CaseRow]:
    """The cases the applicant chooses among, in order; empty when the procedure has only one."""
    return [
        CaseRow(case.pk, case.name, case.position) for case in ProcedureCase.objects.filter(version=version_id).order_by("position", "pk")
    ]


def list_components(version_id: int, case_id: int | None) -> list[ComponentRow]:
    """The papers of one case (those of every case included): to submit, to present, then notes; without a case, the common ones."""
    papers = RequiredDocument.objects.filter(version=version_id)
    chosen = Q(case__isnull=True) | Q(case=case_id) if case_id else Q(case__isnull=True)
    return component_rows(papers.filter(chosen))


def list_all_components(version_id: int) -> list[ComponentRow]:
    """Every paper of every case, in order."""
    return component_rows(RequiredDocument.objects.filter(version=version_id))


def component_rows(papers: QuerySet[RequiredDocument]) -> list[ComponentRow]:
    """Papers as values: to submit, to present, notes; in the order of the record within each."""
    return _by_duty(
        ComponentRow(p.pk, p.duty, p.name, p.originals, p.copies, p.form_file, p.is_conditional, p.heading, p.case_id)
        for p in papers.order_by("position", "pk")
    )


def _by_duty(rows: Iterable[ComponentRow]) -> list[ComponentRow]:
    order = {"submit": 0, "present": 1, "note": 2}
    return sorted(rows, key=lambda row: (order[row.duty], row.is_conditional))
