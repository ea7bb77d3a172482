"""The shared limit of what is open to strangers."""

import datetime as dt

import pytest
from django.test import Client

from sen.foundation.accounts.errors import AskedTooOften
from sen.foundation.accounts.models import RateCount
from sen.foundation.accounts.services import limit
from sen.foundation.accounts.views.entering import REGISTRATIONS
from tests.factories import MONDAY

HOUR = dt.timedelta(hours=1)
pytestmark = pytest.mark.django_db


def use(key: str = "203.0.113.7", now: dt.datetime = MONDAY) -> None:
    limit(name="thu", key=key, most=2, window=HOUR, now=now)


def test_so_many_pass_and_the_next_is_told_when_to_come_back() -> None:
    use()
    use()
    with pytest.raises(AskedTooOften) as refused:
        use(now=MONDAY + dt.timedelta(minutes=5))
    assert refused.value.values["at"] == "09:31"


def test_after_the_window_it_begins_again_and_others_are_not_held() -> None:
    for _ in range(2):
        use()
    use(key="198.51.100.4")
    use(now=MONDAY + HOUR)
    assert RateCount.objects.get(key="203.0.113.7").count == 1


def test_opening_accounts_from_one_address_is_limited(client: Client) -> None:
    facts = {"identity_number": "087190000123", "name": "Trần Thị Mai", "born_on_day": "17", "born_on_month": "5", "born_on_year": "1991"}
    facts |= {"phone": "0907 123 456", "password": "mot bong sen 2025"}
    texts = [client.post("/dang-ky/", facts).content.decode() for _ in range(REGISTRATIONS + 1)]
    assert "quá nhiều lần" not in texts[-2]
    assert "quá nhiều lần" in texts[-1]
