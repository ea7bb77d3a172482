"""Reads of imports."""

import uuid
from collections.abc import Iterator

from django.db.models import QuerySet

from sen.kernel.actor import Actor
from sen.registries.parties.errors import ImportNotFound
from sen.registries.parties.models import ImportProblem, ImportRun
from sen.registries.parties.policies import access_keeping


def visible_imports(actor: Actor, kind: str = "") -> QuerySet[ImportRun]:
    """Imports, the newest first, for those who keep the register.  Raises RegistryNotAllowed."""
    access_keeping(actor)
    rows = ImportRun.objects.order_by("-started_at", "-pk")
    return rows.filter(kind=kind) if kind else rows


def access_import(actor: Actor, public_id: uuid.UUID) -> ImportRun:
    """One import.  Raises RegistryNotAllowed, ImportNotFound."""
    access_keeping(actor)
    run = ImportRun.objects.filter(public_id=public_id).first()
    if run is None:
        raise ImportNotFound
    return run


def problems_of(run_id: int) -> QuerySet[ImportProblem]:
    """What was wrong, by row."""
    return ImportProblem.objects.filter(run_id=run_id).order_by("line", "pk")


def each_problem(run_id: int) -> Iterator[tuple[int, str, str, str]]:
    """Row, column, value and reason of every problem, read in pieces."""
    rows = problems_of(run_id).values_list("line", "column", "value", "reason")
    yield from rows.iterator(chunk_size=2000)
