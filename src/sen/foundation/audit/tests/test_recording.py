"""Adding to the trail."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from sen.foundation.audit import services
from sen.foundation.audit.errors import PurposeMissing
from sen.foundation.audit.models import AuditEntry
from sen.foundation.audit.types import Entry, EntryKind
from sen.kernel.actor import ANONYMOUS, Actor, ActorKind

NOW = dt.datetime(2026, 11, 23, 2, 10, tzinfo=dt.UTC)
OFFICER = Actor(ActorKind.OFFICER, account_id=7, name="Lê Thị Mỹ Duyên", agency_id=3)

pytestmark = pytest.mark.django_db


def test_a_change_keeps_who_what_when_and_old_and_new_values():
    services.record_change(
        actor=OFFICER, action="dossier.accept", subject_type="dossier", subject_id=12, now=NOW, detail={"state": ["submitted", "accepted"]}
    )
    entry = AuditEntry.objects.get()
    assert (entry.kind, entry.action, entry.actor_id, entry.actor_name) == ("change", "dossier.accept", 7, "Lê Thị Mỹ Duyên")
    assert (entry.agency_id, entry.recorded_at, entry.detail) == (3, NOW, {"state": ["submitted", "accepted"]})


def test_the_given_agency_goes_before_the_actors_own():
    services.record_change(actor=OFFICER, action="x", subject_type="dossier", subject_id=12, now=NOW, agency_id=9)
    assert AuditEntry.objects.get().agency_id == 9


def test_a_read_keeps_whose_data_and_for_what():
    services.record_read(actor=OFFICER, subject_type="dossier", subject_id=12, purpose=" Gọi báo bổ sung ", now=NOW, person_id=44)
    entry = AuditEntry.objects.get()
    assert (entry.kind, entry.person_id, entry.purpose) == ("read", 44, "Gọi báo bổ sung")


@pytest.mark.parametrize("purpose", ["", "   ", "\n"])
def test_a_read_without_purpose_is_refused_and_leaves_no_line(purpose):
    with pytest.raises(PurposeMissing):
        services.record_read(actor=OFFICER, subject_type="dossier", subject_id=12, purpose=purpose, now=NOW)
    assert not AuditEntry.objects.exists()


def test_a_refused_sign_in_of_nobody_is_kept_with_its_address():
    services.record_sign_in(actor=ANONYMOUS, action="refused", account_id=5, now=NOW, address="10.0.0.9")
    entry = AuditEntry.objects.get()
    assert (entry.kind, entry.actor_id, entry.subject_id, entry.detail) == ("sign_in", None, 5, {"address": "10.0.0.9"})


def test_one_line_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        services.record_change(actor=OFFICER, action="x", subject_type="dossier", subject_id=1, now=NOW)


def test_a_thousand_lines_cost_one_statement(django_assert_num_queries):
    rows = [Entry(NOW, EntryKind.CHANGE, "import", None, "Hệ thống", "person", number) for number in range(1000)]
    with django_assert_num_queries(1):
        services.insert_entries(rows)
    assert AuditEntry.objects.count() == 1000


@pytest.mark.parametrize("statement", ["UPDATE audit_auditentry SET action = 'y'", "DELETE FROM audit_auditentry"])
def test_the_database_refuses_to_change_or_delete_a_line(statement):
    services.record_change(actor=OFFICER, action="x", subject_type="dossier", subject_id=1, now=NOW)
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.get().action == "x"
