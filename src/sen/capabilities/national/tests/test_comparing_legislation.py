"""Comparing the effect of documents: nothing is overwritten, what differs stands in the ledger."""

import datetime as dt

import pytest

from sen.capabilities.exchange.models import LedgerRecord
from sen.capabilities.national import services
from sen.capabilities.national.adapters.legislation.double import MemoryLegislation
from sen.capabilities.national.types import LegalRecord
from sen.registries.legislation.models import LegalDocument
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
SINCE = dt.date(2025, 1, 1)


def there(place, number, status):
    return LegalRecord(str(place), number, f"Văn bản {number}", status, None, None, SINCE + dt.timedelta(days=place))


@pytest.fixture
def ours():
    return LegalDocument.objects.create(number="61/2018/NĐ-CP", title="Về cơ chế một cửa", effective_on=dt.date(2018, 6, 21))


def test_what_agrees_and_what_differs_is_counted_and_written_down(ours):
    source = MemoryLegislation([there(1, "61/2018/NĐ-CP", "Hết hiệu lực toàn bộ"), there(2, "1/2020/QĐ", "Còn hiệu lực")])
    assert services.compare_legislation(since=SINCE, now=MONDAY, source=source) == {"seen": 2, "agree": 0, "differ": 1, "unknown": 1}
    line = LedgerRecord.objects.get()
    assert (line.record_key, line.difference) == ("61/2018/NĐ-CP", "state")
    ours.refresh_from_db()
    assert ours.ends_on is None


def test_a_second_comparison_adds_no_second_line(ours):
    source = MemoryLegislation([there(1, "61/2018/NĐ-CP", "Còn hiệu lực")])
    for _turn in range(2):
        assert services.compare_legislation(since=SINCE, now=MONDAY, source=source)["agree"] == 1
    assert LedgerRecord.objects.count() == 1


def test_all_pages_are_read_and_a_source_that_repeats_itself_ends(ours):
    many = MemoryLegislation([there(place, f"{place}/2020/QĐ", "Còn hiệu lực") for place in range(5)], page=2)
    assert services.compare_legislation(since=SINCE, now=MONDAY, source=many)["seen"] == 5
