"""What a dossier would be promised if it were accepted now; the counter shows it before anything is written."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sen.capabilities.dossiers.models import Dossier
from sen.capabilities.dossiers.selectors.rules import rule_set_on
from sen.capabilities.procedures.selectors import limit_text, route_for, version_facts
from sen.foundation.agencies.selectors import calendar_for
from sen.kernel import clock
from sen.kernel.worktime import Rounding


@dataclass(frozen=True, slots=True)
class Promise:
    """The term in words, the due instant (None when no term is published), and whether a route is approved."""

    term: str
    due_at: dt.datetime | None
    has_route: bool
    days_off: tuple[dt.date, ...]


def preview_promise(version_id: int, channel: str, competent_id: int, now: dt.datetime) -> Promise:
    """The promise a dossier of the version would carry when accepted at ``now``; raises NotFound, NoRuleSet.

    ``days_off`` are working weekdays the term skips because they are holidays.
    """
    facts, today = version_facts(version_id), clock.local(now).date()
    rules, calendar, term = rule_set_on(today), calendar_for(competent_id, today), facts.term(channel)
    due = calendar.add(now, term, Rounding(rules.due_rounding)) if term else None
    skipped = sorted(day for day in calendar.days_off if due and today <= day <= clock.local(due).date() and day.weekday() < 5)
    words = limit_text(term.amount, term.unit) if term else ""
    return Promise(words, due, route_for(facts.procedure_id, competent_id, today) is not None, tuple(skipped))


def dossier_of_request(request_id: uuid.UUID) -> str | None:
    """The code of the dossier an earlier press of the same button opened; None when there is none."""
    return codes_of_requests([request_id]).get(request_id)


def codes_of_requests(request_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The codes of the dossiers that drafts or presses with these ids became, in one query; those that became none are left out."""
    return dict(Dossier.objects.filter(public_id__in=set(request_ids)).values_list("public_id", "code"))
