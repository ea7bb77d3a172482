"""Malware scanning."""

import datetime as dt

import pytest

from sen.foundation.audit.models import AuditEntry
from sen.foundation.files import errors, selectors, services
from sen.foundation.files.adapters import configured_scanner
from sen.foundation.files.adapters.clamav import ClamavScanner
from sen.foundation.files.adapters.memory import EICAR, MemoryScanner
from sen.foundation.files.adapters.none import NoScanner
from sen.foundation.files.models import ScanState, StoredFile
from sen.foundation.files.tests.conftest import PDF
from sen.foundation.files.types import Verdict
from sen.foundation.jobs.models import OutboxEvent

NOW = dt.datetime(2026, 11, 23, 2, 10, tzinfo=dt.UTC)
VIRUS = b"%PDF-1.4\n" + EICAR + b"\nstartxref\n%%EOF"


def stored(sender, content=PDF, name="a.pdf"):
    return services.store_bytes(name=name, content=content, actor=sender, now=NOW)


def state_of(file):
    return StoredFile.objects.get(pk=file.pk).scan_state


@pytest.mark.django_db
class TestScanFile:
    def test_a_clean_file_is_freed(self, sender, scanner):
        file = stored(sender)
        assert services.scan_file(file_id=file.pk, now=NOW) == ScanState.CLEAN
        file.refresh_from_db()
        assert file.scanned_at == NOW
        assert selectors.get_download(file).inline

    def test_malware_is_locked_recorded_and_announced(self, sender, scanner):
        file = stored(sender, VIRUS)
        OutboxEvent.objects.all().delete()
        assert services.scan_file(file_id=file.pk, now=NOW) == ScanState.INFECTED
        file.refresh_from_db()
        with pytest.raises(errors.FileInfected):
            selectors.get_download(file)
        assert AuditEntry.objects.filter(action="malware_found", subject_id=file.pk).count() == 1
        assert OutboxEvent.objects.get().topic == "files.MalwareFound"

    def test_malware_locks_every_file_with_the_same_bytes(self, sender, scanner):
        one, two = stored(sender, VIRUS), stored(sender, VIRUS, "b.pdf")
        services.scan_file(file_id=two.pk, now=NOW)
        assert state_of(one) == ScanState.INFECTED

    def test_a_silent_scanner_leaves_the_file_waiting_and_closed(self, sender, scanner):
        file = stored(sender)
        scanner.silent = True
        with pytest.raises(errors.ScannerSilent):
            services.scan_file(file_id=file.pk, now=NOW)
        assert state_of(file) == ScanState.PENDING
        with pytest.raises(errors.FileBeingChecked):
            selectors.get_download(file)

    def test_a_verdict_is_not_asked_for_twice(self, sender, scanner):
        file = stored(sender)
        services.scan_file(file_id=file.pk, now=NOW)
        services.scan_file(file_id=file.pk, now=NOW)
        assert len(scanner.seen) == 1

    def test_waiting_files_are_looked_at_once_the_scanner_answers_again(self, sender, scanner):
        scanner.silent = True
        files = [stored(sender, PDF + bytes([number])) for number in range(3)]
        assert services.rescan_waiting(now=NOW) == 0
        scanner.silent = False
        assert services.rescan_waiting(now=NOW) == 3
        assert {state_of(file) for file in files} == {ScanState.CLEAN}

    def test_files_from_before_there_was_a_scanner_are_looked_at_later(self, sender):
        file = stored(sender, VIRUS)
        assert state_of(file) == ScanState.NOT_SCANNED
        services.use_scanner(MemoryScanner())
        services.rescan_waiting(now=NOW)
        assert state_of(file) == ScanState.INFECTED

    def test_without_a_scanner_nothing_is_asked(self, sender, django_assert_num_queries):
        stored(sender)
        with django_assert_num_queries(0):
            assert services.rescan_waiting(now=NOW) == 0

    def test_an_unscanned_file_may_only_be_sent_as_an_attachment(self, sender):
        assert not selectors.get_download(stored(sender)).inline


@pytest.mark.parametrize("scanner", [MemoryScanner(), NoScanner(), ClamavScanner("/nowhere.sock")])
def test_every_scanner_calls_a_missing_file_anything_but_clean(tmp_path, scanner):
    assert scanner.scan(tmp_path / "missing").verdict is not Verdict.CLEAN


def test_the_setting_chooses_the_scanner(tmp_path):
    assert isinstance(configured_scanner("clamav", "/nowhere.sock"), ClamavScanner)
    assert isinstance(configured_scanner("none", ""), NoScanner)
    assert isinstance(configured_scanner("auto", str(tmp_path / "no.sock")), NoScanner)
    with pytest.raises(ValueError, match="norton"):
        configured_scanner("norton", "")
