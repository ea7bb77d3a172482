"""What tests of work files share: rules, a source of records in memory, an archive keeper, files at several stages."""

import datetime as dt
from collections.abc import Iterator

import pytest

from sen.capabilities.workfiles import services
from sen.capabilities.workfiles.adapters.memory import MemorySource
from sen.capabilities.workfiles.models import FileList, RetentionRule, WorkFile
from sen.capabilities.workfiles.services.rules import load_rules
from sen.capabilities.workfiles.types import Fileable, FiledFile, NewEntry, Trace, register_source
from sen.foundation.agencies.models import Agency
from sen.foundation.files.models import StoredFile
from sen.foundation.files.services import store_bytes
from sen.foundation.printing.services import render_pdf
from sen.kernel import clock
from sen.kernel.actor import SYSTEM, Actor, Role
from tests.factories import MONDAY, make_officer

RETENTION = (
    ("1.06", "Kế hoạch, báo cáo hằng năm", ""),
    ("13.02", "Hồ sơ công việc chuyên môn thường xuyên", "20"),
    ("12.05", "Giấy mời, phiếu gửi", "2"),
)
MEMORY = "sen.capabilities.workfiles.adapters.memory.MemorySource"
IN_FORCE = {"valid_from": "2020-01-01", "valid_to": "", "basis": "thử"}


@pytest.fixture(autouse=True)
def _memory(settings) -> Iterator[None]:
    """Documents in and out come from memory; the real sources have tests of their own."""
    real = "sen.capabilities.workfiles.selectors.filing"
    for kind in ("incoming", "outgoing"):
        register_source(kind, MEMORY)
    yield
    MemorySource.records.clear()
    MemorySource.readers.clear()
    register_source("incoming", f"{real}.IncomingSource")
    register_source("outgoing", f"{real}.OutgoingSource")


@pytest.fixture(autouse=True)
def _data(tmp_path, settings) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the pages stands an hour after the records were made."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY + dt.timedelta(hours=1))


@pytest.fixture
def rules(db: None) -> dict[str, RetentionRule]:
    """Terms of keeping, terms of hand-over and targets, by code."""
    terms = {**IN_FORCE, "construction_months": "3", "other_months": "12", "keep_longer_months": "24"}
    load_rules(
        retention=[
            {**IN_FORCE, "code": code, "group": "Nhóm", "description": text, "years": years, "until_void": "0", "is_checked": "1"}
            for code, text, years in RETENTION
        ],
        terms=[{**terms, "hand_over_from_years": "5", "notice_days": "30"}],
        targets=[{**IN_FORCE, "level": "commune", "share": "60"}],
    )
    return {rule.code: rule for rule in RetentionRule.objects.all()}


@pytest.fixture
def archivist(agency: Agency) -> Actor:
    return make_officer(Role.ARCHIVE, agency, name="Trương Thị Sen", title="Lưu trữ viên")


@pytest.fixture
def colleague(agency: Agency) -> Actor:
    return make_officer(Role.SPECIALIST, agency, name="Đỗ Văn Tám", title="Chuyên viên")


@pytest.fixture
def file_list(registrar: Actor, approver: Actor, rules: dict[str, RetentionRule], agency: Agency) -> FileList:
    """The approved list of the year with two files under one heading."""
    owner = services.make_list(actor=registrar, agency_id=agency.pk, year=2026, numbering="heading", copy_last=False, now=MONDAY)
    heading = services.add_heading(actor=registrar, list_id=owner.pk, title="Tổng hợp", abbreviation="TH", parent_id=None, now=MONDAY)
    for title, code in (("Hồ sơ báo cáo công tác năm 2026", "1.06"), ("Hồ sơ phòng chống thiên tai năm 2026", "13.02")):
        values = NewEntry(heading.pk, title, rules[code].pk)
        services.add_entry(actor=registrar, list_id=owner.pk, values=values, now=MONDAY)
    services.submit_list(actor=registrar, list_id=owner.pk, now=MONDAY)
    services.approve_list(actor=approver, list_id=owner.pk, decision="15/QĐ-UBND", now=MONDAY)
    return owner


@pytest.fixture
def workfile(specialist: Actor, file_list: FileList) -> WorkFile:
    """A file the specialist opened from the list."""
    entry = file_list.entries.get(notation="02.TH")
    return services.open_listed_file(actor=specialist, entry_id=entry.pk, start_on=dt.date(2026, 3, 2), now=MONDAY)


@pytest.fixture
def closed_file(workfile: WorkFile, specialist: Actor) -> WorkFile:
    """The same file, with two documents in it, closed."""
    put(specialist, workfile, record(1, day=dt.date(2026, 4, 20)))
    put(specialist, workfile, record(2, day=dt.date(2026, 4, 3)))
    return close(specialist, workfile)


def record(number: int, *, day: dt.date = dt.date(2026, 5, 4), kind: str = "incoming", files: tuple[FiledFile, ...] = (), **values) -> int:
    """A document in memory."""
    facts = {
        "title": f"V/v phòng chống hạn mặn đợt {number}",
        "type_name": "Công văn",
        "number": f"{number:02d}/UBND-KT",
        "author": "Ủy ban nhân dân tỉnh Đồng Tháp",
        "pages": 2,
        "url": "/",
        "metadata": {"SignerInfo": {"Position": "Phó Chủ tịch", "FullName": "Lê Văn Sáu"}, "Priority": 0, "ArrivalNumber": 100 + number},
        "traces": (Trace(MONDAY, "Phạm Minh Đức", "Giao phòng Kinh tế chủ trì"),),
    } | values
    MemorySource.records[number] = Fileable(kind, number, dated_on=day, files=files, **facts)
    return number


def put(actor: Actor, workfile: WorkFile, number: int):
    """Put a document from memory into the file."""
    return services.put_record(actor=actor, workfile_id=workfile.pk, kind="incoming", record_id=number, now=MONDAY)


def close(actor: Actor, workfile: WorkFile, *, code: str = "13.02", now: dt.datetime = MONDAY, **values) -> WorkFile:
    """Close the file as of the day."""
    told = {"title": workfile.title, "end_on": dt.date(2026, 11, 10), "retention_id": RetentionRule.objects.get(code=code).pk} | values
    return services.close_file(actor=actor, workfile_id=workfile.pk, now=now, **told)


def stored_pdf(text: str = "Công văn") -> StoredFile:
    """A PDF of one page in the store."""
    content = render_pdf("printing/sample.typ", {"form": {"title": text}, "issuer": {"unit": "Thử"}, "date": "2026-05-04", "text": text})
    return store_bytes(name=f"{text}.pdf", content=content, actor=SYSTEM, now=MONDAY, media_type="application/pdf", produced=True)
