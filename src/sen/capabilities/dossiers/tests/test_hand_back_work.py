"""The open work of an officer who may no longer do it goes back to the queue."""

import datetime as dt

import pytest
from django.test import Client

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import Dossier, DossierEvent, WorkItem
from sen.capabilities.dossiers.subscriptions import hand_back
from sen.foundation.accounts import services as accounts
from sen.foundation.accounts.events import AccountChanged, AccountClosed
from sen.foundation.accounts.models import Account, Appointment
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor, Role
from tests.dossier_factories import in_work, open_item
from tests.factories import MONDAY, make_officer, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, agency: Agency) -> WorkItem:
    """Work the head gave to the specialist."""
    dossier = in_work(citizen, clerk, agency)
    services.complete_step(actor=head, item_id=open_item(dossier).pk, now=MONDAY, assignee_id=specialist.account_id)
    return open_item(dossier)


def test_a_closed_account_gives_its_work_back_with_an_event(given: WorkItem, specialist: Actor, administrator: Actor) -> None:
    accounts.close_account(actor=administrator, account_id=specialist.account, reason="Thôi việc", now=MONDAY)
    hand_back(AccountClosed(specialist.account))
    given.refresh_from_db()
    assert (given.assignee_id, given.closed_at) == (None, None)
    last = DossierEvent.objects.filter(dossier_id=given.dossier_id).latest("sequence")
    assert (last.action, last.payload["from"], last.payload["to"]) == ("assign", specialist.account_id, None)


def test_a_colleague_goes_on_with_it(given: WorkItem, specialist: Actor, agency: Agency) -> None:
    Account.objects.filter(pk=specialist.account_id).update(is_active=False)
    services.hand_back_work(account_id=specialist.account, now=MONDAY)
    colleague = make_officer(Role.SPECIALIST, agency)
    services.assign_item(actor=make_officer(Role.HEAD, agency), item_id=given.pk, assignee_id=colleague.account, now=MONDAY)
    given.refresh_from_db()
    assert given.assignee_id == colleague.account_id


def test_telling_it_twice_leaves_one_event(given: WorkItem, specialist: Actor) -> None:
    Account.objects.filter(pk=specialist.account_id).update(is_active=False)
    assert services.hand_back_work(account_id=specialist.account, now=MONDAY) == 1
    count = Dossier.objects.get(pk=given.dossier_id).event_count
    assert services.hand_back_work(account_id=specialist.account, now=MONDAY) == 0
    assert Dossier.objects.get(pk=given.dossier_id).event_count == count


def test_an_officer_who_moved_gives_back_what_the_old_agency_gave(given: WorkItem, specialist: Actor) -> None:
    Appointment.objects.filter(account=specialist.account_id).update(valid_to=MONDAY.date() - dt.timedelta(days=1))
    services.hand_back_work(account_id=specialist.account, now=MONDAY)
    given.refresh_from_db()
    assert given.assignee_id is None


def test_an_officer_who_stays_keeps_the_work(given: WorkItem, specialist: Actor) -> None:
    hand_back(AccountChanged(specialist.account))
    given.refresh_from_db()
    assert given.assignee_id == specialist.account_id


def test_the_page_of_closing_lists_the_open_work_and_who_gets_it(
    client: Client, given: WorkItem, specialist: Actor, administrator: Actor
) -> None:
    page = signed_in(client, administrator).get(f"/quan-tri/can-bo/{specialist.account_id}/dong/").content.decode()
    assert "Thẩm định" in page
    assert given.dossier.code not in page
    assert "Chuyên viên, Ủy ban nhân dân phường Cao Lãnh" in page
