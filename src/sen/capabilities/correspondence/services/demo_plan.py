"""A year of documents planned: who issues what, when, to whom, and what became of it at each recipient."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from sen.capabilities.correspondence.models import NumberBook
from sen.capabilities.correspondence.selectors.reading import books_on
from sen.capabilities.correspondence.services.demo_corpus import Corpus, Pattern
from sen.capabilities.correspondence.states import IncomingState
from sen.foundation.accounts.selectors import list_officers
from sen.foundation.accounts.types import Officer
from sen.foundation.agencies.selectors import agencies_on, divisions_by_agency
from sen.kernel import clock
from sen.kernel.actor import Role

OUTSIDE_SHARE = 0.12
_SHARES = {"province": 0.2, "department": 0.4, "commune": 0.4}
_DESKS = (Role.CLERK, Role.LEADER, Role.SPECIALIST, Role.HEAD)
_OPENS, _MINUTES = 7 * 60, 9 * 60
_S = IncomingState
# The age in working days up to which the shares hold.
_FATES: tuple[tuple[int, tuple[tuple[IncomingState, float], ...]], ...] = (
    (0, ((_S.ARRIVED, 0.35), (_S.REGISTERED, 0.3), (_S.ASSIGNED, 0.2), (_S.DOING, 0.1), (_S.DONE, 0.05))),
    (1, ((_S.ARRIVED, 0.02), (_S.REGISTERED, 0.06), (_S.ASSIGNED, 0.32), (_S.DOING, 0.35), (_S.DONE, 0.25))),
    (5, ((_S.REGISTERED, 0.005), (_S.ASSIGNED, 0.17), (_S.DOING, 0.355), (_S.DONE, 0.46), (_S.REFUSED, 0.01))),
    (15, ((_S.ASSIGNED, 0.03), (_S.DOING, 0.15), (_S.DONE, 0.81), (_S.REFUSED, 0.01))),
    (999, ((_S.DONE, 0.985), (_S.DOING, 0.003), (_S.REFUSED, 0.008), (_S.RECALLED, 0.004))),
)
DIRECTED = frozenset({_S.ASSIGNED, _S.DOING, _S.DONE})
_TERMS = (5, 7, 10, 15)
_WITH_TERM, _PASSED_TODAY = 0.6, 0.5
# Of what was ever due: what was done after its term, and what lies open past its term still.
_DONE_LATE, _OPEN_LATE = 0.05, 0.25


@dataclass(frozen=True, slots=True)
class Place:
    """An agency with its book and the officers at its desks."""

    id: int
    name: str
    code: str
    level: str
    book: NumberBook | None
    clerk: Officer
    leader: Officer
    specialists: tuple[Officer, ...]
    divisions: dict[str, int]

    def division_of(self, officer: Officer) -> int | None:
        """The division the officer works in."""
        return self.divisions.get(officer.division)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a document at one recipient."""

    place: Place
    state: IncomingState
    handler: Officer
    arrived_at: dt.datetime
    registered_at: dt.datetime
    passed_at: dt.datetime | None
    directed_at: dt.datetime
    taken_at: dt.datetime
    finished_at: dt.datetime
    """When it was done; of one that is open, when its doer last worked on it."""
    due_at: dt.datetime | None
    by_paper: bool

    def is_late(self, now: dt.datetime) -> bool:
        """Whether its term is past."""
        return self.due_at is not None and self.due_at < now


@dataclass(frozen=True, slots=True)
class Planned:
    """One document: issued by ``issuer``, or from outside when that is None."""

    issuer: Place | None
    outside: tuple[str, str, str] | None
    pattern: Pattern
    topic: str
    subject: str
    at: dt.datetime
    due_on: dt.date | None
    urgency: int
    fates: Sequence[Fate] = field(default_factory=tuple)


def places_on(on: dt.date) -> list[Place]:
    """Every agency of the date with its desks; one that lacks a clerk, a leader or a specialist is left out."""
    divisions = {agency_id: {row.name: row.pk for row in rows} for agency_id, rows in divisions_by_agency().items()}
    found = []
    for agency in agencies_on(on).order_by("pk"):
        desks = {role: list_officers(agency.pk, role, on=on) for role in _DESKS}
        if all(desks[role] for role in _DESKS[:3]):
            book = books_on(agency.pk, on).filter(group="administrative").first()
            level = agency.level if agency.level in _SHARES else "department"
            code = agency.identification_code or agency.dossier_prefix
            hands = (*desks[Role.SPECIALIST], *desks[Role.HEAD])
            found.append(
                Place(
                    agency.pk,
                    agency.name,
                    code,
                    level,
                    book,
                    desks[Role.CLERK][0],
                    desks[Role.LEADER][0],
                    hands,
                    divisions.get(agency.pk, {}),
                )
            )
    return found


