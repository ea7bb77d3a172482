"""Keeping files."""

import datetime as dt
import hashlib
import os
import stat
import time

import pytest

from sen.foundation.audit.models import AuditEntry
from sen.foundation.files import errors, selectors, services
from sen.foundation.files.models import ScanState, StoredFile
from sen.foundation.files.tests.conftest import JPEG, PDF
from sen.foundation.jobs.models import OutboxEvent
from sen.kernel.actor import SYSTEM
from sen.kernel.errors import NotFound

NOW = dt.datetime(2026, 11, 23, 2, 10, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def left_over(root):
    return [path for path in (root / "files").rglob("*") if path.is_file()]


def test_the_bytes_lie_at_the_address_of_their_hash_readable_by_owner_and_group(sender, data_dir):
    file = services.store_bytes(name="tờ khai.pdf", content=PDF, actor=sender, now=NOW)
    digest = hashlib.sha256(PDF).hexdigest()
    path = data_dir / "files" / digest[:2] / digest[2:4] / digest
    assert path.read_bytes() == PDF
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert (file.sha256, file.size, file.media_type, file.name, file.uploaded_by_id) == (
        digest,
        len(PDF),
        "application/pdf",
        "tờ khai.pdf",
        11,
    )
    assert left_over(data_dir) == [path]


def test_the_same_bytes_are_kept_once_under_two_names(sender, data_dir):
    one = services.store_bytes(name="a.pdf", content=PDF, actor=sender, now=NOW)
    two = services.store_bytes(name="b.pdf", content=PDF, actor=sender, now=NOW)
    assert (one.sha256, one.pk) != (two.sha256, two.pk)
    assert len(left_over(data_dir)) == 1


def test_a_name_without_extension_gets_the_one_of_its_kind(sender):
    assert services.store_bytes(name="ảnh", content=JPEG, actor=sender, now=NOW).name == "ảnh.jpg"


def test_storing_is_written_to_the_trail(sender):
    file = services.store_bytes(name="a.pdf", content=PDF, actor=sender, now=NOW)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject_id, entry.detail["sha256"]) == ("store", file.pk, file.sha256)


@pytest.mark.parametrize(
    ("content", "error"), [(b"", errors.EmptyFile), (b"MZ" + b"\x00" * 100, errors.KindNotAccepted), (b"x" * 3000, errors.FileTooLarge)]
)
def test_a_refused_file_leaves_nothing_behind(sender, data_dir, settings, content, error):
    settings.FILES_MAX_CITIZEN_BYTES = 2000
    with pytest.raises(error):
        services.store_bytes(name="a.txt", content=content, actor=sender, now=NOW)
    assert not StoredFile.objects.exists()
    assert not AuditEntry.objects.exists()
    assert left_over(data_dir) == []


def test_a_huge_stream_is_refused_as_soon_as_the_limit_is_passed(sender, data_dir):
    taken = 0

    def endless():
        nonlocal taken
        while True:
            taken += 1
            yield b"\x00" * 1024 * 1024

    with pytest.raises(errors.FileTooLarge) as refused:
        services.store_stream(name="a.pdf", pieces=endless(), actor=sender, now=NOW)
    assert taken == 21
    assert refused.value.message == "Tệp lớn hơn 20 MB. Hãy chụp lại từng trang hoặc chọn chất lượng thấp hơn."
    assert left_over(data_dir) == []


def test_what_the_platform_made_is_clean_and_asks_no_scanner(scanner):
    file = services.store_bytes(name="giay-tiep-nhan.pdf", content=PDF, actor=SYSTEM, now=NOW, media_type="application/pdf")
    assert file.scan_state == ScanState.CLEAN
    assert not OutboxEvent.objects.exists()


def test_what_an_officer_had_the_platform_make_is_clean_under_the_officers_name(sender, scanner):
    file = services.store_bytes(name="ket-qua.pdf", content=PDF, actor=sender, now=NOW, media_type="application/pdf", produced=True)
    assert (file.scan_state, file.uploaded_by_id) == (ScanState.CLEAN, sender.account_id)


def test_a_media_type_that_comes_with_sent_bytes_is_not_believed(sender):
    with pytest.raises(errors.KindNotAccepted):
        services.store_bytes(name="a", content=b"MZ" + b"\x00" * 60, actor=sender, now=NOW, media_type="application/pdf")


def test_without_a_scanner_a_file_says_that_nobody_looked(sender):
    assert services.store_bytes(name="a.pdf", content=PDF, actor=sender, now=NOW).scan_state == ScanState.NOT_SCANNED


def test_with_a_scanner_a_file_waits_and_a_job_is_published(sender, scanner):
    file = services.store_bytes(name="a.pdf", content=PDF, actor=sender, now=NOW)
    assert file.scan_state == ScanState.PENDING
    assert OutboxEvent.objects.get().payload == {"file_id": file.pk}


def test_reading_gives_the_bytes_back(sender):
    assert selectors.read_bytes(services.store_bytes(name="a.pdf", content=PDF, actor=sender, now=NOW)) == PDF


def test_a_file_is_found_by_its_sender_only(sender):
    file = services.store_bytes(name="a.pdf", content=PDF, actor=sender, now=NOW)
    assert selectors.access_file(str(file.public_id), sender) == file
    stranger = type(sender)(sender.kind, account_id=12, name="Khác")
    for actor in (stranger, type(sender)(sender.kind)):
        with pytest.raises(NotFound):
            selectors.access_file(file.public_id, actor)
    with pytest.raises(NotFound):
        selectors.access_file("không phải mã", sender)


def test_only_old_bytes_without_a_record_are_cleared(sender, data_dir):
    kept = services.store_bytes(name="a.pdf", content=PDF, actor=sender, now=NOW)
    orphan, young = selectors.stored_path("ab" * 32), selectors.stored_path("cd" * 32)
    for path in (orphan, young):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    three_days_ago = time.time() - 3 * 86400
    os.utime(orphan, (three_days_ago, three_days_ago))
    os.utime(selectors.stored_path(kept.sha256), (three_days_ago, three_days_ago))
    assert services.discard_orphans() == 1
    assert not orphan.exists()
    assert young.exists()
    assert selectors.read_bytes(kept) == PDF
