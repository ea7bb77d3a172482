"""Asking the national business registration."""

import datetime as dt
import re

from django.utils.translation import gettext as _

from sen.capabilities.exchange.services.ledger import RecordKey, Sight, compare_record
from sen.capabilities.national.adapters.business.client import BusinessClient
from sen.capabilities.national.errors import AnswerOfSomebodyElse, BusinessNumberMalformed, SearchTooShort
from sen.capabilities.national.services.carriage import through_axis
from sen.capabilities.national.types import READING, BusinessRecord, BusinessSource, Source
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from sen.kernel.text import clean

_NUMBER = re.compile(r"\d{10}(-\d{3})?")
_SHORTEST = 2


def search_businesses(
    *, actor: Actor, text: str, purpose: str, now: dt.datetime, issue: str = "", source: BusinessSource | None = None
) -> list[BusinessRecord]:
    """The first businesses whose number or name fits.  Raises NotAllowed, SearchTooShort and what the axis raises."""
    wanted = clean(text)
    if len(wanted) < _SHORTEST:
        raise SearchTooShort("q")
    return _source(actor, purpose, issue, now, source).search(wanted)


def read_business(
    *, actor: Actor, number: str, purpose: str, now: dt.datetime, issue: str = "", source: BusinessSource | None = None
) -> BusinessRecord | None:
    """One business, None when there is none of the number; an answer about another one is told by the ledger and refused.

    Raises NotAllowed, BusinessNumberMalformed, AnswerOfSomebodyElse and what the axis raises.
    """
    wanted = clean(number)
    if not _NUMBER.fullmatch(wanted):
        raise BusinessNumberMalformed("number")
    found = _source(actor, purpose, issue, now, source).read(wanted)
    if found is not None and found.number != wanted:
        key = RecordKey(Source.BUSINESS, READING, wanted, title=_("Tra cứu doanh nghiệp"), agency_id=actor.agency_id)
        compare_record(actor=actor, key=key, our=Sight(wanted, now), their=Sight(found.number, now), now=now)
        raise AnswerOfSomebodyElse(source="Đăng ký doanh nghiệp quốc gia")
    return found


def _source(actor: Actor, purpose: str, issue: str, now: dt.datetime, source: BusinessSource | None) -> BusinessSource:
    if not actor.is_officer:
        raise NotAllowed
    return source or BusinessClient(through_axis(source=Source.BUSINESS, actor=actor, purpose=purpose, issue=issue, now=now))