def plan_year(
    corpus: Corpus, places: Sequence[Place], count: int, now: dt.datetime, *, fresh_share: float = 0.0, seed: int = 30
) -> Iterator[Planned]:
    """So many documents in the order of time, from a year ago until now, in office hours of weekdays.

    ``fresh_share`` of them fall on the last two days, so that a small demonstration has something to do at every desk.
    """
    dice = random.Random(seed)  # noqa: S311 - demonstration data
    today = clock.local(now).date()
    days = [day for back in range(365, -1, -1) if (day := today - dt.timedelta(days=back)).weekday() < 5]
    issuers = {level: [place for place in places if place.level == level and place.book] for level in _SHARES}
    weights = list(accumulate(pattern.weight for pattern in corpus.patterns))
    ages = {day: len(days) - 1 - place for place, day in enumerate(days)}
    for number in range(count):
        share = (number + dice.random() * 0.5) / count
        if fresh_share and share > 1 - fresh_share:
            at = _moment(days[-2:], (share - 1 + fresh_share) / fresh_share)
        else:
            at = _moment(days[: -2 if fresh_share else None], share / (1 - fresh_share))
        at = min(at, now - dt.timedelta(minutes=1))
        pattern = dice.choices(corpus.patterns, cum_weights=weights)[0]
        topic = dice.choice(corpus.topics)
        yield _document(corpus, places, issuers, pattern, topic, at, ages, now, dice)


def _document(
    corpus: Corpus,
    places: Sequence[Place],
    issuers: dict[str, list[Place]],
    pattern: Pattern,
    topic: str,
    at: dt.datetime,
    ages: dict[dt.date, int],
    now: dt.datetime,
    dice: random.Random,
) -> Planned:
    on = clock.local(at).date()
    levels = [level for level in pattern.levels if issuers[level]]
    comes_from_outside = dice.random() < OUTSIDE_SHARE or not levels
    issuer = None if comes_from_outside else dice.choice(issuers[dice.choices(levels, [_SHARES[level] for level in levels])[0]])
    recipients = _recipients(places, issuer, pattern.reach if issuer else "few", dice)
    due_on = on + dt.timedelta(days=dice.choice((3, 5, 7, 10, 15))) if dice.random() < 0.45 else None
    return Planned(
        issuer,
        dice.choice(corpus.outside) if issuer is None else None,
        pattern,
        topic,
        corpus.subject(pattern, topic, on, dice),
        at,
        due_on,
        dice.choices((0, 1, 2, 3), (92, 6, 1.5, 0.5))[0],
        tuple(_fate(place, at, due_on, issuer is None and dice.random() < 0.2, ages[on], now, dice) for place in recipients),
    )


def _recipients(places: Sequence[Place], issuer: Place | None, reach: str, dice: random.Random) -> list[Place]:
    others = [place for place in places if place is not issuer]
    if reach == "all":
        return others
    if reach in ("communes", "departments"):
        return [place for place in others if place.level == reach.removesuffix("s")]
    upper = [place for place in others if place.level != "commune"]
    pool = upper if dice.random() < 0.7 and upper else others
    return dice.sample(pool, min(len(pool), 1 if reach == "one" else dice.randint(2, 6)))


def _fate(place: Place, at: dt.datetime, due_on: dt.date | None, by_paper: bool, age: int, now: dt.datetime, dice: random.Random) -> Fate:
    shares = next(shares for limit, shares in _FATES if age <= limit)
    state = dice.choices([state for state, _share in shares], [share for _state, share in shares])[0]
    arrived = at + dt.timedelta(seconds=dice.randint(2, 30))
    registered = arrived + dt.timedelta(minutes=dice.randint(3, 90))
    passed = registered + dt.timedelta(minutes=dice.randint(2, 30))
    directed = passed + dt.timedelta(minutes=dice.randint(10, 200))
    if due_on is None and dice.random() < _WITH_TERM:
        due_on = clock.local(directed).date() + dt.timedelta(days=dice.choice(_TERMS))
    due_at = clock.at_local(due_on, dt.time(17)) if due_on else None
    if due_at and due_at < now and state in (_S.ASSIGNED, _S.DOING) and dice.random() > _OPEN_LATE:
        state = _S.DONE
    taken, finished = _work(directed, due_at, dice)
    is_passed = state in DIRECTED or (state is _S.REGISTERED and (age > 0 or dice.random() < _PASSED_TODAY))
    return Fate(
        place,
        state,
        dice.choice(place.specialists),
        min(arrived, now),
        min(registered, now),
        min(passed, now) if is_passed else None,
        min(directed, now),
        min(taken, now),
        min(finished, now),
        due_at,
        by_paper,
    )


def _work(directed: dt.datetime, due_at: dt.datetime | None, dice: random.Random) -> tuple[dt.datetime, dt.datetime]:
    """When the doer took a document up, and when it was done: in time, a few excepted."""
    latest = due_at or directed + dt.timedelta(days=8)
    span = max((latest - directed).total_seconds(), 3_600.0)
    finished = directed + dt.timedelta(seconds=span * dice.uniform(0.1, 0.95))
    if due_at and dice.random() < _DONE_LATE:
        finished = max(due_at, directed) + dt.timedelta(days=dice.randint(1, 3))
    return directed + (finished - directed) * dice.uniform(0.01, 0.4), finished


def _moment(days: Sequence[dt.date], share: float) -> dt.datetime:
    place = min(share, 0.999999) * len(days)
    minutes = _OPENS + int((place % 1) * _MINUTES)
    return clock.at_local(days[int(place)], dt.time(minutes // 60, minutes % 60))
