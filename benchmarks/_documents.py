"""A year of documents of the province, by the platform's own generator; made once and kept."""

import os

from django.core.management import call_command
from django.db import connection, transaction

from benchmarks._province import ensure_reference
from benchmarks._report import tell

MILLIONS = 2_000_000
# As directing gives them: one to everybody a document was passed on to.
_TASKS = """
    INSERT INTO assignments_task (title, instruction, source_kind, source_id, source_title, source_code, role, given_by_id, given_by_name,
        giver_agency_id, agency_id, division_id, officer_id, urgency, wants_report, due_at, state, progress, opened_at, closed_at, result,
        words, is_demo)
    SELECT c.subject, i.direction, 'incoming', i.id, c.subject, c.code, p.role, p.passed_by_id, a.name, i.agency_id, i.agency_id,
        p.division_id, p.officer_id, c.urgency, false, i.due_at,
        CASE i.state WHEN 'assigned' THEN 'given' ELSE i.state END, 0, p.passed_at, i.finished_at, '', '', true
    FROM correspondence_incomingpass p JOIN correspondence_incomingdocument i ON i.id = p.incoming_id
    JOIN correspondence_content c ON c.id = i.content_id JOIN accounts_account a ON a.id = p.passed_by_id
    WHERE i.state IN ('assigned', 'doing', 'done')
"""
_FILLED = (
    *("correspondence_content", "correspondence_contentfile", "correspondence_outgoingdocument", "correspondence_delivery"),
    *("correspondence_incomingdocument", "correspondence_incomingpass", "assignments_task"),
)


def documents_wanted() -> int:
    """How many documents to measure with: two million, or what SEN_BENCH_DOCUMENTS says."""
    return int(os.environ.get("SEN_BENCH_DOCUMENTS", MILLIONS))


def ensure_documents(count: int) -> int:
    """About so many documents in the books of agencies; returns how many there are.

    Documents cannot be added to a year that is there: a larger province is made in a fresh installation (``--data FOLDER``).
    """
    ensure_reference()
    have = _count()
    if not have:
        tell(f"  making {count:,} documents")
        with open("/dev/null", "w") as nowhere:
            call_command("load_documents", province="dongthap-2025", stdout=nowhere)
            call_command("load_demo_documents", count=count, papers=6, registers_only=True, stdout=nowhere)
        with transaction.atomic(), connection.cursor() as cursor:
            # Its keys come from rows that were checked; ten million checks more would take longer than the rows.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(_TASKS)
        with connection.cursor() as cursor:
            for table in _FILLED:
                cursor.execute(f"VACUUM (ANALYZE) {table}")
        have = _count()
    return have


def _count() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM correspondence_incomingdocument) + (SELECT count(*) FROM correspondence_outgoingdocument)"
        )
        return int(cursor.fetchone()[0])
