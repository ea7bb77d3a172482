"""Every published description is kept: what it allows is answered, what it forbids is refused, and nothing falls over."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

import sen.config.urls  # noqa: F401 - publishes the interfaces
from sen.config.wsgi import application
from sen.foundation.feeds.services import append_changes
from sen.foundation.feeds.types import Action, Change
from sen.registries.codelists.models import CodeItem, CodeList, CodeListVersion
from sen.registries.legislation.models import LegalDocument, LegalRelation
from sen.ui.api.limits import calls
from sen.ui.api.places import published
from tests.factories import MONDAY, make_agency, make_person, make_unit

pytestmark = pytest.mark.slow
CREDENTIAL = "conformance-credential"
EXAMPLES = 4
# No text column holds NUL signs; that they are refused is a test of its own.
BOUNDS = {"generation": {"allow-x00": False}}


class Everybody(dict[str, tuple[str, ...]]):
    """Every system may write: the names of systems are invented here."""

    def get(self, key: str, default: Any = None) -> tuple[str, ...]:
        return ("danh-muc:write", "databases:write", "read:conf", "write:conf", "create:conf", "read:rights", "write:rights")


def well_formed_is_understood(context: Any, response: Any, case: Any) -> None:
    """What the description allows is never refused as malformed; a rule of the registry may still say no."""
    if case.meta.generation.mode is GenerationMode.POSITIVE and response.status_code in {400, 422}:
        told = response.json()
        malformed = told.get("code") in {"parameter-unknown", "body-unreadable", "header-malformed"} or "errors" in told
        assert not malformed, told


def operations() -> list[Any]:
    found = []
    for api in published():
        schema = schemathesis.openapi.from_dict(dict(api.description_json), config=schemathesis.Config.from_dict(BOUNDS))
        schema.app = application
        found += [
            pytest.param(result.ok(), id=f"{api.key} {result.ok().method.upper()} {result.ok().path}")
            for result in schema.get_all_operations()
        ]
    return found


@pytest.fixture(autouse=True)
def small_world(db: None, settings: Any) -> Iterator[None]:
    """A few records of every registry, and a system that may do everything."""
    # The test's own transaction must outlive each request, as with Django's own test client.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    settings.SERVICE_CREDENTIAL = CREDENTIAL
    settings.API_WRITERS = Everybody()
    calls.forget()
    province = make_unit("Tỉnh Đồng Tháp", level="province", code="82")
    make_unit("Phường Cao Lãnh", parent=province, code="29869")
    make_agency("Ủy ban nhân dân phường Cao Lãnh", key="DT-29869")
    code_list = CodeList.objects.create(key="gioi-tinh", name="Giới tính")
    CodeListVersion.objects.create(code_list=code_list, number=1)
    CodeItem.objects.bulk_create([CodeItem(code_list=code_list, code=code, name=name) for code, name in (("1", "Nam"), ("2", "Nữ"))])
    old, new = (LegalDocument.objects.create(number=number) for number in ("61/2018/NĐ-CP", "118/2025/NĐ-CP"))
    LegalRelation.objects.create(source=new, target=old, kind="replaces", effective_on=MONDAY.date())
    make_person(identity_number="087190000001")
    for registry in ("don-vi", "co-quan", "danh-muc", "van-ban", "thu-tuc"):
        append_changes(registry=registry, changes=[Change("record", "1", Action.CHANGED)], now=MONDAY)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_there_are_interfaces_to_check() -> None:
    """Guards the test below: with no operation found it could not fail."""
    assert {"dan-cu", "doanh-nghiep", "danh-muc", "van-ban", "don-vi", "co-quan", "thu-tuc", "govstack"} <= {api.key for api in published()}
    assert len(operations()) > 50


@pytest.mark.parametrize("operation", operations())
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "forbidden"])
def test_an_interface_keeps_its_description(operation: Any, mode: GenerationMode) -> None:
    @bounded(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        case.call_and_validate(
            headers={"Authorization": f"Bearer {CREDENTIAL}"},
            additional_checks=[well_formed_is_understood],
            excluded_checks=[positive_data_acceptance],
        )

    check()
