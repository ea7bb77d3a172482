"""The real catalogue, read once, and small parts of it in the database."""

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings

from sen.capabilities.procedures.adapters.national_portal.reading import ERAS, read_catalogue
from sen.capabilities.procedures.models import Procedure, ProcedureVersion
from sen.capabilities.procedures.services import import_catalogue
from sen.capabilities.procedures.types import CatalogueSource, CompetenceRecord, ProcedureRecord
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import SYSTEM
from tests.factories import MONDAY

BIRTH, HOUSEHOLD, MARRIAGE, COPY = "1.001193", "1.001612", "1.000894", "2.000815"
SEARCHED = (
    "Hộ tịch",
    "Thành lập và hoạt động doanh nghiệp (hộ kinh doanh)",
    "Chứng thực",
    "Đất đai",
    "Hoạt động xây dựng",
    "Đăng ký, quản lý cư trú",
)
TODAY = dt.date(2026, 11, 16)


@pytest.fixture(scope="session")
def source() -> CatalogueSource:
    """What the province of 2025 publishes, as read from the files."""
    return read_catalogue(settings.REFERENCE_DIR / "procedures", ERAS["dongthap-2025"])


@pytest.fixture(scope="session")
def records(source: CatalogueSource) -> dict[str, ProcedureRecord]:
    return {record.code: record for record in source.procedures}


@pytest.fixture
def part(source: CatalogueSource, department: Agency) -> Callable[..., CatalogueSource]:
    """A part of the catalogue by codes or fields; every ministry's work belongs to one department."""

    def take(*, codes: tuple[str, ...] = (), fields: tuple[str, ...] = ()) -> CatalogueSource:
        chosen = tuple(r for r in source.procedures if r.code in codes or r.field in fields)
        competences = tuple(CompetenceRecord("", ministry, department.key, False) for ministry in {r.ministry for r in chosen})
        return dataclasses.replace(source, procedures=chosen, competences=competences)

    return take


@pytest.fixture
def load(part: Callable[..., CatalogueSource]) -> Callable[..., dict[str, object]]:
    """Import a part of the catalogue."""

    def run(**chosen: tuple[str, ...]) -> dict[str, object]:
        return import_catalogue(actor=SYSTEM, source=part(**chosen), now=MONDAY)

    return run


@pytest.fixture
def birth(load: Callable[..., object]) -> ProcedureVersion:
    """The published version of birth registration."""
    load(codes=(BIRTH,))
    return ProcedureVersion.objects.get(procedure__code=BIRTH)


@pytest.fixture
def birth_procedure(birth: ProcedureVersion) -> Procedure:
    return birth.procedure
