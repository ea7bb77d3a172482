"""A service is offered, described, changed with its rights following, and stopped with a word to its callers."""

import pytest

from sen.capabilities.exchange.errors import BadAddress, NothingDescribed, NoticeMissing
from sen.capabilities.exchange.models import Description, Endpoint, Service
from sen.capabilities.exchange.selectors.services import difference_of, live_endpoints
from sen.capabilities.exchange.services import descriptions, keys, offering
from sen.capabilities.exchange.services.offering import Parameters
from sen.capabilities.exchange.states import DescriptionState, ServiceState
from sen.capabilities.exchange.tests.conftest import Axis, make_service
from sen.capabilities.exchange.tests.openapi_samples import description
from sen.capabilities.exchange.types import Scope
from sen.kernel.actor import Actor
from sen.kernel.errors import IllegalTransition, NotAllowed
from tests.factories import MONDAY

FIRST = description(people={"get": "listPeople"}, people__={"get": "readPerson"}, search={"post": "search"})
# readPerson has moved, search is gone, count is new.
SECOND = description(people={"get": "listPeople"}, persons__={"get": "readPerson"}, count={"get": "count"})


def take_in(axis: Axis, content: bytes = FIRST, *, activate: bool = True) -> Description:
    uploaded = descriptions.upload_description(
        actor=axis.operator, service_id=axis.service.pk, content=content, file_name="mo-ta.json", now=MONDAY
    )
    if activate:
        descriptions.activate_description(actor=axis.operator, description_id=uploaded.pk, now=MONDAY)
    return uploaded


def places(axis: Axis) -> list[str]:
    return [f"{one.method} {one.path}" for one in live_endpoints(axis.service.pk)]


def test_nothing_changes_until_the_description_is_activated(axis: Axis) -> None:
    uploaded = take_in(axis, activate=False)
    assert places(axis) == []
    assert [one.operation_id for one in difference_of(uploaded).added] == ["listPeople", "readPerson", "search"]
    descriptions.activate_description(actor=axis.operator, description_id=uploaded.pk, now=MONDAY)
    assert places(axis) == ["GET /people", "GET /people/*", "POST /search"]
    axis.service.refresh_from_db()
    assert axis.service.kind == "OPENAPI3"


def test_the_same_text_is_not_taken_in_twice(axis: Axis) -> None:
    first = take_in(axis)
    again = take_in(axis, activate=False)
    assert again.pk == first.pk
    assert Description.objects.count() == 1


def test_the_difference_names_what_comes_goes_and_moves(axis: Axis) -> None:
    take_in(axis)
    gone = Endpoint.objects.get(operation_id="search")
    axis.right(scope=Scope(False, (gone.pk,)))
    difference = difference_of(take_in(axis, SECOND, activate=False))
    assert [one.operation_id for one in difference.added] == ["count"]
    assert [one.operation_id for one in difference.removed] == ["search"]
    assert [(move.before.template, move.after.template) for move in difference.moved] == [("/people/{id}", "/persons/{id}")]
    assert (difference.kept, difference.rights_lost, difference.is_empty) == (1, 1, False)


def test_a_right_follows_its_operation_to_another_path(axis: Axis) -> None:
    take_in(axis)
    endpoint = Endpoint.objects.get(operation_id="readPerson")
    right = axis.right(scope=Scope(False, (endpoint.pk,)))
    take_in(axis, SECOND)
    assert [(one.path, one.retired_at) for one in right.endpoints.all()] == [("/persons/*", None)]
    assert Endpoint.objects.get(operation_id="search").retired_at == MONDAY
    assert places(axis) == ["GET /count", "GET /people", "GET /persons/*"]


def test_two_operations_may_change_places(axis: Axis) -> None:
    take_in(axis, description(a={"get": "first"}, b={"get": "second"}))
    known = {one.operation_id: one.pk for one in live_endpoints(axis.service.pk)}
    take_in(axis, description(a={"get": "second"}, b={"get": "first"}))
    assert {(one.operation_id, one.path): one.pk for one in live_endpoints(axis.service.pk)} == {
        ("second", "/a"): known["second"],
        ("first", "/b"): known["first"],
    }


