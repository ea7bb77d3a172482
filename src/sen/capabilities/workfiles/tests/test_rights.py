"""Rights work at once, are told to the keeper, and never open documents their own apps keep closed."""

import datetime as dt

import pytest
from django.db import connection

from sen.capabilities.workfiles import services
from sen.capabilities.workfiles.adapters.memory import MemorySource
from sen.capabilities.workfiles.errors import GrantTaken, WrongColleague
from sen.capabilities.workfiles.policies import visible_workfiles
from sen.capabilities.workfiles.selectors.files import item_views, unconfirmed_changes
from sen.capabilities.workfiles.selectors.work import WorkFileWork
from sen.capabilities.workfiles.tests.conftest import put, record
from sen.kernel.actor import Role
from sen.kernel.errors import NotAllowed, NotFound
from tests.factories import MONDAY, make_division, make_officer

TODAY = MONDAY.date()


def give(actor, workfile, to, level="read"):
    return services.give_access(actor=actor, workfile_id=workfile.pk, account_id=to.account_id, level=level, now=MONDAY)


def sees(actor, workfile):
    return visible_workfiles(actor).filter(pk=workfile.pk).exists()


def test_a_right_begins_and_ends_at_once(workfile, specialist, colleague):
    assert not sees(colleague, workfile)
    grant = give(specialist, workfile, colleague)
    assert sees(colleague, workfile)
    services.withdraw_access(actor=specialist, workfile_id=workfile.pk, grant_id=grant.pk, now=MONDAY)
    assert not sees(colleague, workfile)


def test_reading_is_not_making(workfile, specialist, colleague):
    record(1)
    give(specialist, workfile, colleague)
    with pytest.raises(NotAllowed):
        put(colleague, workfile, 1)
    assert not workfile.items.exists()


def test_whoever_makes_the_file_together_puts_things_in(workfile, specialist, colleague):
    give(specialist, workfile, colleague, "edit")
    assert put(colleague, workfile, record(1)).put_by_name == "Đỗ Văn Tám"


def test_a_right_to_the_file_does_not_open_the_documents_in_it(workfile, specialist, colleague):
    put(specialist, workfile, record(1))
    MemorySource.readers[1] = frozenset({specialist.account_id})
    give(specialist, workfile, colleague)
    (view,) = item_views(colleague, workfile, TODAY)
    assert (view.is_hidden, view.files, view.url) == (True, (), "")
    assert not item_views(specialist, workfile, TODAY)[0].is_hidden


def test_a_change_by_somebody_else_stays_flagged_until_the_keeper_confirms(workfile, specialist, approver, colleague):
    give(approver, workfile, colleague)
    assert [grant.account_name for grant in unconfirmed_changes(specialist, workfile)] == ["Đỗ Văn Tám"]
    assert unconfirmed_changes(approver, workfile) == []
    assert services.confirm_access(actor=specialist, workfile_id=workfile.pk, now=MONDAY) == 1
    assert unconfirmed_changes(specialist, workfile) == []


def test_the_keeper_finds_the_change_in_the_inbox(workfile, specialist, approver, colleague):
    give(approver, workfile, colleague)
    query = WorkFileWork().mine(specialist, MONDAY)
    with connection.cursor() as cursor:
        cursor.execute(query.sql, query.values)
        rows = cursor.fetchall()
    assert [(row[0], row[1], row[2]) for row in rows] == [("rights", "decide", workfile.pk)]


def test_nobody_outside_the_agency_gets_a_right(workfile, specialist, outsider_officer, colleague):
    with pytest.raises(WrongColleague):
        give(specialist, workfile, outsider_officer)
    give(specialist, workfile, colleague)
    with pytest.raises(GrantTaken):
        give(specialist, workfile, colleague, "edit")
    assert workfile.grants.count() == 1


def test_a_reader_gives_no_rights(workfile, specialist, colleague, agency):
    third = make_officer(Role.SPECIALIST, agency)
    give(specialist, workfile, colleague)
    with pytest.raises(NotAllowed):
        give(colleague, workfile, third)
    assert not sees(third, workfile)


def test_heads_see_the_files_of_their_division_only(specialist, agency, file_list):
    own, other = make_division(agency, "Phòng Kinh tế"), make_division(agency, "Phòng Văn hóa")
    maker = make_officer(Role.SPECIALIST, agency, division=own)
    entry = file_list.entries.first()
    made = services.open_listed_file(actor=maker, entry_id=entry.pk, start_on=dt.date(2026, 2, 2), now=MONDAY)
    assert made.division_id == own.pk
    assert sees(make_officer(Role.HEAD, agency, division=own), made)
    assert not sees(make_officer(Role.HEAD, agency, division=other), made)


def test_an_outsider_finds_nothing(workfile, outsider_officer, citizen):
    assert not sees(outsider_officer, workfile)
    assert not sees(citizen, workfile)
    with pytest.raises(NotFound):
        services.withdraw_access(actor=outsider_officer, workfile_id=workfile.pk, grant_id=1, now=MONDAY)
