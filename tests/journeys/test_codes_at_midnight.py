"""Codes and numbers where days and years meet, on the province's clock and not on that of the server."""

import datetime as dt

import pytest

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import Dossier, OfficialForm
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from sen.kernel.clock import at_local
from tests.dossier_factories import make_version, submitted

pytestmark = pytest.mark.django_db

LAST_SECOND = at_local(dt.date(2026, 12, 31), dt.time(23, 59, 59, 999_000))
NEW_YEAR = at_local(dt.date(2027, 1, 1), dt.time(0))


def codes(*dossiers: Dossier) -> list[str]:
    return [dossier.code.removeprefix("H20.TM29869-") for dossier in dossiers]


def test_the_code_carries_the_day_of_the_province_and_each_day_counts_from_one(citizen: Actor, agency: Agency) -> None:
    version = make_version()
    moments = [LAST_SECOND, LAST_SECOND, NEW_YEAR, NEW_YEAR + dt.timedelta(milliseconds=1)]
    found = [submitted(citizen, agency, now=moment, version=version) for moment in moments]
    assert codes(*found) == ["261231-0001", "261231-0002", "270101-0001", "270101-0002"]


def test_a_submission_that_arrives_out_of_order_still_counts_on_its_own_day(citizen: Actor, agency: Agency) -> None:
    version = make_version()
    new_year = submitted(citizen, agency, now=NEW_YEAR, version=version)
    old_year = submitted(citizen, agency, now=LAST_SECOND, version=version)
    assert codes(new_year, old_year) == ["270101-0001", "261231-0001"]


def test_an_evening_in_utc_is_the_next_morning_here(citizen: Actor, agency: Agency) -> None:
    evening = dt.datetime(2026, 11, 16, 17, 0, tzinfo=dt.UTC)
    before = submitted(citizen, agency, now=evening - dt.timedelta(microseconds=1), version=make_version())
    after = submitted(citizen, agency, now=evening, version=make_version())
    assert codes(before, after) == ["261116-0001", "261117-0001"]


def test_numbers_of_forms_begin_anew_with_the_year(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    version = make_version()
    for moment in (LAST_SECOND, LAST_SECOND, NEW_YEAR):
        dossier = submitted(citizen, agency, now=moment, version=version)
        services.accept_dossier(actor=clerk, dossier_id=dossier.pk, now=moment)
    numbers = list(OfficialForm.objects.filter(kind="receipt").order_by("pk").values_list("number", flat=True))
    assert numbers == ["1/2026-TEST", "2/2026-TEST", "1/2027-TEST"]


def test_a_dossier_of_the_last_second_is_due_on_a_working_day_of_the_new_year(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = submitted(citizen, agency, now=LAST_SECOND, version=make_version(days="1"))
    accepted = services.accept_dossier(actor=clerk, dossier_id=dossier.pk, now=NEW_YEAR)
    assert accepted.due_at is not None and accepted.due_at > NEW_YEAR
    assert accepted.due_at.astimezone(at_local(dt.date(2027, 1, 1), dt.time(0)).tzinfo).weekday() < 5
