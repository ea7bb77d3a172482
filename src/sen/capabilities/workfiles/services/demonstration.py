"""Work files of the demonstration: yearly lists, files with documents in them, closed, due, handed over and in the archive."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from sen.capabilities.workfiles.errors import ListExists
from sen.capabilities.workfiles.models import FileList, HandOver, ListEntry, RetentionRule, WorkFile
from sen.capabilities.workfiles.selectors.reading import search_records
from sen.capabilities.workfiles.selectors.rules import retention_rules
from sen.capabilities.workfiles.services.archiving import answer_hand_over, submit_files
from sen.capabilities.workfiles.services.closing import close_file
from sen.capabilities.workfiles.services.filing import put_note, put_records
from sen.capabilities.workfiles.services.listing import add_entry, add_heading, approve_list, make_list, submit_list
from sen.capabilities.workfiles.services.opening import open_listed_file
from sen.capabilities.workfiles.types import NewEntry
from sen.foundation.accounts.selectors import demo_team
from sen.kernel import clock
from sen.kernel.actor import Actor, Role

HEADINGS: Sequence[tuple[str, str, Sequence[tuple[str, str]]]] = (
    (
        "Tổng hợp",
        "TH",
        (
            ("Hồ sơ báo cáo công tác năm {year}", "1.06"),
            ("Hồ sơ giao ban, công văn trao đổi chung năm {year}", "1.13"),
            ("Hồ sơ chuyển đổi số năm {year}", "7.01"),
        ),
    ),
    (
        "Tổ chức cán bộ",
        "TCCB",
        (("Hồ sơ đào tạo, bồi dưỡng năm {year}", "3.05"), ("Hồ sơ nâng lương, phụ cấp năm {year}", "4.01")),
    ),
    (
        "Chuyên môn nghiệp vụ",
        "CM",
        (
            ("Hồ sơ phòng, chống thiên tai, hạn mặn năm {year}", "13.02"),
            ("Hồ sơ xây dựng nông thôn mới năm {year}", "13.01"),
            ("Hồ sơ tiếp công dân năm {year}", "9.03"),
        ),
    ),
)
_FILED = 4
DESKS = frozenset({Role.CLERK, Role.SPECIALIST, Role.LEADER, Role.ARCHIVE})


def load_demo_workfiles(*, agency_ids: Sequence[int], now: dt.datetime) -> dict[str, int]:
    """Fill the agencies that have demonstration officers and no list of this year yet; a second run changes nothing."""
    today = clock.local(now).date()
    known = {rule.code: rule for rule in retention_rules(today)}
    made = 0
    if not _codes() <= known.keys():
        # On a day before the shipped terms of keeping are in force there is nothing to file by.
        return {"agencies": 0, "files": 0}
    for agency_id in agency_ids:
        team = demo_team(agency_id, today)
        if not DESKS <= team.keys():
            continue
        try:
            made += _fill(agency_id, team, known, now)
        except ListExists:
            continue
    return {"agencies": made, "files": WorkFile.objects.filter(is_demo=True).count()}


def _codes() -> set[str]:
    return {code for _title, _short, files in HEADINGS for _name, code in files}


@transaction.atomic
def _fill(agency_id: int, team: dict[Role, Actor], known: dict[str, RetentionRule], now: dt.datetime) -> int:
    today = clock.local(now).date()
    clerk, maker = team[Role.CLERK], team[Role.SPECIALIST]
    last = _list(agency_id, team, known, today.year - 1, now)
    this = _list(agency_id, team, known, today.year, now)
    ended, opened = dt.date(today.year - 1, 12, 20), dt.date(today.year, 1, 5)
    kept, waiting, _due = (
        _close(clerk, _file(clerk, entry, dt.date(today.year - 1, 1, 6), now, None), ended, now)
        for entry in last.entries.order_by("pk")[:3]
    )
    _close(clerk, _file(clerk, this.entries.order_by("pk")[1], opened, now, 1), today, now)
    _file(maker, this.entries.order_by("pk")[5], opened, now, 0)
    _file(clerk, this.entries.order_by("pk")[2], dt.date(today.year, 1, 12), now, 2)
    given = submit_files(actor=clerk, workfile_ids=[kept.pk], block_name=f"Hồ sơ năm {ended.year}", now=now)
    condition = "Đầy đủ, mở được, chữ ký số hợp lệ"
    answer_hand_over(actor=team[Role.ARCHIVE], hand_over_id=given.pk, accepted=[kept.pk], refused={}, condition=condition, now=now)
    submit_files(actor=clerk, workfile_ids=[waiting.pk], block_name=f"Hồ sơ trao đổi chung năm {ended.year}", now=now)
    WorkFile.objects.filter(agency=agency_id).update(is_demo=True)
    HandOver.objects.filter(agency=agency_id).update(is_demo=True)
    return 1


def _close(clerk: Actor, file: WorkFile, ended: dt.date, now: dt.datetime) -> WorkFile:
    reason = "Chuyển theo dõi sang hồ sơ năm sau"
    return close_file(
        actor=clerk, workfile_id=file.pk, title=file.title, retention_id=file.retention_id, end_on=ended, open_reason=reason, now=now
    )


def _list(agency_id: int, team: dict[Role, Actor], known: dict[str, RetentionRule], year: int, now: dt.datetime) -> FileList:
    clerk = team[Role.CLERK]
    owner = make_list(actor=clerk, agency_id=agency_id, year=year, numbering="heading", copy_last=False, now=now)
    for title, short, files in HEADINGS:
        heading = add_heading(actor=clerk, list_id=owner.pk, title=title, abbreviation=short, parent_id=None, now=now)
        for name, code in files:
            keeper = team[Role.SPECIALIST].account_id if short == "CM" else clerk.account_id
            values = NewEntry(heading.pk, name.format(year=year), known[code].pk, keeper_id=keeper)
            add_entry(actor=clerk, list_id=owner.pk, values=values, now=now)
    submit_list(actor=clerk, list_id=owner.pk, now=now)
    approve_list(actor=team[Role.LEADER], list_id=owner.pk, decision="", now=now)
    FileList.objects.filter(pk=owner.pk).update(is_demo=True)
    return owner


def _file(keeper: Actor, entry: ListEntry, start_on: dt.date, now: dt.datetime, place: int | None) -> WorkFile:
    workfile = open_listed_file(actor=keeper, entry_id=entry.pk, start_on=start_on, now=now)
    if place is not None:
        found = search_records(keeper, "", clock.local(now).date(), limit=_FILED * 4)
        picked = [(kind, one.record_id) for kind, _label, rows in found for one in rows[place * _FILED : (place + 1) * _FILED]]
        put_records(actor=keeper, workfile_id=workfile.pk, records=picked, now=now)
    put_note(
        actor=keeper,
        workfile_id=workfile.pk,
        title="Ghi chép cuộc họp triển khai",
        text="Thống nhất phân công, thời hạn và đầu mối theo dõi.",
        dated_on=start_on,
        now=now,
    )
    return workfile
