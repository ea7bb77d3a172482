"""Two records of one person: joined so that one answers for both, and parted again when that was wrong."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from sen.foundation.audit.services import record_change
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor
from sen.kernel.clock import local
from sen.kernel.text import clean
from sen.registries.parties.errors import BasisMissing, MergeContradicts, MergeNotFound, MergeTooOld
from sen.registries.parties.events import PersonsMerged
from sen.registries.parties.models import Business, ChangeKind, Household, LikelyTwin, Person, PersonMerge, Relation
from sen.registries.parties.policies import access_keeping
from sen.registries.parties.services.corrections import lock_person
from sen.registries.parties.services.history import note_person_change, note_population, population_group

# What the kept record takes over when it has nothing of its own, or when it is told to.
MERGEABLE = (
    *("other_name", "old_number", "birth_place", "birth_unit_id", "origin_place", "origin_unit_id", "ethnicity", "religion"),
    *("marital_status", "blood_type", "address", "unit_id", "current_address", "current_unit_id", "phone", "email"),
    *("card_issued_on", "card_expires_on", "household_id", "head_relation", "name", "born_on"),
)


@transaction.atomic
def merge_persons(*, actor: Actor, kept_id: int, absorbed_id: int, take: Iterable[str] = (), reason: str, now: dt.datetime) -> int:
    """Let the kept record answer for both; returns the merge's id.

    Fields the kept record lacks come from the other; those named in ``take`` are taken over even so.  Relations, businesses
    and households move; both histories stay.  Raises RegistryNotAllowed, BasisMissing, PersonNotFound, PersonIsMerged,
    MergeContradicts.
    """
    access_keeping(actor)
    if not clean(reason):
        raise BasisMissing("reason")
    kept, absorbed = _lock_both(kept_id, absorbed_id)
    before = (population_group(kept), population_group(absorbed))
    taken = _taken(kept, absorbed, frozenset(take))
    for name, (_old, new) in taken.items():
        setattr(kept, name, new)
    if "name" in taken:
        kept.name_folded = absorbed.name_folded
    moved = {**_move_ties(kept, absorbed), "fields": {name: [_plain(old), _plain(new)] for name, (old, new) in taken.items()}}
    absorbed.merged_into, absorbed.changed_at, kept.changed_at = kept, now, now
    kept.save()
    absorbed.save(update_fields=["merged_into", "changed_at", "household", "head_relation"])
    merge = PersonMerge.objects.create(
        kept=kept, absorbed=absorbed, reason=clean(reason), moved=moved, merged_at=now, merged_by_id=actor.account_id
    )
    note_population(moves=[(before[0], population_group(kept)), (before[1], None)])
    _note_both(actor, kept, absorbed, ChangeKind.MERGE, taken, clean(reason), now)
    publish(PersonsMerged(kept.pk, absorbed.pk), now=now)
    return merge.pk


@transaction.atomic
def undo_merge(*, actor: Actor, merge_id: int, reason: str, now: dt.datetime) -> None:
    """Part the two records: every field, relation, business and household returns to where it was.

    Raises RegistryNotAllowed, BasisMissing, MergeNotFound, and MergeTooOld when a field taken over was changed since.
    """
    access_keeping(actor)
    if not clean(reason):
        raise BasisMissing("reason")
    merge = PersonMerge.objects.select_for_update().filter(pk=merge_id, undone_at__isnull=True).first()
    if merge is None:
        raise MergeNotFound
    people = Person.objects.select_for_update().order_by("pk").in_bulk([merge.kept_id, merge.absorbed_id])
    kept, absorbed = people[merge.kept_id], people[merge.absorbed_id]
    fields: dict[str, list[Any]] = merge.moved["fields"]
    if stale := [name for name, (_old, new) in fields.items() if _plain(getattr(kept, name)) != new]:
        raise MergeTooOld(fields=", ".join(stale))
    before = population_group(kept)
    for name, (old, _new) in fields.items():
        setattr(kept, name, _value(name, old))
    if "name" in fields:
        kept.name_folded = merge.moved["kept_folded"]
    _move_back(merge.moved, kept, absorbed)
    absorbed.merged_into, absorbed.changed_at, kept.changed_at = None, now, now
    kept.save()
    absorbed.save(update_fields=["merged_into", "changed_at", "household", "head_relation"])
    merge.undone_at, merge.undone_by_id = now, actor.account_id
    merge.save(update_fields=["undone_at", "undone_by_id"])
    note_population(moves=[(before, population_group(kept)), (None, population_group(absorbed))])
    told = {name: (new, old) for name, (old, new) in fields.items()}
    _note_both(actor, kept, absorbed, ChangeKind.UNMERGE, told, clean(reason), now)
    publish(PersonsMerged(kept.pk, absorbed.pk, undone=True), now=now)


def _lock_both(kept_id: int, absorbed_id: int) -> tuple[Person, Person]:
    if kept_id == absorbed_id:
        raise MergeContradicts(why="hai bản ghi là một")
    people = {pk: lock_person(pk) for pk in sorted((kept_id, absorbed_id))}
    kept, absorbed = people[kept_id], people[absorbed_id]
    if kept.gender and absorbed.gender and kept.gender != absorbed.gender:
        raise MergeContradicts(why="giới tính khác nhau")
    if kept.household_id and absorbed.household_id and _leads_others(absorbed):
        raise MergeContradicts(why="bản ghi được gộp đang là chủ một hộ khác còn thành viên")
    return kept, absorbed


def _leads_others(person: Person) -> bool:
    return Person.objects.filter(household__head=person, died_on__isnull=True).exclude(pk=person.pk).exists()


def _taken(kept: Person, absorbed: Person, take: frozenset[str]) -> dict[str, tuple[Any, Any]]:
    taken = {}
    for name in MERGEABLE:
        own, other = getattr(kept, name), getattr(absorbed, name)
        if other and own != other and (not own or name in take):
            taken[name] = (own, other)
    return taken


def _move_ties(kept: Person, absorbed: Person) -> dict[str, Any]:
    """Point everything at the kept record; what would tie it to itself, or twice to one relative, stays behind."""
    own = {(tie.kind, tie.relative_id) for tie in Relation.objects.filter(person=kept)}
    own_back = {(tie.kind, tie.person_id) for tie in Relation.objects.filter(relative=kept)}
    forward = [
        tie.pk for tie in Relation.objects.filter(person=absorbed) if tie.relative_id != kept.pk and (tie.kind, tie.relative_id) not in own
    ]
    back = [
        tie.pk
        for tie in Relation.objects.filter(relative=absorbed)
        if tie.person_id != kept.pk and (tie.kind, tie.person_id) not in own_back
    ]
    businesses = list(Business.objects.filter(representative=absorbed).values_list("pk", flat=True))
    led = list(Household.objects.filter(head=absorbed).values_list("pk", flat=True))
    facts = {
        "forward": forward,
        "back": back,
        "businesses": businesses,
        "led": led,
        "household": absorbed.household_id,
        "head_relation": absorbed.head_relation,
        "kept_folded": kept.name_folded,
    }
    Relation.objects.filter(pk__in=forward).update(person=kept)
    Relation.objects.filter(pk__in=back).update(relative=kept)
    Business.objects.filter(pk__in=businesses).update(representative=kept)
    Household.objects.filter(pk__in=led).update(head=kept)
    absorbed.household_id, absorbed.head_relation = None, ""
    return facts


def _move_back(moved: dict[str, Any], kept: Person, absorbed: Person) -> None:
    Relation.objects.filter(pk__in=moved["forward"], person=kept).update(person=absorbed)
    Relation.objects.filter(pk__in=moved["back"], relative=kept).update(relative=absorbed)
    Business.objects.filter(pk__in=moved["businesses"], representative=kept).update(representative=absorbed)
    Household.objects.filter(pk__in=moved["led"], head=kept).update(head=absorbed)
    absorbed.household_id, absorbed.head_relation = moved["household"], moved["head_relation"]


def _note_both(
    actor: Actor, kept: Person, absorbed: Person, kind: ChangeKind, fields: dict[str, Any], reason: str, now: dt.datetime
) -> None:
    today = local(now).date()
    parting = kind == ChangeKind.UNMERGE
    pairs = (
        (kept, {**fields, "absorbed": (absorbed.identity_number, "") if parting else ("", absorbed.identity_number)}),
        (absorbed, {"merged_into": (kept.identity_number, "") if parting else ("", kept.identity_number)}),
    )
    for person, detail in pairs:
        note_person_change(actor=actor, person=person, kind=kind, effective_on=today, now=now, detail=detail, basis=reason)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _value(name: str, plain: Any) -> Any:
    return dt.date.fromisoformat(plain) if name.endswith("_on") and plain else plain


# The same name, day of birth, gender and unit; the lowest two of each group.
_FIND = """
    INSERT INTO parties_likelytwin (first_id, second_id, found_at)
    SELECT ids[1], ids[2], %s FROM (
        SELECT array_agg(id ORDER BY id) AS ids FROM parties_person
        WHERE merged_into_id IS NULL AND born_on IS NOT NULL AND birth_precision = 'd'
        GROUP BY name_folded, born_on, gender, unit_id HAVING count(*) > 1
    ) AS groups ON CONFLICT (first_id, second_id) DO NOTHING
"""


@transaction.atomic
def find_likely_twins(*, now: dt.datetime) -> int:
    """Look through the whole register for records that may be one person; returns how many pairs are new.  Seconds of work."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute(_FIND, [now])
        return int(cursor.rowcount)


@transaction.atomic
def dismiss_twins(*, actor: Actor, first_id: int, second_id: int, now: dt.datetime) -> None:
    """Say that two records are two people, so that nobody is asked again.  Raises RegistryNotAllowed, MergeContradicts."""
    access_keeping(actor)
    first, second = sorted((first_id, second_id))
    if first == second:
        raise MergeContradicts(why="hai bản ghi là một")
    facts = {"dismissed_at": now, "dismissed_by_id": actor.account_id}
    LikelyTwin.objects.update_or_create(first_id=first, second_id=second, defaults=facts, create_defaults={**facts, "found_at": now})
    detail = {"other": second}
    record_change(
        actor=actor, action="person.distinguish", subject_type="person", subject_id=first, now=now, person_id=first, detail=detail
    )
