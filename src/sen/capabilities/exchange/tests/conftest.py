"""An axis for tests: an operator, administrators of two sides, and a small registry made by the ordinary use cases."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sen.capabilities.exchange.models import Agreement, Member, Right, Server, Service, Subsystem
from sen.capabilities.exchange.services import agreements, members, offering, rights, servers
from sen.capabilities.exchange.services.offering import Parameters
from sen.capabilities.exchange.types import Scope
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor, Role
from tests.factories import MONDAY, make_officer

TODAY = MONDAY.date()


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, settings: Any) -> Iterator[None]:
    """Keys of a test lie in its own folder."""
    settings.DATA_DIR = tmp_path
    yield


@pytest.fixture
def operator(province_office: Agency) -> Actor:
    """Who operates the axis for the province."""
    return make_officer(Role.AXIS, province_office, name="Võ Ngọc Trúc")


@pytest.fixture
def giver_admin(province_office: Agency) -> Actor:
    """The administrator of the agency that offers."""
    return make_officer(Role.ADMIN, province_office, name="Đặng Hải Yến")


@pytest.fixture
def asker_admin(department: Agency) -> Actor:
    """The administrator of the agency that wants to call."""
    return make_officer(Role.ADMIN, department, name="Lý Thanh Tùng")


@dataclass(frozen=True)
class Axis:
    """The rows most tests need."""

    operator: Actor
    giver: Member
    asker: Member
    near: Server
    far: Server
    registries: Subsystem
    office: Subsystem
    service: Service

    def right(self, **values: Any) -> Right:
        """A request of the office for the service."""
        given = {"scope": Scope(), "purpose": "Giải quyết hồ sơ", "legal_basis": "Nghị định 194/2025/NĐ-CP", **values}
        given.setdefault("actor", self.operator)
        return rights.request_right(service_id=self.service.pk, subsystem_id=self.office.pk, now=MONDAY, **given)

    def agreement(self, **values: Any) -> Agreement:
        """An agreement between the two, a year long."""
        given: dict[str, Any] = {
            "number": "01/TT",
            "provider_id": self.giver.pk,
            "consumer_id": self.asker.pk,
            "legal_basis": "Nghị định 194/2025/NĐ-CP",
            "purpose": "Dùng chung dữ liệu",
            "signed_on": TODAY,
            "valid_from": TODAY,
            "ends_on": TODAY + dt.timedelta(days=365),
            **values,
        }
        return agreements.record_agreement(actor=self.operator, now=MONDAY, **given)

    def active_right(self, giver_admin: Actor, **values: Any) -> Right:
        """A right in force."""
        right = self.right(**values)
        rights.approve_right(actor=giver_admin, right_id=right.pk, now=MONDAY)
        return rights.activate_right(actor=self.operator, right_id=right.pk, agreement_id=self.agreement().pk, now=MONDAY)


@pytest.fixture
def axis(operator: Actor, province_office: Agency, department: Agency) -> Axis:
    """Two members with a server each; one offers a service in force, the other has an office system."""

    def member(code: str, name: str, agency: Agency) -> Member:
        return members.register_member(actor=operator, member_class="GOV", code=code, name=name, agency_id=agency.pk, now=MONDAY)

    def server(owner: Member, code: str, port: int) -> Server:
        address = f"127.0.0.1:{port}"
        return servers.register_server(actor=operator, owner_id=owner.pk, code=code, name=f"Máy chủ {code}", address=address, now=MONDAY)

    def system(owner: Member, code: str, at: Server) -> Subsystem:
        return members.register_subsystem(
            actor=operator, member_id=owner.pk, code=code, name=f"Hệ thống {code}", server_ids=[at.pk], now=MONDAY
        )

    giver, asker = member("H20", "Ủy ban nhân dân tỉnh", province_office), member("H20.TM03", "Sở Tư pháp", department)
    near, far = server(giver, "TINH", 5501), server(asker, "STP", 5502)
    registries, office = system(giver, "CSDL", near), system(asker, "HOTICH", far)
    service = make_service(operator, registries)
    offering.activate_service(actor=operator, service_id=service.pk, now=MONDAY)
    service.refresh_from_db()
    return Axis(operator, giver, asker, near, far, registries, office, service)


def make_service(operator: Actor, subsystem: Subsystem, code: str = "dan-cu", **values: Any) -> Service:
    """A draft service."""
    parameters = Parameters(base_url=f"http://127.0.0.1:8000/api/{code}", **values)
    return offering.create_service(
        actor=operator,
        subsystem_id=subsystem.pk,
        code=code,
        name="Dân cư của tỉnh",
        summary="Tra cứu dân cư.",
        kind="REST",
        parameters=parameters,
        now=MONDAY,
    )
