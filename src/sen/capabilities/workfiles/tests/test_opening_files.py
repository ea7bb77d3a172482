"""Files are opened from the list or by their makers, numbered once, corrected while open."""

import datetime as dt

import pytest

from sen.capabilities.workfiles import services
from sen.capabilities.workfiles.errors import EntryTaken, FileNotEmpty, NotationTaken, ReasonMissing, StartInFuture, WrongColleague
from sen.capabilities.workfiles.models import WorkFile
from sen.capabilities.workfiles.states import WorkFileState
from sen.capabilities.workfiles.tests.conftest import put, record
from sen.capabilities.workfiles.types import NewFile
from sen.foundation.history.selectors import list_events
from sen.kernel.errors import NotAllowed, NotFound
from tests.factories import MONDAY

START = dt.date(2026, 3, 2)


def own(actor, agency, rules, **values):
    told = {"title": "Hồ sơ lễ hội sen", "retention_id": rules["13.02"].pk, "start_on": START, "year": 2026} | values
    return services.open_own_file(actor=actor, agency_id=agency.pk, values=NewFile(**told), now=MONDAY)


def test_a_listed_file_takes_sign_title_and_term_from_the_list(workfile, specialist, agency):
    assert (workfile.notation, workfile.title, workfile.maintenance) == ("02.TH", "Hồ sơ phòng chống thiên tai năm 2026", "20 năm")
    assert (workfile.organ_id, workfile.code) == (agency.dossier_prefix, f"{agency.dossier_prefix}.2026.02.TH")
    assert (workfile.keeper_id, workfile.state) == (specialist.account_id, WorkFileState.OPEN)
    assert [event.action for event in list_events("workfile", workfile.pk)] == ["open"]


def test_a_line_of_the_list_has_one_file(workfile, colleague):
    with pytest.raises(EntryTaken):
        services.open_listed_file(actor=colleague, entry_id=workfile.entry_id, start_on=START, now=MONDAY)
    assert WorkFile.objects.count() == 1


def test_a_dropped_file_frees_its_line(workfile, specialist):
    services.drop_file(actor=specialist, workfile_id=workfile.pk, reason="Lập nhầm", now=MONDAY)
    again = services.open_listed_file(actor=specialist, entry_id=workfile.entry_id, start_on=START, now=MONDAY)
    assert again.notation == workfile.notation


def test_a_file_with_something_in_it_is_not_dropped(workfile, specialist):
    put(specialist, workfile, record(1))
    with pytest.raises(FileNotEmpty):
        services.drop_file(actor=specialist, workfile_id=workfile.pk, reason="Lập nhầm", now=MONDAY)
    workfile.refresh_from_db()
    assert workfile.state == WorkFileState.OPEN


def test_a_file_under_a_heading_is_added_to_the_list(specialist, agency, rules, file_list):
    made = own(specialist, agency, rules, heading_id=file_list.headings.get().pk)
    assert (made.notation, made.entry.is_added, made.entry.keeper_name) == ("03.TH", True, "Nguyễn Văn Bình")


def test_a_file_outside_the_list_takes_the_next_number_of_the_agency(specialist, agency, rules):
    assert [own(specialist, agency, rules).notation for _ in range(2)] == ["01.HSCV", "02.HSCV"]


def test_a_sign_is_given_once_a_year(specialist, colleague, agency, rules):
    own(specialist, agency, rules, notation="07.VX")
    with pytest.raises(NotationTaken):
        own(colleague, agency, rules, notation="07. VX")
    assert WorkFile.objects.count() == 1
    assert own(colleague, agency, rules, notation="07.VX", year=2025).notation == "07.VX"


def test_work_does_not_begin_tomorrow(specialist, agency, rules):
    with pytest.raises(StartInFuture):
        own(specialist, agency, rules, start_on=dt.date(2026, 11, 17))
    assert not WorkFile.objects.exists()


def test_nobody_opens_files_in_another_agency(outsider_officer, agency, rules, file_list):
    with pytest.raises(NotAllowed):
        own(outsider_officer, agency, rules)
    with pytest.raises(NotFound):
        services.open_listed_file(actor=outsider_officer, entry_id=file_list.entries.first().pk, start_on=START, now=MONDAY)
    assert not WorkFile.objects.exists()


def test_a_correction_keeps_the_code_and_tells_the_history(workfile, specialist, rules):
    values = NewFile("Hồ sơ hạn mặn năm 2026", rules["1.06"].pk, START, 2026, notation="99.XX", rights="limited", keywords="hạn mặn")
    services.correct_file(actor=specialist, workfile_id=workfile.pk, values=values, now=MONDAY)
    workfile.refresh_from_db()
    assert (workfile.notation, workfile.title, workfile.maintenance, workfile.rights) == (
        "02.TH",
        "Hồ sơ hạn mặn năm 2026",
        "Vĩnh viễn",
        "limited",
    )
    assert list_events("workfile", workfile.pk)[-1].payload["before"]["maintenance"] == "20 năm"


def test_a_colleague_without_a_right_finds_no_file(workfile, colleague, rules):
    with pytest.raises(NotFound):
        services.correct_file(actor=colleague, workfile_id=workfile.pk, values=NewFile("Khác", rules["1.06"].pk, START, 2026), now=MONDAY)
    workfile.refresh_from_db()
    assert workfile.title == "Hồ sơ phòng chống thiên tai năm 2026"


def test_a_leader_gives_the_file_to_another_keeper(workfile, approver, specialist, colleague):
    services.pass_files(
        actor=approver, workfile_ids=[workfile.pk], to_account_id=colleague.account_id, reason="Chuyển công tác", now=MONDAY
    )
    workfile.refresh_from_db()
    assert (workfile.keeper_id, workfile.keeper_name) == (colleague.account_id, "Đỗ Văn Tám")
    with pytest.raises(NotFound):
        put(specialist, workfile, record(1))


def test_a_file_is_not_given_to_a_stranger_nor_without_a_reason(workfile, specialist, outsider_officer, colleague):
    told = {"actor": specialist, "workfile_ids": [workfile.pk], "now": MONDAY}
    with pytest.raises(WrongColleague):
        services.pass_files(to_account_id=outsider_officer.account_id, reason="Chuyển", **told)
    with pytest.raises(ReasonMissing):
        services.pass_files(to_account_id=colleague.account_id, reason=" ", **told)
    workfile.refresh_from_db()
    assert workfile.keeper_id == specialist.account_id
