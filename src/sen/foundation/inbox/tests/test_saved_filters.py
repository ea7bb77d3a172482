"""Filters people keep under a name."""

import pytest
from django.test import Client

from sen.foundation.inbox.errors import NothingToSave, TooManyFilters
from sen.foundation.inbox.models import SavedFilter
from sen.foundation.inbox.selectors import list_saved_filters
from sen.foundation.inbox.services import MOST_FILTERS, drop_filter, save_filter
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db

PLACE = "hop-viec"


def keep(actor: Actor, name: str, query: str) -> SavedFilter:
    return save_filter(actor=actor, place=PLACE, name=name, query=query, now=MONDAY)


def test_a_filter_is_kept_without_page_and_empty_parts(specialist: Actor) -> None:
    keep(specialist, "Trễ", "?nhom=tre&tim=&trang=3")
    assert [(one.name, one.address, one.current) for one in list_saved_filters(specialist, PLACE, "nhom=tre")] == [
        ("Trễ", "?nhom=tre", True)
    ]
    assert [one.current for one in list_saved_filters(specialist, PLACE, "nhom=hom-nay")] == [False]


def test_the_same_name_replaces(specialist: Actor) -> None:
    keep(specialist, "Của tôi", "nhom=tre")
    keep(specialist, "Của tôi", "nhom=hom-nay")
    assert [one.address for one in list_saved_filters(specialist, PLACE)] == ["?nhom=hom-nay"]


def test_each_sees_and_drops_only_own_filters(specialist: Actor, head: Actor) -> None:
    saved = keep(specialist, "Trễ", "nhom=tre")
    assert list_saved_filters(head, PLACE) == []
    with pytest.raises(NotFound):
        drop_filter(actor=head, filter_id=saved.pk)
    assert SavedFilter.objects.count() == 1
    assert drop_filter(actor=specialist, filter_id=saved.pk) == PLACE
    assert SavedFilter.objects.count() == 0


def test_nothing_and_unknown_pages_are_refused(specialist: Actor) -> None:
    with pytest.raises(NothingToSave):
        keep(specialist, "Trống", "trang=2")
    with pytest.raises(NotFound):
        save_filter(actor=specialist, place="khong-co", name="x", query="a=1", now=MONDAY)
    assert SavedFilter.objects.count() == 0


def test_thirty_filters_of_a_page_are_the_most(specialist: Actor) -> None:
    for number in range(MOST_FILTERS):
        keep(specialist, f"Bộ {number}", f"tim={number}")
    with pytest.raises(TooManyFilters):
        keep(specialist, "Một nữa", "tim=x")
    keep(specialist, "Bộ 1", "tim=y")
    assert SavedFilter.objects.count() == MOST_FILTERS


def test_the_pages_lead_back_to_where_the_filter_belongs(client: Client, specialist: Actor, citizen: Actor) -> None:
    browser = signed_in(client, specialist)
    answer = browser.post("/lam-viec/bo-loc/luu/", {"place": PLACE, "name": "Trễ", "query": "nhom=tre"})
    assert (answer.status_code, answer["Location"]) == (302, "/lam-viec/?nhom=tre")
    saved = SavedFilter.objects.get()
    assert browser.post("/lam-viec/bo-loc/luu/", {"place": PLACE, "name": "", "query": "nhom=tre"}).status_code == 302
    assert browser.post("/lam-viec/bo-loc/luu/", {"place": "//xau.vn", "name": "x", "query": "a=1"}).status_code == 404
    assert browser.get("/lam-viec/bo-loc/luu/").status_code == 405
    assert signed_in(Client(), citizen).post(f"/lam-viec/bo-loc/{saved.pk}/bo/").status_code == 403
    assert SavedFilter.objects.count() == 1
    assert browser.post(f"/lam-viec/bo-loc/{saved.pk}/bo/")["Location"] == "/lam-viec/"
    assert SavedFilter.objects.count() == 0
