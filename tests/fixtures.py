"""Named actors.  All work at one commune's People's Committee, except the control officer and the outsider."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from sen.capabilities.exchange.adapters.axis.double import MemoryCarrier
from sen.capabilities.exchange.services.asking import carried_by
from sen.foundation.agencies.models import Agency, AgencyLevel
from sen.foundation.agencies.selectors import forget_calendars
from sen.kernel.actor import Actor, Role
from tests.factories import make_agency, make_citizen, make_officer
from tests.registers import PEOPLE, people_carrier


@pytest.fixture(autouse=True, scope="session")
def _cheap_hashes() -> None:
    """Passwords of tests protect nobody: the same algorithm at its least cost."""
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 64, 1


@pytest.fixture(autouse=True)
def _fresh_calendar() -> Iterator[None]:
    """No test sees agencies or days another test made."""
    forget_calendars()
    yield
    forget_calendars()


@pytest.fixture
def register_on_axis(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[MemoryCarrier]:
    """The axis answers questions about people; ``down`` silences it."""
    settings.AXIS_URL = "http://127.0.0.1:1"
    monkeypatch.setattr("sen.capabilities.exchange.services.asking.full_identifier", lambda _service: PEOPLE)
    carrier = people_carrier()
    with carried_by(carrier):
        yield carrier


@pytest.fixture
def province(db: None) -> Agency:
    return make_agency("Ủy ban nhân dân tỉnh Đồng Tháp", AgencyLevel.PROVINCE, one_stop_name="", dossier_prefix="H20")


@pytest.fixture
def province_office(province: Agency) -> Agency:
    return make_agency("Văn phòng Ủy ban nhân dân tỉnh", AgencyLevel.DEPARTMENT, parent=province, one_stop_name="")


@pytest.fixture
def centre(province_office: Agency) -> Agency:
    name = "Trung tâm Phục vụ hành chính công tỉnh"
    return make_agency(name, AgencyLevel.DEPARTMENT, parent=province_office, one_stop_name=name)


@pytest.fixture
def department(province: Agency) -> Agency:
    return make_agency("Sở Tư pháp", AgencyLevel.DEPARTMENT, parent=province, one_stop_name="")


@pytest.fixture
def agency(province: Agency) -> Agency:
    return make_agency(
        "Ủy ban nhân dân phường Cao Lãnh", AgencyLevel.COMMUNE, parent=province, area_code="29869", dossier_prefix="H20.TM29869"
    )


@pytest.fixture
def other_agency(province: Agency) -> Agency:
    return make_agency(
        "Ủy ban nhân dân phường Sa Đéc", AgencyLevel.COMMUNE, parent=province, area_code="29905", dossier_prefix="H20.TM29905"
    )


@pytest.fixture
def citizen(db: None) -> Actor:
    return make_citizen("Trần Thị Mai")


@pytest.fixture
def other_citizen(db: None) -> Actor:
    return make_citizen("Lê Văn Hòa")


@pytest.fixture
def clerk(agency: Agency) -> Actor:
    """The one-stop officer at the counter."""
    return make_officer(Role.ONE_STOP, agency, name="Võ Thị Lan", title="Công chức tiếp nhận")


@pytest.fixture
def specialist(agency: Agency) -> Actor:
    return make_officer(Role.SPECIALIST, agency, name="Nguyễn Văn Bình", title="Chuyên viên")


@pytest.fixture
def head(agency: Agency) -> Actor:
    return make_officer(Role.HEAD, agency, name="Huỳnh Thị Thu", title="Trưởng phòng")


@pytest.fixture
def approver(agency: Agency) -> Actor:
    """The leader who signs."""
    return make_officer(Role.LEADER, agency, name="Phạm Minh Đức", title="Phó Chủ tịch")


@pytest.fixture
def registrar(agency: Agency) -> Actor:
    """The clerk of documents (văn thư)."""
    return make_officer(Role.CLERK, agency, name="Lê Thị Cúc", title="Văn thư")


@pytest.fixture
def control_officer(province_office: Agency) -> Actor:
    return make_officer(Role.CONTROL, province_office, name="Trần Quốc Toàn", title="Chuyên viên kiểm soát thủ tục hành chính")


@pytest.fixture
def administrator(province_office: Agency) -> Actor:
    return make_officer(Role.ADMIN, province_office, name="Đặng Hải Yến", title="Quản trị hệ thống")


@pytest.fixture
def outsider_officer(other_agency: Agency) -> Actor:
    """The same work in another agency."""
    return make_officer(Role.SPECIALIST, other_agency, name="Bùi Văn Khoa", title="Chuyên viên")
