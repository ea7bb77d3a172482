"""A year of documents of the province, by the platform's own generator; made once and kept."""

import os

from django.core.management import call_command
from django.db import connection

from benchmarks._province import ensure_reference
from benchmarks._report import tell

MILLIONS = 2_000_000


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
            call_command("load_demo_documents", count=count, papers=6, stdout=nowhere)
        with connection.cursor() as cursor:
            for table in ("content", "contentfile", "outgoingdocument", "delivery", "incomingdocument", "incomingpass"):
                cursor.execute(f"VACUUM (ANALYZE) correspondence_{table}")
        have = _count()
    return have


def _count() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM correspondence_incomingdocument) + (SELECT count(*) FROM correspondence_outgoingdocument)"
        )
        return int(cursor.fetchone()[0])
