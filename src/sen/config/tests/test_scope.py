"""Each view runs in one transaction on the bound role with the actor's agencies."""

import pytest
from django.db import connection
from django.test import Client

from sen.foundation.jobs.models import OutboxEvent
from sen.kernel.actor import Actor
from tests.factories import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sen.config.tests.addresses")]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def test_a_stranger_runs_on_the_bound_role_without_agencies(visitor: Client) -> None:
    assert visitor.get("/toi/").content.decode() == "sen_app|{}||"


def test_an_officer_runs_with_its_agencies(visitor: Client, clerk: Actor) -> None:
    answer = signed_in(visitor, clerk).get("/toi/").content.decode()
    assert answer == f"sen_app|{{{clerk.agency_id}}}|{clerk.account_id}|"


def test_the_control_officer_sees_the_province(visitor: Client, control_officer: Actor) -> None:
    assert signed_in(visitor, control_officer).get("/toi/").content.decode().endswith("|on")


def test_the_scope_ends_with_the_request(visitor: Client) -> None:
    visitor.get("/toi/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, coalesce(current_setting('sen.province', true), '')")
        assert cursor.fetchone() == (connection.settings_dict["USER"], "")


def test_a_change_is_kept(visitor: Client) -> None:
    assert visitor.get("/duoc/").status_code == 200
    assert OutboxEvent.objects.count() == 1


@pytest.mark.parametrize(("path", "status"), [("/cu/", 409), ("/mat/", 404)])
def test_a_refusal_keeps_what_was_recorded_before_it(visitor: Client, path: str, status: int) -> None:
    assert visitor.get(path).status_code == status
    assert OutboxEvent.objects.count() == 1


def test_a_fault_takes_everything_back(visitor: Client) -> None:
    assert visitor.get("/hong/").status_code == 500
    assert OutboxEvent.objects.count() == 0


def test_the_bound_role_cannot_remove_the_trail(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    assert visitor.get("/sua-vet/").status_code == 500
    assert "permission denied" in caplog.text


def test_the_scope_is_one_statement(visitor: Client, django_assert_num_queries: object) -> None:
    # Savepoint, scope, the view's insert, release, and the return to the test's own role.
    with django_assert_num_queries(5):  # type: ignore[operator]
        visitor.get("/duoc/")
