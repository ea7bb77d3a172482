"""Make demonstration dossiers around the demonstration log-ins.  Runs once: a province that has had dossiers for a while is left alone."""

import argparse
import datetime as dt
import json
import random
from collections.abc import Iterator

from django.core.management.base import BaseCommand

from sen.capabilities.dossiers.models import Dossier
from sen.capabilities.dossiers.services.demonstration import STAGES, DemoPlan, make_demo_dossier
from sen.capabilities.dossiers.services.tally import fold_tally
from sen.capabilities.procedures.selectors import competent_agency, get_published
from sen.foundation.accounts.selectors import demo_accounts, list_demo_logins
from sen.foundation.agencies.selectors import agencies_on, calendar_for, receiving_agency_for
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.registries.parties.selectors import demo_persons
from sen.registries.parties.types import PersonFacts

PROCEDURES = ("1.001612", "2.000720", "1.001570", "1.001193", "1.000894", "2.000635", "1.013225", "1.004873", "1.001266", "2.000815")
# Pages are served before the demonstration is there; what its first visitors hand in meanwhile must not keep it away.
_FIRST_VISITS = dt.timedelta(hours=1)


class Command(BaseCommand):
    """./sen load demo-dossiers."""

    help = "Make demonstration dossiers in every state"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """How many, and for which province."""
        parser.add_argument("--province", default="dongthap-2025")
        parser.add_argument("--count", type=int, default=110)

    def handle(self, *args: object, **options: int) -> None:
        """Plan with a fixed seed, make each dossier, report as JSON."""
        now = clock.now()
        if Dossier.objects.filter(submitted_at__lt=now - _FIRST_VISITS).exists():
            self.stdout.write(json.dumps({"created": 0, "why": "there are dossiers already"}))
            return
        made = 0
        for plan in plans(now, options["count"]):
            make_demo_dossier(plan=plan, now=now)
            made += 1
        fold_tally()
        self.stdout.write(json.dumps({"created": made}))


def plans(now: dt.datetime, count: int) -> Iterator[DemoPlan]:
    """What to make: mostly at the commune of the demonstration log-ins, some at its neighbours and at departments."""
    today = clock.local(now).date()
    dice = random.Random(2025)  # noqa: S311 - demonstration data
    communes = _communes(today)
    citizens = list(demo_accounts().filter(person_id__isnull=False).values_list("person_id", "pk"))
    accounts = dict(citizens)
    people = demo_persons(limit=count + len(citizens))
    own = [person for person in people if person.id in accounts]
    versions = [facts for code in PROCEDURES if (facts := get_published(code, today))]
    for place in range(count):
        person = own[place % len(own)] if own and place % 9 == 0 else dice.choice(people)
        facts = dice.choice(versions)
        competent = communes[0] if place % 5 else dice.choice(communes)
        if place % 11 == 0 or not facts.version.done_at_commune:
            competent = competent_agency(facts.version_id, person.unit_id, today)
        yield _plan(place, facts.version_id, person, accounts.get(person.id), competent, now, dice)


def _plan(
    place: int, version_id: int, person: PersonFacts, account_id: int | None, competent_id: int, now: dt.datetime, dice: random.Random
) -> DemoPlan:
    today = clock.local(now).date()
    receiving = receiving_agency_for(competent_id, today)
    stage = STAGES[place % len(STAGES)]
    online = stage in ("submitted", "refused") or account_id is not None or dice.random() < 0.6
    return DemoPlan(version_id, person, account_id, competent_id, receiving, stage, _start(now, stage, competent_id, dice), online, place)


def _start(now: dt.datetime, stage: str, agency_id: int, dice: random.Random) -> dt.datetime:
    """A moment in office hours some working days ago; a few dossiers are old enough to be late."""
    fresh = stage in ("submitted", "accepted", "assigned")
    days = dice.choice((0, 0, 0, 1)) if fresh else dice.randint(3, 12) if stage == "returned" else dice.choice((1, 1, 2, 2, 3, 4, 6))
    calendar = calendar_for(agency_id, clock.local(now).date())
    day = clock.local(now).date() - dt.timedelta(days=days)
    while not calendar.is_working_day(day):
        day -= dt.timedelta(days=1)
    moment = clock.at_local(day, dt.time(7 + dice.randint(0, 8), dice.randint(0, 59)))
    return min(calendar.effective_start(moment).astimezone(dt.UTC), now)


def _communes(today: dt.date) -> list[int]:
    """The commune of the demonstration log-ins first, then some of its neighbours."""
    named = [row["agency"] for row in list_demo_logins(today) if row["role"] == Role.SPECIALIST]
    first = list(agencies_on(today).filter(name__in=named).values_list("pk", flat=True)[:1])
    others = agencies_on(today).filter(level="commune").exclude(pk__in=first).order_by("pk").values_list("pk", flat=True)[:8]
    return [*first, *others]
