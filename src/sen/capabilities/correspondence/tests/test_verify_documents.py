"""The stand-alone check of documents is green until one byte, one word or one side changes."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from sen.capabilities.correspondence.models import ContentFile, IncomingDocument
from sen.capabilities.correspondence.services.demonstration import load_demo_documents
from sen.foundation.files import services as files
from sen.foundation.files.adapters.none import NoScanner
from sen.foundation.files.selectors import files_root, stored_path
from sen.kernel.actor import Role
from tests.document_factories import make_book
from tests.factories import MONDAY, make_agency, make_division, make_officer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _documents(settings, tmp_path, monkeypatch):
    """A few issued documents between two agencies, committed, with their files on disk."""
    settings.DATA_DIR = tmp_path
    files.use_scanner(NoScanner())
    printer = "sen.capabilities.correspondence.services.demo_corpus.render_pdf"
    monkeypatch.setattr(printer, lambda template, facts: b"%PDF-1.7 " + str(facts).encode())
    for place in (make_agency(level="department"), make_agency()):
        division = make_division(place)
        for role in (Role.CLERK, Role.LEADER, Role.SPECIALIST):
            make_officer(role, place, division=division)
        make_book(place)
    load_demo_documents(count=40, per_topic=1, now=MONDAY, with_story=False)
    yield
    files.use_scanner(None)


def verdict() -> tuple[int, str]:
    facts = connection.get_connection_params()
    place = " ".join(f"{key}={facts[key]}" for key in ("host", "port", "user", "password", "dbname") if facts.get(key))
    script = Path(__file__).parents[5] / "deploy" / "verify_documents.py"
    command = [sys.executable, str(script), "--database", place, "--files", str(files_root())]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.returncode, done.stderr


def past_the_guard(table: str, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.usefixtures("_documents")
def test_a_changed_byte_a_changed_word_and_a_changed_side_are_found():
    assert verdict() == (0, "")
    row = ContentFile.objects.order_by("pk").first()
    path = stored_path(row.sha256)
    whole = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    code, told = verdict()
    assert code == 1
    assert "its bytes changed" in told
    path.write_bytes(whole)
    held = IncomingDocument.objects.filter(delivery__isnull=False).order_by("pk").first()
    IncomingDocument.objects.filter(pk=held.pk).update(packet_hash="0" * 64)
    past_the_guard("correspondence_content", f"UPDATE correspondence_content SET subject = 'Khác' WHERE id = {row.content_id}")
    code, told = verdict()
    assert code == 1
    assert f"incoming document {held.pk}" in told
    assert f"document {row.content_id} " in told
