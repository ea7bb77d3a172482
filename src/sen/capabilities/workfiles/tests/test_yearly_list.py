"""The yearly list is drafted by the clerk, approved by a leader, and then only added to."""

import pytest

from sen.capabilities.workfiles import services
from sen.capabilities.workfiles.errors import HeadingInUse, HeadingTaken, ListApproved, ListEmpty, ListExists
from sen.capabilities.workfiles.models import FileList, ListEntry
from sen.capabilities.workfiles.states import FileListState
from sen.capabilities.workfiles.types import NewEntry
from sen.kernel.errors import NotAllowed, NotFound
from tests.factories import MONDAY


def begin(registrar, agency, **values):
    told = {"year": 2027, "numbering": "heading", "copy_last": False} | values
    return services.make_list(actor=registrar, agency_id=agency.pk, now=MONDAY, **told)


def heading(actor, owner, title="Tổ chức cán bộ", abbreviation="TCCB", parent=None):
    return services.add_heading(
        actor=actor, list_id=owner.pk, title=title, abbreviation=abbreviation, parent_id=parent.pk if parent else None, now=MONDAY
    )


def entry(actor, owner, under, rules, title="Hồ sơ nâng lương"):
    return services.add_entry(actor=actor, list_id=owner.pk, values=NewEntry(under.pk, title, rules["13.02"].pk), now=MONDAY)


def test_files_are_numbered_inside_each_big_heading(registrar, agency, rules):
    owner = begin(registrar, agency)
    first, second = heading(registrar, owner), heading(registrar, owner, "Tổng hợp", "TH")
    small = heading(registrar, owner, "Đào tạo", "", parent=first)
    notations = [entry(registrar, owner, under, rules).notation for under in (first, second, small, second)]
    assert notations == ["01.TCCB", "01.TH", "02.TCCB", "02.TH"]


def test_files_are_numbered_through_the_whole_list_when_it_says_so(registrar, agency, rules):
    owner = begin(registrar, agency, numbering="whole")
    first, second = heading(registrar, owner), heading(registrar, owner, "Tổng hợp", "TH")
    assert [entry(registrar, owner, under, rules).notation for under in (first, second, first)] == ["01.TCCB", "02.TH", "03.TCCB"]


def test_numbers_close_up_when_a_line_is_taken_out_of_a_draft(registrar, agency, rules):
    owner = begin(registrar, agency)
    under = heading(registrar, owner)
    lines = [entry(registrar, owner, under, rules, f"Hồ sơ {n}") for n in (1, 2, 3)]
    services.remove_entry(actor=registrar, list_id=owner.pk, entry_id=lines[0].pk, now=MONDAY)
    assert list(owner.entries.order_by("number").values_list("notation", "title")) == [("01.TCCB", "Hồ sơ 2"), ("02.TCCB", "Hồ sơ 3")]
    assert entry(registrar, owner, under, rules, "Hồ sơ 4").notation == "03.TCCB"


def test_a_year_has_one_list(registrar, agency, rules):
    begin(registrar, agency)
    with pytest.raises(ListExists):
        begin(registrar, agency)
    assert FileList.objects.count() == 1


def test_a_heading_of_the_same_abbreviation_is_refused(registrar, agency, rules):
    owner = begin(registrar, agency)
    heading(registrar, owner)
    with pytest.raises(HeadingTaken):
        heading(registrar, owner, "Công tác cán bộ", "tccb")
    assert owner.headings.count() == 1


def test_a_heading_with_files_stays(registrar, agency, rules):
    owner = begin(registrar, agency)
    under = heading(registrar, owner)
    entry(registrar, owner, under, rules)
    with pytest.raises(HeadingInUse):
        services.remove_heading(actor=registrar, list_id=owner.pk, heading_id=under.pk, now=MONDAY)
    assert owner.headings.filter(pk=under.pk).exists()


def test_an_empty_list_is_not_submitted(registrar, agency, rules):
    owner = begin(registrar, agency)
    with pytest.raises(ListEmpty):
        services.submit_list(actor=registrar, list_id=owner.pk, now=MONDAY)
    owner.refresh_from_db()
    assert owner.state == FileListState.DRAFT


def test_only_a_leader_approves(registrar, agency, rules, specialist):
    owner = begin(registrar, agency)
    entry(registrar, owner, heading(registrar, owner), rules)
    services.submit_list(actor=registrar, list_id=owner.pk, now=MONDAY)
    with pytest.raises(NotAllowed):
        services.approve_list(actor=registrar, list_id=owner.pk, decision="", now=MONDAY)
    with pytest.raises(NotFound):
        services.approve_list(actor=specialist, list_id=owner.pk, decision="", now=MONDAY)
    owner.refresh_from_db()
    assert owner.state == FileListState.SUBMITTED


def test_a_list_sent_back_is_written_again(registrar, approver, agency, rules):
    owner = begin(registrar, agency)
    under = heading(registrar, owner)
    entry(registrar, owner, under, rules)
    services.submit_list(actor=registrar, list_id=owner.pk, now=MONDAY)
    services.send_back_list(actor=approver, list_id=owner.pk, reason="Thiếu hồ sơ thi đua", now=MONDAY)
    entry(registrar, owner, under, rules, "Hồ sơ thi đua")
    owner.refresh_from_db()
    assert (owner.state, owner.reason, owner.entries.count()) == (FileListState.DRAFT, "Thiếu hồ sơ thi đua", 2)


def test_an_approved_list_is_only_added_to(registrar, file_list, rules):
    file_list.refresh_from_db()
    line = entry(registrar, file_list, file_list.headings.get(), rules, "Hồ sơ phát sinh")
    assert (line.notation, line.is_added) == ("03.TH", True)
    with pytest.raises(ListApproved):
        services.remove_entry(actor=registrar, list_id=file_list.pk, entry_id=line.pk, now=MONDAY)
    assert ListEntry.objects.filter(pk=line.pk).exists()


def test_the_next_year_copies_headings_and_files(registrar, file_list, agency):
    owner = begin(registrar, agency, copy_last=True)
    told = list(owner.entries.order_by("number").values_list("notation", "title", "is_added"))
    assert told == [("01.TH", "Hồ sơ báo cáo công tác năm 2027", False), ("02.TH", "Hồ sơ phòng chống thiên tai năm 2027", False)]
    assert owner.headings.get().last_number == 2


def test_an_outsider_sees_no_list(outsider_officer, file_list):
    with pytest.raises(NotFound):
        services.submit_list(actor=outsider_officer, list_id=file_list.pk, now=MONDAY)
