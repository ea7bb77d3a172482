"""Handing the day's papers over."""

import datetime as dt

import pytest

from sen.capabilities.dossiers import services as dossiers
from sen.capabilities.onestop import services
from sen.capabilities.onestop.errors import AlreadyHandedOver, NothingToHandOver, ReceiverMissing
from sen.capabilities.onestop.models import HandOver
from sen.capabilities.onestop.selectors.handover import group_by_receiver, list_handover_rows, list_handovers, list_to_hand_over
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from tests.dossier_factories import in_work
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()


def make(clerk: Actor, agency: Agency, ids: list[int], **values: object) -> HandOver:
    given = {"giver_id": agency.pk, "receiver_id": agency.pk, "day": DAY, "received_by": "Huỳnh Thị Thu", "now": MONDAY} | values
    return services.make_handover(actor=clerk, dossier_ids=ids, **given)  # type: ignore[arg-type]


def test_the_days_transfers_wait_by_receiving_agency(citizen: Actor, clerk: Actor, agency: Agency, django_assert_max_num_queries) -> None:
    first, second = in_work(citizen, clerk, agency), in_work(citizen, clerk, agency)
    with django_assert_max_num_queries(3):
        groups = group_by_receiver(list_to_hand_over(agency.pk, DAY))
    assert [(group.receiver, [row.dossier_id for row in group.rows]) for group in groups] == [(agency.name, [first.pk, second.pk])]
    assert groups[0].rows[0].paper_count == 2
    assert list_to_hand_over(agency.pk, DAY - dt.timedelta(days=1)) == []


def test_what_is_on_a_record_does_not_wait_any_more(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    first, second = in_work(citizen, clerk, agency), in_work(citizen, clerk, agency)
    record = make(clerk, agency, [first.pk])
    assert record.number == "1/2026"
    assert [row.dossier_id for row in list_to_hand_over(agency.pk, DAY)] == [second.pk]
    assert [row.code for row in list_handover_rows(record)] == [first.code]
    assert [found.pk for found in list_handovers(clerk, [agency.pk])] == [record.pk]


def test_papers_are_handed_over_once(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    make(clerk, agency, [dossier.pk])
    with pytest.raises(AlreadyHandedOver):
        make(clerk, agency, [dossier.pk])
    assert HandOver.objects.count() == 1


def test_papers_taken_back_and_transferred_again_are_handed_over_again(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    make(clerk, agency, [dossier.pk])
    later = MONDAY + dt.timedelta(minutes=5)
    dossiers.undo_transfer(actor=clerk, dossier_id=dossier.pk, reason="Chuyển nhầm nơi", now=later)
    assert list_to_hand_over(agency.pk, DAY) == []
    dossiers.transfer_dossier(actor=clerk, dossier_id=dossier.pk, now=later + dt.timedelta(minutes=1))
    assert make(clerk, agency, [dossier.pk], now=later + dt.timedelta(minutes=2)).number == "2/2026"


def test_a_record_names_its_receiver_and_has_papers(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    with pytest.raises(ReceiverMissing):
        make(clerk, agency, [dossier.pk], received_by="  ")
    with pytest.raises(NothingToHandOver):
        make(clerk, agency, [])
    assert not HandOver.objects.exists()


def test_another_agency_makes_no_record(citizen: Actor, clerk: Actor, outsider_officer: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    with pytest.raises(NotAllowed):
        make(outsider_officer, agency, [dossier.pk])
    assert not HandOver.objects.exists()
    assert list(list_handovers(outsider_officer, [agency.pk])) == []


def test_the_record_prints(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    record = make(clerk, agency, [in_work(citizen, clerk, agency).pk])
    assert services.print_handover(record=record).startswith(b"%PDF")
