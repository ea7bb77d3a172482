"""The work list: whose, in what order, in how many statements."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.selectors import WorkFilter, count_work, list_work, search_dossiers
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from tests.dossier_factories import in_work, open_item, submitted
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db


def test_most_urgent_first_and_late_ones_named(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    late = submitted(citizen, agency, now=MONDAY - dt.timedelta(days=4))
    fresh = submitted(citizen, agency)
    page = list_work(clerk, MONDAY)
    assert [row.code for row in page] == [late.code, fresh.code]
    assert [row.group for row in page] == ["Trễ hạn", "Sắp tới"]
    assert count_work(clerk, MONDAY)["tre"] == 1


def test_an_officer_sees_own_roles_work_in_own_agency_only(
    citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, outsider_officer: Actor, agency: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    assert [row.code for row in list_work(head, MONDAY)] == [dossier.code]
    for other in (specialist, outsider_officer, citizen):
        assert list_work(other, MONDAY).items == []
    services.complete_step(actor=head, item_id=open_item(dossier).pk, now=MONDAY, assignee_id=specialist.account_id)
    assert list_work(head, MONDAY).items == []
    assert [row.mine for row in list_work(specialist, MONDAY)] == [True]


def test_a_page_costs_one_statement_however_long(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    for _ in range(3):
        submitted(citizen, agency)
    with CaptureQueriesContext(
        connection,
    ) as statements:
        assert len(list_work(clerk, MONDAY, WorkFilter(text="mai"))) == 3
    assert len(statements) == 1


def test_search_finds_names_without_accents_codes_and_phones_but_only_own(
    citizen: Actor, clerk: Actor, outsider_officer: Actor, agency: Agency
) -> None:
    dossier = submitted(citizen, agency)
    for text in ("tran thi mai", "Trần Thị", dossier.code[:12].lower(), dossier.applicant_phone, dossier.applicant_number):
        assert [found.code for found in search_dossiers(clerk, text, MONDAY)] == [dossier.code], text
        assert search_dossiers(outsider_officer, text, MONDAY) == []
    assert search_dossiers(clerk, "%", MONDAY) == []
    assert search_dossiers(clerk, "%%%", MONDAY) == []