def test_an_operation_that_comes_back_is_a_new_one(axis: Axis, giver_admin: Actor) -> None:
    take_in(axis)
    endpoint = Endpoint.objects.get(operation_id="search")
    right = axis.right(scope=Scope(False, (endpoint.pk,)))
    take_in(axis, SECOND)
    take_in(axis, FIRST)
    assert live_endpoints(axis.service.pk).filter(rights=right).count() == 0
    assert Endpoint.objects.filter(operation_id="search").count() == 2


def test_a_newer_upload_puts_the_waiting_one_aside(axis: Axis) -> None:
    first = take_in(axis, activate=False)
    take_in(axis, SECOND, activate=False)
    first.refresh_from_db()
    assert first.state == DescriptionState.DISCARDED
    with pytest.raises(IllegalTransition):
        descriptions.activate_description(actor=axis.operator, description_id=first.pk, now=MONDAY)
    assert places(axis) == []


def test_a_service_said_to_be_described_is_not_offered_without_a_description(axis: Axis) -> None:
    draft = make_service(axis.operator, axis.registries, "ho-tich")
    Service.objects.filter(pk=draft.pk).update(kind="OPENAPI3")
    with pytest.raises(NothingDescribed):
        offering.activate_service(actor=axis.operator, service_id=draft.pk, now=MONDAY)
    draft.refresh_from_db()
    assert draft.state == ServiceState.DRAFT


def test_a_service_stops_with_a_notice_and_starts_again(axis: Axis) -> None:
    with pytest.raises(NoticeMissing):
        offering.disable_service(actor=axis.operator, service_id=axis.service.pk, notice="", now=MONDAY)
    offering.disable_service(actor=axis.operator, service_id=axis.service.pk, notice="Nâng cấp đến 22:00", now=MONDAY)
    axis.service.refresh_from_db()
    assert (axis.service.state, axis.service.notice) == (ServiceState.DISABLED, "Nâng cấp đến 22:00")
    offering.enable_service(actor=axis.operator, service_id=axis.service.pk, now=MONDAY)
    axis.service.refresh_from_db()
    assert (axis.service.state, axis.service.notice) == (ServiceState.ACTIVE, "")


@pytest.mark.parametrize(
    "url",
    ["ftp://x/", "http://", "//x", "http://u:p@x/", "http://x/?a=1", "http://x/#a", "javascript:alert(1)", "http://x:99999/", "http://[x/"],
)
def test_an_address_a_gateway_should_not_call_is_refused(axis: Axis, url: str) -> None:
    with pytest.raises(BadAddress):
        offering.edit_service(
            actor=axis.operator, service_id=axis.service.pk, name="x", summary="", kind="REST", parameters=Parameters(url), now=MONDAY
        )
    axis.service.refresh_from_db()
    assert axis.service.base_url == "http://127.0.0.1:8000/api/dan-cu"


def test_the_credential_is_encrypted_and_never_in_the_trail(axis: Axis) -> None:
    offering.set_credential(actor=axis.operator, service_id=axis.service.pk, credential="Bearer rat-bi-mat", now=MONDAY)
    axis.service.refresh_from_db()
    assert "rat-bi-mat" not in axis.service.sealed_credential
    assert keys.open_text(axis.service.sealed_credential) == "Bearer rat-bi-mat"


def test_only_operators_change_services(axis: Axis, giver_admin: Actor) -> None:
    with pytest.raises(NotAllowed):
        offering.disable_service(actor=giver_admin, service_id=axis.service.pk, notice="x", now=MONDAY)
    with pytest.raises(NotAllowed):
        descriptions.upload_description(actor=giver_admin, service_id=axis.service.pk, content=FIRST, file_name="x", now=MONDAY)
    axis.service.refresh_from_db()
    assert axis.service.state == ServiceState.ACTIVE
    assert not Description.objects.exists()


def test_an_operation_by_hand_comes_and_goes(axis: Axis) -> None:
    endpoint = descriptions.add_endpoint(
        actor=axis.operator, service_id=axis.service.pk, method="GET", template="/tinh-trang/{ma}", summary="Tình trạng", now=MONDAY
    )
    assert places(axis) == ["GET /tinh-trang/*"]
    descriptions.retire_endpoint(actor=axis.operator, endpoint_id=endpoint.pk, now=MONDAY)
    assert places(axis) == []
