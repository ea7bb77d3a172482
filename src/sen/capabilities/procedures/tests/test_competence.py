"""Which agency settles a dossier, by level, unit and day."""

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest

from sen.capabilities.procedures.errors import CompetenceUnknown
from sen.capabilities.procedures.models import CompetenceRule, ProcedureVersion
from sen.capabilities.procedures.selectors import competent_agency
from sen.capabilities.procedures.services import import_catalogue
from sen.capabilities.procedures.types import CatalogueSource
from sen.foundation.agencies.models import Agency, AgencyLevel
from sen.kernel.actor import SYSTEM
from sen.registries.units.models import AdministrativeUnit, UnitLevel
from tests.factories import LONG_AGO, MONDAY, make_agency, make_unit

from .conftest import TODAY

LICENCE = "3.000348"


@pytest.fixture
def commune(db: None) -> AdministrativeUnit:
    province = make_unit("Tỉnh Đồng Tháp", code="82", level=UnitLevel.PROVINCE)
    return make_unit("Phường Cao Lãnh", code="29869", level=UnitLevel.COMMUNE, parent=province)


def test_commune_work_goes_to_the_commune_of_the_person(birth: ProcedureVersion, agency: Agency, commune: AdministrativeUnit) -> None:
    assert competent_agency(birth.pk, commune.pk, TODAY) == agency.pk


def test_province_work_goes_to_the_department_of_the_field(
    load: Callable[..., object], department: Agency, agency: Agency, commune: AdministrativeUnit
) -> None:
    load(codes=(LICENCE,))
    assert competent_agency(ProcedureVersion.objects.get().pk, commune.pk, TODAY) == department.pk


def test_a_vertical_agency_settles_what_communes_receive(birth: ProcedureVersion, centre: Agency, commune: AdministrativeUnit) -> None:
    CompetenceRule.objects.filter(field=birth.field_id).update(agency=centre, covers_all_levels=True)
    assert competent_agency(birth.pk, commune.pk, TODAY) == centre.pk


def test_a_rule_of_the_procedure_goes_before_the_field(
    birth: ProcedureVersion, other_agency: Agency, agency: Agency, commune: AdministrativeUnit
) -> None:
    CompetenceRule.objects.create(procedure=birth.procedure, agency=other_agency, valid_from=LONG_AGO)
    assert competent_agency(birth.pk, commune.pk, TODAY) == other_agency.pk


def test_commune_work_without_a_known_commune_has_no_agency(birth: ProcedureVersion) -> None:
    with pytest.raises(CompetenceUnknown):
        competent_agency(birth.pk, None, TODAY)


def test_district_work_of_2020_goes_to_the_district(part: Callable[..., CatalogueSource], province: Agency) -> None:
    source = part(codes=("1.001612",))
    record = dataclasses.replace(source.procedures[0], at_district=True, at_commune=False)
    old = dataclasses.replace(source, procedures=(record,), valid_from=dt.date(2020, 1, 1))
    import_catalogue(actor=SYSTEM, source=old, now=MONDAY)
    district = make_agency("Ủy ban nhân dân thành phố Cao Lãnh", AgencyLevel.DISTRICT, parent=province, area_code="866")
    parent = make_unit("Thành phố Cao Lãnh", code="866", level=UnitLevel.DISTRICT)
    ward = make_unit("Phường 1", code="29866", level=UnitLevel.COMMUNE, parent=parent)
    assert competent_agency(ProcedureVersion.objects.get().pk, ward.pk, dt.date(2020, 6, 1)) == district.pk
