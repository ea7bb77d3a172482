"""Comparing the effect of legal documents with the national database, for people to settle what differs.

Nothing is overwritten: the province's own register says where its facts come from, and a person decides.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from sen.capabilities.exchange.services.ledger import RecordKey, Sight, compare_record
from sen.capabilities.national.adapters.legislation.client import LegislationClient
from sen.capabilities.national.services.carriage import through_axis
from sen.capabilities.national.types import EFFECT, LegalRecord, LegalSource, Source
from sen.kernel import clock
from sen.kernel.actor import SYSTEM
from sen.registries.legislation.selectors import documents_by_number
from sen.registries.legislation.selectors.effect import effects_of
from sen.registries.legislation.states import Effect

PURPOSE = "Đối chiếu hiệu lực văn bản"
_MOST_PAGES = 100
# What the national database calls the effects.
_WORDS = {
    "Còn hiệu lực": Effect.IN_FORCE,
    "Hết hiệu lực một phần": Effect.PARTLY,
    "Hết hiệu lực toàn bộ": Effect.ENDED,
    "Chưa có hiệu lực": Effect.NOT_YET,
    "Ngưng hiệu lực": Effect.SUSPENDED,
}


def compare_legislation(*, since: dt.date, now: dt.datetime, source: LegalSource | None = None) -> dict[str, int]:
    """Compare every document changed there since the day with ours; returns how many were seen, agree, differ and are not ours.

    Raises what the axis raises; what was compared before stays.
    """
    asked = source or LegislationClient(through_axis(source=Source.LEGISLATION, actor=SYSTEM, purpose=PURPOSE, issue="", now=now))
    counts = {"seen": 0, "agree": 0, "differ": 0, "unknown": 0}
    seen: set[str] = set()
    for _page in range(_MOST_PAGES):
        records, more = asked.changed_since(since)
        fresh = [one for one in records if one.key not in seen]
        seen |= {one.key for one in fresh}
        _compare(fresh, counts, now)
        if not more or not fresh:
            break
        since = fresh[-1].changed_on
    return counts


@transaction.atomic
def _compare(records: Sequence[LegalRecord], counts: dict[str, int], now: dt.datetime) -> None:
    ours = documents_by_number(one.number for one in records)
    effects = effects_of([document.pk for document in ours.values()], clock.local(now).date())
    for record in records:
        counts["seen"] += 1
        known = ours.get(record.number)
        if known is None:
            counts["unknown"] += 1
            continue
        ours_now, theirs = effects[known.pk], _WORDS.get(record.status, Effect.UNKNOWN)
        agrees = Effect.UNKNOWN in (ours_now, theirs) or ours_now == theirs
        counts["agree" if agrees else "differ"] += 1
        key = RecordKey(Source.LEGISLATION, EFFECT, record.number, title=record.title[:200])
        their = Sight(str(ours_now.label if agrees else theirs.label), _at(record.changed_on))
        compare_record(actor=SYSTEM, key=key, our=Sight(str(ours_now.label), now), their=their, now=now)


def _at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
