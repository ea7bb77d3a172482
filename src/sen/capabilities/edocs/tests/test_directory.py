"""The directory of outside agencies: taken over page by page, compared by changes, searched by words."""

import datetime as dt

import pytest

from sen.capabilities.edocs import services
from sen.capabilities.edocs.errors import AxisAnswerUnclear
from sen.capabilities.edocs.models import DirectorySync, OutsideAgency
from sen.capabilities.edocs.selectors.directory import find_outside_agencies
from sen.capabilities.edocs.services.directory import resume_syncs
from sen.capabilities.edocs.types import Listed
from sen.kernel.actor import SYSTEM
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY

DAY = dt.timedelta(days=1)


@pytest.fixture
def listed(axis, db):
    axis.listed = [Listed(f"H61.{number:03}", f"Ủy ban nhân dân xã Mẫu {number}", "H61") for number in range(25)]
    axis.listed += [Listed("H61", "Ủy ban nhân dân tỉnh Vĩnh Long"), Listed("H61.W00", "Trục tỉnh")]
    axis.page_size = 10
    return axis


def whole(run_events, now=MONDAY):
    sync = services.start_sync(actor=SYSTEM, now=now, whole=True)
    run_events()
    sync.refresh_from_db()
    return sync


def test_every_page_is_taken_over(listed, run_events):
    sync = whole(run_events)
    assert (sync.pages, sync.seen, sync.changed, sync.trouble) == (3, 27, 27, "")
    assert OutsideAgency.objects.count() == 27


def test_a_second_comparison_writes_only_what_changed_and_ends_what_is_gone(listed, run_events):
    whole(run_events)
    listed.listed = [Listed("H61", "UBND tỉnh Vĩnh Long"), *listed.listed[:10]]
    sync = whole(run_events, MONDAY + DAY)
    assert (sync.seen, sync.changed, sync.ended) == (11, 1, 16)
    assert OutsideAgency.objects.filter(is_active=True).count() == 11
    assert find_outside_agencies("mẫu 20").count() == 0
    assert find_outside_agencies("mẫu 20", also_ended=True).count() == 1


def test_after_a_whole_comparison_only_changes_are_asked_for(listed, run_events):
    whole(run_events)
    listed.changed["H61.003"] = (MONDAY + DAY).date()
    listed.listed[3] = Listed("H61.003", "Ủy ban nhân dân xã Đổi Tên", "H61")
    sync = services.start_sync(actor=SYSTEM, now=MONDAY + DAY)
    run_events()
    sync.refresh_from_db()
    assert (sync.since, sync.seen, sync.changed, sync.ended) == (dt.date(2026, 11, 15), 1, 1, 0)
    assert OutsideAgency.objects.filter(is_active=True).count() == 27


def test_once_a_week_all_of_it_is_compared(listed, run_events):
    whole(run_events)
    assert services.start_sync(actor=SYSTEM, now=MONDAY + 8 * DAY).since is None


def test_two_comparisons_do_not_run_at_once(listed):
    assert services.start_sync(actor=SYSTEM, now=MONDAY) is not None
    assert services.start_sync(actor=SYSTEM, now=MONDAY) is None
    assert services.start_sync(actor=SYSTEM, now=MONDAY + DAY) is not None


def test_a_comparison_that_stumbles_goes_on_where_it_was(listed, run_events):
    sync = services.start_sync(actor=SYSTEM, now=MONDAY)
    services.fetch_directory_page(sync_id=sync.pk, page=1, now=MONDAY)
    listed.trouble = AxisAnswerUnclear()
    assert services.fetch_directory_page(sync_id=sync.pk, page=2, now=MONDAY) is False
    assert resume_syncs(now=MONDAY) == 0
    assert resume_syncs(now=MONDAY + dt.timedelta(minutes=1)) == 1
    run_events()
    sync.refresh_from_db()
    assert (sync.seen, sync.trouble) == (27, "")


def test_a_page_twice_is_taken_once(listed):
    sync = services.start_sync(actor=SYSTEM, now=MONDAY)
    services.fetch_directory_page(sync_id=sync.pk, page=1, now=MONDAY)
    services.fetch_directory_page(sync_id=sync.pk, page=1, now=MONDAY)
    sync.refresh_from_db()
    assert (sync.pages, sync.seen) == (1, 10)


def test_words_without_accents_and_codes_find_agencies(listed, run_events):
    whole(run_events)
    assert [each.code for each in find_outside_agencies("vinh long tinh")] == ["H61"]
    assert [each.code for each in find_outside_agencies("h61.007")] == ["H61.007"]
    assert find_outside_agencies("truc").count() == 0


def test_only_operators_compare(listed, sender):
    with pytest.raises(NotAllowed):
        services.start_sync(actor=sender, now=MONDAY)
    assert DirectorySync.objects.count() == 0
