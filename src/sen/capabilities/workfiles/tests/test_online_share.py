"""The share of files processed online, by level and agency, against the target of the day."""

import datetime as dt

from sen.capabilities.workfiles import services
from sen.capabilities.workfiles.indicators import paper_files, shares_by_agency, shares_by_level
from sen.capabilities.workfiles.services.rules import load_rules
from sen.capabilities.workfiles.tests.conftest import IN_FORCE, close, put, record
from sen.capabilities.workfiles.types import NewFile
from tests.factories import MONDAY

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)


def one_on_paper(specialist, agency, rules):
    values = NewFile("Hồ sơ ngoài danh mục", rules["13.02"].pk, dt.date(2026, 1, 5), 2026)
    made = services.open_own_file(actor=specialist, agency_id=agency.pk, values=values, now=MONDAY)
    put(specialist, made, record(50))
    return close(specialist, made)


def test_the_share_counts_closed_files_and_knows_the_target(closed_file, specialist, agency, rules):
    paper = one_on_paper(specialist, agency, rules)
    (line,) = shares_by_level(FIRST, LAST)
    assert (line.key, line.closed, line.online, line.share, line.target, line.reached) == ("commune", 2, 1, 50, 60, False)
    (own,) = shares_by_agency(FIRST, LAST)
    assert (own.name, own.closed, own.online) == (agency.name, 2, 1)
    assert paper_files(FIRST, LAST, frozenset({agency.pk})) == [paper]


def test_files_closed_outside_the_period_do_not_count(closed_file):
    (line,) = shares_by_level(FIRST, dt.date(2026, 11, 15))
    assert (line.closed, line.share, line.reached) == (0, None, None)


def test_a_reader_of_one_agency_sees_no_other(closed_file, other_agency):
    assert shares_by_agency(FIRST, LAST, agency_ids=frozenset({other_agency.pk})) == []


def test_targets_change_with_the_law(closed_file):
    load_rules(retention=[], terms=[], targets=[{**IN_FORCE, "valid_from": "2026-07-01", "level": "commune", "share": "100"}])
    assert shares_by_level(FIRST, dt.date(2026, 6, 30))[0].target == 60
    assert shares_by_level(FIRST, LAST)[0].target == 100


def test_the_counts_take_a_constant_number_of_queries(closed_file, django_assert_num_queries):
    with django_assert_num_queries(2):
        shares_by_level(FIRST, LAST)
    with django_assert_num_queries(3):
        shares_by_agency(FIRST, LAST)
