"""Monthly partitions."""

import datetime as dt

import pytest
from django.db import connection

from sen.foundation.audit import services
from sen.foundation.audit.models import AuditEntry
from sen.kernel.actor import SYSTEM

FAR = dt.datetime(2031, 3, 31, 16, 59, 59, tzinfo=dt.UTC)
NEXT_SECOND = dt.datetime(2031, 3, 31, 17, 0, 0, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def partition_of(entry):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM audit_auditentry WHERE id = %s", [entry.pk])
        return cursor.fetchone()[0]


def record(at):
    services.record_change(actor=SYSTEM, action="x", subject_type="dossier", subject_id=1, now=at)


def test_a_line_of_a_month_without_partition_waits_in_the_default_one():
    record(FAR)
    assert partition_of(AuditEntry.objects.get()) == "audit_auditentry_default"


def test_making_the_partition_moves_the_waiting_lines_and_nothing_is_lost():
    record(FAR)
    services.ensure_partitions(now=FAR)
    assert partition_of(AuditEntry.objects.get()) == "audit_auditentry_203103"


def test_months_turn_at_midnight_in_the_province():
    services.ensure_partitions(now=FAR)
    record(FAR)
    record(NEXT_SECOND)
    assert [partition_of(entry) for entry in AuditEntry.objects.order_by("recorded_at")] == [
        "audit_auditentry_203103",
        "audit_auditentry_203104",
    ]


def test_making_partitions_twice_makes_nothing_new():
    assert services.ensure_partitions(now=FAR) > 0
    assert services.ensure_partitions(now=FAR) == 0


def test_rows_moved_for_a_partition_do_not_open_the_table_to_changes():
    record(FAR)
    services.ensure_partitions(now=FAR)
    with pytest.raises(Exception, match="only ever added"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditentry")
