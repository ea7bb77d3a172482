"""Writing down what changed: the numbered change, the feed, the count of the population, the trail."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction

from sen.foundation.audit.services import record_change
from sen.foundation.feeds.services import append_changes
from sen.foundation.feeds.types import Action, Change
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor
from sen.registries.parties.events import BusinessChanged, PersonChanged
from sen.registries.parties.models import Business, BusinessChange, ChangeKind, Person, PersonChange, PopulationStep
from sen.registries.parties.types import BUSINESS_FEED, PEOPLE_FEED

Detail = Mapping[str, tuple[Any, Any]]
Group = tuple[int | None, int | None, str]
_ACTIONS = {ChangeKind.CREATE: "person.create", ChangeKind.CORRECT: "person.update"}


def note_person_change(
    *,
    actor: Actor,
    person: Person,
    kind: ChangeKind,
    effective_on: dt.date,
    now: dt.datetime,
    detail: Detail | None = None,
    basis: str = "",
) -> int:
    """Number the change, keep it, tell the feed and the trail; returns the change number.

    Runs in the caller's transaction, last of all: the feed's counter stays locked until that ends.
    """
    told = {name: [_as_json(old), _as_json(new)] for name, (old, new) in (detail or {}).items()}
    action = Action.CREATED if kind == ChangeKind.CREATE else Action.CHANGED
    record_change(
        actor=actor,
        action=_ACTIONS.get(kind, f"person.{kind}"),
        subject_type="person",
        subject_id=person.pk,
        now=now,
        person_id=person.pk,
        detail={"fields": list(told)},
    )
    number = append_changes(registry=PEOPLE_FEED, changes=[Change("person", person.identity_number, action)], now=now)
    PersonChange.objects.create(
        number=number,
        person=person,
        kind=kind,
        effective_on=effective_on,
        recorded_at=now,
        actor_id=actor.account_id,
        actor_name=actor.name,
        agency_id=actor.agency_id,
        basis=basis,
        detail=told,
    )
    publish(PersonChanged(person.pk, number), now=now)
    return number


def note_business_change(
    *, actor: Actor, business: Business, kind: str, effective_on: dt.date, now: dt.datetime, detail: Detail | None = None, basis: str = ""
) -> int:
    """The same for a business; ``kind`` is create, correct, state or import."""
    told = {name: [_as_json(old), _as_json(new)] for name, (old, new) in (detail or {}).items()}
    action = Action.CREATED if kind == "create" else Action.CHANGED
    facts = {"fields": list(told)}
    record_change(actor=actor, action=f"business.{kind}", subject_type="business", subject_id=business.pk, now=now, detail=facts)
    number = append_changes(registry=BUSINESS_FEED, changes=[Change("business", business.number, action)], now=now)
    BusinessChange.objects.create(
        number=number,
        business=business,
        kind=kind,
        effective_on=effective_on,
        recorded_at=now,
        actor_id=actor.account_id,
        actor_name=actor.name,
        agency_id=actor.agency_id,
        basis=basis,
        detail=told,
    )
    publish(BusinessChanged(business.pk, number), now=now)
    return number


def population_group(person: Person) -> Group | None:
    """Where the person is counted; None for the dead, the missing and records that another one answers for."""
    if person.died_on or person.merged_into_id or person.missing_on:
        return None
    return (person.unit_id, person.born_on.year if person.born_on else None, person.gender)


def note_population(*, moves: Iterable[tuple[Group | None, Group | None]]) -> None:
    """Add the steps that lead from the groups before to the groups after; moves within a group cost nothing."""
    steps: dict[Group, int] = {}
    for before, after in moves:
        if before == after:
            continue
        if before:
            steps[before] = steps.get(before, 0) - 1
        if after:
            steps[after] = steps.get(after, 0) + 1
    rows = [PopulationStep(unit_id=u, born_year=y, gender=g, people=count) for (u, y, g), count in steps.items() if count]
    if rows:
        PopulationStep.objects.bulk_create(rows, batch_size=2000)


@transaction.atomic
def recount_population() -> int:
    """Count the register anew and add the steps that were missing; returns how many groups were wrong."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE parties_populationstep IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(_RECOUNT)
        return int(cursor.rowcount)


_RECOUNT = """
    INSERT INTO parties_populationstep (unit_id, born_year, gender, people)
    SELECT unit_id, born_year, gender, sum(people) FROM (
        SELECT unit_id, extract(year FROM born_on)::int AS born_year, gender, count(*) AS people FROM parties_person
        WHERE died_on IS NULL AND merged_into_id IS NULL AND missing_on IS NULL GROUP BY 1, 2, 3
        UNION ALL SELECT unit_id, born_year, gender, -sum(people) FROM parties_populationstep GROUP BY 1, 2, 3
    ) AS both_counts GROUP BY 1, 2, 3 HAVING sum(people) <> 0
"""


@transaction.atomic
def fold_population() -> int:
    """Replace the steps of each group by their sum; returns how many rows went away.  Harmless at any time."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE parties_populationstep IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(
            "WITH gone AS (DELETE FROM parties_populationstep RETURNING unit_id, born_year, gender, people), kept AS ("
            "INSERT INTO parties_populationstep (unit_id, born_year, gender, people) "
            "SELECT unit_id, born_year, gender, sum(people) FROM gone GROUP BY 1, 2, 3 HAVING sum(people) <> 0 RETURNING 1) "
            "SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM kept)"
        )
        return int(cursor.fetchone()[0])


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
