"""How lists of two million documents are asked: among keys, in indexes, one branch of rights each."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sen.capabilities.correspondence.models import IncomingDocument, IncomingPass
from sen.capabilities.correspondence.selectors.incoming_list import IncomingFilter, list_incoming
from sen.capabilities.correspondence.selectors.registers import REGISTERS, RegisterAsked, register_rows
from sen.foundation.agencies.models import Division
from sen.kernel import clock
from sen.kernel.actor import Role
from tests.factories import MONDAY, make_officer

pytestmark = pytest.mark.django_db
TODAY = clock.local(MONDAY).date()


@pytest.fixture
def division(agency):
    return Division.objects.create(agency=agency, name="Phòng Kinh tế")


@pytest.fixture
def head(agency, division):
    return make_officer(Role.HEAD, agency, division=division)


@pytest.fixture
def specialist(agency):
    return make_officer(Role.SPECIALIST, agency)


def asked(actor, agency):
    with CaptureQueriesContext(connection) as seen:
        rows = list_incoming(actor, agency.pk, IncomingFilter(), MONDAY).items
    return [row.id for row in rows], [query["sql"] for query in seen.captured_queries]


def test_a_page_is_chosen_among_keys_and_only_its_rows_are_read_whole(specialist, agency, incoming):
    IncomingPass.objects.create(incoming=incoming, officer_id=specialist.account_id, passed_at=MONDAY)
    found, (keys, rows) = asked(specialist, agency)
    assert found == [incoming.pk]
    assert "correspondence_content" not in keys and "correspondence_content" in rows


@pytest.mark.parametrize("reader", ["specialist", "head"])
def test_rights_of_those_who_see_a_part_are_united_not_joined_by_or(reader, request, agency):
    (keys,) = asked(request.getfixturevalue(reader), agency)[1]
    assert " UNION " in keys and " OR " not in keys
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {keys}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan" not in plan and "Index Only Scan using assignments_task_opens_to" in plan


def test_a_head_sees_what_was_passed_to_the_division_and_what_to_the_person_once(head, division, agency, incoming):
    IncomingPass.objects.create(incoming=incoming, division=division, passed_at=MONDAY)
    IncomingPass.objects.create(incoming=incoming, officer_id=head.account_id, passed_at=MONDAY)
    assert asked(head, agency)[0] == [incoming.pk]


def test_a_year_of_arrivals_is_counted_in_one_index(agency):
    rows = register_rows(REGISTERS["den"], RegisterAsked(agency.pk, TODAY.replace(month=1, day=1), TODAY))
    index = next(each for each in IncomingDocument._meta.indexes if each.name == "correspondence_in_book")
    conditions = {condition.lhs.target.name for condition in rows.query.where.children}
    assert conditions <= {*(name for name, _order in index.fields_orders), *index.include}


def test_the_register_of_outgoing_documents_groups_nothing(agency):
    rows = register_rows(REGISTERS["di"], RegisterAsked(agency.pk, TODAY.replace(month=1, day=1), TODAY))
    assert "GROUP BY" not in str(rows.query)
