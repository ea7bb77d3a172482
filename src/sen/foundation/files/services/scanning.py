"""Having stored files looked at by the scanner."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from sen.foundation.audit.services import record_change
from sen.foundation.files import selectors
from sen.foundation.files.adapters import configured_scanner
from sen.foundation.files.errors import ScannerSilent, TooLargeToScan
from sen.foundation.files.events import MalwareFound
from sen.foundation.files.models import ScanState, StoredFile
from sen.foundation.files.types import Scanner, Verdict
from sen.foundation.jobs.services import publish
from sen.kernel.actor import SYSTEM

_FINAL = (ScanState.CLEAN, ScanState.INFECTED)
_chosen: list[Scanner] = []


def use_scanner(scanner: Scanner | None) -> None:
    """Have files looked at by this scanner; None returns to the configured one."""
    _chosen[:] = [scanner] if scanner is not None else []


def current_scanner() -> Scanner:
    """The chosen scanner, otherwise the configured one."""
    return _chosen[0] if _chosen else configured_scanner(settings.FILES_SCANNER, settings.FILES_CLAMAV_ADDRESS)


def first_state() -> ScanState:
    """The state of a file that has just come in."""
    return ScanState.PENDING if current_scanner().looks else ScanState.NOT_SCANNED


@transaction.atomic
def scan_file(*, file_id: int, now: dt.datetime) -> ScanState:
    """Have the file looked at and keep the verdict; a file with a verdict is not looked at again.

    Only an outright "clean" frees a file.  When the scanner cannot say, the file keeps waiting and ScannerSilent or
    TooLargeToScan is raised, so that the job is tried again.  Malware marks every file with the same bytes.
    """
    file = StoredFile.objects.select_for_update().get(pk=file_id)
    if file.scan_state in _FINAL:
        return ScanState(file.scan_state)
    result = current_scanner().scan(selectors.stored_path(file.sha256))
    if result.verdict is Verdict.UNKNOWN:
        raise ScannerSilent
    if result.verdict is Verdict.TOO_LARGE:
        raise TooLargeToScan
    if result.verdict is Verdict.INFECTED:
        _condemn(file, result.note, now)
        return ScanState.INFECTED
    file.scan_state = ScanState(result.verdict.value)
    file.scanned_at = now if file.scan_state == ScanState.CLEAN else None
    file.scan_note = result.note[:200]
    file.save(update_fields=["scan_state", "scanned_at", "scan_note"])
    return ScanState(file.scan_state)


def rescan_waiting(*, now: dt.datetime, limit: int = 100) -> int:
    """Look at files that still wait or came in while there was no scanner, until it falls silent; returns how many were done."""
    if not current_scanner().looks:
        return 0
    waiting = StoredFile.objects.filter(scan_state__in=[ScanState.PENDING, ScanState.NOT_SCANNED]).order_by("id")
    done = 0
    for file_id in list(waiting.values_list("id", flat=True)[:limit]):
        try:
            scan_file(file_id=file_id, now=now)
        except ScannerSilent:
            break
        except TooLargeToScan:
            continue  # says nothing about the files behind it
        done += 1
    return done


def scanner_status() -> str:
    """Which scanner looks at files and how old its signatures are, for operators."""
    scanner = current_scanner()
    return f"{scanner.name}: {scanner.status() or 'không trả lời'}"


def _condemn(file: StoredFile, note: str, now: dt.datetime) -> None:
    same = StoredFile.objects.filter(sha256=file.sha256).exclude(scan_state=ScanState.INFECTED)
    for twin in same.select_for_update():
        twin.scan_state, twin.scanned_at, twin.scan_note = ScanState.INFECTED, now, note[:200]
        twin.save(update_fields=["scan_state", "scanned_at", "scan_note"])
        record_change(actor=SYSTEM, action="malware_found", subject_type="file", subject_id=twin.pk, now=now, detail={"note": note[:200]})
        publish(MalwareFound(twin.pk), now=now)
