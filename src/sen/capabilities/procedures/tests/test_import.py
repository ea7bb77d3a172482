"""Importing the catalogue: once, twice, and after the source changed."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from sen.capabilities.procedures.models import (
    CatalogueImport,
    FeeRule,
    Procedure,
    ProcedureVersion,
    ProcessingRoute,
    RequiredDocument,
    RouteStep,
)
from sen.capabilities.procedures.selectors.completeness import absent_parts, missing_parts
from sen.capabilities.procedures.selectors.limits import hours_of, longest
from sen.capabilities.procedures.selectors.routes import chain_hours, drafts_of, route_steps
from sen.capabilities.procedures.services import import_catalogue, readable_report
from sen.capabilities.procedures.services.default_routes import default_steps
from sen.capabilities.procedures.services.import_report import stated_parts
from sen.capabilities.procedures.states import VersionState
from sen.capabilities.procedures.types import CatalogueSource
from sen.kernel.actor import SYSTEM, Actor
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY

from .conftest import BIRTH, HOUSEHOLD

TABLES = (Procedure, ProcedureVersion, RequiredDocument, FeeRule, ProcessingRoute, RouteStep, CatalogueImport)
INCOMPLETE = "1.001613"


def test_a_second_import_changes_nothing(load: Callable[..., dict[str, Any]]) -> None:
    load(codes=(BIRTH, HOUSEHOLD))
    before = [table.objects.count() for table in TABLES]
    again = load(codes=(BIRTH, HOUSEHOLD))
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)
    assert [table.objects.count() for table in TABLES] == before


def test_a_complete_record_is_published_from_the_first_day_of_the_province(birth: ProcedureVersion, source: CatalogueSource) -> None:
    assert birth.state == VersionState.PUBLISHED
    assert birth.valid_from == source.valid_from
    assert missing_parts(birth) == []


def test_an_incomplete_record_waits_as_a_draft_with_its_reason(load: Callable[..., dict[str, Any]]) -> None:
    report = load(codes=(INCOMPLETE,))
    version = ProcedureVersion.objects.get()
    assert version.state == VersionState.DRAFT
    assert missing_parts(version) == ["components"]
    assert report["problems"][0]["missing"] == ["components"]
    assert "thiếu thành phần, số lượng hồ sơ" in readable_report(report)


def test_a_changed_source_makes_a_draft_beside_the_version_in_force(part: Callable[..., CatalogueSource], birth: ProcedureVersion) -> None:
    known = part(codes=(BIRTH,))
    changed = dataclasses.replace(known, procedures=(dataclasses.replace(known.procedures[0], name="Thủ tục đăng ký khai sinh mới"),))
    report = import_catalogue(actor=SYSTEM, source=changed, now=MONDAY)
    assert report["changed"] == 1
    states = dict(ProcedureVersion.objects.values_list("number", "state"))
    assert states == {1: VersionState.PUBLISHED, 2: VersionState.DRAFT}


def test_everybody_but_control_and_the_system_is_refused(part: Callable[..., CatalogueSource], clerk: Actor) -> None:
    with pytest.raises(NotAllowed):
        import_catalogue(actor=clerk, source=part(codes=(BIRTH,)), now=MONDAY)
    assert not Procedure.objects.exists()


def test_every_default_route_lasts_exactly_the_published_limit(source: CatalogueSource) -> None:
    for record in source.procedures:
        term = longest([(record.limit_amount, record.limit_unit)])
        steps = default_steps(term)
        assert chain_hours(steps) == hours_of(term), record.code
        assert all(step.hours >= 0 for step in steps)
        assert sum(step.signs for step in steps) == 1


def test_an_imported_procedure_has_a_template_route(birth: ProcedureVersion) -> None:
    route = ProcessingRoute.objects.get(procedure=birth.procedure)
    assert route.is_template
    assert chain_hours(drafts_of(route_steps(route.pk))) == 8


def test_most_of_the_real_catalogue_is_complete(source: CatalogueSource) -> None:
    complete = sum(not absent_parts(stated_parts(record)) for record in source.procedures)
    assert len(source.procedures) == 1695
    assert complete >= 1580
